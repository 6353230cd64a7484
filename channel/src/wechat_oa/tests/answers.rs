//! What comes of the platform's answers.

use serde_json::json;
use yingke_channel_contract::{
    Ability, DeliveryError, ErrorKind, Failure, Outbound, Sent, Step,
    kit::{canonical, draft},
};

use super::{
    outbound::{bodies, said},
    *,
};
use crate::wechat_oa::errors;

/// How a text ends when the platform answers like this.
fn ends(code: i64) -> Step<Sent> {
    let body = json!({ "errcode": code, "errmsg": "what it says rid: 1" }).to_string();
    plain().deliver(&said(draft("hi")), |_, _| Answer::of(200, body.clone()))
}

#[test]
fn a_token_that_is_no_good_any_more_is_renewed() {
    for code in [40001, 40014, 41001, 42001] {
        assert!(
            matches!(
                ends(code),
                Step::NeedToken {
                    kind: "access",
                    refresh: true
                }
            ),
            "{code}"
        );
    }
}

#[test]
fn each_code_has_its_kind_under_a_200() {
    for (code, kind) in [
        (-1, ErrorKind::Away),
        (40003, ErrorKind::Unreachable),
        (40007, ErrorKind::Invalid),
        (40164, ErrorKind::Forbidden),
        (43004, ErrorKind::Blocked),
        (45001, ErrorKind::TooLarge),
        (45002, ErrorKind::TooLarge),
        (45008, ErrorKind::TooLarge),
        (45009, ErrorKind::Quota),
        (45011, ErrorKind::Throttled),
        (45015, ErrorKind::WindowClosed),
        (45047, ErrorKind::Quota),
        (48001, ErrorKind::Forbidden),
        (48002, ErrorKind::Blocked),
        (50002, ErrorKind::Forbidden),
        (87014, ErrorKind::Content),
        (999_999, ErrorKind::Invalid),
    ] {
        let Step::Stop(error) = ends(code) else {
            panic!("{code}")
        };
        assert_eq!(error.kind, kind, "{code}");
        assert_eq!(
            (error.code.as_str(), error.detail.as_str()),
            (code.to_string().as_str(), "what it says rid: 1")
        );
        assert_eq!(errors::kind(code), kind);
    }
}

#[test]
fn an_answer_that_is_not_the_platforms_is_no_yes() {
    for body in ["", "{}", "[]", "<html>Sign in</html>", r#"{"errcode":{}}"#] {
        let end = plain().deliver(&said(draft("hi")), |_, _| Answer::of(200, body));
        assert!(
            matches!(end, Step::Stop(error) if error.kind == ErrorKind::Unknown),
            "{body}"
        );
    }
}

#[test]
fn what_may_have_arrived_is_unknown_and_an_upload_is_done_again() {
    let lost = |outbound: &Outbound| plain().deliver(outbound, |_, _| Answer::failed(Failure::Ambiguous));
    let kind = |step| match step {
        Step::Stop(DeliveryError { kind, .. }) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(lost(&said(draft("hi")))), ErrorKind::Unknown);
    assert_eq!(kind(lost(&canonical(Ability::Image))), ErrorKind::Away);
    assert_eq!(kind(lost(&canonical(Ability::Template))), ErrorKind::Away);
    assert_eq!(kind(lost(&canonical(Ability::Typing))), ErrorKind::Away);
}

#[test]
fn typing_that_is_shown_already_is_shown() {
    let typing = canonical(Ability::Typing);
    let end = plain().deliver(&typing, |_, _| {
        Answer::of(200, r#"{"errcode":45081,"errmsg":"command count reach limit"}"#)
    });
    assert!(matches!(end, Step::Done(_)));
    let end = plain().deliver(&typing, |_, _| {
        Answer::of(200, r#"{"errcode":45080,"errmsg":"no interaction"}"#)
    });
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::WindowClosed));
    assert_eq!(bodies(&typing)[0]["command"], "Typing");
}
