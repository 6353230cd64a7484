//! `parse`: the instructions that one customer's text message costs in each channel, from the raw bytes to the event:
//! checked, decrypted and read. Counted by callgrind, a run without any subtracted.

use std::{collections::BTreeMap, process::Command};

use anyhow::{Context, bail};
use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use yingke_channel_contract::{
    Answer, Channel, Ctx, Frame, Heard, Incoming, Mailed, PullHint, Settings, Step,
    scheme::{line, sorted_sha1, standard_webhooks, wxcrypt::Crypt},
};
use yingke_words::{Chance, Time};

use crate::report::{Figure, progress};

/// So many messages are counted.
const TIMES: u64 = 200;
/// When the fixtures were sent.
const NOW: i64 = 1_795_338_000_000;

const TOKEN: &str = "f3hK8sLq0ZrT";
const AES_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const OPEN: &str = include_str!("../../../channel/src/open/fixtures/message.json");
const TELEGRAM: &str = include_str!("../../../channel/src/telegram/fixtures/text.http");
const WECHAT: &str = include_str!("../../../channel/src/wechat_oa/fixtures/text.http");
const LINE: &str = include_str!("../../../channel/src/line/fixtures/text.http");
const LINE_SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";
const MAIL: &[u8] = include_bytes!("../../../channel/src/email/fixtures/alternative.eml");

/// Every channel that is counted.
const CHANNELS: [&str; 7] = [
    "discord",
    "email",
    "line",
    "open",
    "telegram",
    "wechat_oa",
    "wecom_kf",
];

struct Still;

impl Chance for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// Counts each channel, largest first.
pub fn measure() -> anyhow::Result<Figure> {
    let mut counted = Vec::new();
    for channel in CHANNELS {
        progress(&format!("counting {channel}"));
        let idle = instructions(channel, 0)?;
        let busy = instructions(channel, TIMES)?;
        counted.push((busy.saturating_sub(idle) / TIMES, channel));
    }
    counted.sort_unstable_by(|one, other| other.cmp(one));
    let listed: Vec<Value> = counted
        .iter()
        .map(|(count, channel)| json!({ "channel": channel, "instructions": count }))
        .collect();
    Ok(Figure {
        name: "parse",
        value: json!(counted.first().map_or(0, |(count, _)| *count)),
        unit: "instructions per inbound message, the dearest channel",
        // The issue asks for the numbers; a million would be a quarter of a millisecond.
        goal: "<= 1000000",
        detail: json!({ "channels": listed, "messages": TIMES }),
    })
}

/// The instructions of a process that takes in `times` messages.
fn instructions(channel: &str, times: u64) -> anyhow::Result<u64> {
    let ran = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["--take-in", channel, "--times", &times.to_string()])
        .output()
        .context("valgrind is missing; install it with: apt-get install valgrind")?;
    let said = String::from_utf8_lossy(&ran.stderr);
    let line = said.lines().find_map(|line| line.split_once("Collected : "));
    let Some((_, number)) = line else {
        bail!("{channel}: callgrind counted nothing: {said}")
    };
    Ok(number.trim().parse()?)
}

/// Takes in `times` messages of `channel`, for callgrind.
pub fn take_in(channel: &str, times: u64) -> anyhow::Result<()> {
    let found = yingke_channel::of(channel).with_context(|| format!("there is no channel {channel}"))?;
    let pairs = settings(channel)
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let (settings, tokens) = (Settings::new(pairs), BTreeMap::new());
    let ctx = Ctx {
        settings: &settings,
        tokens: &tokens,
        callback: "https://desk.example/api/v1/hooks/KEY",
        account: "",
        now: Time::from_millis(NOW),
        chance: &Still,
    };
    let mut events = 0;
    for _ in 0..times {
        events += one(found, channel, &ctx)?;
    }
    anyhow::ensure!(
        events >= usize::try_from(times)?,
        "{channel}: {events} events of {times} messages"
    );
    Ok(())
}

fn settings(channel: &str) -> Vec<(&'static str, &'static str)> {
    match channel {
        "open" => vec![("secret", SECRET), ("signing", "standard")],
        "telegram" => vec![
            ("token", "123456:ABC"),
            ("secret_token", "s3cr3t_tok"),
            ("mode", "webhook"),
        ],
        "line" => vec![("channel_secret", LINE_SECRET), ("channel_access_token", "T")],
        "wechat_oa" => {
            vec![
                ("appid", "wx1"),
                ("secret", "s"),
                ("token", TOKEN),
                ("aes_key", AES_KEY),
                ("mode", "safe"),
            ]
        }
        "wecom_kf" => vec![
            ("corp_id", "ww1"),
            ("secret", "s"),
            ("token", TOKEN),
            ("aes_key", AES_KEY),
        ],
        "email" => vec![
            ("address", "hello@shop.example"),
            ("password", "p"),
            ("imap_host", "imap.example"),
            ("smtp_host", "smtp.example"),
            ("reply_secret", "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3"),
        ],
        _ => vec![("token", "T"), ("public_key", "00")],
    }
}

fn one(found: &dyn Channel, channel: &str, ctx: &Ctx<'_>) -> anyhow::Result<usize> {
    match channel {
        "discord" | "email" => Ok(heard(found, channel, ctx)),
        "wecom_kf" => pulled(found, ctx),
        _ => {
            let incoming = Incoming(call(channel)?);
            let verified = found
                .verify(ctx, incoming)
                .map_err(|refusal| anyhow::anyhow!("{channel}: {refusal}"))?;
            Ok(found.parse(ctx, &verified).events.len())
        }
    }
}

fn body_of(text: &'static str) -> &'static str {
    text.split_once("\n\n").map_or(text, |(_, body)| body)
}

/// A call as the provider signs it. Its signing is ours and counted along: it costs as much as the check.
fn call(channel: &str) -> anyhow::Result<Request<Bytes>> {
    let seconds = (NOW / 1_000).to_string();
    Ok(match channel {
        "open" => {
            let key = standard_webhooks::key(SECRET).context("a key")?;
            let signature = standard_webhooks::signature(&key, "msg_1", &seconds, OPEN.as_bytes());
            Request::post("/api/v1/hooks/KEY")
                .header("content-type", "application/json")
                .header("webhook-id", "msg_1")
                .header("webhook-timestamp", &seconds)
                .header("webhook-signature", signature)
                .body(Bytes::from_static(OPEN.as_bytes()))?
        }
        "telegram" => Request::post("/api/v1/hooks/KEY")
            .header("x-telegram-bot-api-secret-token", "s3cr3t_tok")
            .body(Bytes::from_static(body_of(TELEGRAM).as_bytes()))?,
        "line" => {
            let body = body_of(LINE).trim_end();
            Request::post("/api/v1/hooks/KEY")
                .header("x-line-signature", line::signature(LINE_SECRET, body.as_bytes()))
                .body(Bytes::from_static(body.as_bytes()))?
        }
        _ => {
            let crypt = Crypt::new(AES_KEY, "wx1").context("a key")?;
            let encrypted = crypt.encrypt(body_of(WECHAT).as_bytes(), &[7; 16]);
            let signature = sorted_sha1::signature(&[TOKEN, &seconds, "n1", &encrypted]);
            let uri = format!(
                "/api/v1/hooks/KEY?timestamp={seconds}&nonce=n1&encrypt_type=aes&msg_signature={signature}&signature=x"
            );
            let body = format!(
                "<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
            );
            Request::post(uri).body(Bytes::from(body))?
        }
    })
}

fn pulled(found: &dyn Channel, ctx: &Ctx<'_>) -> anyhow::Result<usize> {
    let item = json!({ "msgid": "m1", "open_kfid": "wk1", "external_userid": "wm1", "send_time": NOW / 1_000, "origin": 3,
        "msgtype": "text", "text": { "content": "你好，请问这件外套有 M 码吗？" } });
    let page =
        json!({ "errcode": 0, "errmsg": "ok", "next_cursor": "c2", "has_more": 0, "msg_list": [item] });
    let puller = found.puller().context("a puller")?;
    let hint = PullHint {
        account: "wk1".into(),
        token: String::new(),
    };
    let tokens = BTreeMap::from([("access".to_owned(), yingke_words::Secret::new("T".to_owned()))]);
    let ctx = Ctx {
        tokens: &tokens,
        account: "wk1",
        ..*ctx
    };
    let answers = [Answer::of(200, page.to_string())];
    match puller.pull(&ctx, Some("c1"), &hint, &answers) {
        Step::Done(page) => Ok(page.events.len()),
        other => bail!("the page is not read: {other:?}"),
    }
}

/// A listener hears a message in a session that stands.
fn heard(found: &dyn Channel, channel: &str, ctx: &Ctx<'_>) -> usize {
    let Some(listener) = found.listener() else {
        return 0;
    };
    let script = if channel == "email" {
        vec![
            Heard::Opened,
            Heard::Frame(Frame::Mailed(Mailed::Selected {
                uid_validity: 1,
                uid_next: 5,
            })),
            Heard::Frame(Frame::Mailed(Mailed::Woken)),
            Heard::Frame(Frame::Mailed(Mailed::Mail {
                uid: 5,
                received_ms: NOW,
                bytes: Bytes::from_static(MAIL),
            })),
        ]
    } else {
        let frame = |value: Value| Heard::Frame(Frame::Text(value.to_string()));
        vec![
            Heard::Opened,
            frame(json!({ "op": 10, "d": { "heartbeat_interval": 41250 } })),
            frame(
                json!({ "op": 0, "s": 1, "t": "READY", "d": { "v": 10, "session_id": "s1",
                "resume_gateway_url": "wss://gateway.example", "user": { "id": "9", "username": "bot", "bot": true } } }),
            ),
            frame(
                json!({ "op": 0, "s": 2, "t": "MESSAGE_CREATE", "d": { "id": "1300000000000000001", "channel_id": "77",
                "author": { "id": "42", "username": "xiaoyu", "global_name": "小雨" }, "content": "这件外套还有 M 码吗？",
                "timestamp": "2026-11-21T12:00:00.000000+00:00", "attachments": [], "type": 0 } }),
            ),
        ]
    };
    let mut state = Value::Null;
    let mut events = 0;
    for heard in &script {
        let turned = listener.step(ctx, &state, heard);
        state = turned.state;
        events += turned.events.len();
    }
    events
}
