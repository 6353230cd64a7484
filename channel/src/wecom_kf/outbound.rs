//! What goes out: which messages a draft becomes, and the steps that bring them there. Pure.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Answer, Ctx, DeliveryError, Draft, ErrorKind, FormPart, Outbound, Request, Sent, Step,
};
use yingke_words::{MessageId, Span};

use super::{
    api::{self, Refused},
    event::{WELCOME_AT, WELCOME_CODE},
    holder,
    manifest::{MANIFEST, WELCOME},
};

mod parts;

use parts::{Part, Upload};

/// Uploads are kept for three days; ours are used again for an hour less.
const UPLOADED: Span = Span::hours(71);

/// The next step in sending.
pub(super) fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    match outbound {
        Outbound::Draft(draft) => said(ctx, draft, answers),
        Outbound::Service { to, state } => holder::render(ctx, to, state, answers),
        Outbound::Edit { .. } => unsendable(Ability::Edit),
        Outbound::Recall { .. } => unsendable(Ability::Recall),
        Outbound::Reaction { .. } => unsendable(Ability::Reaction),
        Outbound::Typing { .. } => unsendable(Ability::Typing),
        Outbound::ReadMark { .. } => unsendable(Ability::ReadMark),
    }
}

fn unsendable(ability: Ability) -> Step<Sent> {
    let instead = MANIFEST.instead(ability).map_or("", |words| words.zh);
    Step::Stop(DeliveryError::of(ErrorKind::Unsendable).said(format_args!("{ability:?}"), instead))
}

/// One message after the other: an upload where it needs one, then the message.
fn said(ctx: &Ctx<'_>, draft: &Draft, answers: &[Answer]) -> Step<Sent> {
    if !draft.replies_to.is_empty() {
        return unsendable(Ability::Reply);
    }
    let parts = match parts::of(draft) {
        Ok(parts) => parts,
        Err(error) => return Step::Stop(error),
    };
    let mut left = answers.iter();
    let mut ids = Vec::new();
    let only = parts.len() == 1;
    for (index, part) in parts.iter().enumerate() {
        let media = match part.upload.as_ref().map(|upload| (upload, left.next())) {
            None => String::new(),
            Some((upload, None)) => return upload_of(ctx, upload),
            Some((_, Some(answer))) => match uploaded(answer) {
                Ok(id) => id,
                Err(refused) => return api::again(refused),
            },
        };
        let id = part_id(draft.id, index);
        let mut welcome = only.then(|| code(draft, part)).flatten();
        let accepted = loop {
            let Some(answer) = left.next() else {
                return send(ctx, draft, &part.message(&media), &id, welcome);
            };
            match api::read(answer) {
                Ok(body) => break body,
                // The welcome's code is used up or too old: what may be said otherwise is said otherwise.
                Err(Refused::Error(error)) if welcome.is_some() && code_refused(&error) => welcome = None,
                Err(refused) => return why_not(ctx, draft, refused, left.next()),
            }
        };
        ids.push(
            accepted["msgid"]
                .as_str()
                .filter(|id| !id.is_empty())
                .map_or(id, str::to_owned),
        );
    }
    Step::Done(Sent::as_parts(ids))
}

/// The id that a part has at every try: 32 characters of `[0-9a-zA-Z_-]` at most, so there is no room behind the UUID's 32
/// digits. The first part is those digits; the others are the same 128 bits in base64 (22 characters) and their number.
pub(super) fn part_id(message: MessageId, index: usize) -> String {
    let uuid = message.uuid();
    match index {
        0 => uuid.simple().to_string(),
        _ => format!("{}_{index}", BASE64_URL_SAFE_NO_PAD.encode(uuid.as_bytes())),
    }
}

/// The code for a welcome, for what nobody wrote by hand; texts and menus only.
fn code<'d>(draft: &'d Draft, part: &Part<'_>) -> Option<&'d str> {
    let code = draft.to.context(WELCOME_CODE);
    let fits = draft.automatic && matches!(part.kind, "text" | "msgmenu") && !code.is_empty();
    fits.then_some(code)
}

fn is_fresh(ctx: &Ctx<'_>, draft: &Draft) -> bool {
    let given = draft.to.context.get(WELCOME_AT).and_then(Value::as_i64);
    given.is_some_and(|given| ctx.now.millis().saturating_sub(given) <= WELCOME.as_millis())
}

/// Errors that say that nothing was sent and that the code is to blame.
fn code_refused(error: &DeliveryError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Invalid | ErrorKind::WindowClosed | ErrorKind::Quota
    )
}

fn send(ctx: &Ctx<'_>, draft: &Draft, message: &Value, id: &str, welcome: Option<&str>) -> Step<Sent> {
    let mut body = message.clone();
    body["msgid"] = id.into();
    if let Some(code) = welcome.filter(|_| is_fresh(ctx, draft)) {
        body["code"] = code.into();
        return api::post(ctx, "kf/send_msg_on_event", &body);
    }
    body["touser"] = draft.to.id.as_str().into();
    body["open_kfid"] = ctx.account.into();
    api::post(ctx, "kf/send_msg", &body)
}

/// Not allowed in the thread's state: only the state itself says whether somebody in WeCom holds it or it is over.
fn why_not(ctx: &Ctx<'_>, draft: &Draft, refused: Refused, state: Option<&Answer>) -> Step<Sent> {
    match refused {
        Refused::Error(error) if error.kind == ErrorKind::Held => match state {
            None => holder::ask(ctx, &draft.to.id),
            Some(answer) => match holder::state(answer) {
                Ok(state) => Step::Stop(state.refuses(error)),
                Err(refused) => api::again(refused),
            },
        },
        refused => api::stop(refused),
    }
}

fn upload_of(ctx: &Ctx<'_>, upload: &Upload<'_>) -> Step<Sent> {
    let Some(token) = ctx.token("access") else {
        return Step::need("access");
    };
    let query = [("access_token", token), ("type", upload.kind)];
    let head = http::Request::post(api::uri(ctx, "media/upload", &query)).body(());
    let kept = format!("media:{}:{}:{}", ctx.account, upload.file.id, upload.kind);
    Step::send(head.map(|head| {
        let form = yingke_channel_contract::Body::Form(vec![FormPart::file("media", upload.file)]);
        Request::of(head, form).kept(kept, UPLOADED)
    }))
}

fn uploaded(answer: &Answer) -> Result<String, Refused> {
    let body = api::read(answer)?;
    match body["media_id"].as_str().filter(|id| !id.is_empty()) {
        Some(id) => Ok(id.to_owned()),
        None => Err(Refused::Error(
            DeliveryError::of(ErrorKind::Away).said("media/upload", "no media_id in the answer"),
        )),
    }
}

/// What `send_msg` takes besides ids.
pub(super) fn body(kind: &str, held: &Value) -> Value {
    let mut body = json!({ "msgtype": kind });
    body[kind] = held.clone();
    body
}
