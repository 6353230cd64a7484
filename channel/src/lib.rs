//! The channels: one folder each, and one line here.
//!
//! Decides: how a provider's words become the contract's events, and how the contract's drafts become the provider's
//! requests. Never knows another channel, a database, a socket or the time.

use yingke_channel_contract::Channel;

/// A folder each, and the type in it that is the channel.
macro_rules! channels {
    ($($folder:ident::$channel:ident,)*) => {
        $(pub mod $folder;)*

        /// Every channel there is.
        pub const ALL: &[&dyn Channel] = &[$(&$folder::$channel),*];
    };
}

channels! {
    discord::Discord,
    open::Open,
    telegram::Telegram,
    wechat_oa::WechatOa,
    wecom_kf::WecomKf,
}

/// The channel of a key.
pub fn of(key: &str) -> Option<&'static dyn Channel> {
    ALL.iter().copied().find(|channel| channel.manifest().key == key)
}
