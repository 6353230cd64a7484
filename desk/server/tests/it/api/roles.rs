use serde_json::{Value, json};

use crate::support::{Desk, cookie, on_both, on_one, signed_in};

async fn switch_on(desk: &Desk) {
    let body = Some(json!({ "customRoles": true }));
    desk.owner
        .call(reqwest::Method::PATCH, "/api/v1/switches", body)
        .await
        .good();
}

fn role(permission: &str, scope: &str) -> Value {
    json!({ "name": "标签员", "grants": [{ "permission": permission, "scope": scope }] })
}

#[test]
fn roles_of_ones_own_need_the_switch() {
    on_one(|desk| async move {
        let refused = desk
            .owner
            .create("/api/v1/roles", role("tags.manage", "all"))
            .await;
        assert_eq!(refused.refusal(), (404, "switched_off"));
        assert_eq!(
            desk.owner.get("/api/v1/roles").await.good()["items"]
                .as_array()
                .unwrap()
                .len(),
            5
        );
        switch_on(&desk).await;
        assert_eq!(
            desk.owner
                .create("/api/v1/roles", role("tags.manage", "all"))
                .await
                .status,
            201
        );
        desk.end().await;
    });
}

#[test]
fn a_role_grants_what_its_maker_may_and_standard_ones_stay() {
    on_one(|desk| async move {
        switch_on(&desk).await;
        let (admin, _) = desk.colleague("administrator", "孙浩").await;
        let beyond = admin.create("/api/v1/roles", role("audit.read", "all")).await;
        assert_eq!(beyond.refusal(), (422, "grant_beyond_own"), "T30");
        let narrow = admin.create("/api/v1/roles", role("tags.manage", "team")).await;
        assert_eq!(narrow.refusal(), (422, "scope_unfit"));
        let unknown = admin.create("/api/v1/roles", role("everything", "all")).await;
        assert_eq!(unknown.refusal(), (400, "malformed_body"));
        let made = admin
            .create("/api/v1/roles", role("tags.manage", "all"))
            .await
            .good();
        let path = format!("/api/v1/roles/{}", made["id"].as_str().unwrap());
        let more = json!({ "grants": [{ "permission": "audit.read", "scope": "all" }] });
        let refused = admin.edit(&path, &made["version"], more.clone()).await;
        assert_eq!(refused.refusal(), (422, "grant_beyond_own"));
        desk.owner.edit(&path, &made["version"], more).await.good();
        let refused = admin.delete(&path).await;
        assert_eq!(
            refused.refusal(),
            (422, "grant_beyond_own"),
            "a role above oneself is left alone"
        );
        let standard = format!("/api/v1/roles/{}", desk.tenant().role("agent").await);
        let refused = desk
            .owner
            .edit(&standard, &json!(1), json!({ "grants": [] }))
            .await;
        assert_eq!(refused.refusal(), (409, "standard_role"));
        assert_eq!(
            desk.owner.delete(&standard).await.refusal(),
            (409, "standard_role")
        );
        desk.end().await;
    });
}

#[test]
fn a_role_somebody_holds_stays_and_its_grants_hold_at_once() {
    on_one(|desk| async move {
        switch_on(&desk).await;
        let made = desk
            .owner
            .create("/api/v1/roles", role("tags.manage", "all"))
            .await
            .good();
        let path = format!("/api/v1/roles/{}", made["id"].as_str().unwrap());
        let (lin, _) = desk.colleague("标签员", "林夏").await;
        let me = lin.get("/api/v1/me").await.good();
        let lin_email = me["agent"]["email"].as_str().unwrap().to_owned();
        let tag = |name: &str| json!({ "name": name, "color": "#C53030" });
        assert_eq!(lin.create("/api/v1/tags", tag("a")).await.status, 201);
        assert_eq!(desk.owner.delete(&path).await.refusal(), (409, "in_use"));
        desk.owner
            .edit(&path, &made["version"], json!({ "grants": [] }))
            .await
            .good();
        assert_eq!(
            lin.create("/api/v1/tags", tag("b")).await.status,
            401,
            "T05: other grants, another sign-in"
        );
        let lin = signed_in(&desk.base, &lin_email).await;
        assert_eq!(lin.create("/api/v1/tags", tag("b")).await.status, 403);
        desk.end().await;
    });
}

#[test]
fn other_grants_void_every_cookie_and_whose_own_they_are_goes_on_under_a_new_one() {
    on_both(|desk| async move {
        switch_on(&desk).await;
        let grant = |permission: &str| json!({ "permission": permission, "scope": "all" });
        let all = json!([
            grant("roles.manage"),
            grant("tags.manage"),
            grant("workspace.manage")
        ]);
        let wanted = json!({ "name": "管家", "grants": all });
        let made = desk.owner.create("/api/v1/roles", wanted).await.good();
        let path = format!("/api/v1/roles/{}", made["id"].as_str().unwrap());
        let (lin, _) = desk.colleague("管家", "林夏").await;
        let (wu, _) = desk.colleague("管家", "吴越").await;
        let mut socket = wu.socket(None).await;
        socket.next_of("snapshot").await;
        // Another name, and the same grants in another order, are no other rights.
        let turned = json!({ "name": "总管", "grants": [all[2], all[0], all[1]] });
        let same = lin.edit(&path, &made["version"], turned).await;
        assert!(!same.headers.contains_key("set-cookie"), "{same:?}");
        assert_eq!(wu.get("/api/v1/me").await.status, 200);
        let fewer = json!({ "grants": [all[0], all[1]] });
        let changed = lin.edit(&path, &same.good()["version"], fewer).await;
        assert_eq!(changed.status, 200, "{changed:?}");
        let closed = loop {
            if let Err(code) = socket.next().await {
                break code;
            }
        };
        assert_eq!(closed, 4001, "T17");
        assert_eq!(wu.get("/api/v1/me").await.refusal(), (401, "not_signed_in"));
        assert_eq!(lin.get("/api/v1/me").await.refusal(), (401, "not_signed_in"));
        let mut still = desk.nobody();
        still.cookie = cookie(&changed);
        assert_eq!(still.get("/api/v1/me").await.status, 200);
        assert_eq!(desk.owner.get("/api/v1/me").await.status, 200, "another role");
        desk.end().await;
    });
}
