//! Whole conversations with the gateway.

use serde_json::{Value, json};
use yingke_channel_contract::{Dial, Do, Health, Listener as _};

use super::*;

/// The bench on which frames are heard one after the other, as they come.
pub(super) struct Bench {
    pub(super) state: Value,
    pub(super) kept: Value,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self {
            state: Value::Null,
            kept: Value::Null,
        }
    }

    pub(super) fn hear(&mut self, heard: &Heard) -> Turned {
        let turned = KIT.within(|ctx| Discord.step(ctx, &self.state, heard));
        self.state = turned.state.clone();
        if turned.keep {
            self.kept = turned.state.clone();
        }
        turned
    }

    pub(super) fn text(&mut self, frame: Value) -> Turned {
        self.hear(&Heard::Frame(Frame::Text(frame.to_string())))
    }

    pub(super) fn named(&mut self, name: &str) -> Turned {
        self.hear(&frame(name))
    }

    /// The process ends: what was not kept is gone.
    pub(super) fn crash(&mut self) {
        self.state = self.kept.clone();
    }

    pub(super) fn connect(&mut self) -> Turned {
        self.hear(&Heard::Opened);
        self.text(json!({ "op": 10, "d": { "heartbeat_interval": 40_000 }, "s": null, "t": null }))
    }

    pub(super) fn live() -> Self {
        let mut bench = Self::new();
        bench.connect();
        bench.named("ready");
        bench
    }

    pub(super) fn close(&mut self, code: u16) -> Turned {
        self.hear(&Heard::Closed {
            code,
            reason: String::new(),
        })
    }

    pub(super) fn url(&self) -> String {
        match KIT.within(|ctx| Discord.dial(ctx, &self.state)) {
            Dial::Socket { url } => url,
            other => panic!("{other:?}"),
        }
    }
}

/// The frames said, as JSON.
pub(super) fn said(turned: &Turned) -> Vec<Value> {
    let texts = turned.acts.iter().filter_map(|act| match act {
        Do::Say(Frame::Text(text)) => Some(text),
        _ => None,
    });
    texts
        .map(|text| {
            assert!(text.len() <= 4_096, "the gateway takes 4096 bytes");
            serde_json::from_str(text).unwrap()
        })
        .collect()
}

pub(super) fn reconnects(turned: &Turned) -> Option<Span> {
    turned.acts.iter().find_map(|act| match act {
        Do::Reconnect(span) => Some(*span),
        _ => None,
    })
}

pub(super) fn timer(turned: &Turned, wanted: &str) -> Option<Span> {
    turned.acts.iter().find_map(|act| match act {
        Do::Timer(name, span) if *name == wanted => Some(*span),
        _ => None,
    })
}

pub(super) const BEAT: Heard = Heard::Timer("heartbeat");

#[test]
fn a_first_connection_says_who_we_are_and_what_we_want_to_hear() {
    let mut bench = Bench::new();
    assert_eq!(bench.url(), "wss://gateway.discord.gg/?v=10&encoding=json");
    let hello = bench.connect();
    let first = timer(&hello, "heartbeat").unwrap().as_millis();
    assert!((0..=40_000).contains(&first), "{first}");
    assert_ne!(first, 40_000, "the first beat comes after a random share");
    let [identify] = &said(&hello)[..] else {
        panic!("{hello:?}");
    };
    assert_eq!(identify["op"], 2);
    assert_eq!(identify["d"]["token"], "MTEw.TOKEN");
    assert_eq!(identify["d"]["intents"], (1 << 12) + (1 << 13) + (1 << 14));
    assert!(!hello.keep, "nothing has to survive yet");
    let ready = bench.named("ready");
    assert!(ready.keep);
    assert_eq!(ready.acts, [Do::Health(Health::Connected)]);
}

#[test]
fn channels_of_servers_need_the_privileged_intent() {
    let kit = Kit {
        settings: WITH_A_CHANNEL,
        ..KIT
    };
    let hello = Heard::Frame(Frame::Text(
        r#"{"op":10,"d":{"heartbeat_interval":45000}}"#.to_owned(),
    ));
    let turned = kit.hear(&[Heard::Opened, hello]).pop().unwrap();
    let intents = said(&turned)[0]["d"]["intents"].as_u64().unwrap();
    assert_eq!(intents & (1 << 15), 1 << 15);
    assert_eq!(intents & (1 << 9), 1 << 9);
}

#[test]
fn heartbeats_carry_the_last_number_and_are_asked_for() {
    let mut bench = Bench::live();
    bench.named("message");
    let beat = bench.hear(&BEAT);
    assert_eq!(said(&beat), [json!({ "op": 1, "d": 2 })]);
    assert_eq!(timer(&beat, "heartbeat"), Some(Span::seconds(40)));
    bench.text(json!({ "op": 11 }));
    // The gateway may ask for one at any time.
    assert_eq!(
        said(&bench.text(json!({ "op": 1 }))),
        [json!({ "op": 1, "d": 2 })]
    );
    assert!(reconnects(&bench.hear(&BEAT)).is_none());
}

#[test]
fn a_heartbeat_before_any_event_carries_null() {
    let mut bench = Bench::new();
    bench.connect();
    assert_eq!(said(&bench.hear(&BEAT)), [json!({ "op": 1, "d": null })]);
}

#[test]
fn a_lost_acknowledgement_ends_the_connection_and_goes_on_where_it_was() {
    let mut bench = Bench::live();
    bench.named("message");
    assert!(reconnects(&bench.hear(&BEAT)).is_none());
    // No answer until the next one is due: the other side is gone without a word.
    let lost = bench.hear(&BEAT);
    let span = reconnects(&lost).expect("comes back").as_millis();
    assert!((500..=1_000).contains(&span), "{span}");
    assert!(said(&lost).is_empty());
    assert_eq!(
        bench.url(),
        "wss://gateway-us-east1-b.discord.gg/?v=10&encoding=json"
    );
    let hello = bench.connect();
    let expected = json!({ "op": 6, "d": {
        "token": "MTEw.TOKEN", "session_id": "5f6a7b8c9d0e1f2a3b4c5d6e7f8091a2", "seq": 2,
    } });
    assert_eq!(said(&hello), [expected]);
    // What was missed is replayed, then we are told so.
    let replayed = bench.named("edited");
    assert_eq!(replayed.events.len(), 1);
    let resumed = bench.named("resumed");
    assert_eq!(resumed.acts, [Do::Health(Health::Connected)]);
    assert_eq!(said(&bench.hear(&BEAT)), [json!({ "op": 1, "d": 10 })]);
}

#[test]
fn a_heartbeat_of_a_connection_that_is_gone_says_nothing() {
    let mut bench = Bench::live();
    bench.close(1006);
    assert_eq!(bench.hear(&BEAT).acts, []);
}

#[test]
fn after_a_crash_it_goes_on_from_the_last_event_that_was_kept() {
    let mut bench = Bench::live();
    bench.named("message");
    // Nobody's business: not kept, and replayed.
    bench.text(json!({ "op": 0, "t": "PRESENCE_UPDATE", "s": 3, "d": {} }));
    bench.crash();
    assert_eq!(said(&bench.connect())[0]["d"]["seq"], 2);
    // The event that was kept before and comes again has the same id.
    let (once, again) = (heard(&["message"]), bench.named("message"));
    assert_eq!(once.events, again.events);
}

#[test]
fn a_replayed_reaction_has_the_same_id() {
    let mut bench = Bench::live();
    let once = bench.named("reacted");
    bench.close(1006);
    bench.connect();
    let again = bench.named("reacted");
    assert_eq!(once.events, again.events);
}

#[test]
fn a_session_that_can_be_resumed_is() {
    let mut bench = Bench::live();
    let turned = bench.text(json!({ "op": 9, "d": true }));
    let span = reconnects(&turned).unwrap().as_millis();
    assert!((1_000..=5_000).contains(&span), "{span}");
    assert_eq!(said(&bench.connect())[0]["op"], 6);
}

#[test]
fn a_session_that_is_lost_begins_anew_and_says_what_may_be_missing() {
    let mut bench = Bench::live();
    let turned = bench.text(json!({ "op": 9, "d": false }));
    assert!(turned.keep);
    assert!(matches!(
        turned.acts[0],
        Do::Health(Health::Degraded {
            code: "session_lost",
            ..
        })
    ));
    assert!(reconnects(&turned).is_some());
    assert_eq!(bench.url(), "wss://gateway.discord.gg/?v=10&encoding=json");
    assert_eq!(said(&bench.connect())[0]["op"], 2);
    assert_eq!(bench.named("ready").acts, [Do::Health(Health::Connected)]);
}

#[test]
fn an_identify_that_is_refused_loses_nothing() {
    let mut bench = Bench::new();
    bench.connect();
    let turned = bench.text(json!({ "op": 9, "d": false }));
    assert!(!turned.acts.iter().any(|act| matches!(act, Do::Health(_))));
    assert!(reconnects(&turned).is_some());
}

#[test]
fn op_7_comes_back_to_the_same_session() {
    let mut bench = Bench::live();
    assert!(reconnects(&bench.text(json!({ "op": 7, "d": null }))).is_some());
    assert_eq!(said(&bench.connect())[0]["op"], 6);
}
