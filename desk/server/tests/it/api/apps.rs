mod test_message;

use reqwest::Method;
use serde_json::{Value, json};
use yingke_providers::{Fault, Faults, Served, open::Bridge};

use crate::support::{Desk, Person, on_both};

/// A new app as the owner makes it.
async fn made(desk: &Desk, settings: Value) -> (String, Value) {
    let body = json!({ "channel": "open", "name": "商城私信", "settings": settings });
    let app = desk.owner.create("/api/v1/apps", body).await;
    assert_eq!(app.status, 201, "{app:?}");
    (
        format!("/api/v1/apps/{}", app.body["id"].as_str().unwrap()),
        app.body,
    )
}

/// A partner's bridge to an app, by what the app's pages show of it.
async fn bridged(desk: &Desk, faults: &Faults) -> (String, Bridge, Served) {
    let bridge = Bridge::default();
    let served = bridge.start(faults).await.unwrap();
    let address = format!("{}/yingke", served.base_url());
    let (path, app) = made(desk, json!({ "outgoing_url": address })).await;
    let secret = desk.owner.get(&format!("{path}/made")).await.good();
    bridge.knows(&[secret["secret"].as_str().unwrap()]);
    let callback = app["callbackUrl"].as_str().unwrap();
    let callback = &callback[callback.find("/api/").unwrap()..];
    bridge.calls(&format!("{}{callback}", desk.base));
    (path, bridge, served)
}

#[test]
fn an_app_comes_with_an_inbox_and_never_shows_a_secret() {
    on_both(|desk| async move {
        let given = json!({ "foreign_secret": "sesame-open-me", "reply": "success" });
        let (path, app) = made(&desk, given).await;
        assert_eq!(app["settings"], json!({ "reply": "success" }));
        assert_eq!(app["secretsSet"], json!(["secret", "foreign_secret"]));
        assert_eq!(app["health"]["state"], "new");
        assert_eq!(app["inboxes"][0]["name"], "商城私信");
        let inboxes = desk.owner.get("/api/v1/inboxes").await.good();
        let inboxes = inboxes["items"].as_array().unwrap();
        let own = inboxes.iter().find(|one| one["appId"] == app["id"]).unwrap();
        assert_eq!(
            (own["channel"].as_str(), own["snippet"].as_str()),
            (Some("open"), Some(""))
        );
        let shown = desk.owner.get(&path).await;
        assert_eq!(shown.headers["etag"], "\"1\"");
        assert_eq!(shown.good(), app);
        assert_eq!(desk.owner.get("/api/v1/apps").await.good(), json!([app]));
        let made = desk.owner.get(&format!("{path}/made")).await.good();
        let secret = made["secret"].as_str().unwrap();
        assert!(secret.len() == 44 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(made.as_object().unwrap().len(), 1, "only what we made: {made}");
        // Neither secret stands in the trail, and it says who looked.
        let trail = desk.owner.get("/api/v1/audit").await.good();
        let acts: Vec<_> = trail["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["act"])
            .collect();
        assert!(
            acts.contains(&&json!("apps.create")) && acts.contains(&&json!("apps.made")),
            "{acts:?}"
        );
        let trail = trail.to_string();
        assert!(!trail.contains("sesame-open-me") && !trail.contains(secret));
        desk.end().await;
    });
}

#[test]
fn the_same_create_twice_is_one_app() {
    on_both(|desk| async move {
        let body = json!({ "channel": "open", "name": "商城私信", "settings": { "foreign_secret": "x" } });
        let key = [("idempotency-key", "one")];
        let post = |body: &Value| {
            let body = body.clone();
            desk.owner
                .call_with(Method::POST, "/api/v1/apps", Some(body), &key)
        };
        let first = post(&body).await.good();
        assert_eq!(post(&body).await.good(), first);
        let mut other = body.clone();
        other["settings"]["foreign_secret"] = json!("y");
        assert_eq!(post(&other).await.refusal(), (422, "key_reused"));
        assert_eq!(
            desk.owner
                .get("/api/v1/apps")
                .await
                .good()
                .as_array()
                .unwrap()
                .len(),
            1
        );
        desk.end().await;
    });
}

#[test]
fn what_does_not_fit_the_form_is_named() {
    on_both(|desk| async move {
        for (settings, field) in [
            (json!({ "surplus": "x" }), "settings.surplus"),
            (json!({ "outgoing_url": "ftp://x" }), "settings.outgoing_url"),
            (json!({ "signing": "no" }), "settings.signing"),
            (json!({ "mapping": "{" }), "settings.mapping"),
        ] {
            let body = json!({ "channel": "open", "name": "x", "settings": settings });
            let refused = desk.owner.create("/api/v1/apps", body).await;
            assert_eq!(refused.refusal(), (422, "field_wrong"), "{refused:?}");
            assert_eq!(refused.body["field"], field);
        }
        let body = json!({ "channel": "wecom_kf", "name": "x", "settings": {} });
        let refused = desk.owner.create("/api/v1/apps", body).await;
        assert_eq!(refused.refusal(), (422, "field_wrong"), "something is missing");
        for channel in ["web", "nothing"] {
            let body = json!({ "channel": channel, "name": "x" });
            let refused = desk.owner.create("/api/v1/apps", body).await;
            assert_eq!(refused.body["field"], "channel", "{refused:?}");
        }
        assert_eq!(desk.owner.get("/api/v1/apps").await.good(), json!([]));
        desk.end().await;
    });
}

#[test]
fn an_edit_keeps_what_it_does_not_name() {
    on_both(|desk| async move {
        let (path, app) = made(&desk, json!({ "foreign_secret": "a", "reply": "ok" })).await;
        let secret = desk.owner.get(&format!("{path}/made")).await.good();
        let change = json!({ "name": "私信", "settings": { "reply": null, "old_secret": "b" } });
        let after = desk.owner.edit(&path, &app["version"], change).await.good();
        assert_eq!((&after["name"], &after["settings"]), (&json!("私信"), &json!({})));
        assert_eq!(
            after["secretsSet"],
            json!(["secret", "old_secret", "foreign_secret"])
        );
        assert_eq!(desk.owner.get(&format!("{path}/made")).await.good(), secret);
        // What we made and is emptied is made anew.
        let anew = json!({ "settings": { "secret": null } });
        let after = desk.owner.edit(&path, &after["version"], anew).await.good();
        assert_ne!(desk.owner.get(&format!("{path}/made")).await.good(), secret);
        let stale = desk.owner.edit(&path, &json!(1), json!({ "name": "x" })).await;
        assert_eq!(stale.refusal(), (412, "changed"));
        for (change, field) in [
            (json!({ "teeUrl": "javascript:1" }), "teeUrl"),
            (json!({ "settings": { "zzz": "1" } }), "settings.zzz"),
        ] {
            let refused = desk.owner.edit(&path, &after["version"], change).await;
            assert_eq!(refused.body["field"], field, "{refused:?}");
        }
        let teed = json!({ "teeUrl": " https://other.example/in " });
        let after = desk.owner.edit(&path, &after["version"], teed).await.good();
        assert_eq!(after["teeUrl"], "https://other.example/in");
        desk.end().await;
    });
}

#[test]
fn who_may_not_set_channels_up_sees_nothing_of_them() {
    on_both(|desk| async move {
        let (path, _) = made(&desk, json!({})).await;
        let (lin, _) = desk.colleague("agent", "林夏").await;
        let other = desk.second_workspace().await.owner;
        let unknown = "/api/v1/apps/0197b6a0-0000-7000-8000-000000000000".to_owned();
        for rest in ["", "/made", "/health", "/payloads"] {
            let get = |person: Person, path: &str| {
                let path = format!("{path}{rest}");
                async move { person.get(&path).await }
            };
            let refused = get(lin.clone(), &path).await;
            assert_eq!(refused.refusal(), (403, "not_permitted"), "{rest}");
            assert_eq!(get(other.clone(), &path).await.status, 404, "{rest}");
            assert_eq!(get(desk.owner.clone(), &unknown).await.status, 404, "{rest}");
        }
        let refused = lin.post(&format!("{path}/connect"), json!({})).await;
        assert_eq!(refused.refusal(), (403, "not_permitted"));
        let refused = other.post(&format!("{path}/connect"), json!({})).await;
        assert_eq!(refused.status, 404);
        assert_eq!(lin.get(&format!("{path}/templates")).await.good(), json!([]));
        assert_eq!(other.get("/api/v1/apps").await.good(), json!([]));
        desk.end().await;
    });
}

#[test]
fn a_removed_app_is_heard_no_more_and_its_inboxes_go_with_it() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        bridge.customer_says("buyer-1", "在吗").await.unwrap();
        assert_eq!(desk.owner.delete(&path).await.status, 204);
        assert_eq!(desk.owner.delete(&path).await.status, 404);
        let inboxes = desk.owner.get("/api/v1/inboxes").await.good();
        assert_eq!(inboxes["items"].as_array().unwrap().len(), 1, "the website's");
        let (_, status) = bridge.customer_says("buyer-1", "还在吗").await.unwrap();
        assert_eq!(status, 404);
        let rows = desk.owner.get("/api/v1/conversations").await.good();
        assert_eq!(rows["items"][0]["lastText"], "在吗", "the conversation stays");
        desk.end().await;
    });
}

#[test]
fn connecting_says_how_it_went_and_everybody_sees_it() {
    on_both(|desk| async move {
        let faults = Faults::none();
        let (path, bridge, _served) = bridged(&desk, &faults).await;
        let connect = format!("{path}/connect");
        let answer = desk.owner.post(&connect, json!({})).await.good();
        assert_eq!(answer, json!({ "ok": true, "accounts": [] }));
        let state = || async { desk.owner.get(&path).await.good()["health"].clone() };
        assert_eq!(state().await["state"], "connected");
        bridge.knows(&["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
        let answer = desk.owner.post(&connect, json!({})).await.good();
        assert_eq!(
            (&answer["ok"], &answer["error"]["kind"]),
            (&json!(false), &json!("unauthorised")),
            "{answer}"
        );
        assert_eq!(state().await["state"], "broken");
        faults.next(Fault::Broken);
        let answer = desk.owner.post(&connect, json!({})).await.good();
        assert_eq!(answer["error"]["kind"], "away", "{answer}");
        assert_eq!(state().await["state"], "degraded");
        desk.end().await;
    });
}

#[test]
fn another_account_gets_an_inbox_of_its_own() {
    on_both(|desk| async move {
        let (path, app) = made(&desk, json!({})).await;
        let inboxes = format!("{path}/inboxes");
        let body = json!({ "name": "二店", "account": "shop-2" });
        let second = desk.owner.create(&inboxes, body.clone()).await;
        assert_eq!(
            (second.status.as_u16(), &second.body["account"]),
            (201, &json!("shop-2"))
        );
        let again = desk.owner.create(&inboxes, body).await;
        assert_eq!(again.refusal(), (409, "in_use"));
        let shown = desk.owner.get(&path).await.good();
        assert_eq!(shown["inboxes"].as_array().unwrap().len(), 2);
        assert_eq!(shown["inboxes"][1]["account"], "shop-2");
        assert_eq!(shown["version"], app["version"]);
        desk.end().await;
    });
}

#[test]
fn the_pulse_counts_what_came_in_and_what_went_out() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        let health = || async {
            let pulse = desk.owner.get(&format!("{path}/health")).await.good();
            pulse["inboxes"][0].clone()
        };
        let before = health().await;
        assert_eq!(
            (
                &before["day"]["successRate"],
                &before["day"]["deliveryP95Ms"],
                &before["lastError"]
            ),
            (&Value::Null, &Value::Null, &Value::Null)
        );
        bridge.customer_says("buyer-1", "在吗").await.unwrap();
        let row = desk.owner.get("/api/v1/conversations").await.good()["items"][0].clone();
        let say = |text: &str| {
            let messages = format!("/api/v1/conversations/{}/messages", row["id"].as_str().unwrap());
            let body = json!({ "clientId": text, "text": text });
            let owner = desk.owner.clone();
            async move { owner.post(&messages, body).await.good() }
        };
        say("one").await;
        let begun = std::time::Instant::now();
        let until = |count: i64, field: &'static str| async move {
            loop {
                let now = health().await;
                if now["day"][field] == count {
                    return now;
                }
                assert!(begun.elapsed().as_secs() < 20, "{now}");
            }
        };
        until(1, "sent").await;
        bridge.blocks("buyer-1");
        say("two").await;
        let after = until(1, "failed").await;
        assert_eq!(after["day"]["successRate"], 0.5);
        assert!(after["day"]["deliveryP50Ms"].is_u64() && after["day"]["ackP99Ms"].is_u64());
        assert_eq!(after["lastError"]["kind"], "blocked");
        assert!(after["lastInboundAt"].is_string() && after["lastOutboundAt"].is_string());
        let hours = after["hours"].as_array().unwrap();
        assert_eq!(hours.len(), 24);
        let sent: i64 = hours.iter().map(|hour| hour["sent"].as_i64().unwrap()).sum();
        assert_eq!(sent, 1);
        desk.end().await;
    });
}

#[test]
fn the_console_tells_what_a_payload_would_come_to() {
    on_both(|desk| async move {
        let (path, _) = made(&desk, json!({})).await;
        let console = format!("{path}/try");
        let event = json!({ "type": "message", "id": "m-1", "from": { "id": "u" }, "text": "在吗" });
        let tried = desk
            .owner
            .post(&console, json!({ "payload": event.to_string() }))
            .await
            .good();
        assert_eq!(tried["problems"], json!([]));
        assert!(tried["events"][0].as_str().unwrap().contains("在吗"), "{tried}");
        let tried = desk.owner.post(&console, json!({ "payload": "{" })).await.good();
        assert_eq!(tried["events"], json!([]));
        assert_ne!(tried["problems"], json!([]));
        let trial = json!({ "payload": "{}", "settings": { "mapping": "{" } });
        let tried = desk.owner.post(&console, trial).await.good();
        assert_ne!(
            tried["problems"],
            json!([]),
            "the mapping that is tried is no JSON"
        );
        let rows = desk.owner.get("/api/v1/conversations").await.good();
        assert_eq!(rows["items"], json!([]), "nothing is taken in");
        desk.end().await;
    });
}

#[test]
fn what_could_not_be_read_is_read_again_after_a_fix() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        let order = json!({ "kind": "chat", "no": "9", "who": "buyer-9", "words": "到货了吗" });
        bridge.push(&order).await.unwrap();
        let payloads = format!("{path}/payloads");
        let open = desk.owner.get(&payloads).await.good();
        let one = &open[0];
        assert!(one["body"].as_str().unwrap().contains("到货了吗"), "{open}");
        assert_eq!(
            (&one["canReplay"], &one["encoding"]),
            (&json!(true), &json!("text"))
        );
        let replay = format!("/api/v1/payloads/{}/replay", one["id"].as_str().unwrap());
        let again = desk.owner.post(&replay, json!({})).await.good();
        assert_ne!(again["problems"], json!([]));
        let mapping = json!({ "event": {
            "type": "message", "id": { "$": "no" }, "from": { "id": { "$": "who" } },
            "text": { "$": "words" },
        }});
        let app = desk.owner.get(&path).await.good();
        let change = json!({ "settings": { "mapping": mapping.to_string() } });
        desk.owner.edit(&path, &app["version"], change).await.good();
        let again = desk.owner.post(&replay, json!({})).await.good();
        assert_eq!(again["problems"], json!([]));
        let rows = desk.owner.get("/api/v1/conversations").await.good();
        assert_eq!(rows["items"][0]["lastText"], "到货了吗");
        assert_eq!(desk.owner.get(&payloads).await.good(), json!([]));
        // Once more: it is one message.
        desk.owner.post(&replay, json!({})).await.good();
        let rows = desk.owner.get("/api/v1/conversations").await.good();
        assert_eq!(rows["items"][0]["inboundCount"], 1);
        desk.end().await;
    });
}

#[test]
fn a_payload_is_left_at_that_by_whoever_may() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        bridge.push(&json!({ "nonsense": true })).await.unwrap();
        let payloads = format!("{path}/payloads");
        let open = desk.owner.get(&payloads).await.good();
        let dismiss = format!("/api/v1/payloads/{}/dismiss", open[0]["id"].as_str().unwrap());
        let (lin, _) = desk.colleague("agent", "林夏").await;
        assert_eq!(
            lin.post(&dismiss, json!({})).await.refusal(),
            (403, "not_permitted")
        );
        let other = desk.second_workspace().await.owner;
        assert_eq!(other.post(&dismiss, json!({})).await.status, 404);
        for _ in 0..2 {
            assert_eq!(desk.owner.post(&dismiss, json!({})).await.status, 204);
        }
        assert_eq!(desk.owner.get(&payloads).await.good(), json!([]));
        desk.end().await;
    });
}

#[test]
fn dead_letters_are_sent_again_or_let_go() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        bridge.customer_says("buyer-1", "在吗").await.unwrap();
        let row = desk.owner.get("/api/v1/conversations").await.good()["items"][0].clone();
        bridge.blocks("buyer-1");
        let messages = format!("/api/v1/conversations/{}/messages", row["id"].as_str().unwrap());
        let say = json!({ "clientId": "a", "text": "在的，请讲。" });
        desk.owner.post(&messages, say).await.good();
        let begun = std::time::Instant::now();
        let letters = || async {
            let listed = desk.owner.get("/api/v1/deliveries").await.good();
            let said = listed
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["order"] == "say");
            said.cloned().collect::<Vec<_>>()
        };
        let until = || async {
            loop {
                if let Some(one) = letters().await.first() {
                    return one.clone();
                }
                assert!(begun.elapsed().as_secs() < 20, "nothing was given up");
            }
        };
        let one = until().await;
        assert_eq!(
            (&one["kind"], &one["preview"], &one["conversationId"]),
            (&json!("blocked"), &json!("在的，请讲。"), &row["id"])
        );
        let retry = "/api/v1/deliveries/retry";
        let ids = json!({ "ids": [one["id"]] });
        let (lin, _) = desk.colleague("agent", "林夏").await;
        assert_eq!(
            lin.get("/api/v1/deliveries").await.refusal(),
            (403, "not_permitted")
        );
        assert_eq!(
            lin.post(retry, ids.clone()).await.refusal(),
            (403, "not_permitted")
        );
        let other = desk.second_workspace().await.owner;
        assert_eq!(other.get("/api/v1/deliveries").await.good(), json!([]));
        assert_eq!(
            other.post(retry, ids.clone()).await.refusal(),
            (422, "field_wrong")
        );
        let mine = format!("/api/v1/deliveries/{}", one["id"].as_str().unwrap());
        assert_eq!(other.delete(&mine).await.status, 404);
        let answer = desk.owner.post(retry, ids.clone()).await.good();
        assert_eq!(answer, json!({ "retried": 1, "refused": [] }));
        assert_eq!(
            desk.owner.post(retry, ids).await.refusal(),
            (422, "field_wrong"),
            "it is gone"
        );
        assert_eq!(
            desk.owner.post(retry, json!({ "ids": [] })).await.refusal(),
            (422, "field_wrong")
        );
        // The customer still does not want to hear from us: it comes back under another id, and goes.
        let next = until().await;
        assert_ne!(next["id"], one["id"]);
        let own = format!("/api/v1/deliveries/{}", next["id"].as_str().unwrap());
        assert_eq!(desk.owner.delete(&own).await.status, 204);
        assert_eq!(desk.owner.delete(&own).await.status, 404);
        assert!(letters().await.is_empty(), "{path}");
        desk.end().await;
    });
}
