use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::support::{Desk, on_both, on_one};

async fn own(desk: &Desk) -> (String, Value) {
    let path = format!("/api/v1/inboxes/{}", desk.inbox_id);
    let inbox = desk.owner.get(&path).await;
    assert!(inbox.headers.contains_key("etag"));
    (path, inbox.good())
}

async fn enter(desk: &Desk, identity: Value) -> (u16, Value) {
    let mut body = json!({ "key": desk.inbox_key });
    if !identity.is_null() {
        body["identity"] = identity;
    }
    let answer = desk.nobody().post("/api/v1/visitor/enter", body).await;
    (answer.status.as_u16(), answer.body)
}

#[test]
fn what_is_set_is_what_visitors_see_and_what_is_wrong_changes_nothing() {
    on_both(|desk| async move {
        let (path, inbox) = own(&desk).await;
        assert!(inbox["snippet"].as_str().unwrap().contains(&desk.inbox_key));
        let mut settings = inbox["settings"].clone();
        settings["greeting"] = json!("欢迎");
        settings["greetings"] = json!({ "en": "Welcome" });
        settings["theme"] =
            json!({ "color": "#c53030", "position": "left", "appearance": "auto", "launcher": "label" });
        let field = json!({ "key": "order", "label": "订单号", "kind": "text", "required": true });
        settings["preChat"] = json!({ "enabled": true, "fields": [field] });
        settings["hours"]["enabled"] = json!(true);
        settings["hours"]["week"] = json!([[], [], [], [], [], [], []]);
        settings["hours"]["closedNotice"] = json!("明天见");
        let changed = desk
            .owner
            .edit(&path, &inbox["version"], json!({ "settings": settings }))
            .await
            .good();
        let (_, face) = enter(&desk, Value::Null).await;
        let face = &face["inbox"];
        assert_eq!(
            face["theme"],
            json!({ "color": "#C53030", "position": "left", "appearance": "auto", "launcher": "label" })
        );
        assert_eq!(face["greeting"], "欢迎");
        let english = json!({ "key": desk.inbox_key, "language": "en-GB" });
        let entered = desk.nobody().post("/api/v1/visitor/enter", english).await.good();
        assert_eq!(entered["inbox"]["greeting"], "Welcome");
        assert_eq!(face["preChat"]["fields"][0]["label"], "订单号");
        assert_eq!(
            (face["hours"]["open"].as_bool(), face["hours"]["notice"].as_str()),
            (Some(false), Some("明天见"))
        );
        let mut wrong = changed["settings"].clone();
        wrong["hours"]["timeZone"] = json!("Mars/Olympus");
        let refused = desk
            .owner
            .edit(&path, &changed["version"], json!({ "settings": wrong }))
            .await;
        assert_eq!(
            (refused.refusal(), refused.body["field"].as_str()),
            ((422, "field_wrong"), Some("settings.hours.timeZone"))
        );
        assert_eq!(own(&desk).await.1, changed);
        desk.end().await;
    });
}

#[test]
fn switched_off_files_are_not_offered_to_visitors() {
    on_one(|desk| async move {
        let kinds = |face: Value| {
            face["inbox"]["attachments"]["mediaTypes"]
                .as_array()
                .unwrap()
                .len()
        };
        assert!(kinds(enter(&desk, Value::Null).await.1) > 0);
        let off = Some(json!({ "attachments": false }));
        let switched = desk
            .owner
            .call(reqwest::Method::PATCH, "/api/v1/switches", off)
            .await;
        assert_eq!(switched.status, 200);
        assert_eq!(kinds(enter(&desk, Value::Null).await.1), 0);
        desk.end().await;
    });
}

fn signed(secret: &str) -> Value {
    let claims = json!({ "sub": "user-42", "exp": 4_000_000_000_i64 });
    let jwt = encode(
        &Header::default(),
        &claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .unwrap();
    json!({ "externalId": "user-42", "jwt": jwt })
}

#[test]
fn a_secret_is_shown_once_and_another_one_voids_it() {
    on_one(|desk| async move {
        let (path, inbox) = own(&desk).await;
        assert_eq!(inbox["identitySecretSet"], false);
        let path = format!("{path}/identity-secret");
        let first = desk.owner.post(&path, json!({})).await.good()["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(enter(&desk, signed(&first)).await.0, 200);
        let second = desk.owner.post(&path, json!({})).await.good()["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            (
                enter(&desk, signed(&first)).await.0,
                enter(&desk, signed(&second)).await.0
            ),
            (403, 200)
        );
        let (_, inbox) = own(&desk).await;
        assert_eq!(inbox["identitySecretSet"], true);
        let trail = desk.owner.get("/api/v1/audit").await.good().to_string();
        for text in [inbox.to_string(), trail] {
            assert!(!text.contains(&first) && !text.contains(&second), "{text}");
        }
        assert_eq!(desk.owner.delete(&path).await.status, 204);
        assert_eq!(enter(&desk, signed(&second)).await.0, 403);
        desk.end().await;
    });
}

#[test]
fn out_of_service_nobody_enters_or_writes_and_what_was_said_stays() {
    on_one(|desk| async move {
        let (visitor, id, _) = desk.tenant().conversation("在吗").await;
        let (path, _) = own(&desk).await;
        assert_eq!(desk.owner.delete(&path).await.status, 204);
        assert_eq!(enter(&desk, Value::Null).await.0, 404);
        assert_eq!(
            visitor.say("c2", "还在吗").await.refusal(),
            (404, "inbox_unknown")
        );
        let thread = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}/messages"))
            .await
            .good();
        assert_eq!(thread["items"].as_array().unwrap().len(), 1);
        assert_eq!(desk.owner.get(&path).await.status, 404);
        desk.end().await;
    });
}

#[test]
fn holidays_and_swap_days_decide_what_visitors_see() {
    on_one(|desk| async move {
        let (path, inbox) = own(&desk).await;
        let mut settings = inbox["settings"].clone();
        assert_eq!(settings["hours"]["calendar"], json!({}));
        settings["hours"]["enabled"] = json!(true);
        settings["hours"]["timeZone"] = json!("UTC");
        let all_day = json!([{ "from": "00:00", "to": "24:00" }]);
        settings["hours"]["week"] = json!([all_day, all_day, all_day, all_day, all_day, all_day, all_day]);
        let open = async |settings: &Value, version: &Value| {
            let body = json!({ "settings": settings });
            let saved = desk.owner.edit(&path, version, body).await.good();
            let (_, face) = enter(&desk, Value::Null).await;
            (saved, face["inbox"]["hours"]["open"].as_bool().unwrap())
        };
        let (saved, now) = open(&settings, &inbox["version"]).await;
        assert!(now);
        let day = |offset: i64| {
            let date = yingke_words::Time::from_millis(desk.app.now().millis() + offset * 86_400_000);
            date.to_string()[..10].to_owned()
        };
        // Around midnight of the test's clock the day changes: both are holidays.
        let closed = json!({ "kind": "closed", "name": "假日" });
        settings["hours"]["calendar"] = json!({ day(0): closed, day(1): closed });
        let (saved, now) = open(&settings, &saved["version"]).await;
        assert!(!now);
        assert_eq!(saved["settings"]["hours"]["calendar"][day(0)], closed);
        // Nothing in the week, and the calendar says to work.
        settings["hours"]["week"] = json!([[], [], [], [], [], [], []]);
        let own_hours = json!({ "kind": "open", "name": "大促", "openings": all_day });
        settings["hours"]["calendar"] = json!({ day(0): own_hours, day(1): own_hours });
        assert!(open(&settings, &saved["version"]).await.1);
        desk.end().await;
    });
}

#[test]
fn settings_from_before_there_were_calendars_are_taken() {
    on_one(|desk| async move {
        let (path, inbox) = own(&desk).await;
        let mut settings = inbox["settings"].clone();
        settings["hours"].as_object_mut().unwrap().remove("calendar");
        let body = json!({ "settings": settings });
        let saved = desk.owner.edit(&path, &inbox["version"], body).await.good();
        assert_eq!(saved["settings"]["hours"]["calendar"], json!({}));
        desk.end().await;
    });
}
