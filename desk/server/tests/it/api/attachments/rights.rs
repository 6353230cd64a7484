use reqwest::Method;
use serde_json::json;

use super::{
    By, fetch,
    people::{neighbour, seated},
    refused, say, talking, upload,
};
use crate::support::on_both;

#[test]
fn agents_fetch_what_they_see_and_nothing_else() {
    on_both(|desk| async move {
        let (visitor, id) = talking(&desk).await;
        let (lin, other) = (seated(&desk, "agent").await, neighbour(&desk).await);
        let file = upload(&desk, By::Visitor(&visitor), ("a.txt", ""), b"x").await;
        let path = format!("/api/v1/attachments/{}", file.body["id"].as_str().unwrap());
        let status = async |cookie: &str| fetch(&desk, cookie, &path, &[]).await.status.as_u16();
        assert_eq!(
            status(&desk.owner.cookie).await,
            404,
            "nobody's yet but the visitor's"
        );
        say(&visitor, "c1", &file).await;
        assert_eq!(status(&desk.owner.cookie).await, 200);
        assert_eq!(status(&lin.cookie).await, 200, "it waits in a queue they serve");
        let reply = json!({ "clientId": "r1", "text": "好" });
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/messages"), reply)
            .await;
        assert_eq!(status(&lin.cookie).await, 404, "the owner serves it now");
        assert_eq!(status(&other.cookie).await, 404, "another workspace");
        assert_eq!(status("").await, 401);
        assert_eq!(
            fetch(&desk, &desk.owner.cookie, &format!("{path}/thumbnail"), &[])
                .await
                .status,
            404
        );
        let odd = fetch(&desk, &desk.owner.cookie, "/api/v1/attachments/17", &[]).await;
        assert_eq!(odd.status, 400);
        desk.end().await;
    });
}

#[test]
fn agents_upload_where_they_may_answer() {
    on_both(|desk| async move {
        let (visitor, id) = talking(&desk).await;
        let (lin, other) = (seated(&desk, "agent").await, neighbour(&desk).await);
        let auditor = seated(&desk, "auditor").await;
        let own = upload(&desk, By::Agent(&lin, &id), ("a.txt", ""), b"x").await;
        assert_eq!(own.status, 201, "{own:?}");
        let path = format!("/api/v1/attachments/{}", own.body["id"].as_str().unwrap());
        assert_eq!(
            fetch(&desk, &lin.cookie, &path, &[]).await.status,
            200,
            "their own"
        );
        assert_eq!(
            fetch(&desk, &desk.owner.cookie, &path, &[]).await.status,
            404,
            "a colleague's"
        );
        let reply = json!({ "clientId": "r1", "text": "好" });
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/messages"), reply)
            .await;
        for (who, person, status, code) in [
            ("who no longer sees it", &lin, 404, "not_found"),
            ("another workspace", &other, 404, "not_found"),
            ("who may only read", &auditor, 403, "not_permitted"),
            ("nobody", &desk.nobody(), 401, "not_signed_in"),
        ] {
            let answer = upload(&desk, By::Agent(person, &id), ("a.txt", ""), b"x").await;
            assert_eq!(refused(&answer), (status, code), "{who}: {answer:?}");
        }
        let missing = desk.owner.call(Method::POST, "/api/v1/attachments", None).await;
        assert_eq!(refused(&missing), (400, "malformed_query"));
        let without = reqwest::Client::new()
            .post(format!("{}/api/v1/attachments?conversationId={id}", desk.base))
            .header("cookie", &desk.owner.cookie)
            .send()
            .await
            .unwrap();
        assert_eq!(without.status(), 403, "another site's form lacks our header");
        drop(visitor);
        desk.end().await;
    });
}
