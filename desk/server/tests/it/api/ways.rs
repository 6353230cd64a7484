//! How a customer can be reached, whom somebody is to call, and what they agreed to.

use serde_json::{Value, json};

use crate::support::{Desk, MailRoom, Person, on_both, on_one};

async fn ways(by: &Person, conversation: &str) -> Value {
    by.get(&format!("/api/v1/conversations/{conversation}/ways"))
        .await
        .good()
}

fn barred(ways: &Value) -> Vec<&str> {
    let all = ways["ways"].as_array().expect("four ways");
    all.iter()
        .map(|way| way["barred"].as_str().unwrap_or(""))
        .collect()
}

async fn known(desk: &Desk, customer: &str, change: Value) -> Value {
    let path = format!("/api/v1/customers/{customer}");
    let held = desk.owner.get(&path).await.good();
    desk.owner.edit(&path, &held["version"], change).await.good()
}

#[test]
fn where_one_can_write_nothing_else_is_needed() {
    on_one(|desk| async move {
        let (_, id, customer) = desk.tenant().conversation("在吗").await;
        let found = ways(&desk.owner, &id).await;
        assert_eq!((&found["shut"], &found["first"]), (&Value::Null, &Value::Null));
        assert_eq!(
            barred(&found),
            ["channelHasNone", "noInbox", "noInbox", "noNumber"]
        );
        let mail = MailRoom::of(&desk, &desk.owner).await;
        known(
            &desk,
            &customer,
            json!({ "email": "buyer@example.com", "phone": "138 0000 0000" }),
        )
        .await;
        let found = ways(&desk.owner, &id).await;
        assert_eq!(barred(&found), ["channelHasNone", "noInbox", "", ""]);
        assert_eq!(found["ways"][2]["inboxes"], json!([mail.inbox.to_string()]));
        let (wu, _) = desk.colleague("agent", "吴越").await;
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let to = json!({ "agentId": lin_id });
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/assign"), to)
            .await
            .good();
        assert_eq!(
            barred(&ways(&lin, &id).await)[2],
            "",
            "whoever serves the inbox writes first"
        );
        let unseen = wu.get(&format!("/api/v1/conversations/{id}/ways")).await;
        assert_eq!(unseen.refusal(), (404, "not_found"));
        desk.end().await;
    });
}

#[test]
fn consent_is_noted_with_its_time_and_withdrawn_again() {
    on_both(|desk| async move {
        let (_, _, customer) = desk.tenant().conversation("在吗").await;
        let agreed = known(&desk, &customer, json!({ "smsConsent": true })).await;
        let consent = agreed["smsConsent"].clone();
        assert_eq!(
            (&consent["by"]["kind"], &consent["by"]["name"]),
            (&json!("agent"), &json!("何婧"))
        );
        assert!(consent["at"].is_string());
        let again = known(
            &desk,
            &customer,
            json!({ "smsConsent": true, "company": "山野集" }),
        )
        .await;
        assert_eq!(again["smsConsent"], consent, "given once, noted once");
        let other = known(&desk, &customer, json!({ "company": "" })).await;
        assert_eq!(other["smsConsent"], consent, "nothing else touches it");
        let gone = known(&desk, &customer, json!({ "smsConsent": false })).await;
        assert_eq!(gone["smsConsent"], Value::Null);
        let trail = desk.owner.get("/api/v1/audit?act=customers.update").await.good();
        let noted: Vec<_> = trail["items"]
            .as_array()
            .unwrap()
            .iter()
            .rev()
            .map(|one| one["after"]["smsConsent"].clone())
            .collect();
        assert_eq!(noted, [json!(true), json!(true), json!(true), json!(false)]);
        desk.end().await;
    });
}

#[test]
fn a_call_stands_in_the_thread_once_and_comes_back_in_time() {
    on_both(|desk| async move {
        let (_, id, customer) = desk.tenant().conversation("在吗").await;
        let path = format!("/api/v1/conversations/{id}/phone-tasks");
        let task = json!({ "clientId": "t1", "text": "问问尺码", "until": "2099-01-01T09:00:00.000Z" });
        let refused = desk.owner.post(&path, task.clone()).await;
        assert_eq!(refused.refusal(), (409, "no_address"));
        known(&desk, &customer, json!({ "phone": "138 0000 0000" })).await;
        let past = json!({ "clientId": "t1", "text": "问问尺码", "until": "2020-01-01T09:00:00.000Z" });
        assert_eq!(desk.owner.post(&path, past).await.refusal(), (422, "time_passed"));
        let made = desk.owner.post(&path, task.clone()).await;
        assert_eq!((made.status.as_u16(), &made.body["kind"]), (201, &json!("note")));
        assert_eq!(
            made.body["content"],
            json!({ "type": "contact", "name": "", "phone": "138 0000 0000" })
        );
        let again = desk.owner.post(&path, task).await;
        assert_eq!(
            (again.status.as_u16(), &again.body["id"]),
            (200, &made.body["id"])
        );
        let row = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}"))
            .await
            .good();
        let row = &row["conversation"];
        assert_eq!(
            (&row["status"], &row["agentName"]),
            (&json!("snoozed"), &json!("何婧"))
        );
        assert_eq!(row["snoozedUntil"], "2099-01-01T09:00:00.000Z");
        let (_, lin) = desk.colleague("agent", "林夏").await;
        let two = json!({ "clientId": "t2", "text": "问问", "until": "2099-01-01T09:00:00.000Z", "agentId": lin, "teamId": lin });
        assert_eq!(desk.owner.post(&path, two).await.refusal(), (422, "field_wrong"));
        let theirs =
            json!({ "clientId": "t2", "text": "问问", "until": "2099-01-01T09:00:00.000Z", "agentId": lin });
        desk.owner.post(&path, theirs).await.good();
        let acts = desk
            .owner
            .get("/api/v1/audit?act=conversations.assign")
            .await
            .good();
        assert_eq!(
            acts["items"].as_array().unwrap().len(),
            2,
            "whoever is to call is responsible: {acts}"
        );
        desk.end().await;
    });
}

#[test]
fn a_conversation_is_begun_from_the_customer_too() {
    on_one(|desk| async move {
        let (_, id, customer) = desk.tenant().conversation("在吗").await;
        let mail = MailRoom::of(&desk, &desk.owner).await;
        let path = format!("/api/v1/customers/{customer}/conversations");
        let body = json!({ "inboxId": mail.inbox, "clientId": "s1", "text": "到货了" });
        assert_eq!(
            desk.owner.post(&path, body.clone()).await.refusal(),
            (409, "no_address")
        );
        known(&desk, &customer, json!({ "email": "buyer@example.com" })).await;
        let mut itself = body.clone();
        itself["from"] = json!(id);
        itself["inboxId"] = json!(desk.inbox_id);
        let refused = desk.owner.post(&path, itself).await;
        assert_eq!(
            (refused.refusal(), &refused.body["field"]),
            ((422, "field_wrong"), &json!("from"))
        );
        let begun = desk.owner.post(&path, body.clone()).await;
        assert_eq!(begun.status, 201, "{begun:?}");
        assert_eq!(begun.body["conversation"]["customerId"], json!(customer));
        assert_eq!(begun.body["message"]["direction"], "outbound");
        let (wu, _) = desk.colleague("agent", "吴越").await;
        let mut other = body;
        other["clientId"] = json!("s2");
        let begins = wu.post(&path, other).await;
        assert_eq!(
            begins.refusal(),
            (403, "not_permitted"),
            "a colleague writes there"
        );
        let line = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}/messages"))
            .await
            .good();
        assert_eq!(
            line["items"].as_array().unwrap().len(),
            1,
            "nothing was left: no line says so"
        );
        desk.end().await;
    });
}
