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

#[test]
fn a_team_has_hours_of_its_own_until_they_are_taken_away() {
    on_both(|desk| async move {
        let night = json!({
            "timeZone": "Asia/Shanghai",
            "week": [[{ "from": "22:00", "to": "06:00" }], [], [], [], [], [], []],
            "calendar": {
                "2099-10-01": { "kind": "closed", "name": "国庆节" },
                "2099-10-10": { "kind": "like", "name": "国庆节", "weekday": 0 },
            },
        });
        let body = json!({ "name": "夜班", "memberIds": [], "hours": night });
        let team = desk.owner.create("/api/v1/teams", body).await.good();
        assert_eq!(team["hours"], night);
        let own = format!("/api/v1/teams/{}", team["id"].as_str().unwrap());
        let listed = desk.owner.get("/api/v1/teams").await.good();
        assert_eq!(listed["items"][0], team);
        // Whoever changes something else keeps them.
        let renamed = json!({ "name": "夜间客服" });
        let renamed = desk.owner.edit(&own, &team["version"], renamed).await.good();
        assert_eq!(renamed["hours"], night);
        for (pointer, wrong, field) in [
            ("/timeZone", json!("Mars/Olympus"), "hours.timeZone"),
            (
                "/week/3",
                json!([{ "from": "9:00", "to": "10:00" }]),
                "hours.week.3",
            ),
            (
                "/week/1",
                json!([{ "from": "05:00", "to": "10:00" }]),
                "hours.week.0",
            ),
            (
                "/calendar/2099-10-10",
                json!({ "kind": "like", "weekday": 7 }),
                "hours.calendar.2099-10-10",
            ),
        ] {
            let mut hours = night.clone();
            *hours.pointer_mut(pointer).unwrap() = wrong;
            let refused = desk
                .owner
                .edit(&own, &renamed["version"], json!({ "hours": hours }))
                .await;
            assert_eq!(refused.refusal(), (422, "field_wrong"), "{refused:?}");
            assert_eq!(refused.body["field"], field, "{refused:?}");
        }
        let mut no_date = night.clone();
        no_date["calendar"] = json!({ "2099-13-01": { "kind": "closed" } });
        let refused = desk
            .owner
            .create("/api/v1/teams", json!({ "name": "x", "hours": no_date }))
            .await;
        assert_eq!(refused.refusal(), (400, "malformed_body"));
        let taken = desk
            .owner
            .edit(&own, &renamed["version"], json!({ "hours": null }))
            .await
            .good();
        assert!(taken["hours"].is_null());
        let trail = desk.owner.get("/api/v1/audit?act=teams.update").await.good();
        assert!(
            trail.to_string().contains("22:00"),
            "what they were stands in the trail"
        );
        desk.end().await;
    });
}
