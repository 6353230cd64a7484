//! Who holds a thread: ours from intake on, somebody's in WeCom, ended.

use yingke_channel_contract::{Answer, ErrorKind, Outbound, Recipient, Retry, Sent, Service, Step, kit};

use super::{ACCOUNT, errcode, json, sent};

fn service(state: Service) -> Outbound {
    let to = Recipient {
        id: "wm1".to_owned(),
        ..Recipient::default()
    };
    Outbound::Service { to, state }
}

/// Answers one after the other; what was asked as `path {"…"}`, and the end.
fn told(outbound: &Outbound, answers: &[&str]) -> (Vec<String>, Step<Sent>) {
    let (asked, end) = sent(outbound, |at, _| Answer::of(200, answers[at]));
    let paths = asked.iter().map(|line| {
        let path = line.split(['?', ' ']).nth(1).unwrap();
        let body = json(line);
        assert_eq!(body["open_kfid"], ACCOUNT);
        let state = &body["service_state"];
        format!("{} {state}", path.trim_start_matches("/cgi-bin/kf/"))
    });
    (paths.collect(), end)
}

fn state(number: i64) -> String {
    format!(r#"{{"errcode":0,"errmsg":"ok","service_state":{number},"servicer_userid":"zhouqi"}}"#)
}

const OK: &str = r#"{"errcode":0,"errmsg":"ok","msg_code":"CODE"}"#;
const NOT_ALLOWED: &str = r#"{"errcode":95016,"errmsg":"invalid service state"}"#;

#[test]
fn a_new_thread_becomes_ours() {
    let (asked, end) = told(&service(Service::Ours), &[&state(0), OK]);
    assert_eq!(asked, ["service_state/get null", "service_state/trans 1"]);
    assert!(matches!(end, Step::Done(_)), "{end:?}");
}

#[test]
fn a_thread_that_is_ours_stays_so() {
    let (asked, end) = told(&service(Service::Ours), &[&state(1)]);
    assert_eq!(asked.len(), 1);
    assert!(matches!(end, Step::Done(_)), "{end:?}");
}

#[test]
fn what_wecom_holds_is_not_taken() {
    for (number, detail) in [(2, "zhouqi"), (3, "zhouqi")] {
        let (asked, end) = told(&service(Service::Ours), &[&state(number)]);
        assert_eq!(asked.len(), 1);
        let Step::Stop(error) = end else { panic!("{end:?}") };
        assert_eq!((error.kind, error.detail.as_str()), (ErrorKind::Held, detail));
    }
    let (_, end) = told(&service(Service::Ours), &[&state(4)]);
    let Step::Stop(error) = end else { panic!("{end:?}") };
    assert_eq!(
        error.kind,
        ErrorKind::WindowClosed,
        "it begins anew with the customer's next message"
    );
}

#[test]
fn somebody_in_wecom_was_faster() {
    let (_, end) = told(&service(Service::Ours), &[&state(0), NOT_ALLOWED]);
    let Step::Stop(error) = end else { panic!("{end:?}") };
    assert_eq!((error.kind, error.code.as_str()), (ErrorKind::Held, "95016"));
}

#[test]
fn ending_is_one_request() {
    let (asked, end) = told(&service(Service::Ended), &[OK]);
    assert_eq!(asked, ["service_state/trans 4"]);
    assert!(matches!(end, Step::Done(_)), "{end:?}");
}

#[test]
fn what_is_ended_already_is_done() {
    for refused in [NOT_ALLOWED, r#"{"errcode":95013,"errmsg":"session ended"}"#] {
        let (asked, end) = told(&service(Service::Ended), &[refused, &state(4)]);
        assert_eq!(asked, ["service_state/trans 4", "service_state/get null"]);
        assert!(matches!(end, Step::Done(_)), "{end:?}");
    }
    let (_, end) = told(&service(Service::Ended), &[NOT_ALLOWED, &state(3)]);
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Held));
}

#[test]
fn handing_over_names_somebody_or_nobody() {
    let to = |by: &str| service(Service::Theirs { by: by.to_owned() });
    assert_eq!(told(&to("zhouqi"), &[OK]).0, ["service_state/trans 3"]);
    assert_eq!(told(&to(""), &[OK]).0, ["service_state/trans 2"]);
    let (_, end) = told(&to("zhouqi"), &[r#"{"errcode":95014,"errmsg":"not on duty"}"#]);
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Forbidden));
}

#[test]
fn a_draft_into_a_thread_that_wecom_holds_says_who() {
    let refused = r#"{"errcode":95018,"errmsg":"send msg session status invalid"}"#;
    let draft = Outbound::Draft(Box::new(kit::draft("您好")));
    for (number, kind) in [
        (2, ErrorKind::Held),
        (3, ErrorKind::Held),
        (4, ErrorKind::WindowClosed),
    ] {
        let (asked, end) = told(&draft, &[refused, &state(number)]);
        assert_eq!(asked, ["send_msg null", "service_state/get null"]);
        let Step::Stop(error) = end else { panic!("{end:?}") };
        assert_eq!(
            (error.kind, error.code.as_str(), error.retry()),
            (kind, "95018", Retry::Never)
        );
        assert!(kind != ErrorKind::Held || error.detail == "zhouqi");
    }
}

#[test]
fn a_state_as_text_or_under_the_other_name_is_read() {
    let odd = r#"{"errcode":"0","service_state":"3","service_userid":"wanglan"}"#;
    let (_, end) = told(&service(Service::Ours), &[odd]);
    assert!(matches!(end, Step::Stop(error) if error.detail == "wanglan"));
    let waiting = r#"{"errcode":0,"service_state":2}"#;
    let (_, end) = told(&service(Service::Ours), &[waiting]);
    assert!(matches!(end, Step::Stop(error) if error.detail == "在企业微信待接入池中"));
}

#[test]
fn changing_a_state_twice_does_no_harm() {
    let cut = Answer::failed(yingke_channel_contract::Failure::Ambiguous);
    let (_, end) = sent(&service(Service::Ended), |_, _| cut.clone());
    assert!(matches!(end, Step::Stop(error) if error.retry() == Retry::BackOff));
    let (_, end) = sent(&service(Service::Ended), |_, _| errcode(42_001));
    assert!(matches!(end, Step::NeedToken { refresh: true, .. }));
}
