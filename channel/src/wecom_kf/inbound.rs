//! Calls: the handshake, and the word that there is something to fetch. Pure.

use bytes::Bytes;
use http::Method;
use yingke_channel_contract::{
    Ctx, Fault, Health, Inbound, Incoming, Parsed, Peer, PullHint, Refusal, Verified, What,
    scheme::{self, wxcrypt::Crypt},
};
use yingke_words::Time;

use super::xml;

/// Checks a call: the signature over what is encrypted, the time, and that it is meant for this enterprise.
pub(super) fn verify(ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
    let crypt = Crypt::new(ctx.text("aes_key"), ctx.text("corp_id")).ok_or(Refusal::NotSetUp)?;
    let encrypted = if incoming.0.method() == Method::GET {
        incoming.query("echostr").ok_or(Refusal::Unsigned)?
    } else {
        let body = std::str::from_utf8(incoming.body()).map_err(|_| Refusal::Unreadable)?;
        let fields = xml::fields(body).map_err(|_| Refusal::Unreadable)?;
        xml::field(&fields, "Encrypt").to_owned()
    };
    let verified = crypt.verify(incoming, ctx.text("token"), &encrypted)?;
    // A repeated call does no harm (what it leads to is fetched once), but each costs a fetch of a small quota.
    let signed = verified.query("timestamp").unwrap_or_default();
    if scheme::fresh(&signed, ctx.now) {
        Ok(verified)
    } else {
        Err(Refusal::Stale)
    }
}

/// Reads a call.
pub(super) fn parse(verified: &Verified) -> Parsed {
    if verified.request().method() == Method::GET {
        // Exactly what was encrypted: no quotes, no line end.
        return Parsed::answered(Bytes::copy_from_slice(verified.body()));
    }
    let mut parsed = Parsed::answered("success");
    let fields = std::str::from_utf8(verified.body())
        .map_err(|_| "it is no UTF-8")
        .and_then(xml::fields);
    match fields {
        Err(what) => parsed.problem("", Fault::NotXml.said(what)),
        Ok(fields) => match xml::field(&fields, "Event") {
            "kf_msg_or_event" => announced(&mut parsed, &fields),
            "kf_account_auth_change" => authorised(&mut parsed, &fields),
            other => {
                let kind = other.to_owned();
                let what = format_args!("a call of an unknown kind: “{other}”");
                parsed.problem("Event", Fault::UnknownKind { kind }.said(what));
            }
        },
    }
    parsed
}

fn announced(parsed: &mut Parsed, fields: &[(String, String)]) {
    let account = xml::field(fields, "OpenKfId");
    if account.is_empty() {
        // Calls of 2021 had none; nothing can be fetched without it any more.
        return parsed.problem(
            "OpenKfId",
            Fault::missing("OpenKfId").said("the call does not say for which account"),
        );
    }
    parsed.pulls.push(PullHint {
        account: account.to_owned(),
        token: xml::field(fields, "Token").to_owned(),
    });
}

/// Accounts were given to this app or taken from it.
fn authorised(parsed: &mut Parsed, fields: &[(String, String)]) {
    let created = xml::field(fields, "CreateTime");
    let at = created
        .parse::<i64>()
        .ok()
        .and_then(|seconds| seconds.checked_mul(1_000))
        .map(Time::from_millis);
    for (name, account) in fields {
        let (word, health) = match name.as_str() {
            "AuthAddOpenKfId" => ("add", Health::Connected),
            "AuthDelOpenKfId" => ("del", removed()),
            _ => continue,
        };
        let account = account.trim();
        let id = format!("auth:{created}:{word}:{account}");
        // The same account twice in one call is one change.
        if account.is_empty() || parsed.events.iter().any(|event| event.id == id) {
            continue;
        }
        let mut event = Inbound::new(id, Peer::default(), What::Health(health));
        account.clone_into(&mut event.account);
        event.at = at;
        parsed.event(event);
    }
    if parsed.events.is_empty() {
        let missing = Fault::missing("AuthAddOpenKfId");
        parsed.problem("AuthAddOpenKfId", missing.said("the call does not say which accounts changed"));
    }
}

fn removed() -> Health {
    Health::Broken {
        code: "account_removed",
        detail: "AuthDelOpenKfId".to_owned(),
    }
}
