//! What pushes mean.

use yingke_channel_contract::{Content, Inbound, Trigger, What};

use super::*;

fn pushed(body: &str) -> yingke_channel_contract::Parsed {
    let mut request = Http::post("/api/v1/hooks/KEY")
        .body(Bytes::from(body.to_owned()))
        .unwrap();
    plain().within(|ctx| {
        sign_plainly(ctx, &mut request);
        let verified =
            super::super::inbound::verify(ctx, yingke_channel_contract::Incoming(request)).unwrap();
        super::super::inbound::parse(&verified)
    })
}

fn only(name: &str) -> Inbound {
    let mut parsed = plain().parsed(name);
    assert_eq!(parsed.events.len(), 1, "{name}");
    parsed.events.remove(0)
}

#[test]
fn a_message_is_known_by_its_msgid_and_stays_a_string() {
    assert_eq!(only("text").id, "23847659201837465");
}

#[test]
fn events_of_one_second_differ_in_name_key_and_message() {
    let ids: std::collections::BTreeSet<_> = REQUESTS
        .iter()
        .flat_map(|(name, _)| plain().parsed(name).events)
        .map(|event| event.id)
        .collect();
    let all: usize = REQUESTS
        .iter()
        .map(|(name, _)| plain().parsed(name).events.len())
        .sum();
    assert_eq!(ids.len(), all);
    assert_eq!(
        only("click").id,
        "oDF3iY9ffA-hqb2vVvbr7qxf6A0Q:1795338000:CLICK:MENU_HUMAN"
    );
}

#[test]
fn windows_open_by_what_the_customer_did() {
    for (name, trigger) in [
        ("text", Some(Trigger::Message)),
        ("unknown_kind", Some(Trigger::Message)),
        ("click", Some(Trigger::Menu)),
        ("scancode_waitmsg", Some(Trigger::Menu)),
        ("scan", Some(Trigger::Scan)),
        // None of these lets us write.
        ("view", None),
        ("pic_weixin", None),
        ("unsubscribe", None),
        ("location_event", None),
        ("template_arrived", None),
    ] {
        assert_eq!(only(name).opens, trigger, "{name}");
    }
    let followed = plain().parsed("subscribe").events;
    assert_eq!(followed[0].opens, None);
    assert_eq!(followed[1].opens, Some(Trigger::Enter));
}

#[test]
fn the_first_number_of_a_place_is_the_latitude() {
    let What::Message(message) = only("location").what else {
        panic!("a message");
    };
    let Some(Content::Location(place)) = message.content else {
        panic!("a place");
    };
    assert!((place.latitude.degrees() - 31.230_416).abs() < 1e-7);
    assert!((place.longitude.degrees() - 121.473_701).abs() < 1e-7);
}

#[test]
fn a_place_nowhere_is_a_problem_of_its_own() {
    for number in ["north", "NaN", "181", "1e400"] {
        let parsed = pushed(&format!(
            "<xml><FromUserName>o1</FromUserName><CreateTime>1795338000</CreateTime><MsgType>location</MsgType>\
             <Location_X>{number}</Location_X><Location_Y>1</Location_Y><MsgId>1</MsgId></xml>"
        ));
        assert!(parsed.events.is_empty());
        assert_eq!(parsed.problems[0].at, "Location_X");
    }
}

#[test]
fn what_the_platform_does_not_show_is_not_taken_for_the_customers_words() {
    let What::Message(message) = only("text_not_shown").what else {
        panic!("a message");
    };
    assert!(matches!(message.content, Some(Content::Unsupported { .. })));
}

#[test]
fn a_doctype_that_a_customer_typed_is_words() {
    let What::Message(message) = only("text_escaped").what else {
        panic!("a message");
    };
    assert_eq!(message.text, "3 < 5 && 你好 <!DOCTYPE html>");
}

#[test]
fn a_message_without_sender_or_kind_is_a_problem() {
    for body in [
        "<xml><MsgType>text</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>",
        "<xml><FromUserName>o1</FromUserName><Content>hi</Content><MsgId>1</MsgId></xml>",
    ] {
        let parsed = pushed(body);
        assert_eq!((parsed.events.len(), parsed.problems.len()), (0, 1));
    }
}

#[test]
fn a_time_out_of_this_world_is_none() {
    for time in ["9223372036854775807", "-5", "soon", ""] {
        let parsed = pushed(&format!(
            "<xml><FromUserName>o1</FromUserName><CreateTime>{time}</CreateTime><MsgType>text</MsgType>\
             <Content>hi</Content><MsgId>1</MsgId></xml>"
        ));
        assert_eq!(parsed.events[0].at, None, "{time}");
    }
}

#[test]
fn an_event_is_known_in_whichever_case() {
    for (name, wanted) in [
        ("Scan", 1),
        ("SUBSCRIBE", 2),
        ("view", 1),
        ("user_get_card", 0),
        ("card_pass_check", 0),
    ] {
        let parsed = pushed(&format!(
            "<xml><FromUserName>o1</FromUserName><CreateTime>1795338000</CreateTime><MsgType>event</MsgType>\
             <Event>{name}</Event></xml>"
        ));
        assert_eq!(parsed.events.len(), wanted, "{name}");
        assert!(parsed.problems.is_empty(), "{name}");
    }
}
