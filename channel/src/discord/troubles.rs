//! What is wrong with a bot, in words for whoever set it up.

use yingke_channel_contract::{Trouble, Words};

/// Every code of this channel's own.
pub const ALL: &[(&str, Trouble)] = &[
    ("disallowed_intents", Trouble::new(Words::new("机器人没有打开 Message Content Intent，看不到消息内容，已停止接收。", "The Message Content Intent of the bot is off: it would see no text, and hears nothing any more."), Words::new("请到 Discord Developer Portal 的 Bot 页面打开 Message Content Intent，然后测试连接。", "Switch it on in the Discord Developer Portal under Bot, then test the connection."))),
    ("session_lost", Trouble::new(Words::new("与 Discord 的连接中断过，正在补收这段时间的消息。", "The connection to Discord was lost for a while; what was said meanwhile is being fetched."), Words::new("一般会自动恢复。断开期间被撤回或修改的消息、以及新客户的第一条消息可能缺失，请到 Discord 核对。", "Nothing, as a rule. Edits, deletions and the first message of somebody new may be missing: look into Discord."))),
    ("no_connection", Trouble::new(Words::new("与 Discord 的连接总是断开。", "Connections to Discord do not last."), Words::new("会自动重试。持续出现请检查服务器到 gateway.discord.gg 的网络，以及代理和防火墙。", "It is tried again by itself. If it stays, check the way from the server to gateway.discord.gg, proxies and firewalls."))),
    ("sharding_required", Trouble::new(Words::new("机器人加入的服务器太多，一条连接已经不够。", "The bot is in too many servers for one connection."), Words::new("请为客服单独建一个机器人，只加入需要接待的服务器。", "Make a bot of its own for customer service, and add it only where customers are served."))),
    ("invalid_intents", Trouble::new(Words::new("Discord 不认我们请求的事件范围，已停止接收。", "Discord takes none of the events we ask for; nothing is heard any more."), Words::new("请更新到最新版本，然后测试连接。", "Update Yingke, then test the connection."))),
    ("invalid_api_version", Trouble::new(Words::new("Discord 已停用我们使用的接口版本，已停止接收。", "Discord no longer speaks the version we use; nothing is heard any more."), Words::new("请更新到最新版本，然后测试连接。", "Update Yingke, then test the connection."))),
    ("invalid_shard", Trouble::new(Words::new("Discord 拒绝了连接方式，已停止接收。", "Discord refuses the way we connect; nothing is heard any more."), Words::new("请更新到最新版本，然后测试连接。", "Update Yingke, then test the connection."))),
];
