//! A message to see whether messages go out: to somebody named, or to whoever just wrote.

use super::*;

#[test]
fn a_test_message_goes_out_at_once_and_stands_in_no_conversation() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        let test = format!("{path}/test");
        let answer = desk.owner.post(&test, json!({ "to": "buyer-1" })).await.good();
        assert_eq!(answer, json!({ "ok": true }));
        let sent = bridge.sent();
        assert_eq!(sent[0].document["to"]["id"], "buyer-1");
        assert!(sent[0].document["text"].as_str().unwrap().contains("测试"));
        assert_eq!(
            desk.owner.get("/api/v1/conversations").await.good()["items"],
            json!([])
        );
        bridge.blocks("buyer-2");
        let answer = desk.owner.post(&test, json!({ "to": "buyer-2" })).await.good();
        assert_eq!(
            (&answer["ok"], &answer["error"]["kind"]),
            (&json!(false), &json!("blocked"))
        );
        for nobody in [json!({ "to": " " }), json!({})] {
            let refused = desk.owner.post(&test, nobody).await;
            assert_eq!(refused.refusal(), (422, "field_wrong"));
        }
        desk.end().await;
    });
}

#[test]
fn a_test_message_goes_to_whoever_just_wrote() {
    on_both(|desk| async move {
        let (path, bridge, _served) = bridged(&desk, &Faults::none()).await;
        bridge.customer_says("buyer-9", "在吗").await.unwrap();
        let row = desk.owner.get("/api/v1/conversations?tab=all").await.good()["items"][0].clone();
        let to = json!({ "conversationId": row["id"] });
        let answer = desk.owner.post(&format!("{path}/test"), to.clone()).await.good();
        assert_eq!(answer, json!({ "ok": true }));
        let sent = bridge.sent();
        let test = sent.iter().find(|one| one.document["text"].is_string()).unwrap();
        assert_eq!(test.document["to"]["id"], "buyer-9");
        // By the app they wrote to, and by no other.
        let (other, _) = made(&desk, json!({})).await;
        let refused = desk.owner.post(&format!("{other}/test"), to).await;
        assert_eq!(refused.refusal(), (404, "not_found"));
        desk.end().await;
    });
}
