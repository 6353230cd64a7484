//! Why the gateway closes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes>).

use yingke_channel_contract::Health;

/// What a close code means for us.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Come back and go on where we were.
    GoOn,
    /// Come back and begin anew.
    Anew,
    /// Until somebody changes something it is of no use.
    Stop(Health),
}

/// The meaning of `code`.
pub fn meaning(code: u16, reason: &str) -> Meaning {
    let stop = |stable, words: &str| {
        let detail = if reason.is_empty() { words } else { reason };
        Meaning::Stop(Health::Broken {
            code: stable,
            detail: detail.to_owned(),
        })
    };
    match code {
        4004 => stop("unauthorised", "the token is not good any more"),
        4010 => stop("invalid_shard", "the gateway takes no such shard"),
        4011 => stop(
            "sharding_required",
            "the bot is in too many servers for one connection",
        ),
        4012 => stop(
            "invalid_api_version",
            "the gateway does not speak this version any more",
        ),
        4013 => stop("invalid_intents", "the gateway knows no such intents"),
        4014 => stop(
            "disallowed_intents",
            "the Message Content Intent is not switched on in the developer portal",
        ),
        // Not authenticated; a number that is none of the session's; a session that ran out.
        4003 | 4007 | 4009 => Meaning::Anew,
        _ => Meaning::GoOn,
    }
}
