use image::ImageFormat;
use reqwest::Method;
use serde_json::json;

use super::{By, fetch, picture, say, talking, upload};
use crate::support::{Desk, Visitor, on_both, on_one};

/// Looks at what a browser gets: the headers that keep a file from being anything but a file.
async fn check(desk: &Desk, cookie: &str, url: &str, shown: bool) -> Vec<u8> {
    let got = fetch(desk, cookie, url, &[]).await;
    assert_eq!(got.status, 200, "{url}: {got:?}");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert_eq!(
        got.header("content-security-policy"),
        "sandbox; default-src 'none'"
    );
    let site = if cookie.is_empty() {
        "cross-origin"
    } else {
        "same-origin"
    };
    assert_eq!(got.header("cross-origin-resource-policy"), site);
    assert!(got.header("cache-control").starts_with("private"), "{got:?}");
    let how = if shown { "inline" } else { "attachment" };
    assert!(got.header("content-disposition").starts_with(how), "{got:?}");
    assert_eq!(got.header("content-length"), got.bytes.len().to_string());
    got.bytes
}

#[test]
fn a_visitors_picture_reaches_the_agent() {
    on_both(|desk| async move {
        let visitor = desk.visitor().await;
        let mut socket = desk.owner.socket(None).await;
        let sent = picture(ImageFormat::Png, 1_200, 900);
        let file = upload(&desk, By::Visitor(&visitor), ("截图.png", "image/png"), &sent).await;
        assert_eq!(file.status, 201, "{file:?}");
        assert_eq!(
            (&file.body["width"], &file.body["height"]),
            (&json!(1_200), &json!(900))
        );
        assert_eq!(
            (&file.body["name"], &file.body["thumbnail"]),
            (&json!("截图.png"), &json!(true))
        );
        let said = say(&visitor, "c1", &file).await;
        assert_eq!(
            (said.status.as_u16(), &said.body["message"]["kind"]),
            (201, &json!("image"))
        );
        let event = socket.next_of("event").await;
        let shown = &event["message"]["attachments"][0];
        assert_eq!(shown["id"], file.body["id"]);
        assert!(
            shown.get("url").is_none(),
            "agents fetch with their cookie: {shown}"
        );
        let path = format!("/api/v1/attachments/{}", shown["id"].as_str().unwrap());
        let got = check(&desk, &desk.owner.cookie, &path, true).await;
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
        assert!(pixels(&got) == pixels(&sent));
        let small = fetch(&desk, &desk.owner.cookie, &format!("{path}/thumbnail"), &[]).await;
        let small = image::load_from_memory(&small.bytes).unwrap();
        assert_eq!((small.width(), small.height()), (480, 360));
        desk.end().await;
    });
}

#[test]
fn an_agents_picture_and_file_reach_the_visitor() {
    on_both(|desk| async move {
        let (visitor, id) = talking(&desk).await;
        let mut widget = visitor.socket(None).await;
        widget.next_of("snapshot").await;
        let by = By::Agent(&desk.owner, &id);
        let photo = upload(
            &desk,
            by,
            ("p.jpg", "image/jpeg"),
            &picture(ImageFormat::Jpeg, 800, 600),
        )
        .await;
        let paper = upload(&desk, by, ("合同.pdf", "application/pdf"), b"%PDF-1.7\n%%EOF").await;
        assert_eq!(
            (photo.status.as_u16(), paper.status.as_u16()),
            (201, 201),
            "{photo:?} {paper:?}"
        );
        let body =
            json!({ "clientId": "r1", "text": "", "attachmentIds": [photo.body["id"], paper.body["id"]] });
        let path = format!("/api/v1/conversations/{id}/messages");
        let replied = desk.owner.post(&path, body).await;
        assert_eq!(replied.status, 201, "{replied:?}");
        assert!(
            replied.body["attachments"][0].get("url").is_none(),
            "nothing signed is stored"
        );
        let event = widget.next_of("event").await;
        shown_to(&desk, &event["message"]["attachments"]).await;
        let history = visitor.call(Method::GET, "/api/v1/visitor/messages", None).await;
        shown_to(&desk, &history.body["messages"][1]["attachments"]).await;
        let mut again = visitor.socket(None).await;
        let snapshot = again.next_of("snapshot").await;
        shown_to(&desk, &snapshot["messages"][1]["attachments"]).await;
        desk.end().await;
    });
}

/// The picture and the file by the addresses the visitor was given.
async fn shown_to(desk: &Desk, files: &serde_json::Value) {
    let url = |index: usize, key: &str| files[index][key].as_str().unwrap_or_default().to_owned();
    assert!(files[1].get("thumbnailUrl").is_none(), "{files}");
    check(desk, "", &url(0, "url"), true).await;
    let small = fetch(desk, "", &url(0, "thumbnailUrl"), &[]).await;
    assert_eq!(
        (small.status.as_u16(), small.header("content-type")),
        (200, "image/jpeg")
    );
    let paper = check(desk, "", &url(1, "url"), false).await;
    assert_eq!(paper, b"%PDF-1.7\n%%EOF");
    let headers = fetch(desk, "", &url(1, "url"), &[]).await.headers;
    let name = headers["content-disposition"].to_str().unwrap();
    assert!(
        name.ends_with("filename*=UTF-8''%E5%90%88%E5%90%8C.pdf"),
        "{name}"
    );
}

async fn text_of(desk: &Desk, visitor: &Visitor) -> String {
    let file = upload(desk, By::Visitor(visitor), ("数.txt", "x/y"), b"0123456789").await;
    file.body["url"].as_str().expect("an address").to_owned()
}

#[test]
fn parts_and_repeats_are_answered() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let url = text_of(&desk, &visitor).await;
        let part = fetch(&desk, "", &url, &[("range", "bytes=2-4")]).await;
        assert_eq!(
            (part.status.as_u16(), part.bytes.as_slice()),
            (206, b"234".as_slice())
        );
        assert_eq!(part.header("content-range"), "bytes 2-4/10");
        let beyond = fetch(&desk, "", &url, &[("range", "bytes=10-")]).await;
        assert_eq!(beyond.status, 416);
        let tag = part.header("etag");
        let same = fetch(&desk, "", &url, &[("if-none-match", tag)]).await;
        assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0));
        let stale = [("range", "bytes=2-4"), ("if-range", "\"another\"")];
        assert_eq!(fetch(&desk, "", &url, &stale).await.bytes, b"0123456789");
        desk.end().await;
    });
}

#[test]
fn deleted_bytes_are_gone() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let sent = picture(ImageFormat::Jpeg, 600, 20);
        let file = upload(&desk, By::Visitor(&visitor), ("p.jpg", ""), &sent).await;
        let id: yingke_words::AttachmentId = file.body["id"].as_str().unwrap().parse().unwrap();
        let workspace = desk.app.db.read_global(yingke_store::workspaces).await.unwrap()[0].id;
        let row = desk
            .app
            .db
            .read(workspace, move |tx| yingke_store::attachment(tx, id))
            .await;
        let row = row.unwrap().expect("the row is there");
        assert!(
            row.object.starts_with(&workspace.to_string()) && row.object.len() == 36 + 1 + 32,
            "{row:?}"
        );
        let object = yingke_store::Object {
            attachment: id,
            object: row.object,
            thumbnail: row.thumbnail,
        };
        let url = file.body["url"].as_str().unwrap();
        assert_eq!(fetch(&desk, "", url, &[]).await.status, 200);
        assert_eq!(desk.app.files.delete(std::slice::from_ref(&object)).await, 2);
        assert_eq!(
            desk.app.files.delete(&[object]).await,
            0,
            "gone already is no error"
        );
        assert_eq!(fetch(&desk, "", url, &[]).await.status, 404);
        desk.end().await;
    });
}
