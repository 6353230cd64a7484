use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Person, on_both};

/// Searches until so many are found: the index follows the log.
async fn find(person: &Person, asked: &str, count: usize) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let page = person.get(&format!("/api/v1/search?q={asked}")).await.good();
        let found = page["items"].as_array().unwrap().clone();
        if found.len() == count || begun.elapsed() > Duration::from_secs(10) {
            return found;
        }
        tokio::task::yield_now().await;
    }
}

#[test]
fn finds_what_one_may_see_newest_first_and_marks_it() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (wu, _) = desk.colleague("agent", "吴越").await;
        let (visitor, id, _) = desk.tenant().conversation("帐篷漏雨了").await;
        let to = json!({ "agentId": lin_id });
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/assign"), to)
            .await
            .good();
        visitor.say("c2", "Hello, the 帐篷 leaks").await;
        let found = find(&desk.owner, "帐篷", 2).await;
        let texts: Vec<_> = found
            .iter()
            .map(|hit| hit["message"]["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts, ["Hello, the 帐篷 leaks", "帐篷漏雨了"]);
        assert_eq!(found[0]["highlights"], json!([[11, 13]]));
        assert_eq!(found[1]["conversation"]["id"], id.as_str());
        assert_eq!(find(&lin, "hello", 1).await.len(), 1);
        assert!(find(&wu, "nothing", 0).await.is_empty());
        let hidden = wu.get("/api/v1/search?q=hello").await.good();
        assert_eq!(hidden["items"], json!([]), "a colleague's conversation");
        assert_eq!(
            desk.owner.get("/api/v1/search").await.refusal(),
            (400, "malformed_query")
        );
        assert_eq!(desk.owner.get("/api/v1/search?q=%22%00*").await.status, 200);
        desk.end().await;
    });
}
