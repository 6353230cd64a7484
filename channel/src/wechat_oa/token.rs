//! The access token, by `stable_token`: asked twice it gives the same, and it leaves the tokens of other systems good.

use serde_json::{Value, json};
use yingke_channel_contract::{Answer, Ctx, Request, Step, Token};
use yingke_words::{Secret, Span};

use super::{
    errors::{Effect, accepted, error, without},
    protocol::{ACCESS, STABLE_TOKEN, address, errcode, said},
};

/// The platform has the next token ready five minutes before the old one ends, and takes both till then. [M]
const EARLY: i64 = 180;
/// One with more than this left is given again as it is: when we come with that very token, it was refused.
const SURELY_YOUNG: i64 = 600;
/// However little is left, we do not ask more often.
const AT_LEAST: i64 = 10;

/// The next step towards a token.
pub fn refresh(ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Token> {
    let given = match answers {
        [] => return ask(ctx, false),
        [.., last] => last,
    };
    let body = match taken(given) {
        Ok(body) => body,
        Err(step) => return step,
    };
    let value = said(&body, "access_token");
    if value.is_empty() {
        return Step::Stop(without("access_token", &Value::from("an answer without a token")));
    }
    let lasts = seconds(&body);
    let same = ctx.token(ACCESS) == Some(value);
    if answers.len() == 1 && same && lasts > SURELY_YOUNG {
        return ask(ctx, true);
    }
    Step::Done(Token {
        value: Secret::new(value.to_owned()),
        expires_at: given.at + Span::seconds((lasts - EARLY).max(AT_LEAST)),
        also: Vec::new(),
    })
}

/// `by_force` voids the token there is, which others may hold too: only once ours was refused.
fn ask(ctx: &Ctx<'_>, by_force: bool) -> Step<Token> {
    let body = json!({
        "grant_type": "client_credential",
        "appid": ctx.text("appid"),
        "secret": ctx.text("secret"),
        "force_refresh": by_force,
    });
    Step::send(Request::json(&address(ctx, STABLE_TOKEN, &[]), &body))
}

/// Here the codes of a token speak of the secret: there is nothing to renew.
fn taken(answer: &Answer) -> Result<Value, Step<Token>> {
    let body = answer.json();
    match errcode(&body) {
        Some(code) if code != 0 && answer.is_success() => Err(Step::Stop(error(code, &body))),
        _ => accepted(answer, Effect::None),
    }
}

/// `expires_in`, a number or one as text; two hours where it does not say; at most a day.
fn seconds(body: &Value) -> i64 {
    let said = match body.get("expires_in") {
        Some(Value::String(text)) => text.parse().ok(),
        Some(other) => other.as_i64(),
        None => None,
    };
    said.unwrap_or(7_200).clamp(0, 86_400)
}
