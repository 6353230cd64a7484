//! Colleagues, and other workspaces on the same desk.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use yingke_server::{
    api::problem::Problem,
    found::{Founding, Owner, found},
};
use yingke_words::{Email, Language};

use super::{Answer, Desk, PASSWORD, Person, Visitor, cookie, person_at, visitor_at};

/// A workspace.
#[derive(Clone)]
pub struct Tenant {
    pub owner: Person,
    pub inbox_key: String,
    base: String,
}

/// A number that no other test thread gets.
pub fn fresh() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Desk {
    /// The first workspace.
    pub fn tenant(&self) -> Tenant {
        Tenant {
            owner: self.owner.clone(),
            inbox_key: self.inbox_key.clone(),
            base: self.base.clone(),
        }
    }

    /// Somebody new of a standard role, and their agent id.
    pub async fn colleague(&self, role: &str, name: &str) -> (Person, String) {
        self.tenant().colleague(role, name).await
    }

    /// Another workspace with an owner of its own.
    pub async fn second_workspace(&self) -> Tenant {
        let email = format!("owner{}@other.example", fresh());
        let owner = Owner {
            name: "另一位".to_owned(),
            email: Email::try_from(email.clone()).unwrap(),
            password_hash: self.app.passwords.hash(PASSWORD.to_owned()).await.unwrap(),
        };
        let zone = "Asia/Shanghai".to_owned();
        let founding = Founding::new(&self.app, owner, "另一家", Language::Chinese, zone).unwrap();
        let inbox_key = founding.inbox_key.clone();
        self.app
            .db
            .write_global(move |tx| found(tx, &founding))
            .await
            .map_err(|problem: Problem| problem.code())
            .unwrap();
        Tenant {
            owner: signed_in(&self.base, &email).await,
            inbox_key,
            base: self.base.clone(),
        }
    }
}

/// Signs somebody in with the usual password.
pub async fn signed_in(base: &str, email: &str) -> Person {
    let mut person = person_at(base);
    let answer = person
        .post("/api/v1/sign-in", json!({ "email": email, "password": PASSWORD }))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    person.cookie = cookie(&answer);
    person
}

impl Tenant {
    /// The id of a standard role.
    pub async fn role(&self, key: &str) -> String {
        let roles = self.owner.get("/api/v1/roles").await;
        let roles = roles.body["items"].as_array().expect("roles").clone();
        let role = roles.into_iter().find(|role| role["name"] == key);
        role.expect("a role of this name")["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Invites somebody and answers the link's token.
    pub async fn invite(&self, email: &str, role: &str) -> (Answer, String) {
        let body = json!({ "email": email, "roleId": self.role(role).await });
        let made = self.owner.create("/api/v1/invitations", body).await;
        let link = made.body["link"].as_str().unwrap_or_default();
        let token = link.rsplit_once('#').map(|(_, token)| token.to_owned());
        (made, token.unwrap_or_default())
    }

    /// Somebody new of a role, and their agent id.
    pub async fn colleague(&self, role: &str, name: &str) -> (Person, String) {
        let email = format!("colleague{}@shop.example", fresh());
        let (made, token) = self.invite(&email, role).await;
        assert_eq!(made.status, 201, "{made:?}");
        self.accept(&token, name).await
    }

    /// Takes a seat with the usual password; the person and their agent id.
    pub async fn accept(&self, token: &str, name: &str) -> (Person, String) {
        let mut person = person_at(&self.base);
        let body = json!({ "token": token, "name": name, "password": PASSWORD });
        let accepted = person.post("/api/v1/invitations/accept", body).await;
        assert_eq!(accepted.status, 201, "{accepted:?}");
        person.cookie = cookie(&accepted);
        (person, accepted.body["agentId"].as_str().unwrap().to_owned())
    }

    /// A visitor of the workspace's first inbox.
    pub async fn visitor(&self) -> Visitor {
        visitor_at(&self.base, &self.inbox_key).await
    }

    /// A visitor who has written, with the ids of conversation and customer.
    pub async fn conversation(&self, text: &str) -> (Visitor, String, String) {
        let visitor = self.visitor().await;
        let sent = visitor.say("c1", text).await;
        assert_eq!(sent.status, 201, "{sent:?}");
        let newest = self.owner.get("/api/v1/conversations?limit=1").await;
        let row = &newest.body["items"][0];
        let id = |field: &str| row[field].as_str().expect("an id").to_owned();
        (visitor, id("id"), id("customerId"))
    }
}
