//! Access tokens for IMAP and SMTP, by the refresh grant (RFC 6749, 6).
//!
//! Microsoft gives a new refresh token with each answer, and the old one ends some time: the new one is kept with the
//! access token. When it is no longer taken, the one in the form is tried once: somebody may have connected anew.

use bytes::Bytes;
use yingke_channel_contract::{Answer, Body, Ctx, DeliveryError, ErrorKind, Request, Step, Token, Tokens};
use yingke_words::{Secret, Span};

use super::settings;

/// Where Google's tokens come from.
const GOOGLE: &str = "https://oauth2.googleapis.com/token";
/// Where Microsoft's come from.
const MICROSOFT: &str = "https://login.microsoftonline.com/common/oauth2/v2.0/token";
/// What a token is to be good for, at Microsoft's.
const MICROSOFT_SCOPE: &str =
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access";

/// The mailbox's tokens.
pub struct Refresh;

impl Tokens for Refresh {
    fn refresh(&self, ctx: &Ctx<'_>, kind: &str, answers: &[Answer]) -> Step<Token> {
        if kind != "access" || !settings::by_token(ctx) {
            return Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("token", kind));
        }
        let typed = ctx.text("refresh_token");
        let kept = ctx.token("refresh").filter(|kept| *kept != typed);
        let Some(answer) = answers.last() else {
            return ask(ctx, kept.unwrap_or(typed));
        };
        let refused = answer.json()["error"].as_str() == Some("invalid_grant");
        if refused && answers.len() == 1 && kept.is_some() && !typed.is_empty() {
            return ask(ctx, typed);
        }
        // A refused one is not kept on.
        read(ctx, answer, kept.filter(|_| answers.len() == 1))
    }
}

fn ask(ctx: &Ctx<'_>, refresh: &str) -> Step<Token> {
    let usual = match settings::sign_in(ctx) {
        "google" => GOOGLE,
        "microsoft" => MICROSOFT,
        _ => "",
    };
    let uri = ctx.settings.get("token_url").unwrap_or(usual);
    if uri.is_empty() || refresh.is_empty() || ctx.text("client_id").is_empty() {
        return Step::Stop(DeliveryError::of(ErrorKind::Unauthorised).said("not_set_up", ""));
    }
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "refresh_token")
        .append_pair("refresh_token", refresh)
        .append_pair("client_id", ctx.text("client_id"));
    if let Some(secret) = ctx.settings.get("client_secret") {
        form.append_pair("client_secret", secret);
    }
    if let Some(scope) = scope(ctx) {
        form.append_pair("scope", scope);
    }
    let head = http::Request::post(uri)
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(http::header::ACCEPT, "application/json")
        .body(());
    Step::send(head.map(|head| Request::of(head, Body::Bytes(Bytes::from(form.finish())))))
}

fn scope<'a>(ctx: &'a Ctx<'_>) -> Option<&'a str> {
    let given = ctx.settings.get("scope");
    given.or((settings::sign_in(ctx) == "microsoft").then_some(MICROSOFT_SCOPE))
}

fn read(ctx: &Ctx<'_>, answer: &Answer, kept: Option<&str>) -> Step<Token> {
    let json = answer.json();
    let text = |key: &str| json[key].as_str().filter(|text| !text.is_empty());
    if let Some(code) = text("error") {
        let kind = match code {
            "temporarily_unavailable" | "server_error" => ErrorKind::Away,
            "slow_down" => ErrorKind::Throttled,
            // Revoked, expired, another app's, a wrong secret: somebody has to connect again.
            _ => ErrorKind::Unauthorised,
        };
        let words = text("error_description").unwrap_or_default();
        return Step::Stop(
            DeliveryError::of(kind)
                .after(answer.retry_after())
                .said(code, words),
        );
    }
    if let Some(error) = answer.error() {
        return Step::Stop(error);
    }
    let Some(value) = text("access_token") else {
        return Step::Stop(DeliveryError::of(ErrorKind::Away).said(answer.status, "no access_token"));
    };
    // Seconds as a number, or as a text.
    let seconds = json["expires_in"]
        .as_i64()
        .or_else(|| json["expires_in"].as_str()?.parse().ok())
        .unwrap_or(3_600)
        .clamp(60, 86_400);
    let rotated = text("refresh_token").map(|token| ("refresh", Secret::new(token.to_owned())));
    let kept = kept.map(|token| ("refresh", Secret::new(token.to_owned())));
    Step::Done(Token {
        value: Secret::new(value.to_owned()),
        expires_at: ctx.now + Span::seconds((seconds - 300).max(30)),
        also: rotated.or(kept).into_iter().collect(),
    })
}
