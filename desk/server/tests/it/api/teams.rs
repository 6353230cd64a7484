use serde_json::json;

use crate::support::on_both;

#[test]
fn a_team_decides_who_sees_its_queue_and_stays_while_it_serves() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (wu, _) = desk.colleague("agent", "吴越").await;
        let body = json!({ "name": "售后", "memberIds": [lin_id] });
        let team = desk.owner.create("/api/v1/teams", body.clone()).await.good();
        assert_eq!(
            desk.owner.create("/api/v1/teams", body).await.refusal(),
            (409, "name_taken")
        );
        let (_, id, _) = desk.tenant().conversation("在吗").await;
        let path = format!("/api/v1/conversations/{id}");
        assert_eq!(wu.get(&path).await.status, 200, "everybody's queue");
        let to = json!({ "teamId": team["id"] });
        desk.owner.post(&format!("{path}/assign"), to).await.good();
        assert_eq!(
            (
                lin.get(&path).await.status.as_u16(),
                wu.get(&path).await.status.as_u16()
            ),
            (200, 404)
        );
        let own = format!("/api/v1/teams/{}", team["id"].as_str().unwrap());
        assert_eq!(desk.owner.delete(&own).await.refusal(), (409, "in_use"));
        desk.owner
            .edit(&own, &team["version"], json!({ "memberIds": [] }))
            .await
            .good();
        assert_eq!(lin.get(&path).await.status, 404, "at once");
        desk.owner.post(&format!("{path}/end"), json!({})).await.good();
        assert_eq!(desk.owner.delete(&own).await.status, 204);
        desk.end().await;
    });
}
