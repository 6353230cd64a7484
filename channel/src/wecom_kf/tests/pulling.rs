//! Fetching: cursors, the call's token, gaps.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Answer, ErrorKind, Failure, Health, Page, PullHint, Request, Retry, Step, Trigger, What, kit::Kit,
};

use super::{ACCOUNT, KIT, NOW, errcode, json, as_text};

const DAY: i64 = 86_400_000;

fn hint() -> PullHint {
    PullHint {
        account: "wkOTHER".to_owned(),
        token: "ENC".to_owned(),
    }
}

/// What is asked after these answers.
fn asked(cursor: Option<&str>, answers: &[Answer]) -> Value {
    match KIT.pull(cursor, &hint(), answers) {
        Step::Send(request) => {
            let line = as_text(&request);
            assert!(
                line.starts_with("POST /cgi-bin/kf/sync_msg?access_token=TOKEN "),
                "{line}"
            );
            json(&line)
        }
        other => panic!("{other:?}"),
    }
}

fn page(more: u8, next: &str, times: &[i64]) -> String {
    let item = |time: &i64| {
        json!({
            "msgid": format!("m{time}"), "open_kfid": ACCOUNT, "external_userid": "wm1", "origin": 3,
            "send_time": time / 1_000, "msgtype": "text", "text": { "content": "在吗" },
        })
    };
    let list: Vec<_> = times.iter().map(item).collect();
    json!({ "errcode": 0, "next_cursor": next, "has_more": more, "msg_list": list }).to_string()
}

fn at(now: i64) -> Kit<'static> {
    Kit { now, ..KIT }
}

fn gap(page: &Page) -> Option<String> {
    page.events.iter().find_map(|event| match &event.what {
        What::Health(Health::Degraded {
            code: "loss_possible",
            detail,
        }) => Some(detail.clone()),
        _ => None,
    })
}

#[test]
fn the_first_fetch_has_no_cursor_and_the_next_has_the_providers() {
    let first = asked(None, &[]);
    assert_eq!(
        first,
        json!({ "open_kfid": "wkOTHER", "limit": 1000, "voice_format": 0, "token": "ENC" })
    );
    let next = KIT.page(None, &page(0, "CUR", &[NOW])).next;
    assert_eq!(asked(Some(&next), &[])["cursor"], "CUR");
    assert_eq!(
        asked(Some("4gw7bare"), &[])["cursor"],
        "4gw7bare",
        "one brought from elsewhere"
    );
}

#[test]
fn a_rejected_token_is_left_out() {
    let again = asked(None, &[errcode(95_007)]);
    assert_eq!(again.get("token"), None);
    assert_eq!(again["open_kfid"], "wkOTHER");
    match KIT.pull(None, &hint(), &[errcode(95_007), errcode(95_007)]) {
        Step::Stop(error) => assert_eq!(error.code, "95007"),
        other => panic!("asked for ever: {other:?}"),
    }
}

#[test]
fn an_access_token_that_ran_out_is_renewed() {
    for code in [40_001, 40_014, 41_001, 42_001] {
        let step = KIT.pull(None, &hint(), &[errcode(code)]);
        assert!(
            matches!(
                step,
                Step::NeedToken {
                    kind: "access",
                    refresh: true
                }
            ),
            "{step:?}"
        );
    }
}

#[test]
fn an_empty_page_with_more_goes_on() {
    let found = KIT.page(None, &page(1, "C2", &[]));
    assert!(found.more && found.events.is_empty() && found.problems.is_empty());
    assert_eq!(asked(Some(&found.next), &[])["cursor"], "C2");
}

#[test]
fn a_page_that_leads_back_to_itself_ends() {
    let first = KIT.page(None, &page(1, "C2", &[NOW]));
    let second = KIT.page(Some(&first.next), &page(1, "C2", &[]));
    assert!(!second.more);
    let without = KIT.page(Some(&first.next), r#"{"errcode":0,"has_more":"1","msg_list":[]}"#);
    assert!(!without.more, "no cursor, no next page");
    assert_eq!(
        asked(Some(&without.next), &[])["cursor"],
        "C2",
        "what was known is kept"
    );
}

#[test]
fn one_bad_item_loses_only_itself() {
    let found = KIT.page(Some("{}"), super::PAGES[4].1);
    assert_eq!((found.events.len(), found.problems.len()), (1, 14));
    let What::Message(message) = &found.events[0].what else {
        panic!("{found:?}")
    };
    assert_eq!(message.text, "这一条是好的");
}

#[test]
fn more_than_three_days_unseen_may_have_lost_messages() {
    let next = KIT.page(None, &page(0, "C1", &[NOW])).next;
    let soon = at(NOW + 3 * DAY).page(Some(&next), &page(0, "C2", &[]));
    assert_eq!(gap(&soon), None);
    let late = at(NOW + 3 * DAY + 1).page(Some(&next), &page(1, "C2", &[NOW + 2 * DAY]));
    assert_eq!(gap(&late).as_deref(), Some("2026-11-22T09:00:00.000Z"));
    assert_eq!(late.events[0].account, ACCOUNT);
    assert_eq!(
        late.events[0].id,
        format!("gap:{NOW}"),
        "the same gap has the same id"
    );
    let following = at(NOW + 3 * DAY + 1).page(Some(&late.next), &page(0, "C3", &[]));
    assert_eq!(gap(&following), None, "said once");
}

#[test]
fn who_looked_and_found_nothing_has_no_gap() {
    let first = KIT.page(None, &page(0, "C1", &[NOW])).next;
    let looked = at(NOW + 2 * DAY).page(Some(&first), &page(0, "C1", &[]));
    let found = at(NOW + 4 * DAY).page(Some(&looked.next), &page(0, "C2", &[NOW + 4 * DAY]));
    assert_eq!(
        gap(&found),
        None,
        "a quiet account is no alarm while somebody looks"
    );
}

#[test]
fn while_pages_are_left_the_last_item_says_what_was_seen() {
    let left = KIT.page(Some("{}"), &page(1, "C1", &[NOW - 2 * DAY]));
    let later = at(NOW + DAY + 1).page(Some(&left.next), &page(0, "C2", &[]));
    assert!(gap(&later).is_some());
}

#[test]
fn what_was_said_before_the_first_fetch_is_history() {
    let history = |page: &Page| -> Vec<bool> {
        let of = |event: &yingke_channel_contract::Inbound| match &event.what {
            What::Message(message) => message.history,
            other => panic!("{other:?}"),
        };
        page.events.iter().map(of).collect()
    };
    let first = KIT.page(None, &page(1, "C1", &[NOW - DAY, NOW - 60_000]));
    assert_eq!(history(&first), [true, false]);
    let second = KIT.page(Some(&first.next), &page(0, "C2", &[NOW - DAY / 2]));
    assert_eq!(history(&second), [true], "still the first fetch");
    let third = KIT.page(Some(&second.next), &page(0, "C3", &[NOW - DAY / 2]));
    assert_eq!(history(&third), [false], "late, and said to us");
}

#[test]
fn a_page_that_was_cut_is_asked_for_smaller() {
    let cut = Answer::of(200, &page(1, "C1", &[NOW, NOW])[..90]);
    let limit = |answers: &[Answer]| asked(None, answers)["limit"].clone();
    assert_eq!(limit(std::slice::from_ref(&cut)), 100);
    assert_eq!(limit(&[cut.clone(), errcode(95_007)]), 100);
    let whole = Answer::of(200, page(1, "C1", &[NOW]));
    let Step::Done(found) = KIT.pull(None, &hint(), &[cut.clone(), whole]) else {
        panic!("no page")
    };
    assert_eq!(
        asked(Some(&found.next), &[])["limit"],
        100,
        "the next is not cut again"
    );
    let all = vec![cut; 4];
    let Step::Stop(error) = KIT.pull(None, &hint(), &all) else {
        panic!("asked for ever")
    };
    assert_eq!(error.retry(), Retry::BackOff);
}

#[test]
fn a_fetch_without_an_answer_is_tried_again() {
    for answer in [
        Answer::failed(Failure::Ambiguous),
        Answer::failed(Failure::NotSent),
        Answer::of(502, "<html>"),
        Answer::of(200, "<html>"),
        errcode(-1),
        errcode(45_009),
    ] {
        let Step::Stop(error) = KIT.pull(None, &hint(), std::slice::from_ref(&answer)) else {
            panic!("{answer:?}")
        };
        assert_ne!(error.retry(), Retry::Never, "{answer:?}");
    }
    let Step::Stop(gone) = KIT.pull(None, &hint(), &[errcode(95_000)]) else {
        panic!("done")
    };
    assert_eq!(gone.kind, ErrorKind::Unauthorised, "the account is no more");
}

#[test]
fn entering_opens_nothing_unless_a_welcome_is_allowed() {
    let found = KIT.page(Some("{}"), super::PAGES[2].1);
    let opens: Vec<_> = found.events.iter().take(2).map(|event| event.opens).collect();
    assert_eq!(opens, [Some(Trigger::Enter), None]);
    assert_eq!(found.events[0].context["welcome_code"], "aaaaaa");
    assert!(found.events[1].context.is_empty());
    assert!(found.events[2..].iter().all(|event| event.opens.is_none()));
}

#[test]
fn every_fail_type_has_a_reason() {
    for (fail_type, kind) in [
        (0, ErrorKind::Away),
        (1, ErrorKind::Unauthorised),
        (2, ErrorKind::Forbidden),
        (4, ErrorKind::WindowClosed),
        (5, ErrorKind::WindowClosed),
        (6, ErrorKind::Quota),
        (7, ErrorKind::Forbidden),
        (8, ErrorKind::Forbidden),
        (9, ErrorKind::Forbidden),
        (10, ErrorKind::Blocked),
        (11, ErrorKind::Forbidden),
        (12, ErrorKind::Unsendable),
        (13, ErrorKind::Content),
        (99, ErrorKind::Away),
    ] {
        let body = json!({ "errcode": 0, "next_cursor": "C", "has_more": 0, "msg_list": [{
            "msgid": "e1", "send_time": 1, "origin": 4, "msgtype": "event",
            "event": { "event_type": "msg_send_fail", "open_kfid": "wk1", "external_userid": "wm1",
                       "fail_msgid": "ours", "fail_type": fail_type },
        }]});
        let found = KIT.page(Some("{}"), &body.to_string());
        let What::Receipt {
            state: Err(error), ..
        } = &found.events[0].what
        else {
            panic!("{found:?}")
        };
        assert_eq!(error.kind, kind, "{fail_type}");
        assert!(!error.detail.is_empty());
    }
}

#[test]
fn without_a_token_one_is_needed_first() {
    let tokens = std::collections::BTreeMap::new();
    let step = KIT.within(|ctx| {
        let bare = yingke_channel_contract::Ctx {
            tokens: &tokens,
            settings: ctx.settings,
            callback: ctx.callback,
            account: ctx.account,
            now: ctx.now,
            chance: ctx.chance,
        };
        yingke_channel_contract::Puller::pull(&super::WecomKf, &bare, None, &hint(), &[])
    });
    assert!(
        matches!(
            step,
            Step::NeedToken {
                kind: "access",
                refresh: false
            }
        ),
        "{step:?}"
    );
}

#[test]
fn an_address_that_is_none_stops() {
    let settings = [&[("base_url", "no address")][..], super::SETTINGS].concat();
    let kit = Kit {
        settings: &settings,
        ..KIT
    };
    let step = kit.pull(None, &hint(), &[]);
    assert!(matches!(step, Step::Stop(_)), "{step:?}");
    let _: fn(&Request) -> String = as_text;
}
