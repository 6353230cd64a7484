//! What can be asked of the account: whether it answers, its templates, its followers.

use serde_json::Value;
use yingke_channel_contract::{
    Answer, Connected, Ctx, DeliveryError, ErrorKind, Peer, Request, Step, TemplateInfo,
    scheme::wxcrypt::Crypt,
};

use super::{
    errors::{Effect, accepted, without},
    protocol::{ACCESS, API_DOMAIN_IP, TEMPLATES, USER_INFO, gaps, said, signed_address},
};

/// Asks at `path`, and reads what is answered.
fn ask<T>(
    ctx: &Ctx<'_>,
    (path, pairs): (&str, &[(&str, &str)]),
    answers: &[Answer],
    read: impl FnOnce(&Value) -> Result<T, DeliveryError>,
) -> Step<T> {
    let Some(answer) = answers.first() else {
        return match signed_address(ctx, path, pairs) {
            Some(address) => Step::send(Request::get(&address)),
            None => Step::need(ACCESS),
        };
    };
    match accepted(answer, Effect::None) {
        Ok(body) => read(&body).map_or_else(Step::Stop, Step::Done),
        Err(step) => step,
    }
}

/// A token alone proves id and secret; a call with it proves that the platform lets this address in, too.
pub fn connect(ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
    let key = ctx.settings.get("aes_key");
    if key.is_some_and(|key| Crypt::new(key, ctx.text("appid")).is_none()) {
        let why = "EncodingAESKey has 43 letters and digits";
        return Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("aes_key", why));
    }
    ask(ctx, (API_DOMAIN_IP, &[]), answers, |body| {
        match body.get("ip_list") {
            Some(Value::Array(_)) => Ok(Connected { accounts: Vec::new() }),
            _ => Err(without("ip_list", body)),
        }
    })
}

/// The account's templates.
pub fn templates(ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Vec<TemplateInfo>> {
    ask(ctx, (TEMPLATES, &[]), answers, |body| {
        let all = body.get("template_list").and_then(Value::as_array);
        let all = all.ok_or_else(|| without("template_list", body))?;
        let named = all.iter().filter(|one| !said(one, "template_id").is_empty());
        Ok(named.map(template).collect())
    })
}

fn template(one: &Value) -> TemplateInfo {
    let text = said(one, "content").trim();
    TemplateInfo {
        name: said(one, "template_id").to_owned(),
        title: said(one, "title").to_owned(),
        language: String::new(),
        text: text.to_owned(),
        gaps: gaps(text).len(),
    }
}

/// Since the end of 2021 the platform tells neither name nor picture of a follower: what is left are facts, and the
/// remark that the account's own people made in the platform's console.
pub fn profile(ctx: &Ctx<'_>, id: &str, answers: &[Answer]) -> Step<Peer> {
    let pairs = [("openid", id), ("lang", "zh_CN")];
    ask(ctx, (USER_INFO, &pairs), answers, |body| {
        let mut peer = Peer::of(id);
        let name = ["remark", "nickname"].map(|key| said(body, key).trim());
        let name = name.into_iter().find(|name| !name.is_empty());
        name.unwrap_or_default().clone_into(&mut peer.name);
        for key in FACTS {
            let fact = match body.get(*key) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => continue,
            };
            if !fact.is_empty() {
                peer.attributes.insert((*key).to_owned(), fact);
            }
        }
        Ok(peer)
    })
}

/// `subscribe` is 0 for somebody who does not follow: nothing else is told of them.
const FACTS: &[&str] = &[
    "subscribe",
    "subscribe_scene",
    "subscribe_time",
    "language",
    "unionid",
    "qr_scene",
    "qr_scene_str",
];
