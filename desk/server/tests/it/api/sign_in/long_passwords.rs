//! Long passwords cost nothing, and many sign-ins at once hold nobody else up (T08).

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, on_one};

const EMAIL: &str = "hejing@shop.example";

#[test]
fn a_password_beyond_the_bounds_is_refused() {
    on_one(|desk| async move {
        let nobody = desk.nobody();
        let asked = |password: String| json!({ "email": EMAIL, "password": password });
        let begun = Instant::now();
        let huge = nobody.post("/api/v1/sign-in", asked("x".repeat(10 << 20))).await;
        assert_eq!(huge.refusal(), (413, "too_large"));
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "not read to its end: {:?}",
            begun.elapsed()
        );
        for length in [129, 130, 200_000] {
            let long = nobody.post("/api/v1/sign-in", asked("x".repeat(length))).await;
            assert_eq!(long.refusal(), (401, "sign_in_refused"), "{length} characters");
        }
        // Nor can one be chosen that could then not be told from its beginning.
        let chosen = "一顶不漏雨的帐篷".repeat(16);
        for (password, status) in [(format!("{chosen}x"), 422), (chosen.clone(), 204)] {
            let body = json!({ "currentPassword": PASSWORD, "password": password });
            let path = "/api/v1/me/password";
            let answer = desk.owner.call(Method::PUT, path, Some(body)).await;
            assert_eq!(answer.status, status, "{answer:?}");
        }
        let beyond = nobody.post("/api/v1/sign-in", asked(format!("{chosen}x"))).await;
        assert_eq!(beyond.status, 401, "its first 128 characters are right");
        assert_eq!(nobody.post("/api/v1/sign-in", asked(chosen)).await.status, 200);
        desk.end().await;
    });
}

#[test]
fn many_long_sign_ins_at_once_hold_nobody_else_up() {
    on_one(|desk| async move {
        let waiting = Arc::new(AtomicUsize::new(0));
        let mut tries = Vec::new();
        for number in 0..30 {
            let (nobody, waiting) = (desk.nobody(), Arc::clone(&waiting));
            waiting.fetch_add(1, Ordering::SeqCst);
            tries.push(tokio::spawn(async move {
                let email = format!("somebody{number}@shop.example");
                let body = json!({ "email": email, "password": "x".repeat(100_000) });
                let address = format!("198.51.100.{number}");
                let headers = [("x-forwarded-for", address.as_str())];
                let path = "/api/v1/sign-in";
                let answer = nobody.call_with(Method::POST, path, Some(body), &headers).await;
                waiting.fetch_sub(1, Ordering::SeqCst);
                answer.status.as_u16()
            }));
        }
        let begun = Instant::now();
        let (mut answered, mut slowest) = (0, Duration::ZERO);
        while waiting.load(Ordering::SeqCst) > 0 {
            let asked = Instant::now();
            assert_eq!(desk.owner.get("/api/v1/me").await.status, 200);
            answered += 1;
            slowest = slowest.max(asked.elapsed());
        }
        let whole = begun.elapsed();
        assert!(
            answered > 5 && slowest < whole / 2,
            "{answered} answers, the slowest after {slowest:?}, while sign-ins took {whole:?}"
        );
        for one in tries {
            assert_eq!(one.await.unwrap(), 401);
        }
        desk.end().await;
    });
}
