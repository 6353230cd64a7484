use reqwest::Method;
use serde_json::{Value, json};
use yingke_server::api::signed_in::{open_cookie, seal_cookie};
use yingke_store::{Invitation, StoreError, insert_invitation};
use yingke_words::{Span, WorkspaceId};

use crate::support::{Desk, PASSWORD, cookie, on_both, on_one};

fn acceptance(token: &str, password: &str) -> Value {
    json!({ "token": token, "name": "林夏", "password": password })
}

async fn accept(desk: &Desk, token: &str) -> (u16, String) {
    let answer = desk
        .nobody()
        .post("/api/v1/invitations/accept", acceptance(token, PASSWORD))
        .await;
    (answer.status.as_u16(), answer.refusal().1.to_owned())
}

#[test]
fn a_link_is_ours_works_once_and_only_the_last_one_does() {
    on_both(|desk| async move {
        let tenant = desk.tenant();
        let body = json!({ "email": "Lin@Shop.example", "roleId": tenant.role("agent").await });
        let forged = [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("idempotency-key", "k"),
        ];
        let made = desk
            .owner
            .call_with(Method::POST, "/api/v1/invitations", Some(body), &forged)
            .await
            .good();
        let link = made["link"].as_str().unwrap();
        assert!(
            link.starts_with(&format!("{}/invite#", desk.app.config.base_url())),
            "T04: {link}"
        );
        let first = link.rsplit_once('#').unwrap().1.to_owned();
        let (again, second) = tenant.invite("lin@shop.example", "agent").await;
        assert_eq!(again.status, 201);
        let void = (404, "invitation_void".to_owned());
        assert_eq!(
            accept(&desk, &first).await,
            void,
            "sent again: the earlier link is void"
        );
        let open = desk.owner.get("/api/v1/invitations").await.good();
        assert_eq!(open["items"].as_array().unwrap().len(), 1);
        assert_eq!(open["items"][0].get("link"), None, "a link is shown once");
        let weak = desk
            .nobody()
            .post("/api/v1/invitations/accept", acceptance(&second, "short"))
            .await;
        assert_eq!(weak.refusal(), (422, "weak_password"));
        assert_eq!(accept(&desk, &second).await.0, 201);
        assert_eq!(accept(&desk, &second).await, void, "used");
        let (taken, _) = tenant.invite("lin@shop.example", "agent").await;
        assert_eq!(taken.refusal(), (409, "email_taken"));
        let (made, token) = tenant.invite("wu@shop.example", "agent").await;
        let path = format!("/api/v1/invitations/{}", made.good()["id"].as_str().unwrap());
        assert_eq!(desk.owner.delete(&path).await.status, 204);
        assert_eq!(accept(&desk, &token).await, void, "revoked");
        for nonsense in ["", "x", &token[1..], &format!("{token}A")] {
            assert_eq!(accept(&desk, nonsense).await, void, "{nonsense}");
        }
        desk.end().await;
    });
}

#[test]
fn a_link_is_good_for_72_hours() {
    on_one(|desk| async move {
        let (made, token) = desk.tenant().invite("lin@shop.example", "agent").await;
        let (workspace, _) = open_cookie(&token).unwrap();
        let expires = made.good()["expiresAt"].as_str().unwrap().to_owned();
        let open = desk.owner.get("/api/v1/invitations").await.good();
        assert_eq!(open["items"][0]["expiresAt"], expires.as_str());
        let late = old_invitation(&desk, workspace, Span::hours(72)).await;
        assert_eq!(accept(&desk, &late).await, (404, "invitation_void".to_owned()));
        let fresh = old_invitation(&desk, workspace, Span::hours(71)).await;
        assert_eq!(accept(&desk, &fresh).await.0, 201);
        desk.end().await;
    });
}

/// The token of an invitation made so long ago.
async fn old_invitation(desk: &Desk, workspace: WorkspaceId, age: Span) -> String {
    let role = desk.tenant().role("agent").await.parse().unwrap();
    let me = desk.owner.get("/api/v1/me").await.good();
    let created_at = desk.app.now() - age;
    let token = seal_cookie(workspace, &[7; 32]);
    let one = Invitation {
        id: desk.app.id(),
        token_hash: open_cookie(&token).unwrap().1.to_vec(),
        email: "old@shop.example".into(),
        role,
        teams: Vec::new(),
        invited_by: me["agent"]["id"].as_str().unwrap().parse().unwrap(),
        created_at,
        expires_at: created_at + Span::hours(72),
    };
    let close = "UPDATE invitation SET closed_at = 1, token_hash = id WHERE workspace_id = $1 AND email = $2";
    desk.app
        .db
        .write(workspace, move |tx| {
            tx.run(close, yingke_store::params![workspace, "old@shop.example"])?;
            insert_invitation(tx, &one)?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    token
}

#[test]
fn an_account_that_exists_takes_a_seat_only_with_its_password() {
    on_one(|desk| async move {
        let other = desk.second_workspace().await;
        let (made, token) = other.invite("hejing@shop.example", "supervisor").await;
        assert_eq!(made.status, 201);
        let nobody = desk.nobody();
        let wrong = nobody
            .post(
                "/api/v1/invitations/accept",
                acceptance(&token, "another horse battery"),
            )
            .await;
        assert_eq!(
            wrong.refusal(),
            (401, "sign_in_refused"),
            "the link alone does not set a password"
        );
        let right = nobody
            .post("/api/v1/invitations/accept", acceptance(&token, PASSWORD))
            .await;
        assert_eq!(right.status, 201, "{right:?}");
        let workspace = right.body["workspaceId"].clone();
        let mut there = desk.nobody();
        there.cookie = cookie(&right);
        assert_eq!(
            there.get("/api/v1/me").await.good()["agent"]["roleName"],
            "supervisor"
        );
        let body = json!({ "email": "hejing@shop.example", "password": PASSWORD, "workspaceId": workspace });
        assert_eq!(desk.nobody().post("/api/v1/sign-in", body).await.status, 200);
        assert_eq!(
            desk.owner.get("/api/v1/me").await.good()["agent"]["roleName"],
            "owner"
        );
        desk.end().await;
    });
}

#[test]
fn whoever_accepts_works_in_their_own_language() {
    on_one(|desk| async move {
        let tenant = desk.tenant();
        for (language, expected) in [(None, "zh-CN"), (Some("en"), "en"), (Some("zh-CN"), "zh-CN")] {
            let email = format!("{}@shop.example", language.unwrap_or("none"));
            let (_, token) = tenant.invite(&email, "agent").await;
            let mut body = acceptance(&token, PASSWORD);
            if let Some(language) = language {
                body["language"] = json!(language);
            }
            let answer = desk.nobody().post("/api/v1/invitations/accept", body).await;
            assert_eq!(answer.status, 201, "{answer:?}");
            let mut own = desk.nobody();
            own.cookie = cookie(&answer);
            let me = own.get("/api/v1/me").await.good();
            assert_eq!(me["agent"]["language"], expected, "{language:?}");
        }
        let (_, token) = tenant.invite("x@shop.example", "agent").await;
        let mut body = acceptance(&token, PASSWORD);
        body["language"] = json!("tlh");
        let refused = desk.nobody().post("/api/v1/invitations/accept", body).await;
        assert_eq!(refused.refusal(), (400, "malformed_body"));
        desk.end().await;
    });
}
