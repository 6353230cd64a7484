//! `send_msg` and `send_msg_on_event`: types, lengths, states, windows, ids.

use serde_json::{Value, json};

use super::{
    api::Said,
    state::{Code, Sent, State},
};

const INVALID: (i64, &str) = (40_058, "invalid Request Parameter");
const TOO_LONG: (i64, &str) = (45_002, "message content too long");

type Refused = (i64, &'static str);

/// A code that lets one message out.
pub(super) fn code(
    state: &mut State,
    (account, customer): (&str, &str),
    until: i64,
    text_only: bool,
) -> String {
    let code = state.id("fake-code-");
    let held = Code {
        account: account.to_owned(),
        customer: customer.to_owned(),
        until,
        text_only,
    };
    state.codes.insert(code.clone(), held);
    code
}

pub(super) fn message(state: &mut State, asked: &Value) -> Said {
    let account = text(asked, "open_kfid")?;
    let customer = text(asked, "touser")?;
    let found = state.accounts.get(account).filter(|account| !account.removed);
    let found = found.ok_or((95_000, "invalid open_kfid"))?;
    if !found.threads.contains_key(customer) {
        return Err((40_096, "invalid external userid"));
    }
    let id = checked(state, asked)?;
    let now = state.now();
    let thread = state.thread(account, customer);
    if let Some(id) = id.filter(|id| thread.ids.contains_key(*id)) {
        // Taken before under this id: the same answer, and nothing is sent.
        return Ok(json!({ "msgid": id }));
    }
    match thread.state {
        2 | 3 => return Err((95_018, "send msg session status invalid")),
        4 => return Err((95_013, "conversation end")),
        _ => {}
    }
    if thread.until <= now {
        return Err((95_002, "send msg time limit"));
    }
    if thread.left == 0 {
        return Err((95_001, "send msg count limit"));
    }
    thread.left -= 1;
    Ok(deliver(state, (account, customer), asked, false))
}

pub(super) fn on_event(state: &mut State, asked: &Value) -> Said {
    let given = text(asked, "code")?;
    let id = checked(state, asked)?;
    let now = state.now();
    let code = state.codes.get(given).filter(|code| code.until > now);
    let code = code.ok_or((95_033, "invalid msg code"))?;
    let kind = asked["msgtype"].as_str().unwrap_or_default();
    if kind != "text" && (code.text_only || kind != "msgmenu") {
        return Err((40_008, "invalid message type"));
    }
    let (account, customer) = (code.account.clone(), code.customer.clone());
    if let Some(id) = id.filter(|id| state.thread(&account, &customer).ids.contains_key(*id)) {
        return Ok(json!({ "msgid": id }));
    }
    state.codes.remove(given);
    Ok(deliver(state, (&account, &customer), asked, true))
}

/// It reaches the customer, or fails later because they shut the account out.
fn deliver(state: &mut State, (account, customer): (&str, &str), asked: &Value, on_event: bool) -> Value {
    let id = match asked["msgid"].as_str() {
        Some(id) => id.to_owned(),
        None => state.id("fake-msg-"),
    };
    let thread = state.thread(account, customer);
    thread.ids.insert(id.clone(), asked.clone());
    if thread.rejects {
        state.event(
            account,
            json!({
                "event_type": "msg_send_fail", "open_kfid": account, "external_userid": customer,
                "fail_msgid": id, "fail_type": 10,
            }),
        );
    } else {
        state.sent.push(Sent {
            account: account.to_owned(),
            customer: customer.to_owned(),
            id: id.clone(),
            body: asked.clone(),
            on_event,
        });
    }
    json!({ "msgid": id })
}

fn text<'a>(asked: &'a Value, name: &str) -> Result<&'a str, Refused> {
    asked[name]
        .as_str()
        .filter(|text| !text.is_empty())
        .ok_or(INVALID)
}

/// A text of at most so many bytes; an optional one may be left out.
fn within(held: &Value, name: &str, most: usize, needed: bool) -> Result<(), Refused> {
    match held.get(name) {
        None if !needed => Ok(()),
        None => Err(INVALID),
        Some(value) => match value.as_str() {
            Some("") if needed => Err(INVALID),
            Some(text) if text.len() > most => Err(TOO_LONG),
            Some(_) => Ok(()),
            None => Err(INVALID),
        },
    }
}

/// Its id, if it names one, after its type and lengths were found right.
fn checked<'a>(state: &State, asked: &'a Value) -> Result<Option<&'a str>, Refused> {
    let kind = text(asked, "msgtype")?;
    let held = asked.get(kind).filter(|held| held.is_object()).ok_or(INVALID)?;
    match kind {
        "text" => within(held, "content", 2_048, true)?,
        "image" | "voice" | "video" | "file" => uploaded(state, held, "media_id", kind)?,
        "link" => {
            within(held, "title", 128, true)?;
            within(held, "desc", 512, false)?;
            within(held, "url", 2_048, true)?;
            uploaded(state, held, "thumb_media_id", "image")?;
        }
        "msgmenu" => menu(held)?,
        "location" => {
            for name in ["latitude", "longitude"] {
                held[name].as_f64().ok_or(INVALID)?;
            }
            within(held, "name", 1_024, false)?;
            within(held, "address", 1_024, false)?;
        }
        _ => return Err((40_008, "invalid message type")),
    }
    match asked.get("msgid") {
        None => Ok(None),
        Some(id) => {
            let id = id.as_str().ok_or(INVALID)?;
            let plain = id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
            if plain && (1..=32).contains(&id.len()) {
                Ok(Some(id))
            } else {
                Err(INVALID)
            }
        }
    }
}

fn uploaded(state: &State, held: &Value, name: &str, kind: &str) -> Result<(), Refused> {
    let id = text(held, name)?;
    let now = state.now();
    let found = state
        .media
        .get(id)
        .filter(|stored| stored.until > now && stored.kind == kind);
    found.map(|_| ()).ok_or((40_007, "invalid media_id"))
}

fn menu(held: &Value) -> Result<(), Refused> {
    within(held, "head_content", 1_024, false)?;
    within(held, "tail_content", 1_024, false)?;
    let list = held["list"]
        .as_array()
        .filter(|list| !list.is_empty())
        .ok_or(INVALID)?;
    if list.len() > 10 {
        return Err((95_008, "too many menu items"));
    }
    for entry in list {
        let kind = text(entry, "type")?;
        let inner = &entry[kind];
        match kind {
            "click" => {
                within(inner, "id", 128, false)?;
                within(inner, "content", 128, true)?;
            }
            "view" => {
                within(inner, "url", 2_048, true)?;
                within(inner, "content", 1_024, true)?;
            }
            "text" => within(inner, "content", 256, true)?,
            _ => return Err((95_009, "invalid menu item")),
        }
    }
    Ok(())
}
