use std::sync::Arc;

use yingke_conversation::{AttachmentRef, VisitorLinks};
use yingke_server::files::links::Links;
use yingke_words::{Clock, Span, Time};

use super::{By, fetch, say, upload};
use crate::support::{Desk, on_one};

struct Stopped(Time);

impl Clock for Stopped {
    fn now(&self) -> Time {
        self.0
    }
}

/// The address of a file as this desk would have given it `ago`.
async fn given(desk: &Desk, ago: Span, file: &serde_json::Value) -> String {
    let secret = desk
        .app
        .db
        .read_global(|tx| yingke_store::installation(tx, "visitor_token_secret"))
        .await;
    let secret = secret.unwrap().expect("the desk has a secret");
    let workspace = desk.app.db.read_global(yingke_store::workspaces).await.unwrap()[0].id;
    let links = Arc::new(Links::new(
        secret.as_bytes(),
        Arc::new(Stopped(desk.app.now() - ago)),
    ));
    let file: AttachmentRef = serde_json::from_value(file.clone()).unwrap();
    links.of(workspace).link(&file).url
}

#[test]
fn an_address_opens_one_file_for_some_hours() {
    on_one(|desk| async move {
        let (visitor, other) = (desk.visitor().await, desk.visitor().await);
        let file = upload(&desk, By::Visitor(&visitor), ("a.txt", ""), b"mine").await;
        let theirs = upload(&desk, By::Visitor(&other), ("a.txt", ""), b"theirs").await;
        let url = file.body["url"].as_str().unwrap();
        let (path, token) = url.split_once("?t=").unwrap();
        let their_token = theirs.body["url"].as_str().unwrap().split_once("?t=").unwrap().1;
        let status = async |url: &str| fetch(&desk, "", url, &[]).await.status.as_u16();
        assert_eq!(status(url).await, 200);
        assert_eq!(status(path).await, 401, "no token");
        assert_eq!(
            status(&format!("{path}?t={their_token}")).await,
            401,
            "another visitor's"
        );
        assert_eq!(
            status(&format!("{path}?t={}", visitor.token)).await,
            401,
            "a token of another kind"
        );
        let altered = token.replacen(&token[..1], if token.starts_with('A') { "B" } else { "A" }, 1);
        assert_eq!(status(&format!("{path}?t={altered}")).await, 401, "altered");
        assert_eq!(status(&given(&desk, Span::hours(1), &file.body).await).await, 200);
        assert_eq!(
            status(&given(&desk, Span::hours(14), &file.body).await).await,
            401,
            "expired"
        );
        assert_eq!(
            status(&format!("{path}/thumbnail?t={token}")).await,
            404,
            "it has none"
        );
        let answer = fetch(&desk, &desk.owner.cookie, path, &[]).await;
        assert_eq!(answer.status, 401, "a cookie is never read");
        let code: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
        assert_eq!(code["code"], "link_refused");
        assert_eq!(
            say(&other, "c1", &file).await.status,
            409,
            "another visitor cannot say it"
        );
        assert_eq!(say(&visitor, "c1", &file).await.status, 201);
        desk.end().await;
    });
}
