//! Which channels there are: the wiring's list. Outside it nobody names one; the rest of the server asks by key.

pub mod account;
pub mod approved;
pub mod at_once;
pub mod connect;
pub mod consent;
pub mod echoes;
pub mod fitting;
pub mod health;
pub mod outgoing;
pub mod profiles;
pub mod steps;
pub mod store_file;
pub mod take;
pub mod token;
pub mod turns;
pub mod way_out;

use std::collections::HashMap;

use yingke_channel_contract::Channel;
use yingke_conversation::{ChannelRules, Rulebook};

/// The website's chat, served by our own widget.
pub const WEBSITE: &str = "web";

/// The channels of this installation.
pub struct Channels {
    all: Vec<&'static dyn Channel>,
    rules: HashMap<&'static str, ChannelRules>,
    website: ChannelRules,
}

impl Channels {
    /// Those of the list.
    pub fn of(all: &[&'static dyn Channel]) -> Self {
        let rules = all.iter().map(|channel| channel.manifest());
        Self {
            all: all.to_vec(),
            rules: rules.map(|manifest| (manifest.key, manifest.rules())).collect(),
            website: ChannelRules::default(),
        }
    }

    /// Every channel that was ever written.
    pub fn every() -> Self {
        Self::of(yingke_channel::ALL)
    }

    /// All of them.
    pub fn all(&self) -> &[&'static dyn Channel] {
        &self.all
    }

    /// The channel of a key.
    pub fn get(&self, key: &str) -> Option<&'static dyn Channel> {
        self.all
            .iter()
            .copied()
            .find(|channel| channel.manifest().key == key)
    }
}

impl Rulebook for Channels {
    fn rules(&self, key: &str) -> &ChannelRules {
        self.rules.get(key).unwrap_or(&self.website)
    }
}
