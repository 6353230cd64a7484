//! What a manifest declares goes out, and everything else is refused with what to do instead: the same walk for every
//! channel.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::desk::{Connected, picture, recorded};
use crate::support::Answer;

/// What came of trying an ability.
enum Tried {
    /// A line stands in the thread, or the desk refused it.
    Said(Answer),
    /// Something happened to a line that stood there, or the desk refused that.
    Done(Answer),
    /// It passes without an answer of its own.
    Passed,
}

/// The customer writes (`writes`), the agent answers with every ability there is. `reached` counts what the provider has
/// been asked for by now.
pub async fn walk(desk: &Connected, writes: impl AsyncFn(), reached: impl AsyncFn() -> usize) {
    writes().await;
    let row = desk.conversation(|_| true).await;
    let manifest = manifest(desk, &row).await;
    for ability in keys(&manifest) {
        let declared = contains(&manifest["sends"], &ability);
        let asked = desk.conversation(|_| true).await["inboundCount"].as_i64();
        writes().await;
        desk.conversation(|row| row["inboundCount"].as_i64() > asked)
            .await;
        let before = reached().await;
        match tried(desk, &row, &manifest, &ability).await {
            Tried::Said(answer) if declared => arrived(desk, &row, &ability, answer).await,
            Tried::Done(answer) if declared => {
                assert!(answer.status.is_success(), "{ability}: {answer:?}");
            }
            Tried::Said(answer) | Tried::Done(answer) => refused(&manifest, &ability, &answer),
            Tried::Passed => {}
        }
        if declared {
            desk.until(&ability, || async { (reached().await > before).then_some(()) })
                .await;
        }
    }
}

/// Every ability there is: those it sends, those it hints at, and those that nobody misses.
fn keys(manifest: &Value) -> Vec<String> {
    let all = yingke_channel_contract::Ability::ALL;
    let (service, others): (Vec<_>, Vec<_>) =
        all.iter().map(|one| one.key()).partition(|key| *key == "service");
    assert!(others.len() > 15, "{manifest}");
    // Who answers is told last: it ends the consultation.
    others.into_iter().chain(service).map(str::to_owned).collect()
}

fn contains(list: &Value, key: &str) -> bool {
    list.as_array()
        .is_some_and(|list| list.iter().any(|one| one == key))
}

async fn manifest(desk: &Connected, row: &Value) -> Value {
    let all = desk.desk.owner.get("/api/v1/channels").await.body;
    let found = all
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["key"] == row["channel"]);
    found.expect("the channel's manifest").clone()
}

async fn arrived(desk: &Connected, row: &Value, ability: &str, answer: Answer) {
    assert_eq!(answer.status, StatusCode::CREATED, "{ability}: {answer:?}");
    let id = answer.body["id"].clone();
    let line = desk
        .line(row, |line| line["id"] == id && line["delivery"] != "pending")
        .await;
    assert!(
        ["sent", "delivered", "read"].contains(&line["delivery"].as_str().unwrap_or_default()),
        "{ability}: {line}"
    );
}

/// Refused at once, and the manifest says what to do instead.
fn refused(manifest: &Value, ability: &str, answer: &Answer) {
    assert_eq!(
        (answer.status, answer.body["code"].as_str()),
        (StatusCode::CONFLICT, Some("not_carried")),
        "{ability}: {answer:?}"
    );
    let hints = manifest["hints"].as_array().expect("hints");
    let hint = hints.iter().find(|hint| hint["ability"] == ability);
    // A subject is only missed where there are mails.
    assert!(
        ability == "mail"
            || hint.is_some_and(|hint| hint["instead"]["zh"] != "" && hint["instead"]["en"] != ""),
        "{ability}: nothing to do instead"
    );
}

async fn tried(desk: &Connected, row: &Value, manifest: &Value, ability: &str) -> Tried {
    Tried::Said(match ability {
        "text" => desk.reply(row, "您好").await,
        "image" => desk.reply_with(row, "样布.png", &picture()).await,
        "audio" => {
            let ending = if takes(manifest, "audio", "audio/amr") {
                "amr"
            } else {
                "ogg"
            };
            desk.reply_with(row, &format!("语音.{ending}"), &recorded(ending))
                .await
        }
        "video" => desk.reply_with(row, "演示.mp4", &recorded("mp4")).await,
        "file" => desk.reply_with(row, "报价.pdf", b"%PDF-1.4\n%%EOF\n").await,
        "sticker" => {
            let uploaded = desk.upload(row, "笑.webp", &sticker()).await;
            let content = json!({ "type": "sticker" });
            say(
                desk,
                row,
                json!({ "text": "😄", "content": content, "attachmentIds": [uploaded] }),
            )
            .await
        }
        "reply" => {
            let asked = last(desk, row, "inbound").await;
            say(
                desk,
                row,
                json!({ "text": "回这一句", "repliesTo": asked["seq"] }),
            )
            .await
        }
        "edit" | "recall" | "reaction" => return corrected(desk, row, ability).await,
        "typing" => {
            desk.types(row, &[true]).await;
            return Tried::Passed;
        }
        "readMark" => {
            let count = desk.conversation(|_| true).await["inboundCount"].clone();
            let body = json!({ "count": count });
            let read = desk.act(Method::PUT, row, "/read", Some(body)).await;
            assert_eq!(read.status, StatusCode::OK, "{read:?}");
            return Tried::Passed;
        }
        "service" => {
            let ended = desk.act(Method::POST, row, "/end", None).await;
            assert_eq!(ended.status, StatusCode::OK, "{ended:?}");
            return Tried::Passed;
        }
        _ => {
            say(
                desk,
                row,
                json!({ "text": "请看", "content": content(desk, ability).await }),
            )
            .await
        }
    })
}

async fn content(desk: &Connected, ability: &str) -> Value {
    match ability {
        "location" => json!({ "type": "location", "latitude": 31.2304, "longitude": 121.4737,
            "name": "人民广场店", "address": "黄浦区人民大道" }),
        "link" => json!({ "type": "link", "title": "退换货说明", "description": "七天内",
            "url": "https://shop.example/returns" }),
        "contact" => json!({ "type": "contact", "name": "周店长", "phone": "+8613800000000" }),
        "menu" => {
            json!({ "type": "menu", "choices": [{ "id": "yes", "label": "要" }, { "id": "no", "label": "不要" }] })
        }
        "mail" => json!({ "type": "mail", "subject": "关于您的订单" }),
        "template" => template(desk).await,
        other => panic!("nobody thought of {other}"),
    }
}

/// The first approved message that the provider has, its gaps filled; a made-up one where it has none.
async fn template(desk: &Connected) -> Value {
    let listed = desk
        .desk
        .owner
        .get(&format!("/api/v1/apps/{}/templates", desk.app))
        .await;
    let first = &listed.body[0];
    let gaps = usize::try_from(first["gaps"].as_u64().unwrap_or(0)).expect("few");
    json!({ "type": "template", "name": first["name"].as_str().unwrap_or("order_sent"),
        "language": first["language"].as_str().unwrap_or(""), "parameters": vec!["今天"; gaps] })
}

async fn corrected(desk: &Connected, row: &Value, ability: &str) -> Tried {
    let ours = last(desk, row, "outbound").await;
    let path = format!("/messages/{}", ours["seq"]);
    Tried::Done(match ability {
        "edit" => {
            let body = json!({ "text": "您好，请讲" });
            desk.act(Method::PATCH, row, &path, Some(body)).await
        }
        "recall" => desk.act(Method::DELETE, row, &path, None).await,
        _ => {
            let theirs = last(desk, row, "inbound").await;
            let path = format!("/messages/{}/reaction", theirs["seq"]);
            desk.act(Method::PUT, row, &path, Some(json!({ "emoji": "👍" })))
                .await
        }
    })
}

/// The last line of plain words in a direction, once it has arrived.
async fn last(desk: &Connected, row: &Value, direction: &str) -> Value {
    let lines = desk.thread(row).await;
    let found = lines.into_iter().filter(|line| {
        let words = line["content"].is_null() || line["content"]["type"] == "mail";
        let plain = line["kind"] == "text" && words && line["recalledAt"].is_null();
        line["direction"] == direction && plain && line["delivery"] != "failed"
    });
    found.max_by_key(|line| line["seq"].as_i64()).expect("a line")
}

async fn say(desk: &Connected, row: &Value, mut body: Value) -> Answer {
    body["clientId"] = uuid::Uuid::now_v7().to_string().into();
    desk.act(Method::POST, row, "/messages", Some(body)).await
}

fn takes(manifest: &Value, kind: &str, media_type: &str) -> bool {
    let files = manifest["limits"]["files"].as_array().expect("limits");
    files
        .iter()
        .any(|limit| limit["kind"] == kind && contains(&limit["types"], media_type))
}

fn sticker() -> Vec<u8> {
    let mut webp = std::io::Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(16, 16, image::Rgba([10, 120, 60, 255]))
        .write_to(&mut webp, image::ImageFormat::WebP)
        .expect("a picture");
    webp.into_inner()
}
