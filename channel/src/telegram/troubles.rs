//! What is wrong with a bot, in words for whoever set it up.

use yingke_channel_contract::{Trouble, Words};

/// Every code of this channel's own.
pub const ALL: &[(&str, Trouble)] = &[
    ("business_disconnected", Trouble::new(Words::new("Telegram Business 账号断开了机器人，它的私聊不再进来。", "A Telegram Business account took the bot off: its chats no longer come in."), Words::new("要继续接待，请在该账号的「设置 → Telegram Business → 聊天机器人」里重新填上机器人。", "To go on, enter the bot again in that account under Settings → Telegram Business → Chatbots."))),
    ("business_cannot_reply", Trouble::new(Words::new("Telegram Business 账号没有允许机器人回复消息。", "A Telegram Business account does not let the bot reply."), Words::new("请在该账号的「设置 → Telegram Business → 聊天机器人」里打开「回复消息」。", "Allow it in that account under Settings → Telegram Business → Chatbots."))),
];
