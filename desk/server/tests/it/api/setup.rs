use reqwest::Method;
use serde_json::json;

use crate::support::{Desk, Engine, run, setup};

#[test]
fn once_with_the_printed_link_and_never_again() {
    run(async {
        let (mut desk, token) = Desk::unfounded(Engine::Sqlite).await;
        let nobody = desk.nobody();
        assert_eq!(nobody.get("/api/v1/setup").await.status, 200);
        let none = nobody.post("/api/v1/setup", json!({})).await;
        assert_eq!(none.refusal(), (400, "malformed_body"));
        let wrong = nobody.post("/api/v1/setup", setup("not the token")).await;
        assert_eq!(
            (wrong.status.as_u16(), wrong.body["code"].as_str()),
            (403, Some("setup_token_wrong"))
        );
        let mut weak = setup(&token);
        weak["password"] = json!("password1234");
        let weak = nobody.post("/api/v1/setup", weak).await;
        assert_eq!(
            (weak.status.as_u16(), weak.body["code"].as_str()),
            (422, Some("weak_password"))
        );
        let right = nobody.post("/api/v1/setup", setup(&token)).await;
        assert_eq!(right.status, 201, "{right:?}");
        for round in 0..2 {
            let nobody = desk.nobody();
            assert_eq!(nobody.get("/api/v1/setup").await.status, 404, "round {round}");
            assert_eq!(
                nobody.post("/api/v1/setup", setup(&token)).await.status,
                404,
                "round {round}"
            );
            for body in [None, Some(json!({})), Some(json!(7)), Some(json!({ "token": 1 }))] {
                let late = nobody.call(Method::POST, "/api/v1/setup", body.clone()).await;
                assert_eq!(late.refusal(), (404, "setup_done"), "round {round}: {body:?}");
            }
            if round == 0 {
                desk.restart().await;
            }
        }
        let none = desk.nobody().call(Method::GET, "/api/v1/me", None).await;
        assert_eq!(
            (none.status.as_u16(), none.body["code"].as_str()),
            (401, Some("not_signed_in"))
        );
        desk.end().await;
    });
}
