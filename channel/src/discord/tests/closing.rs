//! How connections end, and what is odd about them.

use serde_json::{Value, json};
use yingke_channel_contract::{Dial, Do, Health, Listener as _};

use super::{
    gateway::{BEAT, Bench, reconnects, said, timer},
    *,
};

#[test]
fn close_codes_stop_begin_anew_or_go_on() {
    for (code, stable) in [
        (4004, "unauthorised"),
        (4010, "invalid_shard"),
        (4011, "sharding_required"),
        (4012, "invalid_api_version"),
        (4013, "invalid_intents"),
        (4014, "disallowed_intents"),
    ] {
        let turned = Bench::live().close(code);
        assert!(
            matches!(&turned.acts[..], [Do::Stop(Health::Broken { code, .. })] if *code == stable),
            "{code}: {turned:?}"
        );
    }
    for code in [4003, 4007, 4009] {
        let mut bench = Bench::live();
        assert!(reconnects(&bench.close(code)).is_some(), "{code}");
        assert_eq!(said(&bench.connect())[0]["op"], 2, "{code}");
    }
    for code in [0, 1000, 1001, 1006, 4000, 4001, 4002, 4005, 4008, 4999] {
        let mut bench = Bench::live();
        assert!(reconnects(&bench.close(code)).is_some(), "{code}");
        assert_eq!(said(&bench.connect())[0]["op"], 6, "{code}");
    }
}

#[test]
fn connections_that_do_not_last_come_more_seldom_and_are_told_of() {
    let mut bench = Bench::live();
    let mut last = 0;
    let mut told = 0;
    for _ in 0..8 {
        let turned = bench.close(1006);
        let span = reconnects(&turned).unwrap().as_millis();
        assert!(span >= last, "{span} after {last}");
        assert!(span <= 60_000, "{span}");
        last = span;
        told += turned
            .acts
            .iter()
            .filter(|act| matches!(act, Do::Health(_)))
            .count();
        bench.connect();
    }
    assert_eq!(told, 1, "once is enough");
    assert_eq!(bench.url(), "wss://gateway.discord.gg/?v=10&encoding=json");
    // A connection that stood for a heartbeat counts from the beginning.
    bench.named("resumed");
    bench.hear(&BEAT);
    bench.text(json!({ "op": 11 }));
    assert!(reconnects(&bench.close(1006)).unwrap() <= Span::seconds(1));
}

#[test]
fn a_gateway_that_says_no_hello_is_not_waited_for() {
    let mut bench = Bench::new();
    let opened = bench.hear(&Heard::Opened);
    assert_eq!(timer(&opened, "patience"), Some(Span::seconds(30)));
    assert!(reconnects(&bench.hear(&Heard::Timer("patience"))).is_some());
    // And one over which events come is left alone.
    assert_eq!(Bench::live().hear(&Heard::Timer("patience")).acts, []);
}

#[test]
fn a_ready_that_cannot_be_read_is_told_and_tried_again() {
    let mut bench = Bench::new();
    bench.connect();
    let turned = bench.text(json!({ "op": 0, "t": "READY", "s": 1, "d": { "user": {} } }));
    assert_eq!(turned.problems[0].at, "READY");
    assert!(reconnects(&turned).is_some());
}

#[test]
fn another_bots_token_forgets_whom_the_old_one_met() {
    let mut bench = Bench::live();
    bench.named("message");
    bench.close(4009);
    bench.connect();
    let mut ready: Value = serde_json::from_str(FRAMES[0].1).unwrap();
    ready["d"]["user"]["id"] = "7".into();
    bench.text(ready);
    assert_eq!(only(&bench.named("deleted")).from.id, "");
}

#[test]
fn a_state_of_another_shape_begins_anew() {
    for state in [
        json!("x"),
        json!([1]),
        json!({ "session": 7 }),
        json!({ "line": { "tries": -1 } }),
    ] {
        let mut bench = Bench {
            state,
            kept: Value::Null,
        };
        assert_eq!(said(&bench.connect())[0]["op"], 2);
    }
}

#[test]
fn without_a_token_nothing_is_dialled() {
    let kit = Kit { settings: &[], ..KIT };
    let dial = kit.within(|ctx| Discord.dial(ctx, &Value::Null));
    assert!(matches!(
        dial,
        Dial::Not(Health::Broken {
            code: "not_set_up",
            ..
        })
    ));
}

#[test]
fn what_is_remembered_stays_small() {
    let mut bench = Bench::live();
    let text = FRAMES[2].1;
    for at in 0..500 {
        let mut one: Value = serde_json::from_str(text).unwrap();
        one["d"]["channel_id"] = format!("31967415011561{at:04}").into();
        one["d"]["author"]["id"] = format!("8035111022467{at:04}").into();
        bench.text(one);
    }
    let size = bench.state.to_string().len();
    assert!(size < 4_096, "{size} bytes are written with every message");
}
