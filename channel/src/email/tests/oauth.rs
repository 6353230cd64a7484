//! Access tokens.

use std::collections::BTreeMap;

use yingke_channel_contract::{
    Agreed, Answer, Asking, Body, Consent as _, Ctx, ErrorKind, Request, Settings, Step, Token, Tokens as _,
};
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
    within(settings, kept, |ctx| Refresh.refresh(ctx, "access", answers))
}

fn within<T>(settings: &[(&str, &str)], kept: Option<&str>, run: impl FnOnce(&Ctx<'_>) -> T) -> T {
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
    run(&ctx)
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

const ASKING: Asking<'_> = Asking {
    back: "https://desk.example/settings/inboxes/consent",
    state: "s+1",
    challenge: "c-1",
};

const AGREED: Agreed<'_> = Agreed {
    back: ASKING.back,
    code: "4/0A&b",
    verifier: "v-1",
};

/// The page where a person agrees: its address, and what it is asked.
fn page(settings: &[(&str, &str)]) -> Result<(String, BTreeMap<String, String>), String> {
    let page = within(settings, None, |ctx| Refresh.page(ctx, ASKING));
    let mut page = url::Url::parse(&page.map_err(|error| error.code)?).unwrap();
    let asked = page.query_pairs().into_owned().collect();
    page.set_query(None);
    Ok((page.into(), asked))
}

fn redeemed(settings: &[(&str, &str)], answers: &[Answer]) -> Step<Token> {
    within(settings, None, |ctx| Refresh.redeem(ctx, AGREED, answers))
}

#[test]
fn a_person_agrees_at_the_servers_own_page() {
    let google = [GOOGLE, &[("address", "hello@shop.example")]].concat();
    let (place, asked) = page(&google).unwrap();
    assert_eq!(place, "https://accounts.google.com/o/oauth2/v2/auth");
    let meant = [
        ("access_type", "offline"),
        ("client_id", "id&1"),
        ("code_challenge", "c-1"),
        ("code_challenge_method", "S256"),
        ("login_hint", "hello@shop.example"),
        ("prompt", "consent"),
        ("redirect_uri", ASKING.back),
        ("response_type", "code"),
        ("scope", "https://mail.google.com/"),
        ("state", "s+1"),
    ];
    let meant = meant.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(asked, BTreeMap::from(meant));
    assert!(!asked.values().any(|value| value == "s"), "the secret is not the browser's");

    let microsoft = [("auth", "microsoft"), ("client_id", "id")];
    let (place, asked) = page(&microsoft).unwrap();
    assert_eq!(place, "https://login.microsoftonline.com/common/oauth2/v2.0/authorize");
    assert!(asked["scope"].contains("offline_access") && !asked.contains_key("prompt"));
    let tenant = [("token_url", "https://login.microsoftonline.com/t-1/oauth2/v2.0/token")];
    let (place, _) = page(&[&microsoft[..], &tenant].concat()).unwrap();
    assert_eq!(place, "https://login.microsoftonline.com/t-1/oauth2/v2.0/authorize");
    let own = [
        ("auth", "oauth"),
        ("client_id", "id"),
        ("authorize_url", "https://id.shop.example/agree?realm=1"),
    ];
    let (place, asked) = page(&own).unwrap();
    assert_eq!((place.as_str(), asked["realm"].as_str()), ("https://id.shop.example/agree", "1"));
    assert!(!asked.contains_key("scope"));
}

#[test]
fn without_a_client_or_a_page_nobody_is_sent_anywhere() {
    for settings in [
        &[("auth", "google")][..],
        &[("auth", "oauth"), ("client_id", "id")],
        &[("auth", "password"), ("client_id", "id"), ("authorize_url", "https://a.example")],
    ] {
        assert_eq!(page(settings), Err("not_set_up".to_owned()), "{settings:?}");
    }
}

#[test]
fn what_came_back_buys_both_tokens() {
    let (uri, form) = asked(redeemed(GOOGLE, &[]));
    assert_eq!(uri, "https://oauth2.googleapis.com/token");
    assert_eq!(
        form,
        "grant_type=authorization_code&code=4%2F0A%26b\
         &redirect_uri=https%3A%2F%2Fdesk.example%2Fsettings%2Finboxes%2Fconsent&code_verifier=v-1\
         &client_id=id%261&client_secret=s"
    );
    let given = Answer::of(200, r#"{"access_token":"A","expires_in":3600,"refresh_token":"R"}"#);
    let Step::Done(token) = redeemed(GOOGLE, &[given]) else {
        panic!("no token")
    };
    let (kind, lasting) = &token.also[0];
    assert_eq!((token.value.expose().as_str(), *kind, lasting.expose().as_str()), ("A", "refresh_token", "R"));
    let code = |answer: Answer| match redeemed(GOOGLE, &[answer]) {
        Step::Stop(error) => error.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(Answer::of(200, r#"{"access_token":"A"}"#)), "no_refresh_token");
    assert_eq!(code(Answer::of(400, r#"{"error":"redirect_uri_mismatch"}"#)), "redirect_uri_mismatch");
}
