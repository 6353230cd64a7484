//! What is wrong with an account, in words for whoever set it up.

use yingke_channel_contract::{Trouble, Words};

/// Every code of this channel's own.
pub const ALL: &[(&str, Trouble)] = &[
    ("bot_suspended", Trouble::new(Words::new("LINE 停用了这个官方账号，不能收发消息。", "LINE suspended the account: nothing comes in or goes out."), Words::new("请到 LINE Official Account Manager 查看停用原因并联系 LINE，恢复后会自动继续。", "Look into LINE Official Account Manager for the reason, and ask LINE. It goes on by itself afterwards."))),
    ("module_detached", Trouble::new(Words::new("账号解除了我们的模块授权，部分消息可能收不到。", "The account took our module off: some messages may not come in."), Words::new("要继续接待，请在 LINE 那边重新关联模块，然后测试连接。", "Attach the module again at LINE, then test the connection."))),
];
