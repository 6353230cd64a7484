#![no_main]
//! What strangers send to the channels. Bytes are read in the form of the channels' own fixtures (a request line, headers,
//! an empty line, the body), so that `channel/src/*/fixtures` are good seeds.

use std::{collections::BTreeMap, sync::LazyLock};

use bytes::Bytes;
use http::Request;
use libfuzzer_sys::fuzz_target;
use yingke_channel_contract::{
    Answer, Channel, Ctx, FieldKind, Frame, Heard, Incoming, Mailed, PullHint, Settings, scheme::secret,
};
use yingke_words::{Chance, Secret, Time};

const NOW: Time = Time::from_millis(1_795_338_000_000);
/// Good as an `EncodingAESKey`, and as any secret else.
const SECRET: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

struct Still;

impl Chance for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// Every field of a channel's form, filled in.
static SETTINGS: LazyLock<Vec<Settings>> = LazyLock::new(|| {
    let filled = |channel: &&dyn Channel| {
        Settings::new(channel.manifest().form.iter().map(|field| {
            let value = match field.kind {
                FieldKind::Text | FieldKind::Secret | FieldKind::Made { .. } if field.usual.is_empty() => {
                    SECRET
                }
                _ => field.usual,
            };
            (field.key.to_owned(), value.to_owned())
        }))
    };
    yingke_channel::ALL.iter().map(filled).collect()
});

static TOKENS: LazyLock<BTreeMap<String, Secret<String>>> =
    LazyLock::new(|| BTreeMap::from([("access".to_owned(), Secret::new("TOKEN".to_owned()))]));

fuzz_target!(|bytes: &[u8]| {
    let Some(request) = request(bytes) else { return };
    for (channel, settings) in yingke_channel::ALL.iter().zip(SETTINGS.iter()) {
        let ctx = Ctx {
            settings,
            tokens: &TOKENS,
            callback: "https://desk.example/api/v1/hooks/KEY",
            account: "",
            now: NOW,
            chance: &Still,
        };
        called(*channel, &ctx, &request);
        heard(*channel, &ctx, request.body());
        answered(*channel, &ctx, request.body());
    }
});

/// A request as fixtures hold it; none where it could not have come in.
fn request(bytes: &[u8]) -> Option<Request<Bytes>> {
    let end = bytes
        .windows(2)
        .position(|two| two == b"\n\n")
        .unwrap_or(bytes.len());
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let body = bytes.get(end + 2..).unwrap_or_default();
    let mut lines = head.lines();
    let (method, target) = lines.next()?.split_once(' ')?;
    let mut request = Request::builder().method(method).uri(target);
    for line in lines {
        let (name, value) = line.split_once(':')?;
        request = request.header(name, value.trim());
    }
    request.body(Bytes::copy_from_slice(body)).ok()
}

/// Nobody gets past `verify` by luck; whoever knew the secret may still send anything.
fn called(channel: &dyn Channel, ctx: &Ctx<'_>, request: &Request<Bytes>) {
    let incoming = || Incoming(request.clone());
    if let Err(refusal) = channel.verify(ctx, incoming()) {
        let _ = channel.refused(&refusal);
    }
    let verified = secret::path(incoming());
    let once = channel.parse(ctx, &verified);
    let twice = channel.parse(ctx, &verified);
    assert_eq!(once.events, twice.events, "what came twice is the same");
    for event in &once.events {
        assert!(!event.id.is_empty(), "an event without an id: {event:?}");
    }
}

/// The body as a frame, and as a mail.
fn heard(channel: &dyn Channel, ctx: &Ctx<'_>, body: &Bytes) {
    let Some(listener) = channel.listener() else {
        return;
    };
    let frame = || Heard::Frame(Frame::Text(String::from_utf8_lossy(body).into_owned()));
    let mailed = |mailed| Heard::Frame(Frame::Mailed(mailed));
    let mail = Mailed::Mail {
        uid: 1,
        received_ms: NOW.millis(),
        bytes: body.clone(),
    };
    let selected = Mailed::Selected {
        uid_validity: 1,
        uid_next: 2,
    };
    let scenes = [
        vec![Heard::Opened, frame(), frame()],
        vec![
            Heard::Opened,
            mailed(selected),
            mailed(mail),
            mailed(Mailed::Fetched),
        ],
        vec![Heard::Opened, Heard::Frame(Frame::Binary(body.clone()))],
        vec![
            Heard::Opened,
            Heard::Answered(Answer::of(200, String::from_utf8_lossy(body))),
        ],
    ];
    for scene in scenes {
        let mut state = serde_json::Value::Null;
        for one in &scene {
            let _ = listener.dial(ctx, &state);
            let _ = listener.asks(ctx, &state);
            state = listener.step(ctx, &state, one).state;
        }
    }
}

/// The body as what a provider answers.
fn answered(channel: &dyn Channel, ctx: &Ctx<'_>, body: &[u8]) {
    let answer = Answer::of(200, String::from_utf8_lossy(body));
    let answers = [answer.clone(), answer];
    if let Some(puller) = channel.puller() {
        for many in 1..=answers.len() {
            let _ = puller.pull(ctx, None, &PullHint::default(), &answers[..many]);
        }
    }
    if let Some(tokens) = channel.tokens() {
        let _ = tokens.refresh(ctx, "access", &answers[..1]);
    }
    if let Some(connect) = channel.connect() {
        let _ = connect.connect(ctx, &answers[..1]);
    }
}
