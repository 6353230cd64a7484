//! A workspace with one of everything, and more on demand.

use serde_json::{Value, json};
use tokio::sync::OnceCell;
use yingke_providers::open::Bridge;

use crate::support::{Answer, Desk, MailRoom, Person, Tenant, Visitor, fresh};

/// The workspace.
pub struct World<'a> {
    pub desk: &'a Desk,
    pub tenant: Tenant,
    /// Stands in every name.
    pub mark: String,
    /// Somebody without a cookie.
    pub nobody: Person,
    /// Somebody of the standard role agent, and their id.
    pub agent: (Person, String),
    /// Somebody who may read the audit trail and nothing else.
    pub auditor: Person,
    /// A channel through which customers write, and nothing goes out.
    channel: OnceCell<(Value, Bridge)>,
    /// An inbox in which agents can write first.
    mail: OnceCell<MailRoom>,
}

impl<'a> World<'a> {
    pub async fn of(desk: &'a Desk, tenant: Tenant, mark: &str) -> Self {
        let agent = tenant.colleague("agent", &format!("{mark}林夏")).await;
        let (auditor, _) = tenant.colleague("auditor", &format!("{mark}钱审")).await;
        let world = Self {
            desk,
            tenant,
            mark: mark.to_owned(),
            nobody: desk.nobody(),
            agent,
            auditor,
            channel: OnceCell::new(),
            mail: OnceCell::new(),
        };
        world.switch("customRoles", true).await;
        world
    }

    /// The channel, and whoever speaks for its customers.
    pub async fn channel(&self) -> &(Value, Bridge) {
        self.channel
            .get_or_init(|| async {
                let app = self.app().await;
                let path = format!("/api/v1/apps/{}/made", app["id"].as_str().unwrap());
                let made = self.tenant.owner.get(&path).await.good();
                let callback = app["callbackUrl"].as_str().unwrap();
                let callback = &callback[callback.find("/api/").expect("our path")..];
                let bridge = Bridge::new(
                    made["secret"].as_str().unwrap(),
                    &format!("{}{callback}", self.desk.base),
                );
                (app, bridge)
            })
            .await
    }

    /// An inbox in which agents can write first, and of which nothing leaves the house.
    pub async fn mail(&self) -> String {
        let made = self
            .mail
            .get_or_init(|| MailRoom::of(self.desk, &self.tenant.owner));
        made.await.inbox.to_string()
    }

    /// A customer with an address and a number, and their conversation.
    pub async fn with_an_address(&self) -> (String, String) {
        let (_, conversation, customer) = self.conversation().await;
        let known = json!({ "email": format!("buyer{}@example.com", fresh()), "phone": "138 0000 0000" });
        let path = format!("/api/v1/customers/{customer}");
        self.tenant.owner.edit(&path, &json!(1), known).await.good();
        (customer, conversation)
    }

    /// Waits until nothing is on its way out of the channel.
    pub async fn quiet(&self) {
        if let Some(mail) = self.mail.get() {
            mail.quiet(self.desk).await;
        }
        let Some((app, _)) = self.channel.get() else {
            return;
        };
        let path = format!("/api/v1/apps/{}/health", app["id"].as_str().unwrap());
        let begun = std::time::Instant::now();
        loop {
            let health = self.tenant.owner.get(&path).await.good();
            if health["inboxes"][0]["waiting"] == 0 {
                return;
            }
            assert!(begun.elapsed().as_secs() < 20, "{health}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// A name nobody else has.
    pub fn name(&self) -> String {
        format!("{}{}", self.mark, fresh())
    }

    pub async fn switch(&self, switch: &str, on: bool) {
        let body = json!({ switch: on });
        let owner = &self.tenant.owner;
        owner
            .call(reqwest::Method::PATCH, "/api/v1/switches", Some(body))
            .await
            .good();
    }

    async fn make(&self, path: &str, body: Value) -> Value {
        self.tenant.owner.create(path, body).await.good()
    }

    pub async fn tag(&self) -> Value {
        self.make("/api/v1/tags", json!({ "name": self.name(), "color": "#C53030" }))
            .await
    }

    pub async fn team(&self) -> Value {
        self.make(
            "/api/v1/teams",
            json!({ "name": self.name(), "memberIds": [self.agent.1] }),
        )
        .await
    }

    pub async fn role(&self) -> Value {
        // Whoever comes by it can still be named in a note.
        let grants = json!([
            { "permission": "tags.manage", "scope": "all" },
            { "permission": "conversations.read", "scope": "own" },
        ]);
        self.make("/api/v1/roles", json!({ "name": self.name(), "grants": grants }))
            .await
    }

    pub async fn skill(&self) -> Value {
        self.make("/api/v1/skills", json!({ "name": self.name() })).await
    }

    pub async fn inbox(&self) -> Value {
        self.make(
            "/api/v1/inboxes",
            json!({ "channel": "web", "name": self.name() }),
        )
        .await
    }

    /// An invitation: its answer and the link's token.
    pub async fn invitation(&self) -> (Answer, String) {
        self.tenant.invite(&World::address(), "agent").await
    }

    /// Somebody with a seat here, where they are, and another in a workspace of its own: its id.
    pub async fn with_two_seats(&self) -> (Person, Value) {
        let there = self.desk.second_workspace().await;
        let email = Self::address();
        let (_, token) = there.invite(&email, "agent").await;
        there.accept(&token, "两边都在").await;
        let (_, token) = self.tenant.invite(&email, "agent").await;
        let person = self.tenant.accept(&token, "两边都在").await.0;
        let other = there.owner.get("/api/v1/workspace").await.good();
        (person, other["id"].clone())
    }

    pub fn address() -> String {
        format!("somebody{}@shop.example", fresh())
    }

    /// A visitor who has written; conversation and customer.
    pub async fn conversation(&self) -> (Visitor, String, String) {
        self.tenant.conversation(&format!("{}在吗", self.mark)).await
    }

    /// The agent as the list shows them.
    pub async fn agent(&self) -> Value {
        let agents = self.tenant.owner.get("/api/v1/agents").await.good();
        let agents = agents["items"].as_array().unwrap().clone();
        agents
            .into_iter()
            .find(|agent| agent["id"] == self.agent.1.as_str())
            .expect("the agent")
    }

    /// Everything an owner can read of it, but the audit trail.
    pub async fn fingerprint(&self) -> Vec<Value> {
        self.quiet().await;
        let mut all = Vec::new();
        for list in [
            "agents",
            "invitations",
            "teams",
            "roles",
            "inboxes",
            "tags",
            "workspace",
            "switches",
        ] {
            all.push(self.tenant.owner.get(&format!("/api/v1/{list}")).await.good());
        }
        let rows = self
            .tenant
            .owner
            .get("/api/v1/conversations?limit=100")
            .await
            .good();
        // The newest ones: what a case made stands there.
        for row in rows["items"].as_array().unwrap().iter().take(3) {
            let (id, customer) = (row["id"].as_str().unwrap(), row["customerId"].as_str().unwrap());
            for path in [
                format!("conversations/{id}/messages"),
                format!("customers/{customer}"),
            ] {
                let mut found = self.tenant.owner.get(&format!("/api/v1/{path}")).await.good();
                // The log's number rises beside: accounts come and go, others read. What it counts is compared itself.
                if let Some(found) = found.as_object_mut() {
                    found.remove("seq");
                }
                all.push(found);
            }
        }
        all.push(rows);
        all
    }
}
