//! Access tokens.

use std::collections::BTreeMap;

use yingke_channel_contract::{Answer, Body, Ctx, ErrorKind, Request, Settings, Step, Token, Tokens as _};
use yingke_words::{Chance, Secret, Time};

use super::NOW;
use crate::email::oauth::Refresh;

struct Still;

impl Chance for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

const GOOGLE: &[(&str, &str)] = &[
    ("auth", "google"),
    ("client_id", "id&1"),
    ("client_secret", "s"),
    ("refresh_token", "typed"),
];

fn refresh(settings: &[(&str, &str)], kept: Option<&str>, answers: &[Answer]) -> Step<Token> {
    let pairs = settings
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    let settings = Settings::new(pairs);
    let tokens: BTreeMap<_, _> = kept
        .into_iter()
        .map(|token| ("refresh_token".to_owned(), Secret::new(token.to_owned())))
        .collect();
    let ctx = Ctx {
        settings: &settings,
        tokens: &tokens,
        callback: "",
        account: "",
        now: Time::from_millis(NOW),
        chance: &Still,
    };
    Refresh.refresh(&ctx, "access", answers)
}

fn asked(step: Step<Token>) -> (String, String) {
    let Step::Send(request) = step else {
        panic!("{step:?}")
    };
    let Request::Http {
        head,
        body: Body::Bytes(bytes),
        ..
    } = *request
    else {
        panic!()
    };
    (head.uri().to_string(), String::from_utf8(bytes.to_vec()).unwrap())
}

#[test]
fn a_refresh_token_buys_an_access_token() {
    let (uri, form) = asked(refresh(GOOGLE, None, &[]));
    assert_eq!(uri, "https://oauth2.googleapis.com/token");
    assert_eq!(
        form,
        "grant_type=refresh_token&refresh_token=typed&client_id=id%261&client_secret=s"
    );
    let answer = Answer::of(
        200,
        r#"{"access_token":"A","expires_in":"3599","token_type":"Bearer"}"#,
    );
    let Step::Done(token) = refresh(GOOGLE, None, &[answer]) else {
        panic!()
    };
    assert_eq!(token.value.expose(), "A");
    assert_eq!(token.expires_at.millis(), NOW + 3_299_000);
    assert!(token.also.is_empty());
}

#[test]
fn a_rotated_refresh_token_is_kept_with_it() {
    let microsoft = [
        ("auth", "microsoft"),
        ("client_id", "i"),
        ("refresh_token", "typed"),
    ];
    let (uri, form) = asked(refresh(&microsoft, Some("rotated"), &[]));
    assert!(uri.starts_with("https://login.microsoftonline.com/"));
    assert!(
        form.contains("refresh_token=rotated") && form.contains("IMAP.AccessAsUser.All"),
        "{form}"
    );
    let also = |answer: &str| {
        let Step::Done(token) = refresh(&microsoft, Some("rotated"), &[Answer::of(200, answer)]) else {
            panic!()
        };
        let (kind, value) = &token.also[0];
        (*kind, value.expose().clone())
    };
    assert_eq!(
        also(r#"{"access_token":"A","refresh_token":"next"}"#),
        ("refresh_token", "next".to_owned())
    );
    assert_eq!(also(r#"{"access_token":"A"}"#), ("refresh_token", "rotated".to_owned()));
}

#[test]
fn a_kept_token_that_ended_gives_way_to_the_one_in_the_form() {
    let refused = Answer::of(400, r#"{"error":"invalid_grant","error_description":"expired"}"#);
    let (_, form) = asked(refresh(GOOGLE, Some("old"), std::slice::from_ref(&refused)));
    assert!(form.contains("refresh_token=typed"));
    let Step::Stop(error) = refresh(GOOGLE, Some("old"), &[refused.clone(), refused.clone()]) else {
        panic!()
    };
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::Unauthorised, "invalid_grant")
    );
    let Step::Stop(error) = refresh(GOOGLE, None, std::slice::from_ref(&refused)) else {
        panic!()
    };
    assert_eq!(error.kind, ErrorKind::Unauthorised);
    let good = Answer::of(200, r#"{"access_token":"A"}"#);
    let Step::Done(token) = refresh(GOOGLE, Some("old"), &[refused, good]) else {
        panic!()
    };
    assert!(token.also.is_empty(), "the refused one is not kept on");
}

#[test]
fn what_goes_wrong_on_the_way() {
    let kind = |answer: Answer| match refresh(GOOGLE, None, &[answer]) {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(Answer::of(503, "<html>")), ErrorKind::Away);
    assert_eq!(kind(Answer::of(200, "<html>")), ErrorKind::Away);
    assert_eq!(
        kind(Answer::of(200, r#"{"error":"invalid_client"}"#)),
        ErrorKind::Unauthorised
    );
    assert_eq!(
        kind(Answer::of(400, r#"{"error":"temporarily_unavailable"}"#)),
        ErrorKind::Away
    );
    assert_eq!(kind(Answer::of(429, "")), ErrorKind::Throttled);
    let Step::Stop(error) = refresh(&[("auth", "oauth")], None, &[]) else {
        panic!()
    };
    assert_eq!(error.kind, ErrorKind::Unauthorised);
}
