//! Who holds a thread.

use serde_json::{Value, json};

use super::{
    api::Said,
    state::{HOUR, SECOND, State},
};

const INVALID: (i64, &str) = (40_058, "invalid Request Parameter");

fn named<'a>(state: &State, asked: &'a Value) -> Result<(&'a str, &'a str), (i64, &'static str)> {
    let text = |name: &str| asked[name].as_str().filter(|text| !text.is_empty());
    let account = text("open_kfid").ok_or((95_004, "open_kfid missing"))?;
    let customer = text("external_userid").ok_or(INVALID)?;
    let found = state.accounts.get(account).filter(|account| !account.removed);
    let found = found.ok_or((95_000, "invalid open_kfid"))?;
    if !found.threads.contains_key(customer) {
        return Err((40_096, "invalid external userid"));
    }
    Ok((account, customer))
}

pub(super) fn get(state: &mut State, asked: &Value) -> Said {
    let (account, customer) = named(state, asked)?;
    let thread = state.thread(account, customer);
    let mut said = json!({ "service_state": thread.state });
    if thread.state == 3 {
        said["servicer_userid"] = thread.servicer.as_str().into();
    }
    Ok(said)
}

/// 0 and 1 go anywhere, 2 to 2, 3 and 4, 3 to 3 and 4, 4 nowhere.
pub(super) fn trans(state: &mut State, asked: &Value) -> Said {
    let (account, customer) = named(state, asked)?;
    let wanted = asked["service_state"]
        .as_i64()
        .filter(|wanted| (0..=4).contains(wanted))
        .ok_or(INVALID)?;
    let servicer = asked
        .get("servicer_userid")
        .map_or(Some(""), Value::as_str)
        .ok_or(INVALID)?;
    if wanted == 3 && !state.servicers.contains(servicer) {
        return Err((95_014, "user is not a servicer on duty"));
    }
    let now = state.now();
    let thread = state.thread(account, customer);
    let allowed = match thread.state {
        0 | 1 => (1..=4).contains(&wanted),
        2 | 3 => (thread.state..=4).contains(&wanted),
        _ => false,
    };
    if !allowed {
        return Err((95_016, "invalid service state transition"));
    }
    thread.state = wanted;
    servicer.clone_into(&mut thread.servicer);
    if wanted < 2 {
        return Ok(json!({}));
    }
    let lasts = if wanted == 4 { 20 * SECOND } else { 48 * HOUR };
    let code = super::send::code(state, (account, customer), now + lasts, wanted != 4);
    Ok(json!({ "msg_code": code }))
}
