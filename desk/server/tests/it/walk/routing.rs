//! Cases of routing: settings, skills, trying out, offers.

use serde_json::{Value, json};
use yingke_conversation::{Priority, Routed};
use yingke_routing::Stage;
use yingke_staff::{Capacity, Weights};
use yingke_store::{Command, DecisionBody, ROUTING, Route, StoreError, conversation, hold};
use yingke_words::{AgentId, ConversationId, Span, WorkspaceId};

use super::{
    cases::{Case, edit, id, owner},
    world::World,
};

/// The case of an operation, if it is one of routing's.
pub async fn case(world: &World<'_>, what: &str) -> Option<Case> {
    let of_conversation = |verb: &str| ["accept", "decline"].contains(&verb);
    Some(match what {
        "GET /routing" | "GET /routing/agents" | "GET /routing/teams" | "GET /skills" => {
            owner(what.trim_start_matches("GET "), None)
        }
        "PUT /routing" => settings(world).await,
        "PUT /routing/agents/{id}" => {
            let agent = world.agent().await;
            let skills = json!([{ "skillId": world.skill().await["id"], "level": 3 }]);
            let body = json!({ "skills": skills, "places": [], "weight": 20, "automatic": true });
            edit(format!("/routing/agents/{}", id(&agent)), &agent["version"], body)
        }
        "PUT /routing/teams/{id}" => {
            let (team, other) = (world.team().await, world.team().await);
            let widening = json!({ "afterSeconds": 60, "to": { "team": other["id"] } });
            let body = json!({ "cap": 9, "widenings": [widening] });
            edit(format!("/routing/teams/{}", id(&team)), &team["version"], body)
        }
        "POST /routing/dry-run" => {
            let known = world.tenant.owner.get("/api/v1/routing").await.good();
            let body = json!({ "described": { "text": "在吗" }, "settings": known["settings"] });
            owner("/routing/dry-run", body)
        }
        "POST /skills" => owner("/skills", json!({ "name": world.name(), "language": "en" })),
        "PATCH /skills/{id}" => {
            let skill = world.skill().await;
            let body = json!({ "name": world.name(), "language": "" });
            edit(format!("/skills/{}", id(&skill)), &skill["version"], body)
        }
        "DELETE /skills/{id}" => owner(format!("/skills/{}", id(&world.skill().await)), None),
        "GET /conversations/{id}/decisions" => owner(
            format!("/conversations/{}/decisions", world.conversation().await.1),
            None,
        ),
        "PUT /customers/{id}/manager" => {
            let path = format!("/customers/{}/manager", world.conversation().await.2);
            owner(path, json!({ "agentId": world.agent.1 }))
        }
        _ => {
            let verb = what
                .strip_prefix("POST /conversations/{id}/")
                .filter(|verb| of_conversation(verb))?;
            owner(format!("/conversations/{}/{verb}", offered(world).await), None)
        }
    })
}

async fn settings(world: &World<'_>) -> Case {
    let known = world.tenant.owner.get("/api/v1/routing").await.good();
    let mut body: Value = known["settings"].clone();
    body["otherwiseTeamId"] = world.team().await["id"].clone();
    body["ageingMinutes"] = json!(15);
    edit("/routing".into(), &known["version"], body)
}

/// A conversation that is offered to the owner, as if routing had decided so.
async fn offered(world: &World<'_>) -> String {
    let owner = &world.tenant.owner;
    let (_, conversation_id, _) = world.conversation().await;
    let me = owner.get("/api/v1/me").await.good();
    let workspace = owner.get("/api/v1/workspace").await.good();
    let workspace: WorkspaceId = id(&workspace).parse().unwrap();
    let agent: AgentId = id(&me["agent"]).parse().unwrap();
    let which: ConversationId = conversation_id.parse().unwrap();
    let db = &world.desk.app.db;
    let held = db.write(workspace, |tx| hold(tx, ROUTING, "walk", Span::seconds(60)));
    assert!(held.await.unwrap_or_else(|error: StoreError| panic!("{error}")));
    let found = db.read(workspace, move |tx| conversation(tx, which));
    let found = found
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
        .unwrap();
    let route = Route {
        conversation: which,
        routed: Routed {
            number: found.row.consultation_number.unwrap(),
            agent,
            name: "何婧".into(),
            team: None,
            priority: Priority::Normal,
            accept_within: Some(Span::minutes(10)),
            capacity: Capacity {
                chat: 500,
                ..Capacity::default()
            },
            weights: Weights::default(),
            silent_after: None,
            beyond: 100,
        },
        holder: "walk".into(),
        body: DecisionBody {
            stage: Stage::Match,
            team_id: None,
            waited_ms: 0,
            rules: Vec::new(),
            why: None,
            settings_version: 0,
            known_seq: 0,
        },
    };
    db.command(workspace, Command::Route(Box::new(route)))
        .await
        .unwrap();
    conversation_id
}
