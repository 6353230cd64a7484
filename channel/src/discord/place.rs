//! Whose thread something belongs to: a person's direct messages, or a server's channel that was chosen to be answered.

use std::collections::BTreeMap;

use serde_json::Value;
use yingke_channel_contract::{Author, Ctx, Peer};
use yingke_words::Time;

use super::protocol::{Member, User};

/// 2015-01-01, in milliseconds: from here on snowflakes count.
const EPOCH: i64 = 1_420_070_400_000;

/// When a snowflake was made.
pub fn made_at(id: &str) -> Option<Time> {
    let id: u64 = id.parse().ok()?;
    let millis = i64::try_from(id >> 22).ok()?;
    Some(Time::from_millis(millis + EPOCH))
}

/// The snowflake that would be made at `time`: messages after it are those after then.
pub fn made_by(time: Time) -> String {
    let millis = u64::try_from(time.millis() - EPOCH).unwrap_or_default();
    (millis << 22).to_string()
}

/// Where something happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place<'a> {
    /// In the direct messages with one person.
    Direct {
        /// Their channel.
        channel: &'a str,
    },
    /// In a channel of a server.
    Group {
        /// Which.
        channel: &'a str,
    },
}

impl<'a> Place<'a> {
    /// The place; none for a server's channel that is not ours to answer.
    pub fn of(ctx: &Ctx<'_>, guild: &str, channel: &'a str) -> Option<Self> {
        if guild.is_empty() {
            return Some(Self::Direct { channel });
        }
        answered(ctx)
            .any(|one| one == channel)
            .then_some(Self::Group { channel })
    }

    /// What an answer needs.
    pub fn context(self) -> BTreeMap<String, Value> {
        let (Self::Direct { channel } | Self::Group { channel }) = self;
        BTreeMap::from([("channel".to_owned(), Value::from(channel))])
    }

    /// The thread of what `user` did here.
    pub fn peer(self, user: &User) -> Peer {
        match self {
            Self::Direct { .. } => {
                let mut peer = Peer::of(user.id.clone());
                user.name().clone_into(&mut peer.name);
                if !user.username.is_empty() {
                    peer.attributes = BTreeMap::from([("username".to_owned(), user.username.clone())]);
                }
                peer
            }
            Self::Group { channel } => Peer {
                group: true,
                ..Peer::of(channel)
            },
        }
    }

    /// Who it was, where that is not the peer.
    pub fn author(self, user: &User, member: Option<&Member>) -> Option<Author> {
        let nick = member.map_or("", |member| member.nick.as_str());
        matches!(self, Self::Group { .. }).then(|| Author {
            id: user.id.clone(),
            name: if nick.is_empty() { user.name() } else { nick }.to_owned(),
        })
    }
}

/// The channels of servers that are answered.
pub fn answered<'a>(ctx: &'a Ctx<'_>) -> impl Iterator<Item = &'a str> {
    ctx.text("guild_channels")
        .split(|c: char| !c.is_ascii_digit())
        .filter(|id| !id.is_empty())
}
