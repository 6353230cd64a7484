//! One item of `sync_msg` as an event of ours. Pure.

use serde_json::Value;
use yingke_channel_contract::{
    Author, Choice, Content, Degrees, Fault, FileKind, Inbound, Link, Location, Menu, Message, Peer, RemoteFile,
    Trigger, What, Wrong,
};
use yingke_words::Time;

use super::{
    event,
    protocol::{self, Item},
};

/// Who an item comes from.
const CUSTOMER: i64 = 3;
const SYSTEM: i64 = 4;
const SERVICER: i64 = 5;

/// What an item says; none when it is nothing to us. `account` is whose queue it was in, for items that do not say.
pub(super) fn read(value: &Value, account: &str) -> Result<Option<Inbound>, Wrong> {
    let item: Item = serde_json::from_value(value.clone())?;
    if item.msgid.is_empty() {
        return Err(Fault::missing("msgid").said("it has no msgid"));
    }
    let mut inbound = if item.msgtype == "event" {
        match event::read(&item)? {
            Some(inbound) => inbound,
            None => return Ok(None),
        }
    } else {
        said(&item)?
    };
    inbound.at = time(item.send_time);
    if inbound.account.is_empty() {
        let of_item = Some(item.open_kfid).filter(|id| !id.is_empty());
        inbound.account = of_item.unwrap_or_else(|| account.to_owned());
    }
    Ok(Some(inbound))
}

/// Unix seconds; none for zero and for what no calendar holds.
pub(super) fn time(seconds: i64) -> Option<Time> {
    let millis = seconds.checked_mul(1_000).filter(|millis| *millis > 0)?;
    Some(Time::from_millis(millis))
}

fn said(item: &Item) -> Result<Inbound, String> {
    if item.external_userid.is_empty() {
        return Err("it does not say who the customer is".to_owned());
    }
    let message = message(item)?;
    let (what, opens) = match item.origin {
        CUSTOMER => (of_customer(item, message), Some(Trigger::Message)),
        SERVICER => (What::Echo(by(item, message)), None),
        // Something WeCom said by itself, such as its own welcome.
        SYSTEM => {
            let automatic = true;
            (What::Echo(Message { automatic, ..message }), None)
        }
        other => return Err(format!("it comes from nobody we know (origin {other})")),
    };
    let mut inbound = Inbound::new(&item.msgid, Peer::of(&item.external_userid), what);
    inbound.opens = opens;
    Ok(inbound)
}

/// A press on a menu comes as a text that names the choice.
fn of_customer(item: &Item, message: Message) -> What {
    match item.held::<protocol::Text>() {
        Ok(text) if item.msgtype == "text" && !text.menu_id.is_empty() => What::Pressed {
            id: text.menu_id,
            label: text.content,
            message: String::new(),
        },
        _ => What::Message(message),
    }
}

/// Written by somebody in the WeCom app.
fn by(item: &Item, message: Message) -> Message {
    let author = Author {
        id: item.servicer_userid.clone(),
        name: item.servicer_userid.clone(),
    };
    Message {
        author: Some(author),
        ..message
    }
}

fn message(item: &Item) -> Result<Message, String> {
    match item.msgtype.as_str() {
        "text" => Ok(words(item.held::<protocol::Text>()?.content)),
        "image" => file(item, FileKind::Image, ""),
        // Asked for as AMR: `voice_format` 0.
        "voice" => file(item, FileKind::Audio, "audio/amr"),
        "video" => file(item, FileKind::Video, ""),
        "file" => file(item, FileKind::File, ""),
        "msgmenu" => Ok(menu(item.held()?)),
        "merged_msg" => Ok(words(forwarded(&item.held()?))),
        _ => Ok(with(content(item)?)),
    }
}

fn content(item: &Item) -> Result<Content, String> {
    Ok(match item.msgtype.as_str() {
        "location" => Content::Location(location(item.held()?)?),
        "link" => {
            let held: protocol::Link = item.held()?;
            card(held.title, held.desc, held.url)
        }
        "business_card" => {
            let held: protocol::BusinessCard = item.held()?;
            let phone = String::new();
            Content::Contact {
                name: held.userid,
                phone,
            }
        }
        "miniprogram" => {
            let held: protocol::MiniProgram = item.held()?;
            card(held.title, held.pagepath, String::new())
        }
        "channels_shop_product" => {
            // Without `sales_price`: nobody has checked its unit.
            let held: protocol::ShopProduct = item.held()?;
            card(held.title, held.shop_nickname, String::new())
        }
        "channels_shop_order" => order(item.held()?),
        "channels" => {
            let held: protocol::Channels = item.held()?;
            card(held.title, held.nickname, String::new())
        }
        other => {
            let kind = if other.is_empty() { "?" } else { other };
            Content::Unsupported {
                kind: kind.to_owned(),
            }
        }
    })
}

fn words(text: String) -> Message {
    Message {
        text,
        ..Message::default()
    }
}

fn with(content: Content) -> Message {
    Message {
        content: Some(content),
        ..Message::default()
    }
}

fn card(title: String, description: String, url: String) -> Content {
    Content::Link(Link {
        title,
        description,
        url,
    })
}

fn file(item: &Item, kind: FileKind, media_type: &str) -> Result<Message, String> {
    let held: protocol::MediaId = item.held()?;
    if held.media_id.is_empty() {
        return Err("a file without media_id".to_owned());
    }
    let mut file = RemoteFile::of(kind, held.media_id);
    media_type.clone_into(&mut file.media_type);
    Ok(Message {
        files: vec![file],
        ..Message::default()
    })
}

fn location(held: protocol::Location) -> Result<Location, String> {
    let angle = |degrees: f64| Degrees::of(degrees).ok_or_else(|| format!("{degrees} is no angle"));
    Ok(Location {
        latitude: angle(held.latitude)?,
        longitude: angle(held.longitude)?,
        name: held.name,
        address: held.address,
    })
}

fn order(held: protocol::ShopOrder) -> Content {
    let known = [held.order_id, held.state, held.price_wording, held.shop_nickname];
    let known: Vec<_> = known.into_iter().filter(|one| !one.is_empty()).collect();
    card(held.product_titles, known.join(" · "), String::new())
}

/// A menu somebody in WeCom sent. What can only be read (`text`) joins the words above.
fn menu(held: protocol::MsgMenu) -> Message {
    let mut lines = vec![held.head_content];
    let mut choices = Vec::new();
    for entry in &held.list {
        let kind = entry["type"].as_str().unwrap_or_default();
        let inner = &entry[kind];
        let part = |name: &str| inner[name].as_str().unwrap_or_default().to_owned();
        match kind {
            "text" => lines.push(part("content")),
            "" => {}
            _ => choices.push(Choice {
                id: part("id"),
                label: part("content"),
                url: inner["url"].as_str().map(str::to_owned),
            }),
        }
    }
    let menu = Menu {
        title: String::new(),
        choices,
        tail: held.tail_content,
    };
    Message {
        text: lines.join("\n").trim().to_owned(),
        ..with(Content::Menu(menu))
    }
}

/// Forwarded messages as lines. `msg_content` is JSON written as text.
fn forwarded(held: &protocol::MergedMsg) -> String {
    let line = |entry: &Value| {
        let kind = entry["msgtype"].as_str().unwrap_or("?");
        let content = match &entry["msg_content"] {
            Value::String(written) => serde_json::from_str(written).unwrap_or(Value::Null),
            other => other.clone(),
        };
        // Beside the kind's own object, or within it: both have been seen in integrations.
        let said = content[kind]["content"].as_str().or(content["content"].as_str());
        let sender = entry["sender_name"].as_str().unwrap_or("?");
        match said {
            Some(said) => format!("{sender}: {said}"),
            None => format!("{sender}: [{kind}]"),
        }
    };
    let title = Some(held.title.clone()).filter(|title| !title.is_empty());
    let lines: Vec<_> = title.into_iter().chain(held.item.iter().map(line)).collect();
    lines.join("\n")
}
