//! `sync_msg`: the queue of an account behind a cursor.

use serde_json::{Value, json};

use super::{
    api::Said,
    state::{HOUR, SECOND, State},
};

/// Pulls without a call's token in a minute (the sheet says "strict").
const BARE: usize = 20;
/// How long items are kept.
const KEPT: i64 = 72 * HOUR;
const INVALID: (i64, &str) = (40_058, "invalid Request Parameter");

pub(super) fn page(state: &mut State, asked: &Value) -> Said {
    let now = state.now();
    let text = |name: &str| match asked.get(name) {
        None => Ok(""),
        Some(value) => value.as_str().ok_or(INVALID),
    };
    let (id, cursor, token) = (text("open_kfid")?, text("cursor")?, text("token")?);
    let limit = asked.get("limit").map_or(Some(1_000), Value::as_u64);
    let limit = limit.filter(|limit| (1..=1_000).contains(limit)).ok_or(INVALID)?;
    let voice = asked.get("voice_format").map_or(Some(0), Value::as_u64);
    if voice.is_none_or(|format| format > 1) || cursor.len() > 64 || token.len() > 128 {
        return Err(INVALID);
    }
    if !token.is_empty() {
        let good = state
            .calls
            .get(token)
            .is_some_and(|(account, until)| account == id && *until > now);
        if !good {
            return Err((95_007, "invalid msgtoken"));
        }
    }
    let most = state.page.min(usize::try_from(limit).unwrap_or(usize::MAX));
    let hollow = std::mem::take(&mut state.hollow);
    let account = state.accounts.get_mut(id).filter(|account| !account.removed);
    let account = account.ok_or((95_000, "invalid open_kfid"))?;
    if token.is_empty() {
        account.bare.retain(|at| *at > now - 60 * SECOND);
        if account.bare.len() >= BARE {
            return Err((45_009, "api freq out of limit"));
        }
        account.bare.push(now);
    }
    // Where it points to, and how often it pointed nowhere: a hollow page moves a cursor, too.
    let (at, turn) = match cursor {
        "" => (0, 0),
        given => read(given).ok_or(INVALID)?,
    };
    if hollow {
        return Ok(json!({ "next_cursor": written(at, turn + 1), "has_more": 1, "msg_list": [] }));
    }
    let kept = account
        .queue
        .iter()
        .enumerate()
        .skip(at)
        .filter(|(_, (time, _))| *time > now - KEPT);
    let list: Vec<_> = kept
        .clone()
        .take(most)
        .map(|(_, (_, item))| item.clone())
        .collect();
    let next = kept
        .clone()
        .nth(list.len())
        .map_or(account.queue.len(), |(index, _)| index);
    Ok(json!({
        "next_cursor": written(next, turn),
        "has_more": i32::from(kept.count() > list.len()),
        "msg_list": list,
    }))
}

fn written(at: usize, turn: usize) -> String {
    format!("4gw7MepFLfgF{at:08}x{turn}")
}

fn read(cursor: &str) -> Option<(usize, usize)> {
    let (at, turn) = cursor.strip_prefix("4gw7MepFLfgF")?.split_once('x')?;
    Some((at.parse().ok()?, turn.parse().ok()?))
}
