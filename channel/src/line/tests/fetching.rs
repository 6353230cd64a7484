//! Files, profiles, the account.

use yingke_channel_contract::{FileKind, Peer, RemoteFile};

use super::*;

fn fetch(kind: FileKind, reference: &str, answers: &[Answer]) -> Step<Request> {
    let media = Line.media().unwrap();
    at(NOW).within(|ctx| media.fetch(ctx, &RemoteFile::of(kind, reference), answers))
}

fn address(step: Step<Request>) -> (String, bool) {
    let Step::Done(Request::Http { head, .. }) = step else { panic!("{step:?}") };
    (head.uri().to_string(), head.headers().contains_key("authorization"))
}

#[test]
fn bytes_are_on_a_host_of_their_own() {
    let content = "https://api-data.line.me/v2/bot/message/4687/content";
    for kind in [FileKind::Image, FileKind::File] {
        assert_eq!(address(fetch(kind, "4687", &[])), (content.to_owned(), true));
    }
    let settings = [SETTINGS, &[("data_url", "http://127.0.0.1:9/")]].concat();
    let bench = Kit { settings: &settings, ..at(NOW) };
    let file = RemoteFile::of(FileKind::File, "4687");
    let step = bench.within(|ctx| Line.media().unwrap().fetch(ctx, &file, &[]));
    assert_eq!(address(step).0, "http://127.0.0.1:9/v2/bot/message/4687/content");
}

#[test]
fn sound_and_moving_pictures_are_waited_for() {
    for kind in [FileKind::Video, FileKind::Audio] {
        let Step::Send(request) = fetch(kind, "4687", &[]) else { panic!("not asked") };
        assert_eq!(asked(&request).0, "/v2/bot/message/4687/content/transcoding");
        let after = |body: &str| fetch(kind, "4687", &[Answer::of(200, body)]);
        assert!(matches!(after(r#"{"status":"processing"}"#), Step::Wait(_)));
        assert!(address(after(r#"{"status":"succeeded"}"#)).0.ends_with("/4687/content"));
        assert_eq!(stopped(after(r#"{"status":"failed"}"#)).kind, ErrorKind::Unreachable);
        assert_eq!(stopped(fetch(kind, "4687", &[Answer::of(404, "")])).kind, ErrorKind::Unreachable);
    }
}

/// Neither somebody else's server nor the stickers' learns our token; nothing but digits comes into an address.
#[test]
fn the_token_goes_to_line_only() {
    let external = fetch(FileKind::Image, "https://pictures.example/a.jpg", &[]);
    assert_eq!(address(external), ("https://pictures.example/a.jpg".to_owned(), false));
    let sticker = fetch(FileKind::Image, "sticker:1988", &[]);
    let picture = "https://stickershop.line-scdn.net/stickershop/v1/sticker/1988/android/sticker.png";
    assert_eq!(address(sticker), (picture.to_owned(), false));
    for bad in ["", "../../info", "sticker:../1", "http://10.0.0.1/", "4687/../1", "sticker:"] {
        assert_eq!(stopped(fetch(FileKind::Image, bad, &[])).kind, ErrorKind::Invalid, "{bad}");
    }
}

#[test]
fn a_refusal_is_no_file_but_a_customers_json_is() {
    let media = Line.media().unwrap();
    assert!(media.disguised("application/json", b"{\"message\":\"Not found\"}"));
    assert!(media.disguised("text/html; charset=utf-8", b"<html>"));
    assert!(!media.disguised("application/json", b"{\"orders\":[]}"));
    assert!(!media.disguised("image/jpeg", b"\xFF\xD8"));
}

fn profile(id: &str, answers: &[Answer]) -> Step<Peer> {
    let directory = Line.directory().unwrap();
    at(NOW).within(|ctx| directory.profile(ctx, id, answers))
}

#[test]
fn people_and_groups_have_names_and_rooms_have_none() {
    let path = |id: &str| match profile(id, &[]) {
        Step::Send(request) => asked(&request).0,
        other => panic!("{other:?}"),
    };
    assert_eq!(path("U1"), "/v2/bot/profile/U1");
    assert_eq!(path("C1"), "/v2/bot/group/C1/summary");
    for none in ["R1", "", "../info"] {
        assert!(matches!(profile(none, &[]), Step::Done(peer) if peer.name.is_empty()), "{none}");
    }
    let body = r#"{"userId":"U1","displayName":"小雨","pictureUrl":"https://p.example/1","language":"zh-TW"}"#;
    let Step::Done(peer) = profile("U1", &[Answer::of(200, body)]) else { panic!("no profile") };
    assert_eq!((peer.name.as_str(), peer.attributes["language"].as_str()), ("小雨", "zh-TW"));
    let body = r#"{"groupId":"C1","groupName":"裝修群"}"#;
    let Step::Done(peer) = profile("C1", &[Answer::of(200, body)]) else { panic!("no profile") };
    assert!(peer.group && peer.name == "裝修群");
    assert_eq!(stopped(profile("U1", &[Answer::of(404, "{}")])).kind, ErrorKind::Unreachable);
}

#[test]
fn connecting_asks_who_we_are_and_tells_line_our_address() {
    let connect = |answers: &[Answer]| at(NOW).within(|ctx| Line.connect().unwrap().connect(ctx, answers));
    let info = Answer::of(
        200,
        r#"{"userId":"Ub1","basicId":"@216ruzlf","displayName":"山野集","chatMode":"bot","markAsReadMode":"auto"}"#,
    );
    let Step::Send(first) = connect(&[]) else { panic!("not asked") };
    assert_eq!(asked(&first), ("/v2/bot/info".to_owned(), Value::Null));
    let Step::Send(second) = connect(std::slice::from_ref(&info)) else { panic!("not told") };
    let Request::Http { head, .. } = second.as_ref() else { panic!("a mail") };
    assert_eq!(head.method(), "PUT");
    let endpoint = json!({ "endpoint": "https://desk.example/api/v1/hooks/KEY" });
    assert_eq!(asked(&second), ("/v2/bot/channel/webhook/endpoint".to_owned(), endpoint));
    let Step::Done(connected) = connect(&[info, Answer::of(200, "{}")]) else { panic!("not connected") };
    assert_eq!(connected.accounts, [("Ub1".to_owned(), "山野集 @216ruzlf".to_owned())]);
    assert!(stopped(connect(&[Answer::of(401, r#"{"message":"invalid token"}"#)])).breaks_the_account());
}
