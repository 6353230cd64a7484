use serde_json::json;

use crate::support::on_both;

#[test]
fn the_trail_has_every_act_and_who_read_it() {
    on_both(|desk| async move {
        let (auditor, auditor_id) = desk.colleague("auditor", "钱审").await;
        let tag = json!({ "name": "催发货", "color": "#C53030" });
        let made = desk.owner.create("/api/v1/tags", tag).await.good();
        let page = auditor.get("/api/v1/audit?act=tags.create").await.good();
        let entry = &page["items"][0];
        assert_eq!(
            (entry["object"]["id"].clone(), entry["object"]["name"].as_str()),
            (made["id"].clone(), Some("催发货"))
        );
        assert_eq!(
            (entry["actor"]["name"].as_str(), entry["before"].is_null()),
            (Some("何婧"), true)
        );
        assert_eq!(entry["after"]["color"], "#C53030");
        let reads = format!("/api/v1/audit?agentId={auditor_id}&act=audit.read");
        let page = auditor.get(&reads).await.good();
        assert_eq!(
            page["items"][0]["after"]["act"], "tags.create",
            "the first reading"
        );
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = desk
                .owner
                .get(&format!("/api/v1/audit?limit=2{cursor}"))
                .await
                .good();
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|entry| entry["id"].to_string()),
            );
            let Some(next) = page["nextCursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        sorted.reverse();
        assert_eq!(seen, sorted, "newest first, each once");
        assert!(seen.len() >= 5, "{seen:?}");
        desk.end().await;
    });
}
