//! The accounts that the credentials reach, and what is known of a customer.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Answer, Connect, Connected, Ctx, DeliveryError, Directory, ErrorKind, Peer, Step,
};

use super::{WecomKf, api};

/// So many accounts a page; an enterprise has at most 5000 (unchecked).
const PAGE: usize = 100;
const PAGES: usize = 50;

impl Connect for WecomKf {
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        let mut accounts = Vec::new();
        for answer in answers {
            let body = match api::read(answer) {
                Ok(body) => body,
                Err(refused) => return api::again(refused),
            };
            let page = body["account_list"].as_array().map_or(&[][..], Vec::as_slice);
            accounts.extend(page.iter().filter_map(account));
            if page.len() < PAGE {
                return Step::Done(Connected { accounts });
            }
        }
        if answers.len() >= PAGES {
            return Step::Done(Connected { accounts });
        }
        let page = json!({ "offset": answers.len() * PAGE, "limit": PAGE });
        api::post(ctx, "kf/account/list", &page)
    }
}

fn account(one: &Value) -> Option<(String, String)> {
    let id = one["open_kfid"].as_str().filter(|id| !id.is_empty())?;
    Some((id.to_owned(), one["name"].as_str().unwrap_or_default().to_owned()))
}

impl Directory for WecomKf {
    fn profile(&self, ctx: &Ctx<'_>, id: &str, answers: &[Answer]) -> Step<Peer> {
        let Some(answer) = answers.last() else {
            let asked = json!({ "external_userid_list": [id], "need_enter_session_context": 0 });
            return api::post(ctx, "kf/customer/batchget", &asked);
        };
        let body = match api::read(answer) {
            Ok(body) => body,
            Err(refused) => return api::again(refused),
        };
        let customers = body["customer_list"].as_array().map_or(&[][..], Vec::as_slice);
        match customers.iter().find(|one| one["external_userid"] == id) {
            Some(found) => Step::Done(peer(id, found)),
            // Named under `invalid_external_userid`, or not at all.
            None => Step::Stop(DeliveryError::of(ErrorKind::Unreachable)),
        }
    }
}

fn peer(id: &str, found: &Value) -> Peer {
    let mut peer = Peer::of(id);
    found["nickname"]
        .as_str()
        .unwrap_or_default()
        .clone_into(&mut peer.name);
    for name in ["avatar", "unionid"] {
        if let Some(value) = found[name].as_str().filter(|value| !value.is_empty()) {
            peer.attributes.insert(name.to_owned(), value.to_owned());
        }
    }
    peer
}
