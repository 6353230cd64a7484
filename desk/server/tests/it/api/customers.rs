use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Desk, on_both, on_one};

async fn customer(desk: &Desk, id: &str) -> Value {
    desk.owner.get(&format!("/api/v1/customers/{id}")).await.good()
}

#[test]
fn a_profile_is_corrected_by_whoever_serves_and_kept_masked_in_the_trail() {
    on_both(|desk| async move {
        let (visitor, id, customer_id) = desk.tenant().conversation("在吗").await;
        let path = format!("/api/v1/customers/{customer_id}");
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let to = json!({ "agentId": lin_id });
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/assign"), to)
            .await
            .good();
        let change = json!({ "name": " 沈悦 ", "email": "Shen@Example.com", "notes": "老客户\n要发票" });
        let changed = lin.edit(&path, &json!(1), change).await;
        assert_eq!(changed.headers["etag"], "\"2\"");
        assert_eq!(
            (changed.body["name"].as_str(), changed.body["email"].as_str()),
            (Some("沈悦"), Some("shen@example.com"))
        );
        for (field, value) in [("email", "nobody"), ("phone", &"1".repeat(41)), ("name", "a\nb")] {
            let refused = lin.edit(&path, &json!(2), json!({ field: value })).await;
            assert_eq!(
                (refused.refusal(), refused.body["field"].as_str()),
                ((422, "field_wrong"), Some(field))
            );
        }
        let (wu, _) = desk.colleague("agent", "吴越").await;
        assert_eq!(
            wu.edit(&path, &json!(2), json!({ "name": "x" })).await.status,
            404,
            "not theirs to see"
        );
        let trail = desk.owner.get("/api/v1/audit?act=customers.update").await.good();
        let trail = trail["items"][0].to_string();
        assert!(
            trail.contains("s***") && !trail.contains("example.com"),
            "{trail}"
        );
        lin.post(&format!("/api/v1/conversations/{id}/end"), json!({}))
            .await
            .good();
        visitor.say("c2", "又来了").await;
        let past = desk.owner.get(&format!("{path}/consultations")).await.good();
        let numbers: Vec<_> = past["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["number"].clone())
            .collect();
        assert_eq!(numbers, [json!(2), json!(1)]);
        assert_eq!(
            (
                past["items"][1]["agentName"].as_str(),
                past["items"][1]["endedBy"].as_str()
            ),
            (Some("林夏"), Some("agent"))
        );
        desk.end().await;
    });
}

#[test]
fn the_form_before_a_chat_ends_in_the_customer() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let say = |pre_chat: Value| json!({ "clientId": "c1", "text": "在吗", "preChat": pre_chat });
        let path = "/api/v1/visitor/messages";
        let wrong = visitor
            .call(Method::POST, path, Some(say(json!({ "email": "nobody" }))))
            .await;
        assert_eq!(
            (wrong.refusal(), wrong.body["field"].as_str()),
            ((422, "field_wrong"), Some("email"))
        );
        let form = json!({ "name": "沈悦", "email": "shen@example.com", "phone": "138", "company": "山野集", "order": "A-17" });
        assert_eq!(
            visitor.call(Method::POST, path, Some(say(form))).await.status,
            201
        );
        let row = desk.owner.get("/api/v1/conversations").await.good()["items"][0].clone();
        assert_eq!(row["customerName"], "沈悦");
        let one = customer(&desk, row["customerId"].as_str().unwrap()).await;
        let told = ["name", "email", "phone", "company"].map(|field| one[field].as_str().unwrap().to_owned());
        assert_eq!(told, ["沈悦", "shen@example.com", "138", "山野集"]);
        assert_eq!(one["attributes"], json!({ "order": "A-17" }));
        desk.end().await;
    });
}

#[test]
fn a_site_says_more_of_its_visitor_once_there_is_a_conversation() {
    on_one(|desk| async move {
        let path = "/api/v1/visitor/attributes";
        let said = |attributes: Value| Some(json!({ "attributes": attributes }));
        let stranger = desk.visitor().await;
        let refused = stranger
            .call(Method::POST, path, said(json!({ "plan": "pro" })))
            .await;
        assert_eq!(refused.refusal(), (404, "not_found"));
        let (visitor, _, id) = desk.tenant().conversation("在吗").await;
        for attributes in [
            json!({ "plan": "free", "vip": true, "seats": 3 }),
            json!({ "plan": "pro", "vip": null }),
        ] {
            assert_eq!(
                visitor.call(Method::POST, path, said(attributes)).await.status,
                204
            );
        }
        let one = customer(&desk, &id).await;
        assert_eq!(one["attributes"], json!({ "plan": "pro", "seats": 3 }));
        let many: serde_json::Map<_, _> = (0..51).map(|n| (format!("k{n}"), json!(n))).collect();
        for (wrong, status) in [
            (json!({ "k": "字".repeat(201) }), 422),
            (json!(many), 422),
            (json!({ "a b": 1 }), 422),
            (json!({ "k": { "nested": 1 } }), 400),
            (json!({ "k": [1] }), 400),
        ] {
            assert_eq!(
                visitor.call(Method::POST, path, said(wrong.clone())).await.status,
                status,
                "{wrong}"
            );
        }
        assert_eq!(
            customer(&desk, &id).await,
            one,
            "nothing refused changed anything"
        );
        desk.end().await;
    });
}
