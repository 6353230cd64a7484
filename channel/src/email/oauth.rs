//! Access tokens for IMAP and SMTP: bought once by the code of somebody who agreed in their browser (RFC 6749, 4.1, with
//! RFC 7636), and from then on by the refresh grant (RFC 6749, 6).
//!
//! Microsoft gives a new refresh token with each answer, and the old one ends some time: the new one is kept with the
//! access token. When it is no longer taken, the one in the form is tried once: somebody may have connected anew.

use bytes::Bytes;
use url::form_urlencoded::Serializer;
use yingke_channel_contract::{
    Agreed, Answer, Asking, Body, Consent, Ctx, DeliveryError, ErrorKind, Request, Step, Token, Tokens,
};
use yingke_words::{Secret, Span};

use super::settings;

/// What buys access tokens. It bears the name of its field in the form: what was rotated is good as long as that stays.
const GRANT: &str = "refresh_token";

/// A server's addresses, and what a token is to be good for.
struct Known {
    agree: &'static str,
    token: &'static str,
    scope: &'static str,
}

const GOOGLE: Known = Known {
    agree: "https://accounts.google.com/o/oauth2/v2/auth",
    token: "https://oauth2.googleapis.com/token",
    scope: "https://mail.google.com/",
};

const MICROSOFT: Known = Known {
    agree: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    token: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    scope: "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
};

const OTHER: Known = Known {
    agree: "",
    token: "",
    scope: "",
};

fn known(ctx: &Ctx<'_>) -> &'static Known {
    match settings::sign_in(ctx) {
        "google" => &GOOGLE,
        "microsoft" => &MICROSOFT,
        _ => &OTHER,
    }
}

/// The mailbox's tokens.
pub struct Refresh;

impl Tokens for Refresh {
    fn refresh(&self, ctx: &Ctx<'_>, kind: &str, answers: &[Answer]) -> Step<Token> {
        if kind != "access" || !settings::by_token(ctx) {
            return Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("token", kind));
        }
        let typed = ctx.text(GRANT);
        let kept = ctx.token(GRANT).filter(|kept| *kept != typed);
        let Some(answer) = answers.last() else {
            return refreshed(ctx, kept.unwrap_or(typed));
        };
        let refused = answer.json()["error"].as_str() == Some("invalid_grant");
        if refused && answers.len() == 1 && kept.is_some() && !typed.is_empty() {
            return refreshed(ctx, typed);
        }
        // A refused one is not kept on.
        read(ctx, answer, kept.filter(|_| answers.len() == 1))
    }
}

impl Consent for Refresh {
    fn asked_while(&self) -> (&'static str, &'static [&'static str]) {
        ("auth", &["google", "microsoft", "oauth"])
    }

    fn page(&self, ctx: &Ctx<'_>, asking: Asking<'_>) -> Result<String, DeliveryError> {
        let mut page = url::Url::parse(&agree(ctx)).map_err(|_| not_set_up())?;
        if ctx.text("client_id").is_empty() || !settings::by_token(ctx) {
            return Err(not_set_up());
        }
        let scope = ctx.settings.get("scope").unwrap_or(known(ctx).scope);
        let mut pairs = page.query_pairs_mut();
        pairs
            .append_pair("response_type", "code")
            .append_pair("client_id", ctx.text("client_id"))
            .append_pair("redirect_uri", asking.back)
            .append_pair("state", asking.state)
            .append_pair("code_challenge", asking.challenge)
            .append_pair("code_challenge_method", "S256")
            // Whoever is signed in there with several accounts agrees for the right one.
            .append_pair("login_hint", ctx.text("address"));
        if !scope.is_empty() {
            pairs.append_pair("scope", scope);
        }
        if settings::sign_in(ctx) == "google" {
            // Without the first there is no refresh token, and without the second none from the second time on.
            pairs
                .append_pair("access_type", "offline")
                .append_pair("prompt", "consent");
        }
        drop(pairs);
        Ok(page.into())
    }

    fn redeem(&self, ctx: &Ctx<'_>, agreed: Agreed<'_>, answers: &[Answer]) -> Step<Token> {
        let Some(answer) = answers.last() else {
            return bought(
                ctx,
                &[
                    ("grant_type", "authorization_code"),
                    ("code", agreed.code),
                    ("redirect_uri", agreed.back),
                    ("code_verifier", agreed.verifier),
                ],
            );
        };
        match read(ctx, answer, None) {
            Step::Done(token) if token.also.is_empty() => Step::Stop(
                DeliveryError::of(ErrorKind::Unauthorised).said("no_refresh_token", ""),
            ),
            step => step,
        }
    }
}

/// The page where a person agrees: the one in the form, or beside the token address of a single tenant, or the usual one.
fn agree(ctx: &Ctx<'_>) -> String {
    let tenants = || {
        let token = ctx.settings.get("token_url")?;
        (settings::sign_in(ctx) == "microsoft").then_some(())?;
        Some(format!("{}/authorize", token.trim_end_matches('/').strip_suffix("/token")?))
    };
    let given = ctx.settings.get("authorize_url").map(ToOwned::to_owned);
    given.or_else(tenants).unwrap_or_else(|| known(ctx).agree.to_owned())
}

fn not_set_up() -> DeliveryError {
    DeliveryError::of(ErrorKind::Unauthorised).said("not_set_up", "")
}

fn refreshed(ctx: &Ctx<'_>, grant: &str) -> Step<Token> {
    if grant.is_empty() {
        return Step::Stop(DeliveryError::of(ErrorKind::Unauthorised).said("not_authorised", ""));
    }
    let mut form = vec![("grant_type", "refresh_token"), ("refresh_token", grant)];
    // Google gives what was agreed to; asked for a scope it would have to be the same.
    let usual = (settings::sign_in(ctx) == "microsoft").then_some(MICROSOFT.scope);
    form.extend(ctx.settings.get("scope").or(usual).map(|scope| ("scope", scope)));
    bought(ctx, &form)
}

/// Asks for a token with what buys it.
fn bought(ctx: &Ctx<'_>, with: &[(&str, &str)]) -> Step<Token> {
    let uri = ctx.settings.get("token_url").unwrap_or(known(ctx).token);
    if uri.is_empty() || ctx.text("client_id").is_empty() {
        return Step::Stop(not_set_up());
    }
    let mut form = Serializer::new(String::new());
    form.extend_pairs(with).append_pair("client_id", ctx.text("client_id"));
    if let Some(secret) = ctx.settings.get("client_secret") {
        form.append_pair("client_secret", secret);
    }
    let head = http::Request::post(uri)
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(http::header::ACCEPT, "application/json")
        .body(());
    Step::send(head.map(|head| Request::of(head, Body::Bytes(Bytes::from(form.finish())))))
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
    let secret = |token: &str| (GRANT, Secret::new(token.to_owned()));
    let rotated = text("refresh_token").map(secret);
    Step::Done(Token {
        value: Secret::new(value.to_owned()),
        expires_at: ctx.now + Span::seconds((seconds - 300).max(30)),
        also: rotated.or(kept.map(secret)).into_iter().collect(),
    })
}
