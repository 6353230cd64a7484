//! How often one may try, and what the answer tells (T06).

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use yingke_words::Span;

use crate::support::{Answer, Desk, Engine, PASSWORD, Person, run};

const EMAIL: &str = "hejing@shop.example";

/// A try that a proxy on this machine passes on from `address`.
async fn attempt(person: &Person, address: &str, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    let headers = [("x-forwarded-for", address)];
    let path = "/api/v1/sign-in";
    person.call_with(Method::POST, path, Some(body), &headers).await
}

#[test]
fn who_tries_many_accounts_from_one_address_is_held_up_and_other_addresses_are_not() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        clock.stop();
        let nobody = desk.nobody();
        for number in 0..20 {
            // What the client itself writes before the address counts for nothing.
            let address = format!("192.0.2.{number}, 198.51.100.1");
            let email = format!("somebody{number}@shop.example");
            let refused = attempt(&nobody, &address, &email, "wrong horse battery").await;
            assert_eq!(refused.refusal(), (401, "sign_in_refused"), "try {number}");
        }
        let held = attempt(&nobody, "198.51.100.1", EMAIL, PASSWORD).await;
        assert_eq!(
            held.refusal(),
            (429, "too_many_attempts"),
            "also for the right password"
        );
        assert_eq!(held.headers["retry-after"], "6");
        assert!(!held.headers.contains_key("set-cookie"));
        for address in ["198.51.100.2", "2001:db8::1"] {
            let let_in = attempt(&nobody, address, EMAIL, PASSWORD).await;
            assert_eq!(let_in.status, 200, "from {address}: {let_in:?}");
        }
        clock.by(Span::seconds(6));
        let again = attempt(&nobody, "198.51.100.1", EMAIL, PASSWORD).await;
        assert_eq!(again.status, 200, "after the time that was told: {again:?}");
        let held = attempt(&nobody, "198.51.100.1", EMAIL, PASSWORD).await;
        assert_eq!(held.status, 429, "one try came back, and no more");
        desk.end().await;
    });
}

#[test]
fn a_line_with_many_addresses_is_held_up_as_one() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        clock.stop();
        let nobody = desk.nobody();
        for number in 0..20 {
            let address = format!("2001:db8:1:2:{number:x}::{number:x}");
            let email = format!("somebody{number}@shop.example");
            let refused = attempt(&nobody, &address, &email, "wrong horse battery").await;
            assert_eq!(refused.status, 401, "try {number}");
        }
        let held = attempt(&nobody, "2001:db8:1:2:ffff::1", EMAIL, PASSWORD).await;
        assert_eq!(held.refusal(), (429, "too_many_attempts"));
        let neighbour = attempt(&nobody, "2001:db8:1:3::1", EMAIL, PASSWORD).await;
        assert_eq!(neighbour.status, 200, "{neighbour:?}");
        desk.end().await;
    });
}

#[test]
fn an_account_is_held_up_wherever_the_tries_come_from() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        clock.stop();
        let nobody = desk.nobody();
        for email in [EMAIL, "nobody@shop.example"] {
            let mut statuses = Vec::new();
            for number in 0..7 {
                let address = format!("203.0.113.{number}");
                let asked = format!(" {} ", email.to_uppercase());
                let refused = attempt(&nobody, &address, &asked, "wrong horse battery").await;
                statuses.push(refused.status.as_u16());
            }
            assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429], "{email}");
        }
        desk.end().await;
    });
}

/// How long a refusal took, and what it said but the id of its trace.
async fn timed(person: &Person, email: &str) -> (Duration, u16, Value) {
    let begun = Instant::now();
    let answer = attempt(person, "198.51.100.7", email, "wrong horse battery").await;
    let (took, status) = (begun.elapsed(), answer.status.as_u16());
    let mut body = answer.body;
    body.as_object_mut().unwrap().remove("traceId");
    (took, status, body)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn an_unknown_account_is_refused_like_a_known_one_and_as_slowly() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        let nobody = desk.nobody();
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for _ in 0..15 {
            // Nobody is held up, and what the last try left behind is written.
            clock.by(Span::minutes(1));
            let one = timed(&nobody, EMAIL).await;
            let other = timed(&nobody, "nobody@shop.example").await;
            assert_eq!((one.1, &one.2), (other.1, &other.2));
            assert_eq!(one.1, 401);
            known.push(one.0);
            unknown.push(other.0);
        }
        let (known, unknown) = (median(known), median(unknown));
        // Generous, for busy machines. Hashing takes most of the time: without it, nearly nothing would be left.
        assert!(
            known.abs_diff(unknown) < known.max(unknown) / 2,
            "{known:?} for a known account, {unknown:?} for an unknown one"
        );
        desk.end().await;
    });
}
