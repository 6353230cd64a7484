//! What refusals mean.

use super::*;

fn kind(answer: Answer) -> ErrorKind {
    stopped(deliver(&said(draft("a")), |_, _| answer.clone()).1).kind
}

fn refused(status: u16, message: &str) -> Answer {
    Answer::of(status, json!({ "message": message }).to_string())
}

#[test]
fn each_refusal_has_its_word() {
    for (status, message, wanted) in [
        (429, "You have reached your monthly limit.", ErrorKind::Quota),
        (429, "The API rate limit has been exceeded. Try again later.", ErrorKind::Throttled),
        (401, "Authentication failed. Confirm that the access token is valid.", ErrorKind::Unauthorised),
        (403, "Not allowed", ErrorKind::Forbidden),
        (400, "Failed to send messages", ErrorKind::Unreachable),
        (400, "The property, 'to', in the request body is invalid (line: -, column: -)", ErrorKind::Unreachable),
        (400, "A message (messages[0]) in the request body is invalid", ErrorKind::Invalid),
        (413, "Payload too large", ErrorKind::TooLarge),
        (409, "Conflict", ErrorKind::Invalid),
        (500, "Internal Server Error", ErrorKind::Away),
    ] {
        assert_eq!(kind(refused(status, message)), wanted, "{status} {message}");
    }
}

#[test]
fn a_key_that_was_taken_before_is_a_success() {
    let body = r#"{"message":"The retry key is already accepted","sentMessages":[{"id":"777","quoteToken":"q"}]}"#;
    let (_, step) = deliver(&said(draft("a")), |_, _| Answer::of(409, body));
    assert_eq!(parts(step), ["777"]);
    // Headers that are not kept are not needed; where one is, it is enough.
    let bare = || Answer::of(409, "{}").with("x-line-accepted-request-id", "123e4567-e89b-12d3-a456-426655440000");
    let (_, step) = deliver(&said(draft("a")), |_, _| bare());
    assert!(parts(step).is_empty());
}

#[test]
fn where_it_is_wrong_stands_in_the_error() {
    let body = r#"{"message":"The request body has 1 error(s)","details":[{"message":"May not be empty","property":"messages[0].text"}]}"#;
    let error = stopped(deliver(&said(draft("a")), |_, _| Answer::of(400, body)).1);
    assert_eq!(error.detail, "The request body has 1 error(s); messages[0].text: May not be empty");
    assert_eq!(error.code, "400");
}

#[test]
fn a_stranger_who_answers_200_leaves_it_open() {
    for body in ["<html>Sign in</html>", "", "null", "[]"] {
        assert_eq!(kind(Answer::of(200, body)), ErrorKind::Unknown, "{body}");
    }
}

#[test]
fn what_was_cut_off_may_have_arrived_but_dots_do_no_harm() {
    let cut = |ability| deliver(&kit::canonical(ability), |_, _| Answer::failed(Failure::Ambiguous)).1;
    assert_eq!(stopped(cut(Ability::Text)).kind, ErrorKind::Unknown);
    assert_eq!(stopped(cut(Ability::Typing)).kind, ErrorKind::Away);
}

#[test]
fn too_fast_waits_as_long_as_line_says() {
    let answer = refused(429, "The API rate limit has been exceeded.").with("retry-after", "3");
    let error = stopped(deliver(&said(draft("a")), |_, _| answer.clone()).1);
    assert_eq!(error.retry(), Retry::After(Span::seconds(3)));
}
