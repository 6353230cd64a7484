//! What was said while nobody listened.

use serde_json::{Value, json};
use yingke_channel_contract::{Do, Listener as _};

use super::{gateway::timer, *};
use super::super::place::made_by;

const DIRECT: &str = "319674150115610528";
/// The press of the fixtures, and its secret.
const PRESS: (&str, &str) = ("1573986395779760226", "aW50ZXJhY3Rpb24");
const CHANNEL: &str = "290926798626357999";

/// A bench with settings of its own.
struct Bench {
    settings: &'static [(&'static str, &'static str)],
    state: Value,
    kept: Value,
}

impl Bench {
    fn new(settings: &'static [(&'static str, &'static str)]) -> Self {
        let mut bench = Self {
            settings,
            state: Value::Null,
            kept: Value::Null,
        };
        bench.hear(&Heard::Opened);
        bench
    }

    fn kit(&self) -> Kit<'static> {
        Kit {
            settings: self.settings,
            ..KIT
        }
    }

    fn hear(&mut self, heard: &Heard) -> Turned {
        let turned = self.kit().within(|ctx| Discord.step(ctx, &self.state, heard));
        self.state = turned.state.clone();
        if turned.keep {
            self.kept = turned.state.clone();
        }
        turned
    }

    fn text(&mut self, frame: &Value) -> Turned {
        self.hear(&Heard::Frame(Frame::Text(frame.to_string())))
    }

    /// The session is gone, and a new one begins.
    fn begins_anew(&mut self) -> Turned {
        self.text(&json!({ "op": 9, "d": false }));
        self.hear(&Heard::Opened);
        self.hear(&frame("ready"))
    }

    fn answer(&mut self, answer: Answer) -> Turned {
        self.hear(&Heard::Answered(answer))
    }

    fn list(&mut self, messages: &[Value]) -> Turned {
        self.answer(Answer::of(200, json!(messages).to_string()))
    }

    /// What is asked now: the path and query of a GET.
    fn asks(&self) -> Option<String> {
        let request = self.kit().within(|ctx| Discord.asks(ctx, &self.state))?;
        let Request::Http { head, .. } = request else {
            panic!("a mail");
        };
        assert_eq!(head.method(), "GET");
        assert_eq!(head.headers()["authorization"], "Bot MTEw.TOKEN");
        let path = head.uri().path_and_query().expect("a path").as_str();
        Some(path.strip_prefix("/api/v10/channels/").expect("a channel").to_owned())
    }
}

/// Somebody has written, and the session is lost.
fn with_a_customer() -> Bench {
    let mut bench = Bench::new(SETTINGS);
    bench.hear(&frame("ready"));
    bench.hear(&frame("message"));
    bench
}

/// A message as lists have it: nothing says of which channel.
fn listed(id: u64, text: &str) -> Value {
    json!({ "id": id.to_string(), "type": 0, "content": text, "channel_id": DIRECT,
        "author": { "id": "80351110224678912", "username": "linxia" } })
}

/// The newest message of the fixtures.
const LAST: u64 = 1_573_986_395_779_760_129;

fn texts(turned: &Turned) -> Vec<&str> {
    let said = turned.events.iter().map(|event| match &event.what {
        What::Message(said) | What::Echo(said) => said.text.as_str(),
        other => panic!("{other:?}"),
    });
    said.collect()
}

#[test]
fn a_first_session_misses_nothing_and_a_session_that_goes_on_neither() {
    let mut bench = with_a_customer();
    assert_eq!(bench.asks(), None);
    bench.hear(&Heard::Opened);
    let resumed = bench.hear(&frame("resumed"));
    assert!(!resumed.acts.contains(&Do::Ask), "{resumed:?}");
    assert_eq!(bench.asks(), None);
}

#[test]
fn what_was_said_in_between_is_fetched_oldest_first() {
    let mut bench = with_a_customer();
    let ready = bench.begins_anew();
    assert!(ready.keep && ready.acts.contains(&Do::Ask), "{ready:?}");
    assert_eq!(bench.asks().unwrap(), format!("{DIRECT}/messages?after={LAST}&limit=100"));
    let turned = bench.list(&[listed(LAST + 2, "二"), listed(LAST + 1, "一")]);
    assert_eq!(texts(&turned), ["一", "二"]);
    assert!(turned.keep);
    let event = &turned.events[0];
    assert_eq!((event.id.as_str(), event.from.id.as_str()), ((LAST + 1).to_string().as_str(), "80351110224678912"));
    assert!(matches!(&event.what, What::Message(said) if !said.history), "somebody waits");
    assert_eq!(event.context["channel"], DIRECT);
    assert_eq!(bench.asks(), None);
    // The next gap begins where this one ended.
    bench.begins_anew();
    assert_eq!(bench.asks().unwrap(), format!("{DIRECT}/messages?after={}&limit=100", LAST + 2));
}

#[test]
fn more_than_a_page_is_asked_for_page_by_page() {
    let mut bench = with_a_customer();
    bench.begins_anew();
    let page: Vec<Value> = (1..=100).rev().map(|n| listed(LAST + n, "·")).collect();
    let turned = bench.list(&page);
    assert_eq!((turned.events.len(), turned.acts), (100, vec![Do::Ask]));
    assert_eq!(bench.asks().unwrap(), format!("{DIRECT}/messages?after={}&limit=100", LAST + 100));
    // A crash goes on from there, not from the beginning.
    bench.state = bench.kept.clone();
    bench.hear(&Heard::Opened);
    let resumed = bench.hear(&frame("resumed"));
    assert!(resumed.acts.contains(&Do::Ask));
    assert_eq!(bench.asks().unwrap(), format!("{DIRECT}/messages?after={}&limit=100", LAST + 100));
    assert_eq!(texts(&bench.list(&[listed(LAST + 101, "最后")])), ["最后"]);
    // The same page for ever is no page.
    bench.begins_anew();
    bench.list(&page);
    assert_eq!(bench.asks(), None);
}

#[test]
fn what_comes_meanwhile_waits_for_what_is_older() {
    let mut bench = with_a_customer();
    bench.begins_anew();
    let mut live = listed(LAST + 9, "刚刚");
    live["channel_type"] = 1.into();
    let held = bench.text(&json!({ "op": 0, "t": "MESSAGE_CREATE", "s": 3, "d": live }));
    assert!(held.events.is_empty() && held.keep, "kept, and not told yet");
    // What says nothing does not wait.
    let typing = bench.hear(&frame("typing"));
    assert_eq!(typing.events.len(), 1);
    bench.state = bench.kept.clone();
    bench.hear(&Heard::Opened);
    bench.hear(&frame("resumed"));
    let turned = bench.list(&[listed(LAST + 1, "早先")]);
    assert_eq!(texts(&turned), ["早先", "刚刚"]);
    // From now on it is told at once.
    live["id"] = (LAST + 10).to_string().into();
    let turned = bench.text(&json!({ "op": 0, "t": "MESSAGE_CREATE", "s": 4, "d": live }));
    assert_eq!(texts(&turned), ["刚刚"]);
}

#[test]
fn whoever_cannot_wait_goes_before() {
    let mut bench = with_a_customer();
    bench.begins_anew();
    let mut told = 0;
    for n in 0..101_u64 {
        let d = listed(LAST + 10 + n, "·");
        told += bench.text(&json!({ "op": 0, "t": "MESSAGE_CREATE", "s": 3 + n, "d": d })).events.len();
    }
    assert_eq!(told, 1);
    assert_eq!(bench.list(&[]).events.len(), 100);
}

#[test]
fn a_refusal_is_waited_out_or_told() {
    let mut bench = with_a_customer();
    bench.begins_anew();
    let slow = r#"{"message":"You are being rate limited.","retry_after":1.5,"global":false}"#;
    let turned = bench.answer(Answer::of(429, slow));
    assert_eq!(timer(&turned, "again"), Some(Span::millis(1_500)));
    assert_eq!(bench.hear(&Heard::Timer("again")).acts, [Do::Ask]);
    for (answer, span) in [
        (Answer::of(502, "<html>"), 2),
        (Answer::of(200, "<html>"), 4),
        (Answer::failed(yingke_channel_contract::Failure::NotSent), 8),
    ] {
        let turned = bench.answer(answer);
        assert_eq!(timer(&turned, "again"), Some(Span::seconds(span)));
        assert_eq!(turned.problems, []);
    }
    let turned = bench.answer(Answer::of(403, r#"{"message":"Missing Access","code":50001}"#));
    let [problem] = &turned.problems[..] else {
        panic!("{turned:?}")
    };
    assert_eq!(problem.at, format!("channel {DIRECT}"));
    assert!(problem.what.ends_with("Missing Access"), "{problem:?}");
    assert_eq!(bench.asks(), None, "the others' turn");
}

#[test]
fn one_message_that_cannot_be_read_loses_only_itself() {
    let mut bench = with_a_customer();
    bench.begins_anew();
    let mut odd = listed(LAST + 1, "");
    odd["content"] = json!({});
    let ours = json!({ "id": (LAST + 2).to_string(), "type": 0, "content": "从别处说的", "channel_id": DIRECT,
        "author": { "id": "1100000000000000001", "bot": true } });
    let turned = bench.list(&[listed(LAST + 3, "在吗"), ours, odd]);
    assert_eq!(texts(&turned), ["从别处说的", "在吗"]);
    assert!(matches!(turned.events[0].what, What::Echo(_)));
    assert_eq!(turned.problems.len(), 1);
}

const IMPORTING: &[(&str, &str)] = &[
    SETTINGS[0],
    SETTINGS[1],
    ("guild_channels", CHANNEL),
    ("import_since", "2026-11-20"),
];

#[test]
fn a_channel_that_is_new_is_imported_from_a_day_on_as_history() {
    let mut bench = Bench::new(IMPORTING);
    let ready = bench.hear(&frame("ready"));
    assert!(ready.acts.contains(&Do::Ask));
    let from = made_by(yingke_words::Time::from_millis(1_795_132_800_000));
    assert_eq!(bench.asks().unwrap(), format!("{CHANNEL}/messages?after={from}&limit=100"));
    let made = |minutes: i64| {
        let at = yingke_words::Time::from_millis(KIT.now) - Span::minutes(minutes);
        made_by(at).parse::<u64>().unwrap()
    };
    let turned = bench.list(&[listed(made(1), "刚问的"), listed(made(60), "上午问的")]);
    let history: Vec<_> = turned
        .events
        .iter()
        .map(|event| match &event.what {
            What::Message(said) => (said.text.as_str(), said.history),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(history, [("上午问的", true), ("刚问的", false)]);
    assert!(turned.events.iter().all(|event| event.from.id == CHANNEL && event.from.group));
    // From now on it is a channel like any other.
    bench.begins_anew();
    assert_eq!(bench.asks().unwrap(), format!("{CHANNEL}/messages?after={}&limit=100", made(1)));
}

#[test]
fn without_a_day_nothing_older_is_looked_at_and_what_was_another_bots_is_forgotten() {
    let mut bench = Bench::new(WITH_A_CHANNEL);
    bench.hear(&frame("ready"));
    assert_eq!(bench.asks(), None);
    bench.hear(&frame("message"));
    bench.text(&json!({ "op": 9, "d": false }));
    bench.hear(&Heard::Opened);
    let Heard::Frame(Frame::Text(ready)) = frame("ready") else {
        panic!("a text")
    };
    let mut ready: Value = serde_json::from_str(&ready).unwrap();
    ready["d"]["user"]["id"] = "1100000000000000002".into();
    bench.text(&ready);
    assert_eq!(bench.asks(), None);
}

/// What is posted now: the path and the document.
fn posts(bench: &Bench) -> Option<(String, Value)> {
    let request = bench.kit().within(|ctx| Discord.asks(ctx, &bench.state))?;
    let Request::Http { head, body: Body::Bytes(body), .. } = request else {
        return None;
    };
    Some((head.uri().path().to_owned(), serde_json::from_slice(&body).ok()?))
}

#[test]
fn a_press_is_told_that_it_was_noted_before_anything_else_is_asked() {
    let noted = json!({ "type": 6 });
    let path = format!("/api/v10/interactions/{}/{}/callback", PRESS.0, PRESS.1);
    let mut bench = with_a_customer();
    let pressed = bench.hear(&frame("press_on_the_gateway"));
    assert!(pressed.acts.contains(&Do::Ask) && pressed.events.len() == 1, "{pressed:?}");
    assert_eq!(posts(&bench), Some((path.clone(), noted.clone())));
    let told = bench.answer(Answer::of(204, ""));
    assert!(told.acts.is_empty() && bench.asks().is_none(), "{told:?}");

    // While something is asked it waits for that answer, and no longer: what was said meanwhile is asked for after it.
    bench.begins_anew();
    let pressed = bench.hear(&frame("press_on_the_gateway"));
    assert!(!pressed.acts.contains(&Do::Ask), "{pressed:?}");
    let page: Vec<Value> = (1..=100).rev().map(|n| listed(LAST + n, "·")).collect();
    assert_eq!(bench.list(&page).acts, [Do::Ask]);
    assert_eq!(posts(&bench), Some((path.clone(), noted.clone())));
    assert_eq!(bench.answer(Answer::of(404, "{}")).acts, [Do::Ask], "too late is no reason to stop");
    assert!(bench.asks().is_some());

    // Nor does it wait until Discord may be asked again for the rest.
    let busy = bench.answer(Answer::of(429, json!({ "retry_after": 3.0 }).to_string()));
    assert!(matches!(busy.acts[..], [Do::Timer(..)]), "{busy:?}");
    assert!(bench.hear(&frame("press_on_the_gateway")).acts.contains(&Do::Ask));
    assert_eq!(posts(&bench), Some((path, noted)));
    let told = bench.answer(Answer::of(204, ""));
    assert!(told.acts.is_empty(), "{told:?}");
    assert_eq!(bench.hear(&Heard::Timer("again")).acts, [Do::Ask]);
    assert!(bench.asks().is_some());
}
