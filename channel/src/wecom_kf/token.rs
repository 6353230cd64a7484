//! The access token: 7200 s, the same one for every asking until it runs out.

use serde_json::Value;
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Request, Step, Token, Tokens};
use yingke_words::{Secret, Span};

use super::{
    WecomKf,
    api::{self, Refused},
};

/// So much earlier we get a new one.
const EARLY: i64 = 5 * 60;

impl Tokens for WecomKf {
    fn refresh(&self, ctx: &Ctx<'_>, _: &str, answers: &[Answer]) -> Step<Token> {
        let Some(answer) = answers.last() else {
            let query = [
                ("corpid", ctx.text("corp_id")),
                ("corpsecret", ctx.text("secret")),
            ];
            return Step::send(Request::get(&api::uri(ctx, "gettoken", &query)));
        };
        match api::read(answer) {
            Ok(body) => token(ctx, &body),
            // Here 40001 is said of the secret.
            Err(Refused::Token) => {
                let body = answer.json();
                let detail = body["errmsg"].as_str().unwrap_or_default();
                Step::Stop(DeliveryError::of(ErrorKind::Unauthorised).said(&body["errcode"], detail))
            }
            Err(refused) => api::again(refused),
        }
    }
}

fn token(ctx: &Ctx<'_>, body: &Value) -> Step<Token> {
    let lasts = match &body["expires_in"] {
        Value::String(text) => text.parse().ok(),
        number => number.as_i64(),
    };
    match (body["access_token"].as_str(), lasts) {
        (Some(value), Some(lasts)) if !value.is_empty() => {
            // At least a minute, or the holder would ask without end; at most a day.
            let lasts = Span::seconds((lasts.clamp(0, 86_400) - EARLY).max(60));
            Step::Done(Token {
                value: Secret::new(value.to_owned()),
                expires_at: ctx.now + lasts,
                also: Vec::new(),
            })
        }
        _ => Step::Stop(DeliveryError::of(ErrorKind::Away).said("gettoken", "no token in the answer")),
    }
}
