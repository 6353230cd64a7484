mod expiry;
mod limits;
mod long_passwords;

use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, cookie, on_both, on_one};

#[test]
fn in_and_out_and_the_socket_goes_too() {
    on_one(|desk| async move {
        let mut person = desk.nobody();
        let body = json!({ "email": "HeJing@shop.example ", "password": PASSWORD });
        let answer = person.post("/api/v1/sign-in", body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body["result"].as_str()),
            (200, Some("ok"))
        );
        let set = answer.headers["set-cookie"].to_str().unwrap();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
        person.cookie = cookie(&answer);
        assert_eq!(person.get("/api/v1/me").await.status, 200);
        let mut socket = person.socket(None).await;
        socket.next_of("snapshot").await;
        let out = person.call(Method::DELETE, "/api/v1/sign-in", None).await;
        assert_eq!(out.status, 204);
        assert_eq!(person.get("/api/v1/me").await.status, 401);
        let closed = loop {
            match socket.next().await {
                Ok(_) => {}
                Err(code) => break code,
            }
        };
        assert_eq!(closed, 4001);
        assert_eq!(
            desk.owner.get("/api/v1/me").await.status,
            200,
            "the other browser stays"
        );
        desk.end().await;
    });
}

#[test]
fn a_sign_in_is_always_under_a_new_cookie() {
    on_both(|desk| async move {
        let credentials = json!({ "email": "hejing@shop.example", "password": PASSWORD });
        let mut browser = desk.nobody();
        let preset = "yingke=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        preset.clone_into(&mut browser.cookie);
        let mut former = Vec::new();
        for _ in 0..2 {
            let before = browser.clone();
            let answer = browser.post("/api/v1/sign-in", credentials.clone()).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            browser.cookie = cookie(&answer);
            assert_ne!(browser.cookie, before.cookie);
            former.push(before);
            assert_eq!(browser.get("/api/v1/me").await.status, 200);
            for old in &former {
                assert_eq!(old.get("/api/v1/me").await.refusal(), (401, "not_signed_in"));
            }
        }
        assert_eq!(
            desk.owner.get("/api/v1/me").await.status,
            200,
            "another browser stays"
        );
        let wrong = json!({ "email": "hejing@shop.example", "password": "wrong horse battery" });
        assert_eq!(browser.post("/api/v1/sign-in", wrong).await.status, 401);
        assert_eq!(
            browser.get("/api/v1/me").await.status,
            200,
            "a failed one ends nothing"
        );
        desk.end().await;
    });
}

#[test]
fn whoever_has_two_seats_says_where_and_may_change_over() {
    on_both(|desk| async move {
        let there = desk.second_workspace().await;
        let email = "zhouqing@shop.example";
        for tenant in [desk.tenant(), there.clone()] {
            let (_, token) = tenant.invite(email, "agent").await;
            tenant.accept(&token, "周青").await;
        }
        let mut person = desk.nobody();
        let wrong = json!({ "email": email, "password": "wrong horse battery" });
        let refused = person.post("/api/v1/sign-in", wrong).await;
        assert_eq!(
            refused.status, 401,
            "no name of a workspace without the password: {refused:?}"
        );
        let mut credentials = json!({ "email": email, "password": PASSWORD });
        let asked = person.post("/api/v1/sign-in", credentials.clone()).await;
        assert_eq!(
            (asked.status.as_u16(), asked.body["result"].as_str()),
            (200, Some("chooseWorkspace"))
        );
        assert!(!asked.headers.contains_key("set-cookie"), "not signed in yet");
        let places = asked.body["workspaces"].as_array().unwrap().clone();
        let names: Vec<_> = places.iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["山野集", "另一家"]);
        credentials["workspaceId"] = places[1]["id"].clone();
        let inside = person.post("/api/v1/sign-in", credentials.clone()).await;
        assert_eq!(inside.body["result"], "ok");
        person.cookie = cookie(&inside);
        let before = person.clone();
        let at = |answer: crate::support::Answer| answer.good()["workspace"]["id"].clone();
        assert_eq!(at(person.get("/api/v1/me").await), places[1]["id"]);
        let own = person.get("/api/v1/me/workspaces").await.good();
        assert_eq!(own, json!(places));
        let to = |id: &serde_json::Value| json!({ "workspaceId": id });
        let over = person
            .post("/api/v1/me/switch-workspace", to(&places[0]["id"]))
            .await;
        assert_eq!(over.status, 204, "{over:?}");
        person.cookie = cookie(&over);
        assert_eq!(at(person.get("/api/v1/me").await), places[0]["id"]);
        assert_eq!(
            before.get("/api/v1/me").await.status,
            401,
            "signed out of the other"
        );
        // A seat that is closed is no place to go to, nor is a workspace of others.
        let agents = there.owner.get("/api/v1/agents").await.good();
        let seat = agents["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["email"] == email);
        let path = format!("/api/v1/agents/{}", seat.unwrap()["id"].as_str().unwrap());
        there
            .owner
            .edit(&path, &json!(1), json!({ "disabled": true }))
            .await
            .good();
        let closed = person
            .post("/api/v1/me/switch-workspace", to(&places[1]["id"]))
            .await;
        assert_eq!(closed.refusal(), (404, "not_found"));
        assert_eq!(person.post("/api/v1/sign-in", credentials).await.status, 401);
        let strange = desk
            .second_workspace()
            .await
            .owner
            .get("/api/v1/workspace")
            .await
            .good();
        let strange = person
            .post("/api/v1/me/switch-workspace", to(&strange["id"]))
            .await;
        assert_eq!(strange.refusal(), (404, "not_found"));
        let only = json!({ "email": email, "password": PASSWORD });
        assert_eq!(
            person.post("/api/v1/sign-in", only).await.body["result"],
            "ok",
            "one is left"
        );
        desk.end().await;
    });
}

#[test]
fn known_and_unknown_accounts_get_the_same_answer() {
    on_one(|desk| async move {
        let person = desk.nobody();
        let wrong = |email: &str| json!({ "email": email, "password": "wrong horse battery" });
        let known = person.post("/api/v1/sign-in", wrong("hejing@shop.example")).await;
        let unknown = person.post("/api/v1/sign-in", wrong("nobody@shop.example")).await;
        let odd = person.post("/api/v1/sign-in", wrong("not an address")).await;
        let without_trace = |mut body: serde_json::Value| {
            body.as_object_mut().unwrap().remove("traceId");
            body
        };
        assert_eq!(known.status, 401);
        for other in [unknown, odd] {
            assert_eq!(other.status, known.status);
            assert_eq!(without_trace(other.body), without_trace(known.body.clone()));
        }
        desk.end().await;
    });
}

#[test]
fn too_many_tries_are_held_up_and_others_are_not() {
    on_one(|desk| async move {
        let person = desk.nobody();
        let wrong = json!({ "email": "hejing@shop.example", "password": "wrong horse battery" });
        let mut statuses = Vec::new();
        for _ in 0..7 {
            statuses.push(
                person
                    .post("/api/v1/sign-in", wrong.clone())
                    .await
                    .status
                    .as_u16(),
            );
        }
        assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
        let right = json!({ "email": "hejing@shop.example", "password": PASSWORD });
        let held = person.post("/api/v1/sign-in", right).await;
        assert_eq!(held.status, 429, "also for the right password");
        assert!(held.headers.contains_key("retry-after"));
        assert_eq!(desk.owner.get("/api/v1/me").await.status, 200);
        desk.end().await;
    });
}

#[test]
fn another_site_cannot_use_the_cookie() {
    on_one(|desk| async move {
        let path = "/api/v1/me/status";
        let body = Some(json!({ "status": "busy" }));
        let foreign = [("origin", "https://evil.example")];
        let refused = desk
            .owner
            .call_with(Method::PUT, path, body.clone(), &foreign)
            .await;
        assert_eq!(
            (refused.status.as_u16(), refused.body["code"].as_str()),
            (403, Some("foreign_origin"))
        );
        let own = [("origin", desk.base.as_str())];
        assert_eq!(
            desk.owner.call_with(Method::PUT, path, body, &own).await.status,
            204
        );
        let plain = reqwest::Client::new()
            .put(format!("{}{path}", desk.base))
            .header("cookie", &desk.owner.cookie)
            .header("content-type", "application/json")
            .body(r#"{"status":"busy"}"#)
            .send()
            .await
            .unwrap();
        assert_eq!(
            plain.status(),
            403,
            "a form of another site cannot set our header"
        );
        desk.end().await;
    });
}
