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

#[test]
fn without_teams_nothing_goes_to_one() {
    on_both(|desk| async move {
        let body = json!({ "name": "售后", "memberIds": [] });
        let team = desk.owner.create("/api/v1/teams", body).await.good();
        let (_, id, _) = desk.tenant().conversation("在吗").await;
        let to_team = json!({ "teamId": team["id"] });
        let path = format!("/api/v1/conversations/{id}/assign");
        let switch = |on: bool| json!({ "teams": on });
        desk.owner
            .edit("/api/v1/switches", &json!(1), switch(false))
            .await
            .good();
        let refused = desk.owner.post(&path, to_team.clone()).await;
        assert_eq!(refused.refusal(), (404, "switched_off"));
        let shown = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}"))
            .await
            .good();
        assert!(
            shown.to_string().contains("\"teamId\":null"),
            "nothing was done: {shown}"
        );
        let me = desk.owner.get("/api/v1/me").await.good();
        let to_me = json!({ "agentId": me["agent"]["id"] });
        desk.owner.post(&path, to_me).await.good();
        // Nobody is put into one either, nor invited to one.
        let (lin, lin_path) = {
            let (_, id) = desk.colleague("agent", "林夏").await;
            let all = desk.owner.get("/api/v1/agents").await.good();
            let all = all["items"].as_array().unwrap().clone();
            let one = all.into_iter().find(|one| one["id"] == *id).unwrap();
            (one, format!("/api/v1/agents/{id}"))
        };
        let into_team = json!({ "teamIds": [team["id"]] });
        let refused = desk
            .owner
            .edit(&lin_path, &lin["version"], into_team.clone())
            .await;
        assert_eq!(refused.refusal(), (404, "switched_off"));
        let mut invited = json!({
            "email": "neu@shop.example", "roleId": lin["roleId"], "teamIds": [team["id"]]
        });
        let refused = desk.owner.create("/api/v1/invitations", invited.clone()).await;
        assert_eq!(refused.refusal(), (404, "switched_off"));
        invited["teamIds"] = json!([]);
        desk.owner.create("/api/v1/invitations", invited).await.good();
        let inboxes = desk.owner.get("/api/v1/inboxes").await.good();
        let inbox = &inboxes["items"][0];
        let inbox_path = format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap());
        let mut served = json!({ "settings": inbox["settings"] });
        desk.owner
            .edit(&inbox_path, &inbox["version"], served.clone())
            .await
            .good();
        served["settings"]["teamIds"] = into_team["teamIds"].clone();
        let refused = desk.owner.edit(&inbox_path, &json!(2), served).await;
        assert_eq!(refused.refusal(), (404, "switched_off"));
        desk.owner
            .edit("/api/v1/switches", &json!(2), switch(true))
            .await
            .good();
        desk.owner.post(&path, to_team).await.good();
        desk.owner
            .edit(&lin_path, &lin["version"], into_team)
            .await
            .good();
        desk.end().await;
    });
}
