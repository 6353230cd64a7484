//! What agents send: everything the manifest promises, and an alternative to everything it does not.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use yingke_channel_contract::Ability;
use yingke_providers::{Fault, line::FakeLine};
use yingke_words::Span;

use super::{GROUP, PERSON, asked, connected, on};
use crate::{
    channels::desk::{Connected, picture},
    support::{Answer, Desk, Engine},
};

async fn manifest(desk: &Connected) -> Value {
    let channels = desk.desk.owner.get("/api/v1/channels").await;
    let all = channels.body.as_array().expect("channels").clone();
    let found = all.into_iter().find(|one| one["key"] == "line");
    found.expect("the channel is in the list")
}

fn last(fake: &FakeLine) -> Value {
    fake.sent().last().expect("something was sent").message.clone()
}

/// Sends what takes `ability`; it has to reach the customer.
async fn sends(desk: &Connected, fake: &FakeLine, row: &Value, ability: Ability) {
    let before = fake.sent().len();
    let body = match ability {
        Ability::Text => json!({ "text": "有貨" }),
        Ability::Location => json!({ "content": { "type": "location", "latitude": 25.03, "longitude": 121.56,
            "name": "信義店", "address": "市府路 45 號" } }),
        Ability::Sticker => json!({ "text": "👍", "content": { "type": "sticker" } }),
        Ability::Link => json!({ "content": { "type": "link", "title": "尺碼表", "description": "怎麼量",
            "url": "https://shop.example/size" } }),
        Ability::Contact => {
            json!({ "content": { "type": "contact", "name": "周嵐", "phone": "02-2345-6789" } })
        }
        Ability::Menu => json!({ "text": "要哪個顏色？", "content": { "type": "menu", "choices": [
            { "id": "black", "label": "黑色" }, { "id": "red", "label": "紅色" } ] } }),
        Ability::Reply => {
            let thread = desk.thread(row).await;
            let theirs = thread.iter().find(|line| line["direction"] == "inbound");
            json!({ "text": "這件有", "repliesTo": theirs.expect("a line of theirs")["seq"] })
        }
        Ability::Typing => {
            desk.types(row, &[true]).await;
            desk.until("the dots", || async { (fake.shown().0 > 0).then_some(()) })
                .await;
            return;
        }
        Ability::ReadMark => return marks_as_read(desk, fake, row).await,
        other => panic!("{other:?} is promised, and nobody tries it"),
    };
    let line = desk.said(row, body).await;
    assert_eq!(line["delivery"], "sent", "{ability:?}: {line}");
    let sent = fake.sent();
    assert_eq!(sent.len(), before + 1, "{ability:?}");
    let message = &sent[before].message;
    match ability {
        Ability::Text => assert_eq!(message["text"], "有貨"),
        Ability::Location => assert_eq!(
            (&message["type"], &message["title"]),
            (&json!("location"), &json!("信義店"))
        ),
        Ability::Sticker => assert_eq!(message["text"], "👍"),
        Ability::Link => assert_eq!(message["text"], "尺碼表\n怎麼量\nhttps://shop.example/size"),
        Ability::Contact => assert_eq!(message["text"], "周嵐\n02-2345-6789"),
        Ability::Menu => assert_eq!(message["template"]["actions"][1]["label"], "紅色"),
        _ => assert!(message["quoteToken"].is_string(), "{message}"),
    }
}

async fn marks_as_read(desk: &Connected, fake: &FakeLine, row: &Value) {
    let count = desk.conversation(|one| one["id"] == row["id"]).await["inboundCount"].clone();
    let read = desk
        .act(Method::PUT, row, "/read", Some(json!({ "count": count })))
        .await;
    assert_eq!(read.status, StatusCode::OK, "{read:?}");
    desk.until("the mark", || async {
        (!fake.shown().1.is_empty()).then_some(())
    })
    .await;
}

/// Asks for what takes `ability`, which the channel does not carry.
async fn tries(desk: &Connected, row: &Value, ability: Ability) -> Option<Answer> {
    let thread = desk.thread(row).await;
    let seq = |direction: &str| {
        let line = thread.iter().find(|line| line["direction"] == direction);
        line.expect("a line").get("seq").cloned().expect("its number")
    };
    let (ours, theirs) = (format!("/messages/{}", seq("outbound")), seq("inbound"));
    Some(match ability {
        Ability::Image => desk.reply_with(row, "swatch.png", &picture()).await,
        Ability::Audio => {
            desk.reply_with(
                row,
                "a.ogg",
                b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0OpusHead",
            )
            .await
        }
        Ability::Video => {
            desk.reply_with(row, "a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
                .await
        }
        Ability::File => desk.reply_with(row, "a.pdf", b"%PDF-1.4\n%%EOF\n").await,
        Ability::Template => {
            desk.say(row, json!({ "content": { "type": "template", "name": "hello" } }))
                .await
        }
        Ability::Mail => {
            desk.say(
                row,
                json!({ "text": "您好", "content": { "type": "mail", "subject": "報價" } }),
            )
            .await
        }
        Ability::Edit => {
            desk.act(Method::PATCH, row, &ours, Some(json!({ "text": "改" })))
                .await
        }
        Ability::Recall => desk.act(Method::DELETE, row, &ours, None).await,
        Ability::Reaction => {
            let path = format!("/messages/{theirs}/reaction");
            desk.act(Method::PUT, row, &path, Some(json!({ "emoji": "👍" })))
                .await
        }
        // Nobody asks for these: they happen by themselves where they can.
        Ability::Typing | Ability::ReadMark | Ability::Service => return None,
        other => panic!("{other:?} is not carried, and nobody tries it"),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_promised_arrives_and_everything_else_has_an_alternative() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "你好").await;
    let manifest = manifest(&desk).await;
    let listed = |list: &str, ability: &Ability| {
        let all = manifest[list].as_array().expect("a list");
        all.iter().any(|one| one == ability.key())
    };
    let (sent, refused): (Vec<&Ability>, Vec<&Ability>) =
        Ability::ALL.iter().partition(|one| listed("sends", one));
    for ability in sent {
        sends(&desk, &fake, &row, *ability).await;
    }
    let before = fake.sent().len();
    for ability in refused {
        let Some(answer) = tries(&desk, &row, *ability).await else {
            continue;
        };
        assert_eq!(
            (answer.status, answer.body["code"].as_str()),
            (StatusCode::CONFLICT, Some("not_carried")),
            "{ability:?}"
        );
        let hints = manifest["hints"].as_array().expect("hints");
        let hint = hints.iter().find(|hint| hint["ability"] == ability.key());
        let instead = &hint.unwrap_or_else(|| panic!("no alternative to {ability:?}"))["instead"];
        assert!(
            instead["zh"].is_string() && instead["en"].is_string(),
            "{instead}"
        );
    }
    assert_eq!(fake.sent().len(), before);
    // What was pressed comes back as what stood on the button.
    let actions = fake
        .sent()
        .iter()
        .find_map(|one| one.message["template"]["actions"].as_array().cloned());
    let data = actions.expect("a card")[1]["data"].clone();
    fake.customer_presses(PERSON, data.as_str().expect("data")).await;
    let line = desk.line(&row, |line| line["content"]["type"] == "pressed").await;
    assert_eq!(
        (&line["text"], &line["content"]["id"]),
        (&json!("紅色"), &json!("red"))
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_answer_within_a_minute_costs_nothing_and_later_ones_are_pushed() {
    let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| {}).await;
    let (desk, fake, _faults) = on(desk).await;
    let row = asked(&desk, &fake, "你好").await;
    desk.replied(&row, "在的").await;
    desk.replied(&row, "請說").await;
    // The token has run out by LINE's clock: it says so, and the same goes as a push.
    fake.customer_says(PERSON, "紅色的呢").await;
    fake.pass(70);
    desk.replied(&row, "也有").await;
    // What is too long for one message is several, and they go together.
    fake.customer_says(PERSON, "介紹一下").await;
    let line = desk.replied(&row, &"好".repeat(20_000)).await;
    assert_eq!(line["external"].as_array().map(Vec::len), Some(4), "{line}");
    // By our own clock it is too old: it is not even tried.
    fake.customer_says(PERSON, "黑色的").await;
    clock.by(Span::seconds(70 + 55));
    desk.replied(&row, "有").await;
    let free: Vec<bool> = fake.sent().iter().map(|sent| sent.reply).collect();
    assert_eq!(free, [true, false, false, true, true, true, true, false]);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_is_used_up_leaves_the_free_answers() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "你好").await;
    fake.quota(0);
    assert_eq!(desk.replied(&row, "在的").await["delivery"], "sent");
    let line = desk.replied(&row, "請說").await;
    assert_eq!(
        (line["delivery"].as_str(), line["failure"]["kind"].as_str()),
        (Some("failed"), Some("quota")),
        "{line}"
    );
    assert_eq!(line["failure"]["detail"], "You have reached your monthly limit.");
    // More was bought: it is sent again by hand.
    fake.quota(10);
    let again = desk
        .act(
            Method::POST,
            &row,
            &format!("/messages/{}/resend", line["seq"]),
            None,
        )
        .await;
    assert_eq!(again.status, StatusCode::OK, "{again:?}");
    desk.line(&row, |one| one["id"] == line["id"] && one["delivery"] == "sent")
        .await;
    assert_eq!(last(&fake)["text"], "請說");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_fast_or_cut_off_is_there_once() {
    let (desk, fake, faults) = connected(Engine::Sqlite).await;
    fake.customer_says(GROUP, "有人嗎").await;
    let row = desk.conversation(|row| row["customerName"] == "裝修交流群").await;
    // Come again after a second, says LINE.
    faults.next(Fault::TooMany);
    assert_eq!(desk.replied(&row, "一").await["delivery"], "sent");
    // Out of order, and then a push whose answer never came: asked again under its key.
    faults.next(Fault::Broken);
    assert_eq!(desk.replied(&row, "二").await["delivery"], "sent");
    fake.refuse_next(429, "The API rate limit has been exceeded. Try again later.");
    assert_eq!(desk.replied(&row, "三").await["delivery"], "sent");
    // An answer by token that was cut off may be there: it is not said twice.
    fake.customer_says(GROUP, "在嗎").await;
    faults.next(Fault::Cut);
    let line = desk.replied(&row, "四").await;
    assert_eq!(line["failure"]["kind"], "unknown", "{line}");
    let texts: Vec<Value> = fake
        .sent()
        .iter()
        .map(|sent| sent.message["text"].clone())
        .collect();
    assert_eq!(texts, ["一", "二", "三", "四"], "each once");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_was_cut_off_is_asked_for_under_its_key() {
    let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| {}).await;
    let (desk, fake, faults) = on(desk).await;
    let row = asked(&desk, &fake, "你好").await;
    // No token can have been used for what is written so long after.
    clock.by(Span::minutes(5));
    faults.next(Fault::Cut);
    let line = desk.replied(&row, "讓您久等了").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    let sent = fake.sent();
    assert_eq!(sent.len(), 1, "once: {sent:?}");
    assert_eq!(line["external"], json!([sent[0].id]));
    desk.end().await;
}
