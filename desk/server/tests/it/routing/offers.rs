//! Offered, accepted or not; and people who go.

use serde_json::json;

use super::{be, bring, places, served_by, set, stays_queued, until};
use crate::support::on_both;

fn scores() -> serde_json::Value {
    json!({ "policy": "scores", "scores": { "load": 40, "idle": 10, "idleMinutes": 10, "known": 30 } })
}

#[test]
fn what_is_offered_is_accepted_declined_or_goes_back_in_time() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        be(&desk.owner, "offline").await;
        set(&desk, json!({ "choice": scores(), "acceptSeconds": 5 }))
            .await
            .good();
        let (_, id, _) = desk.tenant().conversation("在吗").await;
        let offered = |row: &serde_json::Value| row["status"] == "offered" && row["agentId"] == json!(lin_id);
        let row = until(&desk, &id, "offered", offered).await;
        assert!(row["offeredUntil"].is_string(), "{row}");
        let path = format!("/api/v1/conversations/{id}");
        assert_eq!(
            desk.owner
                .post(&format!("{path}/accept"), json!({}))
                .await
                .refusal(),
            (409, "not_offered")
        );
        let accepted = lin.post(&format!("{path}/accept"), json!({})).await.good();
        assert_eq!(accepted["conversation"]["status"], "open");
        assert_eq!(
            lin.post(&format!("{path}/accept"), json!({})).await.refusal(),
            (409, "not_offered")
        );
        // Declined: not to the same person again, and it keeps its time.
        let (_, second, _) = desk.tenant().conversation("还有人吗").await;
        until(&desk, &second, "offered", offered).await;
        lin.post(&format!("/api/v1/conversations/{second}/decline"), json!({}))
            .await
            .good();
        stays_queued(&desk, &second).await;
        be(&desk.owner, "online").await;
        let owner = super::owner_id(&desk).await;
        until(&desk, &second, "offered to another", |row| {
            row["agentId"] == json!(owner)
        })
        .await;
        // Nobody says anything: it goes back, and there is nobody else.
        until(&desk, &second, "back in the queue", |row| {
            row["status"] == "queued"
        })
        .await;
        stays_queued(&desk, &second).await;
        desk.end().await;
    });
}

#[test]
fn who_goes_leaves_nobody_waiting() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (_, wu_id) = desk.colleague("agent", "吴越").await;
        be(&desk.owner, "offline").await;
        bring(&desk, &wu_id, places(0)).await;
        set(&desk, json!({ "choice": scores(), "goneMinutes": 0 }))
            .await
            .good();
        let (_, id, _) = desk.tenant().conversation("在吗").await;
        served_by(&desk, &id, &lin_id).await;
        bring(&desk, &wu_id, places(3)).await;
        be(&lin, "offline").await;
        served_by(&desk, &id, &wu_id).await;
        desk.end().await;
    });
}
