use serde_json::{Value, json};

use crate::support::{Desk, PASSWORD, Person, Socket, cookie, on_both, on_one, signed_in};

async fn agent(desk: &Desk, id: &str) -> Value {
    let all = desk.owner.get("/api/v1/agents").await.good();
    let all = all["items"].as_array().unwrap().clone();
    all.into_iter().find(|agent| agent["id"] == id).expect("an agent")
}

async fn change(desk: &Desk, by: &Person, id: &str, body: Value) -> (u16, String) {
    let version = agent(desk, id).await["version"].clone();
    let answer = by.edit(&format!("/api/v1/agents/{id}"), &version, body).await;
    let (status, code) = answer.refusal();
    (status, code.to_owned())
}

async fn me(person: &Person) -> String {
    let me = person.get("/api/v1/me").await.good();
    me["agent"]["id"].as_str().unwrap().to_owned()
}

async fn closed(socket: &mut Socket) -> u16 {
    loop {
        if let Err(code) = socket.next().await {
            return code;
        }
    }
}

#[test]
fn one_owner_remains() {
    on_one(|desk| async move {
        let (own, owners) = (me(&desk.owner).await, desk.tenant().role("owner").await);
        let agents = desk.tenant().role("agent").await;
        let last = (409, "last_owner".to_owned());
        assert_eq!(
            change(&desk, &desk.owner, &own, json!({ "disabled": true })).await,
            last
        );
        assert_eq!(
            change(&desk, &desk.owner, &own, json!({ "roleId": agents })).await,
            last
        );
        let (_, lin) = desk.colleague("agent", "林夏").await;
        assert_eq!(
            change(&desk, &desk.owner, &lin, json!({ "roleId": owners }))
                .await
                .0,
            200
        );
        let version = agent(&desk, &own).await["version"].clone();
        let path = format!("/api/v1/agents/{own}");
        let changed = desk
            .owner
            .edit(&path, &version, json!({ "roleId": agents }))
            .await;
        assert_eq!(changed.status, 200, "{changed:?}");
        assert_eq!(
            desk.owner.get("/api/v1/me").await.refusal(),
            (401, "not_signed_in"),
            "the cookie of another role"
        );
        let mut still = desk.nobody();
        still.cookie = cookie(&changed);
        assert_eq!(still.get("/api/v1/me").await.status, 200, "under a new one");
        assert_eq!(still.get("/api/v1/invitations").await.status, 403, "at once");
        desk.end().await;
    });
}

#[test]
fn another_role_voids_every_cookie() {
    on_both(|desk| async move {
        let (lin, id) = desk.colleague("agent", "林夏").await;
        let mut socket = lin.socket(None).await;
        socket.next_of("snapshot").await;
        let team = desk
            .owner
            .create("/api/v1/teams", json!({ "name": "售后", "memberIds": [id] }))
            .await
            .good();
        assert_eq!(closed(&mut socket).await, 4001, "other teams, other rights");
        assert_eq!(lin.get("/api/v1/me").await.status, 200, "the role is the same");
        let supervisors = desk.tenant().role("supervisor").await;
        let given = json!({ "roleId": supervisors, "teamIds": [team["id"]] });
        let mut socket = lin.socket(None).await;
        socket.next_of("snapshot").await;
        let version = agent(&desk, &id).await["version"].clone();
        let changed = desk
            .owner
            .edit(&format!("/api/v1/agents/{id}"), &version, given.clone())
            .await;
        assert_eq!(changed.status, 200, "{changed:?}");
        assert!(
            !changed.headers.contains_key("set-cookie"),
            "who changes it keeps theirs"
        );
        assert_eq!(closed(&mut socket).await, 4001);
        assert_eq!(lin.get("/api/v1/me").await.refusal(), (401, "not_signed_in"));
        assert_eq!(desk.owner.get("/api/v1/me").await.status, 200);
        // The same role again is no change.
        assert_eq!(change(&desk, &desk.owner, &id, given).await.0, 200);
        desk.end().await;
    });
}

#[test]
fn nobody_reaches_above_themselves() {
    on_one(|desk| async move {
        let (admin, admin_id) = desk.colleague("administrator", "孙浩").await;
        let (_, lin) = desk.colleague("agent", "林夏").await;
        let owners = desk.tenant().role("owner").await;
        let beyond = (422, "grant_beyond_own".to_owned());
        let own = me(&desk.owner).await;
        for (id, body) in [
            (&lin, json!({ "roleId": owners })),
            (&admin_id, json!({ "roleId": owners })),
            (&own, json!({ "disabled": true })),
        ] {
            assert_eq!(change(&desk, &admin, id, body.clone()).await, beyond, "{body}");
        }
        let invited = json!({ "email": "x@shop.example", "roleId": owners });
        let refused = admin.create("/api/v1/invitations", invited).await;
        assert_eq!(refused.refusal(), (422, "grant_beyond_own"));
        assert_eq!(
            change(&desk, &admin, &lin, json!({ "disabled": true })).await.0,
            200
        );
        desk.end().await;
    });
}

#[test]
fn whoever_is_disabled_is_out_at_once() {
    on_both(|desk| async move {
        let (lin, id) = desk.colleague("agent", "林夏").await;
        let (mut theirs, mut mine) = (lin.socket(None).await, desk.owner.socket(None).await);
        theirs.next_of("snapshot").await;
        mine.next_of("snapshot").await;
        let begun = std::time::Instant::now();
        assert_eq!(
            change(&desk, &desk.owner, &id, json!({ "disabled": true }))
                .await
                .0,
            200
        );
        assert_eq!(closed(&mut theirs).await, 4001);
        assert!(begun.elapsed().as_secs() < 5, "T17: within five seconds");
        let left = mine.next_of("event").await;
        assert_eq!(
            (left["kind"].as_str(), left["agent"]["id"].as_str()),
            (Some("agent.left"), Some(id.as_str()))
        );
        assert_eq!(lin.get("/api/v1/me").await.status, 401);
        let email = agent(&desk, &id).await["email"].clone();
        let again = json!({ "email": email, "password": PASSWORD });
        assert_eq!(
            desk.nobody().post("/api/v1/sign-in", again.clone()).await.status,
            401
        );
        assert_eq!(
            change(&desk, &desk.owner, &id, json!({ "disabled": false }))
                .await
                .0,
            200
        );
        assert_eq!(
            lin.get("/api/v1/me").await.status,
            401,
            "the old sign-in stays ended"
        );
        assert_eq!(desk.nobody().post("/api/v1/sign-in", again).await.status, 200);
        desk.end().await;
    });
}

#[test]
fn another_role_holds_from_the_next_sign_in_and_the_old_one_not_at_all() {
    on_one(|desk| async move {
        let (lin, id) = desk.colleague("agent", "林夏").await;
        let mut socket = lin.socket(None).await;
        socket.next_of("snapshot").await;
        let tag = json!({ "name": "催发货", "color": "#C53030" });
        assert_eq!(lin.create("/api/v1/tags", tag.clone()).await.status, 403);
        let supervisors = desk.tenant().role("supervisor").await;
        assert_eq!(
            change(&desk, &desk.owner, &id, json!({ "roleId": supervisors }))
                .await
                .0,
            200
        );
        assert_eq!(closed(&mut socket).await, 4001);
        assert_eq!(lin.create("/api/v1/tags", tag.clone()).await.status, 401);
        let email = agent(&desk, &id).await["email"].as_str().unwrap().to_owned();
        let lin = signed_in(&desk.base, &email).await;
        assert_eq!(lin.create("/api/v1/tags", tag).await.status, 201);
        desk.end().await;
    });
}
