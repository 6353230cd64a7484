//! Tokens, files, names, accounts.

use serde_json::json;
use yingke_channel_contract::{
    Answer, Channel, Connect, Connected, Directory as _, ErrorKind, FileKind, Media as _, Peer, RemoteFile,
    Step, Token, Tokens as _,
};
use yingke_words::{Span, Time};

use super::{KIT, NOW, WecomKf, errcode, as_text};

fn refresh(answers: &[Answer]) -> Step<Token> {
    KIT.within(|ctx| WecomKf.refresh(ctx, "access", answers))
}

#[test]
fn a_token_is_renewed_five_minutes_early() {
    let Step::Send(request) = refresh(&[]) else {
        panic!("nothing asked")
    };
    assert_eq!(
        as_text(&request),
        "GET /cgi-bin/gettoken?corpid=ww1234567890abcdef&corpsecret=SECRET Empty"
    );
    for expires in ["7200", r#""7200""#] {
        let body = format!(r#"{{"errcode":0,"errmsg":"ok","access_token":"T","expires_in":{expires}}}"#);
        let Step::Done(token) = refresh(&[Answer::of(200, body)]) else {
            panic!("no token")
        };
        assert_eq!(token.value.expose(), "T");
        assert_eq!(token.expires_at, Time::from_millis(NOW) + Span::minutes(115));
    }
}

#[test]
fn a_wrong_secret_breaks_the_account_and_a_busy_provider_does_not() {
    let kind = |answer: Answer| match refresh(&[answer]) {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(errcode(40_001)), ErrorKind::Unauthorised);
    assert_eq!(kind(errcode(40_013)), ErrorKind::Unauthorised);
    assert_eq!(kind(errcode(60_020)), ErrorKind::Forbidden);
    assert_eq!(kind(errcode(-1)), ErrorKind::Away);
    assert_eq!(kind(Answer::of(200, r#"{"errcode":0}"#)), ErrorKind::Away);
    assert_eq!(kind(Answer::of(200, "<html>")), ErrorKind::Away);
}

#[test]
fn a_file_is_fetched_by_its_id() {
    let file = RemoteFile::of(FileKind::Image, "2iSL+e/V=");
    let step = KIT.within(|ctx| WecomKf.fetch(ctx, &file, &[]));
    let Step::Done(request) = step else {
        panic!("{step:?}")
    };
    assert_eq!(
        as_text(&request),
        "GET /cgi-bin/media/get?access_token=TOKEN&media_id=2iSL%2Be%2FV%3D Empty"
    );
}

#[test]
fn an_error_instead_of_a_file_is_seen_through() {
    let error = br#"{"errcode":40007,"errmsg":"invalid media_id"}"#;
    assert!(WecomKf.disguised("application/json; charset=UTF-8", error));
    assert!(WecomKf.disguised("text/plain", error));
    assert!(WecomKf.disguised("text/html", b"<html>"));
    assert!(!WecomKf.disguised("image/jpeg", b"\xff\xd8\xff"));
    assert!(!WecomKf.disguised(
        "application/octet-stream",
        br#"{"errcode":"a customer's own file"}"#
    ));
    assert!(!WecomKf.disguised("text/plain", b"a note"));
}

#[test]
fn a_customers_name_and_picture_are_known() {
    let profile = |answers: &[Answer]| KIT.within(|ctx| WecomKf.profile(ctx, "wm1", answers));
    let Step::Send(request) = profile(&[]) else {
        panic!("nothing asked")
    };
    assert!(as_text(&request).contains(r#""external_userid_list":["wm1"]"#));
    let body = json!({ "errcode": 0, "customer_list": [
        { "external_userid": "wm2", "nickname": "别人" },
        { "external_userid": "wm1", "nickname": "阿越", "avatar": "https://wx.example/a.jpg", "gender": 1, "unionid": "oxasd" },
    ], "invalid_external_userid": [] });
    let Step::Done(peer) = profile(&[Answer::of(200, body.to_string())]) else {
        panic!("no name")
    };
    let mut wanted = Peer::of("wm1");
    wanted.name = "阿越".to_owned();
    wanted.attributes = [("avatar", "https://wx.example/a.jpg"), ("unionid", "oxasd")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    assert_eq!(peer, wanted);
    let nobody = r#"{"errcode":0,"customer_list":[],"invalid_external_userid":["wm1"]}"#;
    let step = profile(&[Answer::of(200, nobody)]);
    assert!(matches!(step, Step::Stop(error) if error.kind == ErrorKind::Unreachable));
}

fn accounts(from: usize, count: usize) -> Answer {
    let list: Vec<_> = (from..from + count)
        .map(|n| json!({ "open_kfid": format!("wk{n}"), "name": format!("客服{n}") }))
        .collect();
    Answer::of(200, json!({ "errcode": 0, "account_list": list }).to_string())
}

#[test]
fn all_accounts_are_listed_page_by_page() {
    let connect = |answers: &[Answer]| -> Step<Connected> {
        KIT.within(|ctx| Connect::connect(&WecomKf, ctx, answers))
    };
    let asked = |answers: &[Answer]| match connect(answers) {
        Step::Send(request) => as_text(&request),
        other => panic!("{other:?}"),
    };
    assert!(
        asked(&[]).ends_with(r#"{"limit":100,"offset":0}"#),
        "{}",
        asked(&[])
    );
    assert!(asked(&[accounts(0, 100)]).ends_with(r#"{"limit":100,"offset":100}"#));
    let Step::Done(found) = connect(&[accounts(0, 100), accounts(100, 1)]) else {
        panic!("no accounts")
    };
    assert_eq!(found.accounts.len(), 101);
    assert_eq!(found.accounts[100], ("wk100".to_owned(), "客服100".to_owned()));
    let step = connect(&[errcode(48_002)]);
    assert!(matches!(step, Step::Stop(error) if error.kind == ErrorKind::Forbidden));
}

#[test]
fn it_has_what_it_says() {
    let has = [
        WecomKf.tokens().is_some(),
        WecomKf.media().is_some(),
        WecomKf.puller().is_some(),
        WecomKf.directory().is_some(),
        Channel::connect(&WecomKf).is_some(),
        WecomKf.listener().is_none(),
        WecomKf.reconcile().is_none(),
        WecomKf.templates().is_none(),
    ];
    assert_eq!(has, [true; 8]);
}
