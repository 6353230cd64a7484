//! Asking the channel, and what tests look for in its answers.

use super::*;

/// The method a request calls.
pub(super) fn method(request: &Request) -> String {
    let Request::Http { head, .. } = request else {
        panic!("a mail")
    };
    let path = head.uri().path();
    assert!(path.starts_with("/bot123456:TEST-token_1/"), "{path}");
    path.rsplit('/').next().unwrap().to_owned()
}

/// The parameters of a request, files by their names.
pub(super) fn parameters(request: &Request) -> Value {
    let Request::Http { body, .. } = request else {
        panic!("a mail")
    };
    match body {
        Body::Bytes(bytes) => serde_json::from_slice(bytes).unwrap(),
        Body::Form(parts) => parts
            .iter()
            .map(|part| match &part.body {
                PartBody::Bytes(bytes) => {
                    let text = String::from_utf8(bytes.to_vec()).unwrap();
                    (
                        part.name.clone(),
                        serde_json::from_str(&text).unwrap_or(Value::String(text)),
                    )
                }
                PartBody::File(_) => (part.name.clone(), json!({ "file": part.file_name })),
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// As the Bot API answers when all is well; each message has a number one higher than the one before in its chat.
pub(super) fn accept(request: &Request) -> Answer {
    let asked = parameters(request);
    let message = json!({ "message_id": 501, "date": 1_790_000_500, "chat": { "id": asked["chat_id"], "type": "private" } });
    let result = match method(request).as_str() {
        "sendMediaGroup" => {
            let several = asked["media"]
                .as_array()
                .unwrap()
                .iter()
                .zip(501..)
                .map(|(_, number)| {
                    let mut one = message.clone();
                    one["message_id"] = number.into();
                    one
                });
            several.collect()
        }
        "sendChatAction" | "deleteMessage" | "setMessageReaction" => json!(true),
        _ => message,
    };
    Answer::of(200, json!({ "ok": true, "result": result }).to_string())
}

pub(super) fn refused(code: u16, description: &str) -> Answer {
    Answer::of(
        code,
        json!({ "ok": false, "error_code": code, "description": description }).to_string(),
    )
}

pub(super) fn draft(text: &str) -> yingke_channel_contract::Draft {
    kit::draft(text)
}

pub(super) fn file(kind: FileKind, media_type: &str, size: u64) -> OutFile {
    OutFile {
        id: AttachmentId::from(uuid::Uuid::from_u128(9)),
        kind,
        name: "f.bin".into(),
        media_type: media_type.into(),
        size,
        lasts_ms: Some(3_200),
    }
}

/// Delivers, the provider answering by `answer`; what was called, and how it ended.
pub(super) fn deliver(
    outbound: &Outbound,
    mut answer: impl FnMut(usize, &Request) -> Answer,
) -> (Vec<(String, Value)>, Step<Sent>) {
    let mut calls = Vec::new();
    let step = on_the_bench().deliver(outbound, |at, request| {
        calls.push((method(request), parameters(request)));
        answer(at, request)
    });
    (calls, step)
}

pub(super) fn sent(draft: yingke_channel_contract::Draft) -> Vec<(String, Value)> {
    let (calls, step) = deliver(&Outbound::Draft(Box::new(draft)), |_, request| accept(request));
    assert!(matches!(step, Step::Done(_)), "{step:?}");
    calls
}

pub(super) fn methods(calls: &[(String, Value)]) -> Vec<&str> {
    calls.iter().map(|(method, _)| method.as_str()).collect()
}

pub(super) fn stopped(step: Step<Sent>) -> DeliveryError {
    match step {
        Step::Stop(error) => error,
        other => panic!("{other:?}"),
    }
}

pub(super) fn after(answer: Answer) -> DeliveryError {
    stopped(deliver(&kit::canonical(Ability::Text), |_, _| answer.clone()).1)
}

pub(super) fn parts(step: Step<Sent>) -> Vec<String> {
    match step {
        Step::Done(Sent::Sent(parts)) => parts.into_iter().map(|part| part.id).collect(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn business(connection: Option<&str>) -> yingke_channel_contract::Draft {
    let mut draft = draft("您好");
    draft.to.id = "business:42".into();
    if let Some(connection) = connection {
        draft
            .to
            .context
            .insert("business_connection_id".into(), connection.into());
    }
    draft
}

pub(super) fn only(name: &str) -> yingke_channel_contract::Inbound {
    let parsed = on_the_bench().parsed(name);
    assert_eq!(parsed.problems, []);
    let [event] = <[_; 1]>::try_from(parsed.events).unwrap();
    event
}

pub(super) fn said(name: &str) -> yingke_channel_contract::Message {
    match only(name).what {
        What::Message(message) | What::Echo(message) => message,
        other => panic!("{other:?}"),
    }
}

pub(super) fn take(
    headers: &[(&'static str, &'static str)],
    body: &str,
) -> Result<yingke_channel_contract::Parsed, Refusal> {
    let mut request = Http::post("/hooks/KEY")
        .body(bytes::Bytes::from(body.to_owned()))
        .unwrap();
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_static(value));
    }
    on_the_bench().within(|ctx| {
        let verified = Telegram.verify(ctx, Incoming(request))?;
        Ok(Telegram.parse(ctx, &verified))
    })
}
