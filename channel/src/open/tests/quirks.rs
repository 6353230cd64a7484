//! What a careless bridge sends.

use http::StatusCode;
use yingke_channel_contract::{Content, Message, Parsed, What};
use yingke_words::Time;

use super::{called, said, with};

fn problems(parsed: &Parsed) -> Vec<String> {
    parsed
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.at, problem.what))
        .collect()
}

fn only(parsed: &Parsed) -> Message {
    match &parsed.events[..] {
        [event] => match &event.what {
            What::Message(message) => message.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unknown_content_is_shown_and_not_lost() {
    let parsed = said(r#"{"type":"message","id":"1","from":"u","content":{"type":"red_packet","money":5}}"#);
    let kind = "red_packet".to_owned();
    assert_eq!(only(&parsed).content, Some(Content::Unsupported { kind }));
    assert!(parsed.problems.is_empty());
}

#[test]
fn a_content_of_the_wrong_shape_is_shown_and_noted() {
    let parsed = said(
        r#"{"type":"message","id":"1","from":"u","text":"在这里","content":{"type":"location","latitude":931,"longitude":0}}"#,
    );
    assert_eq!(only(&parsed).text, "在这里");
    let kind = "location".to_owned();
    assert_eq!(only(&parsed).content, Some(Content::Unsupported { kind }));
    assert_eq!(problems(&parsed), ["content: is no location: not an angle"]);
}

#[test]
fn content_and_sender_may_be_written_as_a_text() {
    let parsed = said(
        r#"{"type":"message","id":"1","from":"{\"id\":\"u\",\"name\":\"沈悦\"}","content":"{\"type\":\"pressed\",\"id\":7}"}"#,
    );
    assert_eq!(parsed.events[0].from.name, "沈悦");
    let id = "7".to_owned();
    assert_eq!(only(&parsed).content, Some(Content::Pressed { id }));
}

#[test]
fn numbers_stand_where_texts_belong_and_the_other_way_round() {
    let parsed = said(
        r#"{"type":"message","id":7301000000000000001,"at":"1795338000","from":{"id":9007199254740993},"text":5,
            "content":{"type":"location","latitude":"31.230416","longitude":"121.4737","name":12}}"#,
    );
    let event = &parsed.events[0];
    assert_eq!(event.id, "7301000000000000001");
    assert_eq!(event.from.id, "9007199254740993");
    assert_eq!(event.at, Some(Time::from_millis(1_795_338_000_000)));
    assert_eq!(only(&parsed).text, "5");
    assert!(matches!(only(&parsed).content, Some(Content::Location(place)) if place.name == "12"));
}

#[test]
fn times_come_in_three_ways_and_a_bad_one_costs_no_message() {
    for at in [r#""2026-11-22T17:00:00+08:00""#, "1795338000", "1795338000000"] {
        let parsed = said(&format!(
            r#"{{"type":"message","id":"1","from":"u","text":"a","at":{at}}}"#
        ));
        assert_eq!(
            parsed.events[0].at,
            Some(Time::from_millis(1_795_338_000_000)),
            "{at}"
        );
    }
    for at in [r#""yesterday""#, "9e99", "-5", "9007199254740993", "[]"] {
        let parsed = said(&format!(
            r#"{{"type":"message","id":"1","from":"u","text":"a","at":{at}}}"#
        ));
        assert_eq!(parsed.events[0].at, None, "{at}");
        assert_eq!(parsed.problems[0].at, "at");
    }
}

#[test]
fn a_bad_item_loses_only_itself() {
    let parsed = said(
        r#"{"events":[{"type":"message","id":"1","from":"u","text":"a"},{"type":"message","id":"2","from":{},"text":"b"},
            7,{"type":"jump","id":"3","from":"u"},{"type":"message","id":"4","from":"u"},{"type":"typing","from":"u"}]}"#,
    );
    assert_eq!(parsed.events.len(), 2);
    assert_eq!(
        problems(&parsed),
        [
            "events[1].from.id: is missing",
            "events[2]: is no object",
            "events[3].type: is `jump`, which is no event of ours",
            "events[4].text: is missing, and there is no content and no file either",
        ]
    );
    assert_eq!(parsed.answer.status(), StatusCode::OK);
}

#[test]
fn a_call_of_nothing_but_mistakes_is_told_so() {
    for (body, at) in [
        ("", ""),
        ("<xml/>", ""),
        ("7", ""),
        (r#"{"events":{}}"#, "events"),
        ("{}", "type"),
    ] {
        let parsed = said(body);
        assert!(parsed.events.is_empty());
        assert_eq!(parsed.problems[0].at, at, "{body}");
        assert_eq!(parsed.answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let answer: serde_json::Value = serde_json::from_slice(parsed.answer.body()).unwrap();
        assert_eq!(answer["problems"][0]["at"], at);
    }
    // An empty batch is a bridge that had nothing to say.
    assert_eq!(said(r#"{"events":[]}"#).answer.status(), StatusCode::OK);
}

#[test]
fn a_message_without_an_id_takes_that_of_the_call() {
    let body = r#"{"events":[{"type":"message","from":"u","text":"在吗"},{"type":"message","from":"u","text":"在吗"}]}"#;
    let parsed = said(body);
    let ids: Vec<_> = parsed.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["msg_1:0", "msg_1:1"]);
    // Where nothing signs a call's id there is none to take: two that say the same are two.
    let kit = with(&[("signing", "header"), ("secret", "s")]);
    let parsed = called(&kit, &[("x-signature", "s"), ("webhook-id", "forged")], body).unwrap();
    assert_eq!(problems(&parsed)[0], "events[0].id: is missing");
}

#[test]
fn what_is_no_message_never_takes_a_messages_id() {
    let parsed = said(
        r#"{"events":[{"type":"message","id":"1","from":"u","text":"a"},{"type":"edit","id":"1","from":"u","message":"1","text":"b"}]}"#,
    );
    let ids: Vec<_> = parsed.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["1", "edit:1"]);
}

#[test]
fn one_id_twice_in_a_call_is_one_event() {
    let parsed = said(
        r#"[{"type":"message","id":"1","from":"u","text":"a"},{"type":"message","id":"1","from":"u","text":"a"}]"#,
    );
    assert_eq!(parsed.events.len(), 1);
    assert_eq!(problems(&parsed), ["events[1].id: stands twice in this call"]);
}

#[test]
fn a_file_that_cannot_be_had_leaves_its_message() {
    let parsed = said(
        r#"{"type":"message","id":"1","from":"u","files":[{"url":"file:///etc/passwd"},{"base64":"???"},{"name":"x"},"javascript:1"]}"#,
    );
    let kind = "file".to_owned();
    assert_eq!(only(&parsed).content, Some(Content::Unsupported { kind }));
    assert_eq!(
        problems(&parsed),
        [
            "files[0].url: is no http or https address",
            "files[1].base64: is no base64",
            "files[2].url: is missing",
            "files[3]: is no object",
        ]
    );
}

#[test]
fn base64_comes_in_every_dress() {
    for text in ["+/+/", "-_-_", "data:image/png;base64,+/+/", "+/\\r\\n+/"] {
        let parsed = said(&format!(
            r#"{{"type":"message","id":"1","from":"u","files":[{{"base64":"{text}","mediaType":"image/png"}}]}}"#
        ));
        let file = &only(&parsed).files[0];
        assert_eq!(file.held.as_deref(), Some(&[0xFB, 0xFF, 0xBF][..]), "{text}");
        assert_eq!(file.kind, yingke_channel_contract::FileKind::Image);
    }
}

#[test]
fn nothing_a_browser_must_not_open_gets_through() {
    let parsed = said(
        r#"{"events":[
            {"type":"message","id":"1","from":"u","content":{"type":"link","title":"礼品","url":"javascript:alert(1)"}},
            {"type":"message","id":"2","from":"u","content":{"type":"menu","choices":[{"id":"a","label":"A","url":"data:text/html,x"}]}},
            {"type":"message","id":"3","from":"u","content":{"type":"mail","subject":"s","html":"<script>x</script>"}}]}"#,
    );
    let shown = format!("{:?}", parsed.events);
    for bad in ["javascript", "data:", "<script>"] {
        assert!(!shown.contains(bad), "{bad}");
    }
    assert_eq!(parsed.problems.len(), 3);
}

#[test]
fn another_systems_reasons_and_errors_are_kept_in_words() {
    let parsed = said(
        r#"{"events":[{"type":"health","id":"1","state":"degraded","code":"E7","detail":"慢"},
            {"type":"receipt","id":"2","message":"m","state":"failed","error":{"kind":"odd","code":7}}]}"#,
    );
    let shown = format!("{:?}", parsed.events);
    assert!(shown.contains(r#"code: "reported", detail: "E7: 慢""#), "{shown}");
    assert_eq!(
        problems(&parsed),
        ["events[1].error.kind: is `odd`, which is no kind of error"]
    );
}

#[test]
fn a_nul_and_a_byte_order_mark_do_no_harm() {
    let parsed = said("\u{FEFF}{\"type\":\"message\",\"id\":\"1\",\"from\":\"u\",\"text\":\"a\\u0000b\"}");
    assert_eq!(only(&parsed).text, "ab");
}

#[test]
fn what_nests_too_deep_is_a_problem() {
    let parsed = said(&"[".repeat(100_000));
    assert_eq!(parsed.problems.len(), 1);
}
