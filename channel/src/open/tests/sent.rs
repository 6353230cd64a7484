//! What goes out, and what is made of the answers.

use serde_json::Value;
use yingke_channel_contract::{
    Ability, Answer, Body, Channel as _, Connected, Draft, ErrorKind, Failure, FileKind, Outbound, PartBody,
    RemoteFile, Request, Retry, Sent, Step,
    kit::{self, Kit},
    scheme::standard_webhooks,
};
use yingke_words::Span;

use super::{KIT, NOW, SECRET, with};
use crate::open::Open;

/// The signed document in a request, checked against its signature.
fn document(kit: &Kit<'_>, outbound: &Outbound) -> (String, Value) {
    let step = kit.within(|ctx| Open.render(ctx, outbound, &[]));
    let Step::Send(request) = step else {
        panic!("{step:?}")
    };
    let Request::Http { head, body, .. } = *request else {
        panic!("a mail")
    };
    let bytes = match body {
        Body::Bytes(bytes) => {
            assert_eq!(head.headers()["content-type"], "application/json");
            bytes
        }
        Body::Form(parts) => match &parts[0].body {
            PartBody::Bytes(bytes) => bytes.clone(),
            PartBody::File(_) => panic!("the document comes first"),
        },
        other => panic!("{other:?}"),
    };
    let header = |name: &str| head.headers()[name].to_str().unwrap();
    let timestamp = (kit.now / 1_000).to_string();
    assert_eq!(header("webhook-timestamp"), timestamp);
    let key = standard_webhooks::key(SECRET).unwrap();
    let wanted = standard_webhooks::signature(&key, header("webhook-id"), &timestamp, &bytes);
    assert!(header("webhook-signature").split(' ').any(|one| one == wanted));
    (
        header("webhook-id").to_owned(),
        serde_json::from_slice(&bytes).unwrap(),
    )
}

/// What becomes of a plain text that is answered so.
fn answered(answer: Answer) -> Result<Vec<String>, (ErrorKind, String, Retry)> {
    let outbound = kit::canonical(Ability::Text);
    match KIT.within(|ctx| Open.render(ctx, &outbound, &[answer])) {
        Step::Done(Sent::Sent(parts)) => Ok(parts.into_iter().map(|part| part.id).collect()),
        Step::Stop(error) => {
            let retry = error.retry();
            Err((error.kind, format!("{} {}", error.code, error.detail), retry))
        }
        other => panic!("{other:?}"),
    }
}

const OURS: &str = "01990000-0000-7000-8000-000000000002";

#[test]
fn ids_are_theirs_or_else_ours() {
    for (body, wanted) in [
        (r#"{"id":"a"}"#, vec!["a"]),
        (r#"{"id":7301000000000000001}"#, vec!["7301000000000000001"]),
        (r#"{"ids":["a",2]}"#, vec!["a", "2"]),
        (r#"{"ids":[]}"#, vec![OURS]),
        (r#"{"id":{},"error":null}"#, vec![OURS]),
        ("", vec![OURS]),
        ("ok", vec![OURS]),
    ] {
        let ids = answered(Answer::of(202, body)).unwrap();
        assert_eq!(ids, wanted, "{body}");
    }
}

#[test]
fn an_error_counts_under_any_status() {
    let error = r#"{"error":{"kind":"windowClosed","code":7,"detail":"超过 48 小时"}}"#;
    for status in [200, 400, 500] {
        let (kind, said, retry) = answered(Answer::of(status, error)).unwrap_err();
        assert_eq!(
            (kind, said.as_str(), retry),
            (ErrorKind::WindowClosed, "7 超过 48 小时", Retry::Never)
        );
    }
}

#[test]
fn every_kind_of_error_has_its_word() {
    for kind in ErrorKind::ALL {
        let body = format!(r#"{{"error":{{"kind":"{}"}}}}"#, kind.key());
        assert_eq!(answered(Answer::of(200, body)).unwrap_err().0, *kind);
    }
}

#[test]
fn an_error_of_no_kind_of_ours_goes_by_its_status() {
    for (status, body, kind) in [
        (200, r#"{"error":"bad token"}"#, ErrorKind::Invalid),
        (200, r#"{"error":{"kind":"odd"}}"#, ErrorKind::Invalid),
        (403, r#"{"error":{"message":"no"}}"#, ErrorKind::Forbidden),
        (503, r#"{"error":true}"#, ErrorKind::Away),
        (410, "gone", ErrorKind::Unauthorised),
        (401, "", ErrorKind::Unauthorised),
        // One address for everything: not found is the address, never the customer.
        (404, "", ErrorKind::Away),
        (200, "  <!DOCTYPE HTML><title>Sign in</title>", ErrorKind::Invalid),
    ] {
        assert_eq!(
            answered(Answer::of(status, body)).unwrap_err().0,
            kind,
            "{status} {body}"
        );
    }
}

#[test]
fn when_to_come_back_stands_in_the_error_or_in_the_header() {
    let retry = |answer: Answer| answered(answer).unwrap_err().2;
    let throttled = |rest: &str| format!(r#"{{"error":{{"kind":"throttled"{rest}}}}}"#);
    let after = |millis| Retry::After(Span::millis(millis));
    assert_eq!(
        retry(Answer::of(429, throttled(r#","retryAfter":1.5"#)).with("retry-after", "9")),
        after(1_500)
    );
    assert_eq!(
        retry(Answer::of(429, throttled("")).with("retry-after", "9")),
        after(9_000)
    );
    assert_eq!(retry(Answer::of(429, throttled(r#","retryAfter":-1"#))), after(0));
    assert_eq!(
        retry(Answer::of(429, throttled(r#","retryAfter":1e300"#))),
        after(86_400_000)
    );
    assert_eq!(retry(Answer::of(429, throttled(""))), Retry::BackOff);
}

#[test]
fn what_may_have_arrived_is_said_to_be_unknown() {
    let kind = answered(Answer::failed(Failure::Ambiguous)).unwrap_err().0;
    assert_eq!(kind, ErrorKind::Unknown);
}

/// Every try of a message has one id and one body, so that the other side takes it once; what is only done, not said, has
/// an id for each try, so that typing again is not taken for the first time.
#[test]
fn a_message_keeps_its_id_and_an_act_does_not() {
    let later = Kit {
        now: NOW + 60_000,
        ..with(super::SETTINGS)
    };
    let text = kit::canonical(Ability::Text);
    assert_eq!(document(&KIT, &text), document(&later, &text));
    assert_eq!(document(&KIT, &text).0, OURS);
    let typing = kit::canonical(Ability::Typing);
    let (first, second) = (document(&KIT, &typing), document(&later, &typing));
    assert_eq!(first.1, second.1);
    assert_ne!(first.0, second.0);
    assert_eq!(first, document(&KIT, &typing));
}

#[test]
fn while_a_secret_is_replaced_both_sign() {
    let old = "whsec_b3RoZXItc2VjcmV0LW9mLXRoZS1zaG9w";
    let text = kit::canonical(Ability::Text);
    for settings in [
        [("secret", SECRET), ("old_secret", old)],
        [("secret", old), ("old_secret", SECRET)],
    ] {
        let settings = [
            &settings[..],
            &[("outgoing_url", "https://bridge.example/yingke")],
        ]
        .concat();
        document(&with(&settings), &text);
    }
}

#[test]
fn files_are_parts_in_the_order_of_the_document() {
    let Outbound::Draft(mut draft) = kit::canonical(Ability::Image) else {
        panic!("no draft")
    };
    let mut second = draft.files[0].clone();
    second.name = "第二张.png".to_owned();
    draft.files.push(second);
    let outbound = Outbound::Draft(Box::new(Draft {
        text: "请看图".to_owned(),
        ..*draft
    }));
    let (_, sent) = document(&KIT, &outbound);
    assert_eq!(sent["files"][1]["part"], "file1");
    let Step::Send(request) = KIT.within(|ctx| Open.render(ctx, &outbound, &[])) else {
        panic!("not sent")
    };
    let Request::Http {
        body: Body::Form(parts),
        ..
    } = *request
    else {
        panic!("no form")
    };
    let names: Vec<_> = parts
        .iter()
        .map(|part| (part.name.as_str(), part.file_name.as_deref()))
        .collect();
    assert_eq!(
        names,
        [
            ("payload", None),
            ("file0", Some("photo.jpg")),
            ("file1", Some("第二张.png"))
        ]
    );
}

#[test]
fn without_an_address_or_a_secret_nothing_goes_out() {
    let text = kit::canonical(Ability::Text);
    for (settings, kind) in [
        (vec![("secret", SECRET)], ErrorKind::Unsendable),
        (
            vec![("outgoing_url", "https://bridge.example/")],
            ErrorKind::Unauthorised,
        ),
        (
            vec![("secret", SECRET), ("outgoing_url", "no address")],
            ErrorKind::Invalid,
        ),
    ] {
        let step = with(&settings).within(|ctx| Open.render(ctx, &text, &[]));
        assert!(
            matches!(&step, Step::Stop(error) if error.kind == kind),
            "{settings:?}: {step:?}"
        );
    }
}

/// What we send comes back when somebody fills in our own address: it must not become a customer's message.
#[test]
fn what_we_send_is_nothing_we_take() {
    for ability in Ability::ALL {
        let (_, sent) = document(&KIT, &kit::canonical(*ability));
        let parsed = super::said(&sent.to_string());
        assert!(parsed.events.is_empty(), "{ability:?}: {:?}", parsed.events);
        assert!(!parsed.problems.is_empty());
    }
}

#[test]
fn somebody_is_there_or_not() {
    let connect = Open.connect().unwrap();
    let asked = KIT.within(|ctx| connect.connect(ctx, &[]));
    assert!(matches!(asked, Step::Send(_)));
    let after = |answer: Answer| KIT.within(|ctx| connect.connect(ctx, &[answer]));
    let Step::Done(Connected { accounts }) = after(Answer::of(
        200,
        r#"{"accounts":[{"id":20077,"name":"山野集"},{"name":"x"}]}"#,
    )) else {
        panic!("not connected")
    };
    assert_eq!(accounts, [("20077".to_owned(), "山野集".to_owned())]);
    assert!(matches!(after(Answer::of(401, "")), Step::Stop(error) if error.breaks_the_account()));
}

#[test]
fn files_come_from_the_web_only_and_a_page_is_none() {
    let media = Open.media().unwrap();
    let fetch = |url: &str| {
        let file = RemoteFile::of(FileKind::Image, url);
        KIT.within(|ctx| media.fetch(ctx, &file, &[]))
    };
    assert!(matches!(
        fetch("https://files.bridge.example/p/1.jpg"),
        Step::Done(_)
    ));
    for bad in ["", "file:///etc/passwd", "ftp://x/y", "//x/y", "http://"] {
        assert!(matches!(fetch(bad), Step::Stop(_)), "{bad}");
    }
    assert!(media.disguised("text/html; charset=utf-8", b"x"));
    assert!(media.disguised("image/png", b"\n<!DOCTYPE html>"));
    assert!(media.disguised("application/json", b"{\"error\":1}"));
    assert!(!media.disguised("image/png", b"\x89PNG"));
}

/// One of each, as they stand in the docs.
pub(super) fn examples() -> Vec<(&'static str, Value)> {
    let of = |ability| document(&KIT, &kit::canonical(ability)).1;
    let Outbound::Draft(mut reply) = kit::canonical(Ability::Reply) else {
        panic!("no draft")
    };
    reply.to.context.insert("ticket".to_owned(), Value::from("T-5"));
    vec![
        ("send", document(&KIT, &Outbound::Draft(reply)).1),
        ("send_file", of(Ability::Image)),
        ("send_menu", of(Ability::Menu)),
        ("edit", of(Ability::Edit)),
        ("recall", of(Ability::Recall)),
        ("reaction", of(Ability::Reaction)),
        ("typing", of(Ability::Typing)),
        ("read", of(Ability::ReadMark)),
        ("service", of(Ability::Service)),
    ]
}

/// What we sign, as `e2e/interop/open.py` hands it to the Python packages `standardwebhooks` and `svix`: they believe it.
#[test]
fn what_the_sdk_believes_is_what_we_sign() {
    let old = "whsec_b3RoZXItc2VjcmV0LW9mLXRoZS1zaG9w";
    let both = [super::SETTINGS, &[("old_secret", old)]].concat();
    let mut signed = Vec::new();
    for (settings, ability) in [
        (super::SETTINGS, Ability::Text),
        (both.as_slice(), Ability::Menu),
        (both.as_slice(), Ability::Typing),
    ] {
        let outbound = kit::canonical(ability);
        let Step::Send(request) = with(settings).within(|ctx| Open.render(ctx, &outbound, &[])) else {
            panic!("not sent")
        };
        let Request::Http {
            head,
            body: Body::Bytes(body),
            ..
        } = *request
        else {
            panic!("no JSON")
        };
        let header = |name: &str| head.headers()[name].to_str().unwrap().to_owned();
        signed.push(serde_json::json!({
            "secrets": if settings.len() > 2 { vec![SECRET, old] } else { vec![SECRET] },
            "webhook-id": header("webhook-id"),
            "webhook-timestamp": header("webhook-timestamp"),
            "webhook-signature": header("webhook-signature"),
            "body": String::from_utf8(body.to_vec()).unwrap(),
        }));
    }
    let shown: Vec<Value> = serde_json::from_str(include_str!("../fixtures/signed_requests.json")).unwrap();
    assert_eq!(signed, shown, "{}", Value::from(signed.clone()));
}
