//! Threads and messages, as we name them.

use std::fmt;

use super::protocol::{Chat, Id, Message};

/// A thread. A person's chat with a business account is another one than their chat with the bot (another side of the
/// provider's, with message numbers of its own), and so is each topic of a forum and of a channel's direct messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// The chat's id.
    pub chat: String,
    /// What part of it.
    pub part: Part,
}

/// What part of a chat a thread is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// The whole.
    Whole,
    /// The chat of a business account, through the bot connected to it.
    Business,
    /// A topic of a forum.
    Topic(String),
    /// Somebody's direct messages to a channel.
    Direct(String),
}

impl Address {
    /// The thread a message stands in.
    pub fn of(message: &Message) -> Self {
        let topic = |id: &Option<Id>| id.as_ref().map(|id| id.0.clone());
        let direct = message.direct_messages_topic.as_ref();
        let part = if !message.business_connection_id.is_empty() {
            Part::Business
        } else if let Some(direct) = direct.filter(|_| message.chat.is_direct_messages) {
            Part::Direct(direct.topic_id.0.clone())
        } else if let Some(topic) = topic(&message.message_thread_id).filter(|_| message.is_topic_message) {
            Part::Topic(topic)
        } else {
            Part::Whole
        };
        Self {
            chat: message.chat.id.0.clone(),
            part,
        }
    }

    /// A whole chat.
    pub fn whole(chat: &Chat) -> Self {
        Self {
            chat: chat.id.0.clone(),
            part: Part::Whole,
        }
    }

    /// The thread a peer's id names.
    pub fn read(peer: &str) -> Self {
        let (chat, part) = match peer.splitn(3, ':').collect::<Vec<_>>()[..] {
            ["business", chat] => (chat, Part::Business),
            ["topic", chat, topic] => (chat, Part::Topic(topic.to_owned())),
            ["direct", chat, topic] => (chat, Part::Direct(topic.to_owned())),
            _ => (peer, Part::Whole),
        };
        Self {
            chat: chat.to_owned(),
            part,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            Part::Whole => f.write_str(&self.chat),
            Part::Business => write!(f, "business:{}", self.chat),
            Part::Topic(topic) => write!(f, "topic:{}:{topic}", self.chat),
            Part::Direct(topic) => write!(f, "direct:{}:{topic}", self.chat),
        }
    }
}

/// A message: its number counts within a chat, and for business accounts within a connection as well.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Numbered {
    /// The chat; empty when only the number is known.
    pub chat: String,
    /// The number.
    pub number: String,
    /// The business connection; empty for none.
    pub connection: String,
}

impl Numbered {
    /// The id of a message in a chat.
    pub fn new(chat: &str, number: &Id, connection: &str) -> Self {
        Self {
            chat: chat.to_owned(),
            number: number.0.clone(),
            connection: connection.to_owned(),
        }
    }

    /// The message an id of ours names.
    pub fn read(id: &str) -> Self {
        let (chat, number, connection) = match id.splitn(3, ':').collect::<Vec<_>>()[..] {
            [chat, number, connection] => (chat, number, connection),
            [chat, number] => (chat, number, ""),
            _ => ("", id, ""),
        };
        Self {
            chat: chat.to_owned(),
            number: number.to_owned(),
            connection: connection.to_owned(),
        }
    }
}

impl fmt::Display for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.chat, self.number)?;
        if self.connection.is_empty() {
            return Ok(());
        }
        write!(f, ":{}", self.connection)
    }
}
