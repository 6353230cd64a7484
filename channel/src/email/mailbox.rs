//! Where to connect, and how far the mailbox was read.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yingke_channel_contract::{
    Ctx, Dial, Health,
    scheme::{digest::sha256, hex},
};

use super::{inbound::Place, settings};

/// Where we stand.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// When we were connected first.
    pub since: Option<i64>,
    /// How far each folder was read.
    pub folders: BTreeMap<String, Folder>,
    /// The folder that is open.
    pub open: Place,
    /// What was asked and not answered yet.
    pub asked: VecDeque<Asked>,
    /// Mails that came of the batch.
    pub came: u32,
    /// Sent was looked at since the last wait.
    pub looked: bool,
    /// The folder of sent mails is not there.
    pub no_sent: bool,
    /// Tries since it last worked.
    pub failures: u32,
    /// The token that was refused, as a hash.
    pub refused: String,
}

/// How far a folder was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Folder {
    /// Its UIDVALIDITY.
    pub validity: u32,
    /// The next mail's UID.
    pub next: u32,
    /// Mails from this UID on came while we were connected, whatever their dates say.
    pub live: u32,
}

/// What was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Asked {
    /// To open a folder.
    Select,
    /// To fetch mails.
    Fetch,
    /// To mark or move a mail.
    Policy,
    /// To wait.
    Idle,
}

/// Where to connect.
pub fn dial(ctx: &Ctx<'_>, state: &Value) -> Dial {
    let broken = |code: &'static str| {
        Dial::Not(Health::Broken {
            code,
            detail: String::new(),
        })
    };
    let (host, port, security) = settings::reading(ctx);
    if host.is_empty() || ctx.text("address").is_empty() {
        return broken("not_set_up");
    }
    let by_token = settings::by_token(ctx);
    let state: State = serde_json::from_value(state.clone()).unwrap_or_default();
    if by_token && (ctx.token("access").is_none() || state.refused == print(ctx)) {
        return Dial::NeedToken { kind: "access" };
    }
    let Some(credentials) = settings::credentials(ctx, false) else {
        return broken("not_set_up");
    };
    Dial::Mailbox {
        host: host.to_owned(),
        port,
        security,
        credentials,
    }
}

/// A hash of the token we have: a refused one is not tried twice, a new one is.
pub fn print(ctx: &Ctx<'_>) -> String {
    let token = ctx.token("access").unwrap_or_default();
    hex(&sha256(&[token.as_bytes()]))[..16].to_owned()
}
