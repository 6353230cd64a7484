//! The canonical drafts: one of each thing a desk can say.

use std::collections::BTreeMap;

use uuid::Uuid;
use yingke_conversation::{Choice, Content, Degrees, Link, Location, Mail, Menu, Template};
use yingke_words::{AttachmentId, ConversationId, MessageId};

use crate::{Ability, Draft, FileKind, OutFile, Outbound, Recipient, Service};

/// The peer of the canonical drafts.
const PEER: &str = "10001";

/// The recipient of the canonical drafts. The context has what replies of any channel may need; a channel whose provider's
/// ids look different takes [`of`].
fn recipient() -> Recipient {
    Recipient {
        id: PEER.to_owned(),
        conversation: Some(ConversationId::from(Uuid::from_u128(
            0x0199_0000_0000_7000_8000_0000_0000_0001,
        ))),
        context: BTreeMap::new(),
    }
}

/// A plain text draft.
pub fn draft(text: &str) -> Draft {
    Draft {
        id: MessageId::from(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0002)),
        to: recipient(),
        text: text.to_owned(),
        content: None,
        files: Vec::new(),
        replies_to: String::new(),
        author: "林小满".to_owned(),
        automatic: false,
    }
}

/// A draft with this content.
pub fn of(text: &str, content: Content) -> Draft {
    Draft {
        content: Some(content),
        ..draft(text)
    }
}

fn with_file(kind: FileKind, name: &str, media_type: &str, lasts_ms: Option<u64>) -> Outbound {
    let file = OutFile {
        id: AttachmentId::from(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0003)),
        kind,
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        size: 40_000,
        lasts_ms,
    };
    Outbound::Draft(Box::new(Draft {
        files: vec![file],
        ..draft("")
    }))
}

fn said(draft: Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

fn menu() -> Menu {
    let choice = |id: &str, label: &str| Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        url: None,
    };
    Menu {
        title: String::new(),
        choices: vec![choice("s", "小号"), choice("m", "中号")],
        tail: String::new(),
    }
}

/// The canonical draft that takes this ability.
pub fn canonical(ability: Ability) -> Outbound {
    match ability {
        Ability::Text => said(draft("您好，请问有什么可以帮您？")),
        Ability::Image => with_file(FileKind::Image, "photo.jpg", "image/jpeg", None),
        Ability::Audio => with_file(FileKind::Audio, "voice.ogg", "audio/ogg", Some(4_000)),
        Ability::Video => with_file(FileKind::Video, "clip.mp4", "video/mp4", Some(4_000)),
        Ability::File => with_file(FileKind::File, "offer.pdf", "application/pdf", None),
        Ability::Location => said(of(
            "",
            Content::Location(Location {
                latitude: Degrees::of(31.230_416).expect("an angle"),
                longitude: Degrees::of(121.473_701).expect("an angle"),
                name: "山野集旗舰店".to_owned(),
                address: "上海市黄浦区".to_owned(),
            }),
        )),
        Ability::Sticker => said(of("👍", Content::Sticker)),
        Ability::Link => said(of(
            "",
            Content::Link(Link {
                title: "退换货说明".to_owned(),
                description: "七天无理由".to_owned(),
                url: "https://shop.example/returns".to_owned(),
            }),
        )),
        Ability::Contact => said(of(
            "",
            Content::Contact {
                name: "门店".to_owned(),
                phone: "+862100000000".to_owned(),
            },
        )),
        Ability::Menu => said(of("请选择尺码", Content::Menu(menu()))),
        Ability::Template => said(of(
            "",
            Content::Template(Template {
                name: "order_sent".to_owned(),
                language: "zh_CN".to_owned(),
                parameters: vec!["A-17".to_owned()],
            }),
        )),
        Ability::Mail => said(of(
            "您好",
            Content::Mail(Box::new(Mail {
                subject: "您的订单".to_owned(),
                html: "<p>您好</p>".to_owned(),
                ..Mail::default()
            })),
        )),
        Ability::Reply => said(Draft {
            replies_to: "900001".to_owned(),
            ..draft("是这一件吗？")
        }),
        act => acted(act),
    }
}

/// What is done to what was said before, and what is said without words.
fn acted(ability: Ability) -> Outbound {
    let to = recipient();
    let ours = || vec!["900001".to_owned()];
    match ability {
        Ability::Edit => Outbound::Edit {
            to,
            message: ours(),
            text: "改好了".to_owned(),
        },
        Ability::Recall => Outbound::Recall { to, message: ours() },
        Ability::Reaction => Outbound::Reaction {
            to,
            message: "900001".to_owned(),
            emoji: Some("👍".to_owned()),
        },
        Ability::Typing => Outbound::Typing { to, on: true },
        Ability::ReadMark => Outbound::ReadMark {
            to,
            message: "900001".to_owned(),
        },
        _ => Outbound::Service {
            to,
            state: Service::Ended,
        },
    }
}

/// All of them, with what each takes.
pub(super) fn all() -> Vec<(&'static str, Outbound, Ability)> {
    Ability::ALL
        .iter()
        .map(|ability| (name(*ability), canonical(*ability), *ability))
        .collect()
}

const fn name(ability: Ability) -> &'static str {
    match ability {
        Ability::Text => "a text",
        Ability::Image => "a picture",
        Ability::Audio => "a voice note",
        Ability::Video => "a video",
        Ability::File => "a file",
        Ability::Location => "a place",
        Ability::Sticker => "a sticker",
        Ability::Link => "a link",
        Ability::Contact => "a contact",
        Ability::Menu => "a menu",
        Ability::Template => "a template",
        Ability::Mail => "a mail",
        Ability::Reply => "an answer to a message",
        Ability::Edit => "an edit",
        Ability::Recall => "a recall",
        Ability::Reaction => "a reaction",
        Ability::Typing => "typing",
        Ability::ReadMark => "a read mark",
        Ability::Service => "a service state",
    }
}

/// The draft with its files in a type the channel takes, as the desk has changed them before it asks, and to somebody
/// who can be there: a channel that sends mails knows people by their addresses.
pub(super) fn as_taken(outbound: Outbound, manifest: &crate::Manifest) -> Outbound {
    let Outbound::Draft(mut draft) = outbound else {
        return outbound;
    };
    if manifest.sends(Ability::Mail) {
        "zhou.lan@example.com".clone_into(&mut draft.to.id);
    }
    for file in &mut draft.files {
        let Some(limit) = manifest.file(file.kind) else {
            continue;
        };
        if !limit.types.is_empty() && !limit.types.contains(&file.media_type.as_str()) {
            limit
                .becomes
                .unwrap_or(limit.types[0])
                .clone_into(&mut file.media_type);
        }
    }
    Outbound::Draft(draft)
}
