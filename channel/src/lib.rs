//! The channels: one folder each, and one line here.
//!
//! Decides: how a provider's words become the contract's events, and how the contract's drafts become the provider's
//! requests. Never knows another channel, a database, a socket or the time.

pub mod email;

use yingke_channel_contract::Channel;

/// Every channel there is.
pub const ALL: &[&dyn Channel] = &[&email::Email];

/// The channel of a key.
pub fn of(key: &str) -> Option<&'static dyn Channel> {
    ALL.iter().copied().find(|channel| channel.manifest().key == key)
}
