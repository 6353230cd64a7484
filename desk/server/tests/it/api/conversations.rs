use serde_json::json;

use crate::support::on_both;

#[test]
fn a_visitor_writes_and_an_agent_answers() {
    on_both(|desk| async move {
        let mut agent = desk.owner.socket(None).await;
        assert_eq!(agent.next_of("snapshot").await["seq"], 0);
        let visitor = desk.visitor().await;
        let mut widget = visitor.socket(None).await;
        assert_eq!(widget.next_of("snapshot").await["cursor"], "0");
        let sent = visitor.say("c1", "地址没变，周四前能到吗？").await;
        assert_eq!(sent.status, 201, "{sent:?}");
        let event = agent.next_of("event").await;
        assert_eq!(event["kind"], "consultation.opened");
        assert_eq!(event["message"]["text"], "地址没变，周四前能到吗？");
        let own = widget.next_of("event").await;
        assert_eq!(
            (own["prev"].as_str(), own["cursor"].as_str()),
            (Some("0"), Some("1"))
        );
        let id = event["conversation"]["id"].as_str().unwrap();
        let path = format!("/api/v1/conversations/{id}/messages");
        let replied = desk
            .owner
            .post(&path, json!({ "clientId": "r1", "text": "能到" }))
            .await;
        assert_eq!(replied.status, 201, "{replied:?}");
        let shown = widget.next_of("event").await;
        assert_eq!(shown["message"]["text"], "能到");
        assert_eq!(shown["state"]["agent"]["name"], "何婧");
        let again = desk
            .owner
            .post(&path, json!({ "clientId": "r1", "text": "能到" }))
            .await;
        assert_eq!(
            (again.status.as_u16(), &again.body["id"]),
            (200, &replied.body["id"])
        );
        let thread = desk.owner.get(&path).await;
        assert_eq!(thread.body["items"].as_array().unwrap().len(), 2);
        desk.end().await;
    });
}
