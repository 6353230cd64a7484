//! What Discord's refusals mean.

use yingke_channel_contract::{
    Ability, ErrorKind, Failure, Outbound, Step,
    kit::{canonical, draft},
};

use super::{
    sending::{delivered, in_thread, kind},
    *,
};

const CODES: &[(u16, &str, ErrorKind)] = &[
    (
        403,
        r#"{"code":50007,"message":"Cannot send messages to this user"}"#,
        ErrorKind::Blocked,
    ),
    (403, r#"{"code":50278,"message":"x"}"#, ErrorKind::Blocked),
    (
        404,
        r#"{"code":10003,"message":"Unknown Channel"}"#,
        ErrorKind::Unreachable,
    ),
    (
        404,
        r#"{"code":10013,"message":"Unknown User"}"#,
        ErrorKind::Unreachable,
    ),
    (
        400,
        r#"{"code":50033,"message":"Invalid Recipient(s)"}"#,
        ErrorKind::Unreachable,
    ),
    (
        403,
        r#"{"code":50001,"message":"Missing Access"}"#,
        ErrorKind::Forbidden,
    ),
    (
        403,
        r#"{"code":50013,"message":"Missing Permissions"}"#,
        ErrorKind::Forbidden,
    ),
    (
        400,
        r#"{"code":50035,"message":"Invalid Form Body"}"#,
        ErrorKind::Invalid,
    ),
    (
        413,
        r#"{"code":40005,"message":"Request entity too large"}"#,
        ErrorKind::TooLarge,
    ),
    (413, "<html>", ErrorKind::TooLarge),
    (
        429,
        r#"{"code":20028,"retry_after":2.5,"message":"x"}"#,
        ErrorKind::Throttled,
    ),
    (429, "<html>error code: 1015</html>", ErrorKind::Throttled),
    (
        401,
        r#"{"code":0,"message":"401: Unauthorized"}"#,
        ErrorKind::Unauthorised,
    ),
    (
        401,
        r#"{"code":50014,"message":"Invalid authentication token"}"#,
        ErrorKind::Unauthorised,
    ),
    (400, r#"{"code":200000,"message":"AutoMod"}"#, ErrorKind::Content),
    (403, r#"{"code":20009,"message":"Explicit"}"#, ErrorKind::Content),
    (
        400,
        r#"{"code":99999999,"message":"of tomorrow"}"#,
        ErrorKind::Invalid,
    ),
    (400, r#"{"code":"50007"}"#, ErrorKind::Invalid),
    (503, r#"{"code":130000,"message":"overloaded"}"#, ErrorKind::Away),
    (500, "", ErrorKind::Away),
];

#[test]
fn codes_say_more_than_the_status() {
    for (status, text, wanted) in CODES {
        let (_, step) = delivered(&in_thread(draft("好")), |_, _| Answer::of(*status, *text));
        assert_eq!(kind(&step), *wanted, "{status} {text}");
    }
}

#[test]
fn the_body_says_when_to_come_back_more_exactly_than_the_header() {
    let told =
        Answer::of(429, r#"{"message":"x","retry_after":0.25,"global":false}"#).with("retry-after", "1");
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| told.clone());
    let Step::Stop(error) = step else { panic!() };
    assert_eq!(error.retry(), Retry::After(Span::millis(250)));
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| {
        Answer::of(429, "<html>").with("retry-after", "7")
    });
    let Step::Stop(error) = step else { panic!() };
    assert_eq!(error.retry(), Retry::After(Span::seconds(7)));
}

#[test]
fn a_form_it_does_not_like_names_the_field() {
    let refused = r#"{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH"}]}}}"#;
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| Answer::of(400, refused));
    let Step::Stop(error) = step else { panic!() };
    assert_eq!(error.code, "50035");
    assert!(error.detail.contains("BASE_TYPE_MAX_LENGTH"));
}

#[test]
fn only_a_message_may_have_arrived_unseen() {
    let cut = |outbound: &Outbound, bad: usize| {
        kind(
            &delivered(outbound, |at, request| {
                if at == bad {
                    Answer::failed(Failure::Ambiguous)
                } else {
                    accept(request)
                }
            })
            .1,
        )
    };
    let text = canonical(Ability::Text);
    assert_eq!(
        cut(&text, 0),
        ErrorKind::Away,
        "opening a channel twice opens one"
    );
    assert_eq!(cut(&text, 1), ErrorKind::Unknown);
    for ability in [Ability::Edit, Ability::Recall, Ability::Typing] {
        assert_eq!(cut(&canonical(ability), 1), ErrorKind::Away, "{ability:?}");
    }
}

#[test]
fn a_200_that_is_none_of_discords_is_no_message() {
    let (_, step) = delivered(&canonical(Ability::Text), |_, _| {
        Answer::of(200, "<html>Sign in</html>")
    });
    assert_eq!(kind(&step), ErrorKind::Away);
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| Answer::of(200, "{}"));
    assert_eq!(kind(&step), ErrorKind::Unknown);
}
