//! What we send, as it stands on the wire. What we take is read by [`super::event`], field by field.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use yingke_channel_contract::{Content, Draft, FileKind, OutFile, Outbound, Recipient, Service};
use yingke_words::{ConversationId, MessageId};

/// One thing to be done. Its types are none of those that come in, or have no `from`: sent back to us by mistake it is
/// refused, and no loop begins.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(flatten)]
    what: Act<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<To<'a>>,
}

#[derive(Serialize)]
struct To<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation: Option<ConversationId>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    context: &'a BTreeMap<String, Value>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Act<'a> {
    Send(Said<'a>),
    Edit {
        message: &'a [String],
        text: &'a str,
    },
    Recall {
        message: &'a [String],
    },
    Reaction {
        message: &'a str,
        /// Null = taken away.
        emoji: Option<&'a str>,
    },
    Typing {
        on: bool,
    },
    Read {
        message: &'a str,
    },
    Service {
        state: &'static str,
        #[serde(skip_serializing_if = "str::is_empty")]
        by: &'a str,
    },
    /// Are you there?
    Ping {},
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    id: MessageId,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a Content>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    reply_to: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    author: &'a str,
    automatic: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    /// The part of the form that has its bytes.
    part: String,
    kind: FileKind,
    name: &'a str,
    media_type: &'a str,
    size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lasts_ms: Option<u64>,
}

/// The name of the part with the bytes of a draft's file.
pub(super) fn part(index: usize) -> String {
    format!("file{index}")
}

impl<'a> Document<'a> {
    /// The document of an outbound.
    pub(super) fn of(account: &'a str, outbound: &'a Outbound) -> Self {
        let to: &Recipient = outbound.to();
        Self {
            what: Act::of(outbound),
            account,
            to: Some(To {
                id: &to.id,
                conversation: to.conversation,
                context: &to.context,
            }),
        }
    }

    /// The document that asks whether anybody is there.
    pub(super) const fn ping() -> Self {
        Self {
            what: Act::Ping {},
            account: "",
            to: None,
        }
    }

    /// As it is sent, and signed.
    pub(super) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts, numbers and flags are JSON")
    }
}

impl<'a> Act<'a> {
    fn of(outbound: &'a Outbound) -> Self {
        match outbound {
            Outbound::Draft(draft) => Self::Send(Said::of(draft)),
            Outbound::Edit { message, text, .. } => Self::Edit { message, text },
            Outbound::Recall { message, .. } => Self::Recall { message },
            Outbound::Reaction { message, emoji, .. } => Self::Reaction {
                message,
                emoji: emoji.as_deref(),
            },
            Outbound::Typing { on, .. } => Self::Typing { on: *on },
            Outbound::ReadMark { message, .. } => Self::Read { message },
            Outbound::Service { state, .. } => {
                let (state, by) = match state {
                    Service::Ours => ("ours", ""),
                    Service::Ended => ("ended", ""),
                    Service::Theirs { by } => ("theirs", by.as_str()),
                };
                Self::Service { state, by }
            }
        }
    }
}

impl<'a> Said<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self {
            id: draft.id,
            text: &draft.text,
            content: draft.content.as_ref(),
            files: draft.files.iter().enumerate().map(File::of).collect(),
            reply_to: &draft.replies_to,
            author: &draft.author,
            automatic: draft.automatic,
        }
    }
}

impl<'a> File<'a> {
    fn of((index, file): (usize, &'a OutFile)) -> Self {
        Self {
            part: part(index),
            kind: file.kind,
            name: &file.name,
            media_type: &file.media_type,
            size: file.size,
            lasts_ms: file.lasts_ms,
        }
    }
}
