//! Rules, skills, teams, managers; trying out; what is refused.

use serde_json::json;

use super::{be, bring, put, served_by, set, until};
use crate::support::on_both;

#[test]
fn technical_questions_go_to_technical_people_and_vips_come_first() {
    on_both(|desk| async move {
        let (_, lin) = desk.colleague("agent", "林夏").await;
        let (_, wu) = desk.colleague("agent", "吴越").await;
        be(&desk.owner, "offline").await;
        let technical = desk
            .owner
            .create("/api/v1/skills", json!({ "name": "技术" }))
            .await
            .good();
        let skill = &technical["id"];
        bring(
            &desk,
            &wu,
            json!({ "skills": [{ "skillId": skill, "level": 3 }] }),
        )
        .await;
        let team = desk
            .owner
            .create("/api/v1/teams", json!({ "name": "支持", "memberIds": [lin, wu] }))
            .await
            .good();
        let rule = json!({
            "id": "0197b6a0-0000-7000-8000-000000000001", "name": "技术问题", "on": true,
            "when": { "any": [{ "field": "text", "is": "contains", "values": ["报错", "error"] }] },
            "then": {
                "teamId": team["id"], "priority": "high",
                "skills": [{ "skillId": skill, "level": 2, "required": true }],
            },
        });
        let robin = json!({ "policy": "roundRobin", "scores": { "load": 40, "idle": 10, "idleMinutes": 10, "known": 30 } });
        set(&desk, json!({ "choice": robin, "rules": [rule] }))
            .await
            .good();
        for text in ["页面报错了", "Error 500"] {
            let (_, id, _) = desk.tenant().conversation(text).await;
            let row = served_by(&desk, &id, &wu).await;
            assert_eq!(
                (&row["teamId"], &row["priority"]),
                (&team["id"], &json!("high")),
                "{row}"
            );
            let why = desk
                .owner
                .get(&format!("/api/v1/conversations/{id}/decisions"))
                .await
                .good();
            let reasons = &why["items"][0]["reasons"];
            assert_eq!(reasons["rules"][0]["matched"], true, "{why}");
            assert_eq!(
                (&reasons["why"]["lookedAt"], &reasons["why"]["leftOut"]["skill"]),
                (&json!(2), &json!(1))
            );
        }
        let (_, id, _) = desk.tenant().conversation("你好").await;
        served_by(&desk, &id, &lin).await;
        // The same is said by a dry run, which assigns nothing.
        let described = json!({ "described": { "text": "又报错" } });
        let tried = desk.owner.post("/api/v1/routing/dry-run", described).await.good();
        assert_eq!(
            (&tried["agentId"], &tried["stage"]),
            (&json!(wu), &json!("match")),
            "{tried}"
        );
        let tried = desk
            .owner
            .post("/api/v1/routing/dry-run", json!({ "conversationId": id }))
            .await
            .good();
        assert_eq!(tried["rules"][0]["against"]["field"], "text", "{tried}");
        desk.end().await;
    });
}

#[test]
fn the_account_manager_comes_before_everybody() {
    on_both(|desk| async move {
        let (_, lin) = desk.colleague("agent", "林夏").await;
        let (_, wu) = desk.colleague("agent", "吴越").await;
        be(&desk.owner, "offline").await;
        let (visitor, id, customer) = desk.tenant().conversation("第一次").await;
        let path = format!("/api/v1/customers/{customer}/manager");
        let named = desk
            .owner
            .call(reqwest::Method::PUT, &path, Some(json!({ "agentId": wu })))
            .await;
        assert_eq!(named.status, 204, "{named:?}");
        let shown = desk
            .owner
            .get(&format!("/api/v1/customers/{customer}"))
            .await
            .good();
        assert_eq!(shown["managerId"], json!(wu));
        let idle = json!({ "policy": "longestIdle", "scores": { "load": 40, "idle": 10, "idleMinutes": 10, "known": 30 } });
        set(&desk, json!({ "choice": idle })).await.good();
        served_by(&desk, &id, &wu).await;
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/end"), json!({}))
            .await
            .good();
        visitor.say("c2", "又来了").await;
        served_by(&desk, &id, &wu).await;
        let why = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}/decisions"))
            .await
            .good();
        assert_eq!(why["items"][0]["reasons"]["stage"], "manager", "{why}");
        let (_, other, _) = desk.tenant().conversation("别人").await;
        served_by(&desk, &other, &lin).await;
        desk.end().await;
    });
}

#[test]
fn what_cannot_be_meant_is_refused_by_field() {
    on_both(|desk| async move {
        let rule = |then| {
            json!({
                "id": "0197b6a0-0000-7000-8000-000000000001", "name": "规则", "on": true,
                "when": { "all": [] }, "then": then,
            })
        };
        let nobody = "0197b6a0-0000-7000-8000-00000000dead";
        for (change, code, field) in [
            (json!({ "ageingMinutes": 601 }), "routing_range", "ageingMinutes"),
            (
                json!({ "rules": [rule(json!({ "teamId": nobody }))] }),
                "routing_rule_names",
                "rules.0",
            ),
            (
                json!({ "otherwiseTeamId": nobody }),
                "routing_team",
                "otherwiseTeamId",
            ),
        ] {
            let refused = set(&desk, change).await;
            assert_eq!(refused.refusal(), (422, code), "{refused:?}");
            assert_eq!(refused.body["field"], field, "{refused:?}");
        }
        let known = desk.owner.get("/api/v1/routing").await.good();
        let stale = put(
            &desk.owner,
            "/api/v1/routing",
            &json!(7),
            known["settings"].clone(),
        )
        .await;
        assert_eq!(stale.refusal(), (412, "changed"));
        let (agent, _) = desk.colleague("agent", "林夏").await;
        let refused = put(
            &agent,
            "/api/v1/routing",
            &known["version"],
            known["settings"].clone(),
        )
        .await;
        assert_eq!(refused.status, 403);
        desk.end().await;
    });
}

#[test]
fn what_a_rule_names_stays() {
    on_both(|desk| async move {
        let team = desk
            .owner
            .create("/api/v1/teams", json!({ "name": "售后", "memberIds": [] }))
            .await
            .good();
        let skill = desk
            .owner
            .create("/api/v1/skills", json!({ "name": "英语", "language": "EN" }))
            .await
            .good();
        assert_eq!(skill["language"], "en");
        let rule = json!({
            "id": "0197b6a0-0000-7000-8000-000000000001", "name": "售后", "on": true, "when": { "all": [] },
            "then": { "teamId": team["id"], "skills": [{ "skillId": skill["id"], "level": 1, "required": false }] },
        });
        set(&desk, json!({ "rules": [rule] })).await.good();
        for path in [
            format!("/api/v1/teams/{}", team["id"].as_str().unwrap()),
            format!("/api/v1/skills/{}", skill["id"].as_str().unwrap()),
        ] {
            assert_eq!(
                desk.owner.delete(&path).await.refusal(),
                (409, "in_use"),
                "{path}"
            );
        }
        // Where people pick, a rule still says in whose queue it stands.
        let (_, id, _) = desk.tenant().conversation("在吗").await;
        let scores = json!({ "policy": "scores", "scores": { "load": 40, "idle": 10, "idleMinutes": 10, "known": 30 } });
        set(&desk, json!({ "choice": scores })).await.good();
        until(&desk, &id, "the team's queue", |row| {
            row["teamId"] == team["id"] && row["status"] == "queued"
        })
        .await;
        set(&desk, json!({ "rules": [] })).await.good();
        let path = format!("/api/v1/skills/{}", skill["id"].as_str().unwrap());
        assert_eq!(desk.owner.delete(&path).await.status, 204);
        desk.end().await;
    });
}
