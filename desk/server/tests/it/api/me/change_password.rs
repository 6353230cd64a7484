use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, PASSWORD, Person, cookie, on_both, on_one, signed_in};

const NEW: &str = "a tent that never leaks";
const EMAIL: &str = "hejing@shop.example";

async fn change(person: &Person, current: &str, password: &str) -> Answer {
    let body = json!({ "currentPassword": current, "password": password });
    person.call(Method::PUT, "/api/v1/me/password", Some(body)).await
}

async fn sign_in(person: &Person, password: &str) -> u16 {
    let body = json!({ "email": EMAIL, "password": password });
    person.post("/api/v1/sign-in", body).await.status.as_u16()
}

#[test]
fn the_new_one_holds_and_every_other_sign_in_of_the_account_ends() {
    on_both(|desk| async move {
        let other = signed_in(&desk.base, EMAIL).await;
        let second = desk.second_workspace().await;
        let (_, token) = second.invite(EMAIL, "agent").await;
        let mut elsewhere = desk.nobody();
        let body = json!({ "token": token, "name": "何婧", "password": PASSWORD });
        let accepted = elsewhere.post("/api/v1/invitations/accept", body).await;
        elsewhere.cookie = cookie(&accepted);
        assert_eq!(elsewhere.get("/api/v1/me").await.status, 200);
        let (colleague, _) = desk.colleague("agent", "林夏").await;

        let mut socket = other.socket(None).await;
        socket.next_of("snapshot").await;
        assert_eq!(change(&desk.owner, PASSWORD, NEW).await.status, 204);

        assert_eq!(desk.owner.get("/api/v1/me").await.status, 200, "here one stays");
        assert_eq!(colleague.get("/api/v1/me").await.status, 200, "others stay");
        for ended in [&other, &elsewhere] {
            assert_eq!(ended.get("/api/v1/me").await.status, 401);
        }
        let closed = loop {
            if let Err(code) = socket.next().await {
                break code;
            }
        };
        assert_eq!(closed, 4001);
        let nobody = desk.nobody();
        assert_eq!(
            (sign_in(&nobody, PASSWORD).await, sign_in(&nobody, NEW).await),
            (401, 200)
        );
        let trail = desk.owner.get("/api/v1/audit").await.good().to_string();
        assert!(trail.contains("me.change_password") && !trail.contains(NEW));
        desk.end().await;
    });
}

#[test]
fn a_wrong_or_a_weak_one_changes_nothing() {
    on_one(|desk| async move {
        let other = signed_in(&desk.base, EMAIL).await;
        for (current, password, code, field) in [
            ("wrong horse battery", NEW, "password_wrong", "currentPassword"),
            (&"x".repeat(100_000), NEW, "password_wrong", "currentPassword"),
            (PASSWORD, "short", "weak_password", "password"),
            (PASSWORD, "hejing@shop.example", "weak_password", "password"),
        ] {
            let refused = change(&desk.owner, current, password).await;
            assert_eq!(
                (refused.refusal(), refused.body["field"].as_str()),
                ((422, code), Some(field))
            );
        }
        assert_eq!(other.get("/api/v1/me").await.status, 200);
        assert_eq!(sign_in(&desk.nobody(), PASSWORD).await, 200);
        assert_eq!(change(&desk.nobody(), PASSWORD, NEW).await.status, 401);
        desk.end().await;
    });
}

#[test]
fn guessing_is_held_up_like_signing_in() {
    on_one(|desk| async move {
        let mut codes = Vec::new();
        for _ in 0..6 {
            let answer = change(&desk.owner, "wrong horse battery", NEW).await;
            codes.push(answer.status.as_u16());
        }
        assert_eq!(codes, [422, 422, 422, 422, 422, 429]);
        let held = change(&desk.owner, PASSWORD, NEW).await;
        assert_eq!(held.status, 429, "also for the right one");
        assert!(held.headers.contains_key("retry-after"));
        assert_eq!(
            sign_in(&desk.nobody(), PASSWORD).await,
            429,
            "one bucket for both"
        );
        desk.end().await;
    });
}
