//! Render: each text, menu, link, file and template is a message of its own, sent in order.

use std::slice::Iter;

use serde_json::{Map, Value, json};
use yingke_channel_contract::{
    Answer, Body, Content, Ctx, DeliveryError, Draft, ErrorKind, FileKind, FormPart, Menu, OutFile, Outbound,
    Recipient, Request, Sent, Step, Template,
};
use yingke_words::Span;

use super::{
    errors::{Effect, accepted, without},
    manifest::MANIFEST,
    protocol::{
        ACCESS, CUSTOM_SEND, CUSTOM_TYPING, MEDIA_UPLOAD, TEMPLATE_SEND, TEMPLATES, errcode, gaps, said,
        signed_address,
    },
};

/// The platform keeps an upload for three days; what was uploaded long ago must still be there when it is sent.
const MEDIA_KEPT: Span = Span::hours(3 * 24 - 4);
/// Templates are changed by hand, in the platform's console.
const TEMPLATES_KEPT: Span = Span::minutes(10);

/// The next step.
pub fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    match outbound {
        Outbound::Draft(draft) => match messages(draft) {
            Ok(messages) => say(ctx, draft, &messages, answers),
            Err(error) => Step::Stop(error),
        },
        Outbound::Typing { to, on } => typing(ctx, to, *on, answers),
        _ => Step::Stop(unsendable()),
    }
}

fn unsendable() -> DeliveryError {
    DeliveryError::of(ErrorKind::Unsendable)
}

/// One message as the platform has them.
#[derive(Debug)]
enum One<'a> {
    /// `msgtype` and what stands under its name.
    Said(&'static str, Value),
    /// A file: uploaded, then sent by its id.
    File(&'a OutFile),
    /// A template message: its gaps have names that only the platform's list tells.
    Template(&'a Template),
}

/// Everything a draft comes to, before the first is sent: half a draft is worse than none.
fn messages(draft: &Draft) -> Result<Vec<One<'_>>, DeliveryError> {
    if !draft.replies_to.is_empty() || draft.files.iter().any(|file| file.kind == FileKind::File) {
        return Err(unsendable());
    }
    let text = sayable(&draft.text);
    let mut all = match &draft.content {
        None => texts(&text),
        Some(Content::Menu(menu)) => with_menu(&text, menu),
        Some(Content::Link(link)) if link.url.starts_with("http") && text.is_empty() => {
            vec![One::Said("news", article(link))]
        }
        // A card and words would be two of the customer's five messages.
        Some(Content::Link(link)) if link.url.starts_with("http") => {
            texts(&sayable(&format!("{text}\n{}\n{}", link.title, link.url)))
        }
        // Its words are the approved ones; the draft's are what the desk shows of them.
        Some(Content::Template(template)) => vec![One::Template(template)],
        Some(_) => return Err(unsendable()),
    };
    all.extend(draft.files.iter().map(One::File));
    if all.is_empty() {
        return Err(DeliveryError::of(ErrorKind::Invalid).said("empty", "there is nothing in it"));
    }
    Ok(all)
}

/// The platform shows JSON's `\u` escapes as they are, and control characters cannot be written without one. [M]
fn sayable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

fn texts(text: &str) -> Vec<One<'static>> {
    let pieces = MANIFEST.limits.text.split(text);
    pieces
        .into_iter()
        .map(|piece| One::Said("text", json!({ "content": piece })))
        .collect()
}

fn article(link: &yingke_channel_contract::Link) -> Value {
    json!({ "articles": [{
        "title": sayable(&link.title),
        "description": sayable(&link.description),
        "url": link.url,
    }] })
}

/// The words above go into the menu's head, as much as fits. Choices that lead somewhere cannot be pressed here: they
/// stand below with their addresses, which the customer's WeChat makes links of.
fn with_menu(text: &str, menu: &Menu) -> Vec<One<'static>> {
    let above: Vec<&str> = [menu.title.as_str(), text]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    let above = sayable(&above.join("\n"));
    let links = menu.choices.iter().filter_map(|choice| {
        let url = choice.url.as_ref()?;
        Some(format!("{} {url}", choice.label))
    });
    let below: Vec<String> = links
        .chain(Some(menu.tail.clone()).filter(|tail| !tail.is_empty()))
        .collect();
    let below = sayable(&below.join("\n"));
    let pressed = menu.choices.iter().filter(|choice| choice.url.is_none());
    let list: Vec<Value> = pressed
        .map(|choice| json!({ "id": choice.id, "content": sayable(&choice.label) }))
        .collect();
    if list.is_empty() {
        return texts(format!("{above}\n{below}").trim());
    }
    let mut pieces = MANIFEST.limits.text.split(&above);
    let head = pieces.pop().unwrap_or_default();
    let mut all: Vec<One<'_>> = pieces
        .into_iter()
        .map(|piece| One::Said("text", json!({ "content": piece })))
        .collect();
    all.push(One::Said(
        "msgmenu",
        json!({ "head_content": head, "list": list, "tail_content": below }),
    ));
    all
}

fn say(ctx: &Ctx<'_>, draft: &Draft, messages: &[One<'_>], answers: &[Answer]) -> Step<Sent> {
    let mut walk = Walk {
        ctx,
        draft,
        answers: answers.iter(),
    };
    let mut ids = Vec::new();
    for message in messages {
        match walk.send(message) {
            Ok(id) => ids.push(id),
            Err(step) => return step,
        }
    }
    Step::Done(Sent::as_parts(ids))
}

/// A walk along the answers; where they end is the next request.
struct Walk<'a> {
    ctx: &'a Ctx<'a>,
    draft: &'a Draft,
    answers: Iter<'a, Answer>,
}

impl Walk<'_> {
    /// The platform's id of a message that it took: empty but for templates.
    fn send(&mut self, message: &One<'_>) -> Result<String, Step<Sent>> {
        match message {
            One::Said(kind, what) => self.say(kind, what.clone()),
            One::File(file) => {
                let kind = upload_kind(file.kind);
                let media = self.uploaded(file, kind)?;
                self.say(kind, json!({ "media_id": media }))
            }
            One::Template(template) => self.say_template(template),
        }
    }

    fn say(&mut self, kind: &str, what: Value) -> Result<String, Step<Sent>> {
        let mut body = json!({ "touser": self.draft.to.id, "msgtype": kind });
        body[kind] = what;
        self.answered(Effect::Seen, |ctx| post(ctx, CUSTOM_SEND, &body))?;
        Ok(String::new())
    }

    fn uploaded(&mut self, file: &OutFile, kind: &str) -> Result<String, Step<Sent>> {
        let answer = self.answered(Effect::None, |ctx| upload(ctx, file, kind))?;
        let media = said(&answer, "media_id");
        if media.is_empty() {
            return Err(Step::Stop(without("media_id", &answer)));
        }
        Ok(media.to_owned())
    }

    fn say_template(&mut self, template: &Template) -> Result<String, Step<Sent>> {
        let list = self.answered(Effect::None, templates)?;
        let data = filled(&list, template).map_err(Step::Stop)?;
        let body = json!({
            "touser": self.draft.to.id,
            "template_id": template.name,
            // The same within ten minutes is sent once, says the platform. [M]
            "client_msg_id": self.draft.id.to_string().replace('-', ""),
            "data": data,
        });
        let answer = self.answered(Effect::Seen, |ctx| post(ctx, TEMPLATE_SEND, &body))?;
        // A number beyond 2^53: kept as text from here on.
        Ok(answer
            .get("msgid")
            .filter(|id| !id.is_null())
            .map(|id| id.to_string().trim_matches('"').to_owned())
            .unwrap_or_default())
    }

    /// The next answer, taken by the platform; or the request it is still to come from.
    fn answered(
        &mut self,
        effect: Effect,
        request: impl FnOnce(&Ctx<'_>) -> Step<Sent>,
    ) -> Result<Value, Step<Sent>> {
        match self.answers.next() {
            Some(answer) => accepted(answer, effect),
            None => Err(request(self.ctx)),
        }
    }
}

/// The gaps of a template, filled in their order.
fn filled(list: &Value, template: &Template) -> Result<Map<String, Value>, DeliveryError> {
    let invalid = |code: &str, why: &str| Err(DeliveryError::of(ErrorKind::Invalid).said(code, why));
    let all = list.get("template_list").and_then(Value::as_array);
    let one = all.and_then(|all| all.iter().find(|one| said(one, "template_id") == template.name));
    let Some(one) = one else {
        return invalid("template_id", "the account has no template of this id");
    };
    let names = gaps(said(one, "content"));
    if names.len() != template.parameters.len() {
        let why = format!(
            "the template has {} gaps, and {} are filled",
            names.len(),
            template.parameters.len()
        );
        return invalid("data", &why);
    }
    let pairs = names.into_iter().zip(&template.parameters);
    Ok(pairs
        .map(|(name, value)| (name.to_owned(), json!({ "value": sayable(value) })))
        .collect())
}

/// The platform's word for a kind, the same as `type` of an upload and as `msgtype`.
const fn upload_kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Image => "image",
        FileKind::Audio => "voice",
        // `thumb_media_id` is left out: clients in wide use send none, and a desk has no thumbnail. [M]
        FileKind::Video | FileKind::File => "video",
    }
}

fn upload(ctx: &Ctx<'_>, file: &OutFile, kind: &str) -> Step<Sent> {
    let Some(address) = signed_address(ctx, MEDIA_UPLOAD, &[("type", kind)]) else {
        return Step::need(ACCESS);
    };
    // An id is good for the account it was given to.
    let name = format!("media:{}:{}:{kind}", ctx.text("appid"), file.id);
    let form = Body::Form(vec![FormPart::file("media", file)]);
    let head = http::Request::post(address).body(());
    Step::send(head.map(|head| Request::of(head, form).kept(name, MEDIA_KEPT)))
}

fn templates(ctx: &Ctx<'_>) -> Step<Sent> {
    let Some(address) = signed_address(ctx, TEMPLATES, &[]) else {
        return Step::need(ACCESS);
    };
    let name = format!("templates:{}", ctx.text("appid"));
    Step::send(Request::get(&address).map(|request| request.kept(name, TEMPLATES_KEPT)))
}

fn post<T>(ctx: &Ctx<'_>, path: &str, body: &Value) -> Step<T> {
    match signed_address(ctx, path, &[]) {
        Some(address) => Step::send(Request::json(&address, body)),
        None => Step::need(ACCESS),
    }
}

/// Typing costs nothing of the window. That it was shown already is as good as showing it.
fn typing(ctx: &Ctx<'_>, to: &Recipient, on: bool, answers: &[Answer]) -> Step<Sent> {
    let command = if on { "Typing" } else { "CancelTyping" };
    let Some(answer) = answers.first() else {
        return post(
            ctx,
            CUSTOM_TYPING,
            &json!({ "touser": to.id, "command": command }),
        );
    };
    let done = Step::Done(Sent::Sent(Vec::new()));
    if answer.is_success() && errcode(&answer.json()) == Some(45081) {
        return done;
    }
    accepted(answer, Effect::None).map_or_else(|step| step, |_| done)
}
