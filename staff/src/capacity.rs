//! How much one person takes at a time 接待上限: what a conversation weighs, and what still fits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One place 一个名额, in the tenths that weights are counted in.
pub const PLACE: u16 = 10;

/// What a channel's conversations take from a person. Pools do not share places.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Pool {
    /// Somebody waits for the next line.
    #[default]
    Chat,
    /// Letters: answered when there is time.
    Mail,
    /// A call takes the whole person: nothing else is given to them while it lasts, and they get it with no chat open.
    Call,
}

/// What one conversation of a channel takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Weight {
    /// From which places.
    pub pool: Pool,
    /// How much of them, in tenths of a place: 10 is one place, 5 half of one. From 1 to 100.
    pub tenths: u16,
}

impl Default for Weight {
    fn default() -> Self {
        Self {
            pool: Pool::Chat,
            tenths: PLACE,
        }
    }
}

impl Weight {
    /// Whether it is between a tenth and ten places.
    pub fn sound(self) -> bool {
        (1..=100).contains(&self.tenths)
    }
}

/// What conversations weigh, channel by channel; one place of chat where nothing is said.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Weights(pub BTreeMap<String, Weight>);

impl Weights {
    /// What a conversation of `channel` takes.
    pub fn of(&self, channel: &str) -> Weight {
        self.0.get(channel).copied().unwrap_or_default()
    }
}

/// How much one person takes at a time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Capacity {
    /// Places for chats; 0 takes none by itself. At most 500.
    pub chat: u16,
    /// Places for mail. At most 500.
    pub mail: u16,
    /// At most so many conversations of a channel, besides the places.
    #[serde(default)]
    pub channels: BTreeMap<String, u16>,
}

impl Default for Capacity {
    fn default() -> Self {
        Self {
            chat: 8,
            mail: 30,
            channels: BTreeMap::new(),
        }
    }
}

/// The most places anybody can be given.
const MOST: u16 = 500;

impl Capacity {
    /// Whether its numbers are ones a person can mean.
    pub fn sound(&self) -> bool {
        let channels = self.channels.values().all(|cap| *cap <= MOST);
        self.chat <= MOST && self.mail <= MOST && channels && self.channels.len() <= 100
    }

    /// The places by themselves.
    pub fn places(&self) -> Places {
        Places {
            chat: self.chat.saturating_mul(PLACE),
            mail: self.mail.saturating_mul(PLACE),
        }
    }

    /// Whether a conversation of `weight` on `channel` fits beside `load`, going `beyond` places above the limit.
    pub fn fits(&self, load: &Load, channel: &str, weight: Weight, beyond: u16) -> bool {
        let own = self.channels.get(channel);
        let channel_has_room = own.is_none_or(|cap| load.of_channel(channel) < cap.saturating_add(beyond));
        channel_has_room && load.pools.fits(self.places(), weight, beyond)
    }
}

/// Somebody's places, in tenths.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Places {
    /// For chats.
    pub chat: u16,
    /// For mail.
    pub mail: u16,
}

impl Places {
    /// The tenths of places there are in a pool; a call has the person.
    pub fn of(self, pool: Pool) -> u16 {
        match pool {
            Pool::Chat => self.chat,
            Pool::Mail => self.mail,
            Pool::Call => PLACE,
        }
    }
}

/// What somebody has in hand, pool by pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pools {
    /// Tenths of places in chats.
    pub chat: u16,
    /// Tenths of places in mail.
    pub mail: u16,
    /// Calls.
    pub calls: u16,
}

impl Pools {
    /// Whether `weight` fits beside this, going `beyond` places above the limit.
    pub fn fits(self, places: Places, weight: Weight, beyond: u16) -> bool {
        let limit = places
            .of(weight.pool)
            .saturating_add(beyond.saturating_mul(PLACE));
        let free_of_calls = self.calls == 0;
        match weight.pool {
            Pool::Chat => free_of_calls && self.chat.saturating_add(weight.tenths) <= limit,
            Pool::Mail => free_of_calls && self.mail.saturating_add(weight.tenths) <= limit,
            Pool::Call => free_of_calls && self.chat == 0,
        }
    }

    /// Takes a conversation in hand.
    pub fn take(&mut self, weight: Weight) {
        match weight.pool {
            Pool::Chat => self.chat += weight.tenths,
            Pool::Mail => self.mail += weight.tenths,
            Pool::Call => self.calls += 1,
        }
    }

    /// Gives one back.
    pub fn give_back(&mut self, weight: Weight) {
        match weight.pool {
            Pool::Chat => self.chat = self.chat.saturating_sub(weight.tenths),
            Pool::Mail => self.mail = self.mail.saturating_sub(weight.tenths),
            Pool::Call => self.calls = self.calls.saturating_sub(1),
        }
    }

    /// Tenths in use of the pool of `weight`.
    pub fn used(self, pool: Pool) -> u16 {
        match pool {
            Pool::Chat => self.chat,
            Pool::Mail => self.mail,
            Pool::Call => self.calls * PLACE,
        }
    }
}

/// What somebody has in hand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Load {
    /// Pool by pool.
    pub pools: Pools,
    /// Conversations, channel by channel.
    pub channels: BTreeMap<String, u16>,
}

impl Load {
    /// Conversations of one channel.
    pub fn of_channel(&self, channel: &str) -> u16 {
        self.channels.get(channel).copied().unwrap_or_default()
    }

    /// Takes `count` conversations of a channel in hand.
    pub fn take(&mut self, channel: &str, weight: Weight, count: u16) {
        *self.channels.entry(channel.to_owned()).or_default() += count;
        for _ in 0..count {
            self.pools.take(weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(pool: Pool, tenths: u16) -> Weight {
        Weight { pool, tenths }
    }

    /// May somebody with three places of chat and two of mail, who has these in hand, take one more?
    fn check(held: &[(&str, Weight, u16)], channel: &str, more: Weight, beyond: u16) -> bool {
        let capacity = Capacity {
            chat: 3,
            mail: 2,
            channels: BTreeMap::from([("line".to_owned(), 1)]),
        };
        let mut load = Load::default();
        for (channel, weight, count) in held {
            load.take(channel, *weight, *count);
        }
        capacity.fits(&load, channel, more, beyond)
    }

    #[test]
    fn pools_do_not_share_places_and_channels_have_their_own_limit() {
        let (chat, half, mail) = (
            weight(Pool::Chat, 10),
            weight(Pool::Chat, 5),
            weight(Pool::Mail, 10),
        );
        let call = weight(Pool::Call, 10);
        assert!(check(&[("web", chat, 2)], "web", chat, 0));
        assert!(!check(&[("web", chat, 3)], "web", chat, 0));
        assert!(check(&[("web", chat, 3)], "web", chat, 1), "one above");
        assert!(check(&[("web", half, 5)], "web", half, 0), "halves");
        assert!(!check(&[("web", half, 5)], "web", chat, 0), "a half is left");
        assert!(check(&[("web", chat, 3)], "post", mail, 0), "mail beside chats");
        assert!(!check(&[("line", chat, 1)], "line", chat, 0), "its own limit");
        assert!(check(&[], "phone", call, 0) && check(&[("post", mail, 2)], "phone", call, 0));
        assert!(!check(&[("web", chat, 1)], "phone", call, 0), "a chat is open");
        assert!(!check(&[("phone", call, 1)], "web", chat, 2), "on the phone");
        assert!(!check(&[("phone", call, 1)], "phone", call, 5));
    }

    #[test]
    fn what_is_taken_and_given_back_leaves_nothing() {
        let mut pools = Pools::default();
        for pool in [Pool::Chat, Pool::Mail, Pool::Call] {
            pools.take(weight(pool, 7));
            assert!(pools.used(pool) > 0);
            pools.give_back(weight(pool, 7));
        }
        assert_eq!(pools, Pools::default());
    }
}
