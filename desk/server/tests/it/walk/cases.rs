//! A case an operation: path values, body, and who may. Each call makes its own objects, so that a case can be used up.

use serde_json::{Value, json};
use yingke_store::{StoreError, set_installation};

use super::world::World;
use crate::support::{PASSWORD, Person, Visitor, fresh, signed_in};

/// Who calls.
pub enum By {
    Owner,
    Person(Person),
    Visitor(Box<Visitor>),
    Nobody,
}

/// How to call an operation so that it succeeds.
pub struct Case {
    pub by: By,
    pub path: String,
    pub body: Option<Value>,
    /// For If-Match; null = none.
    pub version: Value,
    /// The Idempotency-Key, when it matters.
    pub key: Option<String>,
}

pub fn owner(path: impl Into<String>, body: impl Into<Option<Value>>) -> Case {
    Case {
        by: By::Owner,
        path: format!("/api/v1{}", path.into()),
        body: body.into(),
        version: Value::Null,
        key: None,
    }
}

pub fn edit(path: String, version: &Value, body: Value) -> Case {
    Case {
        version: version.clone(),
        ..owner(path, body)
    }
}

pub fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// The case of an operation.
pub async fn case(world: &World<'_>, operation: &str) -> Option<Case> {
    let (method, path) = operation.split_once(" /api/v1").expect("a method and a path");
    let what = format!("{method} {path}");
    if path.contains("attachments") {
        return super::files::case(world, &what).await;
    }
    if let Some(case) = super::channels::case(world, &what).await {
        return Some(case);
    }
    if let Some(case) = super::routing::case(world, &what).await {
        return Some(case);
    }
    if path.starts_with("/visitor") {
        return visitor(world, &what).await;
    }
    if path.starts_with("/conversations") {
        return conversation(world, &what).await;
    }
    if what == "DELETE /demo" {
        return Some(demo(world).await);
    }
    if let Some(case) = oneself(world, &what).await {
        return Some(case);
    }
    if let Some(case) = people(world, &what).await {
        return Some(case);
    }
    settings(world, &what).await
}

/// A workspace of its own, which is then the demo.
async fn demo(world: &World<'_>) -> Case {
    let tenant = world.desk.second_workspace().await;
    let workspace = tenant.owner.get("/api/v1/workspace").await.good();
    let workspace = id(&workspace).to_owned();
    let db = &world.desk.app.db;
    db.write_global(move |tx| set_installation(tx, yingke_server::demo::MARK, Some(&workspace)))
        .await
        .map_err(|error: StoreError| error)
        .unwrap();
    Case {
        by: By::Person(tenant.owner),
        ..owner("/demo", None)
    }
}

async fn oneself(world: &World<'_>, what: &str) -> Option<Case> {
    let email = email_of_owner(world).await;
    Some(match what {
        "POST /sign-in" => Case {
            by: By::Nobody,
            ..owner("/sign-in", json!({ "email": email, "password": PASSWORD }))
        },
        "DELETE /sign-in" => Case {
            by: By::Person(signed_in(&world.desk.base, &email).await),
            ..owner("/sign-in", None)
        },
        "GET /demo" => owner("/demo", None),
        "GET /me" | "GET /me/workspaces" => owner(what.trim_start_matches("GET "), None),
        "POST /me/switch-workspace" => {
            let (person, there) = world.with_two_seats().await;
            Case {
                by: By::Person(person),
                ..owner("/me/switch-workspace", json!({ "workspaceId": there }))
            }
        }
        "PATCH /me" => owner("/me", json!({ "name": world.name(), "theme": "dark" })),
        "PUT /me/status" => owner("/me/status", json!({ "status": "busy" })),
        "PUT /me/password" => {
            // The password stays the same, so that whoever signs in later in the walk still can.
            let body = json!({ "currentPassword": PASSWORD, "password": PASSWORD });
            owner("/me/password", body)
        }
        "GET /me/sign-ins" => owner("/me/sign-ins", None),
        "DELETE /me/sign-ins/{id}" => {
            signed_in(&world.desk.base, &email).await;
            let all = world.tenant.owner.get("/api/v1/me/sign-ins").await.good();
            let all = all["items"].as_array()?.clone();
            let other = all.iter().find(|one| one["current"] == false)?;
            owner(format!("/me/sign-ins/{}", id(other)), None)
        }
        _ => return None,
    })
}

async fn email_of_owner(world: &World<'_>) -> String {
    let me = world.tenant.owner.get("/api/v1/me").await.good();
    me["agent"]["email"].as_str().expect("an address").to_owned()
}

async fn people(world: &World<'_>, what: &str) -> Option<Case> {
    Some(match what {
        "GET /agents" | "GET /teams" | "GET /roles" | "GET /permissions" | "GET /invitations" => {
            owner(what.trim_start_matches("GET "), None)
        }
        "PATCH /agents/{id}" => {
            let (agent, team) = (world.agent().await, world.team().await);
            let body = json!({ "roleId": agent["roleId"], "teamIds": [team["id"]] });
            edit(format!("/agents/{}", id(&agent)), &agent["version"], body)
        }
        "PUT /agents/{id}/status" => {
            let path = format!("/agents/{}/status", world.agent.1);
            owner(path, json!({ "status": "break", "reason": "meal" }))
        }
        "POST /invitations" => {
            let (role, team) = (world.tenant.role("agent").await, world.team().await);
            let body = json!({ "email": World::address(), "roleId": role, "teamIds": [team["id"]] });
            owner("/invitations", body)
        }
        "DELETE /invitations/{id}" => {
            let made = world.invitation().await.0.good();
            owner(format!("/invitations/{}", id(&made)), None)
        }
        "POST /invitations/accept" => {
            let body = json!({ "token": world.invitation().await.1, "name": "新人", "password": PASSWORD });
            Case {
                by: By::Nobody,
                ..owner("/invitations/accept", body)
            }
        }
        "POST /teams" => owner(
            "/teams",
            json!({ "name": world.name(), "memberIds": [world.agent.1] }),
        ),
        "PATCH /teams/{id}" => {
            let team = world.team().await;
            let body = json!({ "name": world.name(), "memberIds": [world.agent.1] });
            edit(format!("/teams/{}", id(&team)), &team["version"], body)
        }
        "DELETE /teams/{id}" => owner(format!("/teams/{}", id(&world.team().await)), None),
        "POST /holidays/read" => {
            let text = "BEGIN:VEVENT\nSUMMARY:元旦\nDTSTART;VALUE=DATE:20990101\nEND:VEVENT";
            owner("/holidays/read", json!({ "text": text, "weekday": 0 }))
        }
        "POST /roles" => {
            let grants = json!([{ "permission": "conversations.read", "scope": "team" }]);
            owner("/roles", json!({ "name": world.name(), "grants": grants }))
        }
        "PATCH /roles/{id}" => {
            let role = world.role().await;
            edit(
                format!("/roles/{}", id(&role)),
                &role["version"],
                json!({ "name": world.name() }),
            )
        }
        "DELETE /roles/{id}" => owner(format!("/roles/{}", id(&world.role().await)), None),
        _ => return None,
    })
}

async fn settings(world: &World<'_>, what: &str) -> Option<Case> {
    Some(match what {
        "GET /inboxes" | "GET /tags" | "GET /workspace" | "GET /switches" | "GET /audit" => {
            owner(what.trim_start_matches("GET "), None)
        }
        "GET /search" => owner("/search?q=hello", None),
        "POST /inboxes" => owner("/inboxes", json!({ "channel": "web", "name": world.name() })),
        "GET /inboxes/{id}" | "DELETE /inboxes/{id}" => {
            owner(format!("/inboxes/{}", id(&world.inbox().await)), None)
        }
        "PATCH /inboxes/{id}" => {
            let (inbox, team) = (world.inbox().await, world.team().await);
            let mut settings = inbox["settings"].clone();
            settings["teamIds"] = json!([team["id"]]);
            let body = json!({ "name": world.name(), "settings": settings });
            edit(format!("/inboxes/{}", id(&inbox)), &inbox["version"], body)
        }
        "POST /inboxes/{id}/identity-secret" | "DELETE /inboxes/{id}/identity-secret" => {
            let path = format!("/inboxes/{}/identity-secret", id(&world.inbox().await));
            let made = owner(path, None);
            if what.starts_with("DELETE") {
                world.tenant.owner.post(&made.path, json!({})).await.good();
            }
            made
        }
        "POST /tags" => owner("/tags", json!({ "name": world.name(), "color": "#1b7f5c" })),
        "PATCH /tags/{id}" => {
            let tag = world.tag().await;
            edit(
                format!("/tags/{}", id(&tag)),
                &tag["version"],
                json!({ "name": world.name() }),
            )
        }
        "DELETE /tags/{id}" => owner(format!("/tags/{}", id(&world.tag().await)), None),
        "PATCH /workspace" => {
            let own = world.tenant.owner.get("/api/v1/workspace").await.good();
            edit(
                "/workspace".into(),
                &own["version"],
                json!({ "name": world.name(), "timeZone": "UTC", "presence": own["presence"] }),
            )
        }
        "PATCH /switches" => owner("/switches", json!({ "snooze": true })),
        "GET /customers/{id}" => owner(format!("/customers/{}", world.conversation().await.2), None),
        "GET /customers/{id}/consultations" => owner(
            format!("/customers/{}/consultations", world.conversation().await.2),
            None,
        ),
        "POST /customers/{id}/conversations" => {
            let (customer, conversation) = world.with_an_address().await;
            let body = json!({
                "inboxId": world.mail().await, "from": conversation, "clientId": format!("s{}", fresh()),
                "text": "到货了", "content": { "type": "mail", "subject": "到货通知" },
            });
            owner(format!("/customers/{customer}/conversations"), body)
        }
        "PATCH /customers/{id}" => {
            let path = format!("/customers/{}", world.conversation().await.2);
            let body = json!({
                "name": world.name(), "email": "shen@example.com", "notes": "老客户", "smsConsent": true,
            });
            edit(path, &json!(1), body)
        }
        _ => return None,
    })
}

async fn conversation(world: &World<'_>, what: &str) -> Option<Case> {
    if what == "GET /conversations" {
        world.conversation().await;
        return Some(owner("/conversations?tab=all&limit=5", None));
    }
    let (_, id, _) = world.conversation().await;
    let path = |verb: &str| format!("/conversations/{id}{verb}");
    let said = json!({ "clientId": format!("a{}", fresh()), "text": "在的" });
    let case = match what.replace("/conversations/{id}", "").as_str() {
        "GET " => owner(path(""), None),
        "GET /messages" => owner(path("/messages"), None),
        "GET /presence" => owner(path("/presence"), None),
        "GET /ways" => owner(path("/ways"), None),
        "POST /phone-tasks" => {
            let (_, id) = world.with_an_address().await;
            let body = json!({
                "clientId": format!("t{}", fresh()), "text": "问问尺码", "until": "2099-01-01T00:00:00.000Z",
            });
            owner(format!("/conversations/{id}/phone-tasks"), body)
        }
        "POST /messages" => owner(path("/messages"), said),
        "POST /notes" => {
            let mut note = said;
            note["mentions"] = json!({ "agentIds": [world.agent.1], "teamIds": [world.team().await["id"]] });
            owner(path("/notes"), note)
        }
        "PUT /follow" => owner(path("/follow"), None),
        "POST /help" => owner(path("/help"), json!({ "reason": "退款超权限" })),
        "DELETE /help" => {
            let asked = owner(path("/help"), None).path;
            let reason = json!({ "reason": "" });
            world.tenant.owner.post(&asked, reason).await.good();
            owner(path("/help"), None)
        }
        "POST /invited" => {
            let body = json!({ "agentId": world.agent.1, "how": "silently", "reason": "问问尺码" });
            owner(path("/invited"), body)
        }
        "DELETE /invited/{agentId}" => {
            let body = json!({ "agentId": world.agent.1, "how": "openly" });
            let asked = owner(path("/invited"), None).path;
            world.tenant.owner.post(&asked, body).await.good();
            owner(path(&format!("/invited/{}", world.agent.1)), None)
        }
        "DELETE /followers/{agentId}" => {
            let note = json!({ "clientId": format!("a{}", fresh()), "text": "看", "mentions": { "agentIds": [world.agent.1] } });
            let path = |rest: &str| format!("/conversations/{id}{rest}");
            let notes = owner(path("/notes"), None).path;
            world.tenant.owner.post(&notes, note).await.good();
            owner(path(&format!("/followers/{}", world.agent.1)), None)
        }
        "POST /assign" => owner(path("/assign"), json!({ "agentId": world.agent.1 })),
        "POST /end" => owner(path("/end"), None),
        "POST /snooze" => owner(path("/snooze"), json!({ "until": "2099-01-01T00:00:00.000Z" })),
        "POST /reopen" => {
            let ended = owner(path("/end"), None).path;
            world.tenant.owner.post(&ended, json!({})).await.good();
            owner(path("/reopen"), None)
        }
        "PUT /tags" => owner(path("/tags"), json!({ "tagIds": [world.tag().await["id"]] })),
        "PUT /read" => owner(path("/read"), json!({ "count": 1 })),
        _ => return None,
    };
    Some(case)
}

async fn visitor(world: &World<'_>, what: &str) -> Option<Case> {
    let (visitor, _, _) = world.conversation().await;
    let ticket = visitor.ticket.clone();
    let by = |path: &str, body: Option<Value>| Case {
        by: By::Visitor(Box::new(visitor)),
        ..owner(format!("/visitor{path}"), body)
    };
    Some(match what.replace("/visitor", "").as_str() {
        "POST /enter" => Case {
            by: By::Nobody,
            ..owner("/visitor/enter", json!({ "key": world.tenant.inbox_key }))
        },
        "GET /events" => Case {
            by: By::Nobody,
            ..owner(format!("/visitor/events?ticket={ticket}"), None)
        },
        "POST /messages" => by("/messages", Some(json!({ "clientId": "c2", "text": "谢谢" }))),
        "GET /messages" => by("/messages", None),
        "POST /tickets" => by("/tickets", None),
        "POST /attributes" => by("/attributes", Some(json!({ "attributes": { "plan": "pro" } }))),
        "POST /signals" => by("/signals", Some(json!({ "type": "typing", "on": true }))),
        "POST /end" => by("/end", None),
        _ => return None,
    })
}
