//! Files that a channel does not take as they are, and those it does not take at all.

use reqwest::StatusCode;
use serde_json::Value;
use yingke_providers::{
    Faults, Served,
    telegram::FakeTelegram,
    wecom_kf::{Config, WecomKf},
};

use super::desk::{Connected, recorded_from};
use crate::support::{Desk, Engine};

const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
const KF: &str = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q";

async fn telegram(ffmpeg: &'static str) -> (Connected, FakeTelegram, Value) {
    let bot = FakeTelegram::start(TOKEN, &Faults::none()).await.unwrap();
    let base = bot.base_url();
    let settings = [
        ("token", TOKEN),
        ("mode", "poll"),
        ("secret_token", "s"),
        ("base_url", &base),
        ("poll_seconds", "1"),
    ];
    let desk = Desk::founded_as(Engine::Sqlite, |config| config.ffmpeg = ffmpeg.into()).await;
    let desk = Connected::on(desk, "telegram", &settings, "").await;
    bot.customer_says(42, "在吗").await;
    let row = desk.conversation(|_| true).await;
    (desk, bot, row)
}

async fn wecom() -> (Connected, WecomKf, Served, Value) {
    let fake = WecomKf::new(Config::default(), [(KF, "山野集客服")]);
    let served = Served::start(fake.router(), &Faults::none()).await.unwrap();
    let (config, base) = (fake.config(), served.base_url());
    let settings = [
        ("corp_id", config.corp_id.as_str()),
        ("secret", &config.secret),
        ("token", &config.token),
        ("aes_key", &config.aes_key),
        ("base_url", &base),
    ];
    let desk = Connected::new(Engine::Sqlite, "wecom_kf", &settings, KF).await;
    fake.calls(&desk.callback());
    fake.customer_says(KF, "wmCUSTOMER1", "在吗").await;
    let row = desk.conversation(|_| true).await;
    (desk, fake, served, row)
}

/// A tone of so many seconds, 8,000 samples a second, as a WAV or as Ogg.
fn tone(seconds: u32, ending: &str) -> Vec<u8> {
    let source = format!("sine=frequency=440:sample_rate=8000:duration={seconds}");
    recorded_from(&source, ending)
}

/// Sends a file; its line, once it is known what became of it.
async fn sent(desk: &Connected, row: &Value, name: &str, bytes: &[u8]) -> Value {
    let answer = desk.reply_with(row, name, bytes).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let id = answer.body["id"].clone();
    desk.line(row, |line| line["id"] == id && line["delivery"] != "pending")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_message_becomes_what_the_channel_plays() {
    let (desk, bot, row) = telegram("ffmpeg").await;
    let line = sent(&desk, &row, "问候.wav", &tone(2, "wav")).await;
    assert_eq!(line["delivery"], "sent", "{line}");
    let calls = bot.calls();
    let call = calls.last().expect("a call");
    let (_, file) = call.files.iter().next().expect("a file");
    assert_eq!(
        (file.name.as_str(), file.media_type.as_str()),
        ("问候.ogg", "audio/ogg"),
        "{}",
        call.method
    );
    let is_opus = file.bytes.windows(8).any(|window| window == b"OpusHead");
    assert!(file.bytes.starts_with(b"OggS") && is_opus);
    // What the agent sees is what they sent.
    assert_eq!(line["attachments"][0]["name"], "问候.wav");
    // What it takes goes as it is.
    let ogg = tone(1, "ogg");
    assert_eq!(sent(&desk, &row, "再见.ogg", &ogg).await["delivery"], "sent");
    let calls = bot.calls();
    let (_, file) = calls
        .last()
        .and_then(|call| call.files.iter().next())
        .expect("a file");
    assert!(file.bytes == ogg, "{} bytes of {}", file.bytes.len(), ogg.len());
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_ffmpeg_the_message_says_what_to_install() {
    let (desk, bot, row) = telegram("/nonexistent/ffmpeg").await;
    let before = bot.sent().len();
    let line = sent(&desk, &row, "问候.wav", &tone(1, "wav")).await;
    assert_eq!(line["failure"]["kind"], "unsendable", "{line}");
    let detail = line["failure"]["detail"].as_str().expect("a detail");
    assert!(detail.contains("apt-get install ffmpeg"), "{detail}");
    assert_eq!(bot.sent().len(), before);
    // Everything else goes on.
    assert_eq!(desk.replied(&row, "改用文字").await["delivery"], "sent");
    assert_eq!(
        sent(&desk, &row, "再见.ogg", &tone(1, "ogg")).await["delivery"],
        "sent"
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_becomes_one_that_the_channel_shows() {
    let (desk, fake, _served, row) = wecom().await;
    let mut webp = Vec::new();
    image::RgbaImage::from_pixel(32, 16, image::Rgba([10, 120, 60, 255]))
        .write_to(&mut std::io::Cursor::new(&mut webp), image::ImageFormat::WebP)
        .unwrap();
    let line = sent(&desk, &row, "样布.webp", &webp).await;
    assert_eq!(line["delivery"], "sent", "{line}");
    let last = fake.sent().last().cloned().expect("something was sent");
    assert_eq!(last.body["msgtype"], "image", "{:?}", last.body);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_too_long_is_not_sent_and_the_limit_is_told() {
    let (desk, fake, _served, row) = wecom().await;
    let before = fake.sent().len();
    // A picture the channel takes, of a little more than ten megabytes: noise does not become smaller.
    let mut seed = 1_u32;
    let noise = image::RgbImage::from_fn(2_100, 2_100, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = seed.rotate_left(9).to_be_bytes();
        image::Rgb([a, b, c])
    });
    let mut png = Vec::new();
    noise
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    assert!(png.len() > 10 << 20, "{}", png.len());
    let line = sent(&desk, &row, "大图.png", &png).await;
    assert_eq!(line["failure"]["kind"], "tooLarge", "{line}");
    let detail = line["failure"]["detail"].as_str().expect("a detail");
    assert!(detail.contains("at most 10.0 MB"), "{detail}");
    // AMR of more than a minute: empty frames of 20 ms.
    let mut amr = b"#!AMR\n".to_vec();
    for _ in 0..(65 * 50) {
        amr.push(0x3c);
        amr.extend([0; 31]);
    }
    let line = sent(&desk, &row, "留言.amr", &amr).await;
    assert_eq!(line["failure"]["kind"], "tooLarge", "{line}");
    let detail = line["failure"]["detail"].as_str().expect("a detail");
    assert!(
        detail.contains("65 seconds") && detail.contains("at most 60"),
        "{detail}"
    );
    assert_eq!(fake.sent().len(), before);
    desk.end().await;
}
