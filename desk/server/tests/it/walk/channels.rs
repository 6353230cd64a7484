//! The cases of what channels bring: apps, payloads, dead letters, and what is done to single lines.

use serde_json::{Value, json};

use super::{
    cases::{Case, edit, id, owner},
    world::World,
};
use crate::support::fresh;

/// The case of an operation on apps, payloads, deliveries or lines.
pub async fn case(world: &World<'_>, what: &str) -> Option<Case> {
    if let Some((method, rest)) = what.split_once(" /conversations/{id}/messages/{seq}") {
        return line(world, method, rest).await;
    }
    Some(match what {
        "GET /channels" | "GET /apps" => owner(what.trim_start_matches("GET "), None),
        "POST /apps" => owner(
            "/apps",
            json!({ "channel": "open", "name": world.name(), "settings": {} }),
        ),
        "GET /apps/{id}" | "DELETE /apps/{id}" => owner(format!("/apps/{}", id(&world.app().await)), None),
        "PATCH /apps/{id}" => {
            let app = world.app().await;
            let body = json!({ "name": world.name(), "settings": { "reply": "ok" }, "teeUrl": "" });
            edit(format!("/apps/{}", id(&app)), &app["version"], body)
        }
        "GET /apps/{id}/made"
        | "GET /apps/{id}/health"
        | "GET /apps/{id}/templates"
        | "GET /apps/{id}/payloads"
        | "POST /apps/{id}/connect" => {
            let path = what.split_once(' ')?.1;
            owner(path.replace("{id}", id(&world.app().await)), None)
        }
        "POST /apps/{id}/consent" => {
            let app = world.mailbox().await;
            owner(format!("/apps/{}/consent", id(&app)), None)
        }
        "POST /apps/{id}/consent/redeem" => {
            let app = world.mailbox().await;
            let path = format!("/apps/{}/consent", id(&app));
            let asked = world
                .tenant
                .owner
                .post(&format!("/api/v1{path}"), json!({}))
                .await
                .good();
            let page = url::Url::parse(asked["url"].as_str()?).ok()?;
            let state = page.query_pairs().find(|(key, _)| key == "state")?.1.into_owned();
            owner(format!("{path}/redeem"), json!({ "state": state, "code": "x" }))
        }
        "POST /apps/{id}/inboxes" => owner(
            format!("/apps/{}/inboxes", id(&world.app().await)),
            json!({ "name": world.name(), "account": format!("account{}", fresh()) }),
        ),
        "POST /apps/{id}/try" => owner(
            format!("/apps/{}/try", id(&world.app().await)),
            json!({ "payload": "{}", "settings": { "mapping": "" } }),
        ),
        "POST /apps/{id}/test" => owner(
            format!("/apps/{}/test", id(&world.channel().await.0)),
            json!({ "to": "somebody" }),
        ),
        "POST /payloads/{id}/replay" | "POST /payloads/{id}/dismiss" => {
            let path = what.trim_start_matches("POST ");
            owner(path.replace("{id}", &world.payload().await), None)
        }
        "GET /deliveries" => owner("/deliveries", None),
        "POST /deliveries/retry" => owner("/deliveries/retry", json!({ "ids": [world.dead_letter().await] })),
        "DELETE /deliveries/{id}" => {
            let letter = world.dead_letter().await;
            owner(format!("/deliveries/{}", letter.as_str()?), None)
        }
        _ => return None,
    })
}

async fn line(world: &World<'_>, method: &str, rest: &str) -> Option<Case> {
    let (conversation, asked) = world.written().await;
    let path = |seq: &Value, rest: &str| format!("/conversations/{conversation}/messages/{seq}{rest}");
    if rest == "/reaction" {
        return Some(owner(path(&asked["seq"], rest), json!({ "emoji": "👍" })));
    }
    let said = world.refused(&conversation).await;
    Some(match (method, rest) {
        ("PATCH", "") => owner(path(&said["seq"], ""), json!({ "text": "改过的" })),
        ("DELETE", "") => owner(path(&said["seq"], ""), None),
        ("POST", "/resend") => owner(path(&said["seq"], rest), None),
        _ => return None,
    })
}

impl World<'_> {
    /// An app of its own.
    pub async fn app(&self) -> Value {
        let body = json!({ "channel": "open", "name": self.name(), "settings": {} });
        self.tenant.owner.create("/api/v1/apps", body).await.good()
    }

    /// An app whose access is granted at the provider's. Its provider is nowhere.
    async fn mailbox(&self) -> Value {
        let settings = json!({
            "address": format!("box{}@shop.example", fresh()), "auth": "oauth", "client_id": "c",
            "authorize_url": "https://agree.invalid/authorize", "token_url": "https://agree.invalid/token",
            "imap_host": "mail.invalid", "smtp_host": "mail.invalid",
        });
        let body = json!({ "channel": "email", "name": self.name(), "settings": settings });
        self.tenant.owner.create("/api/v1/apps", body).await.good()
    }

    /// A customer has written through a channel that carries nothing out: the conversation, and the line.
    pub async fn written(&self) -> (String, Value) {
        let (_, bridge) = self.channel().await;
        let (customer, text) = (format!("customer{}", fresh()), format!("{}在吗", self.name()));
        bridge.customer_says(&customer, &text).await.unwrap();
        let rows = self
            .tenant
            .owner
            .get("/api/v1/conversations?limit=100")
            .await
            .good();
        let rows = rows["items"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["lastText"] == text.as_str());
        let conversation = id(&row.expect("its row")).to_owned();
        let line = self.last_line(&conversation).await;
        (conversation, line)
    }

    /// The agent has answered there, and it was given up: the line.
    pub async fn refused(&self, conversation: &str) -> Value {
        let path = format!("/api/v1/conversations/{conversation}/messages");
        let said = json!({ "clientId": format!("r{}", fresh()), "text": "在的" });
        self.tenant.owner.post(&path, said).await.good();
        self.quiet().await;
        let line = self.last_line(conversation).await;
        assert_eq!(line["delivery"], "failed", "{line}");
        line
    }

    async fn last_line(&self, conversation: &str) -> Value {
        let path = format!("/api/v1/conversations/{conversation}/messages");
        let thread = self.tenant.owner.get(&path).await.good();
        let lines = thread["items"].as_array().unwrap();
        let spoken = lines.iter().rev().find(|line| line["direction"] != "internal");
        spoken.expect("somebody spoke").clone()
    }

    /// Something that was given up: its id.
    pub async fn dead_letter(&self) -> Value {
        let (conversation, _) = self.written().await;
        self.refused(&conversation).await;
        let all = self.tenant.owner.get("/api/v1/deliveries").await.good();
        let one = all
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["conversationId"] == conversation.as_str() && one["order"] == "say");
        one.expect("a dead letter")["id"].clone()
    }

    /// Something that a provider sent and that could not be read: its id.
    pub async fn payload(&self) -> String {
        let (app, bridge) = self.channel().await;
        bridge
            .push(&json!({ "type": "message", "id": fresh() }))
            .await
            .unwrap();
        let path = format!("/api/v1/apps/{}/payloads", id(app));
        let open = self.tenant.owner.get(&path).await.good();
        id(&open[0]).to_owned()
    }
}
