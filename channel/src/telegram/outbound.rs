//! From what is to be done to the next call: calls one after the other, and what their answers change of them.

use serde_json::Value;
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Failure, Outbound, Sent, Step};

use super::{
    address::Numbered,
    answered::{self, Trouble},
    call::{Call, Effect},
    plan,
    protocol::id,
};

/// The next step.
pub fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    let mut walk = match plan::of(outbound) {
        Ok(calls) => Walk::new(calls),
        Err(error) => return Step::Stop(error),
    };
    for answer in answers {
        if let Err(error) = walk.take(answer) {
            return Step::Stop(error);
        }
    }
    match walk.next() {
        Some(call) => call.step(ctx),
        None => Step::Done(Sent::as_parts(walk.parts)),
    }
}

/// How far the calls came.
struct Walk {
    calls: Vec<Call>,
    /// The call whose answer comes next.
    at: usize,
    /// The call at which something was already changed: once is enough.
    changed: Option<usize>,
    parts: Vec<String>,
}

impl Walk {
    fn new(calls: Vec<Call>) -> Self {
        Self {
            calls,
            at: 0,
            changed: None,
            parts: Vec::new(),
        }
    }

    fn next(&self) -> Option<&Call> {
        self.calls.get(self.at)
    }

    fn take(&mut self, answer: &Answer) -> Result<(), DeliveryError> {
        let Some(call) = self.calls.get(self.at).cloned() else {
            return Ok(());
        };
        match answered::read(answer) {
            Ok(result) => self.done(&call, &result),
            Err(trouble) if forgiven(&call, &trouble) => self.done(&call, &Value::Null),
            Err(trouble) => return self.change(&call, trouble, answer),
        }
        Ok(())
    }

    fn done(&mut self, call: &Call, result: &Value) {
        match (&call.effect, result) {
            (Effect::Says, Value::Array(several)) => {
                self.parts.extend(several.iter().map(|one| said(call, one)));
            }
            (Effect::Says, one) => self.parts.push(said(call, one)),
            (Effect::Changes(part), _) => self.parts.push(part.clone()),
            (Effect::Shows, _) => {}
        }
        self.at += 1;
    }

    /// What is called instead after trouble; the trouble itself when nothing is.
    fn change(&mut self, call: &Call, trouble: Trouble, answer: &Answer) -> Result<(), DeliveryError> {
        if self.changed == Some(self.at) {
            return Err(trouble.error);
        }
        if let Some(moved) = trouble.moved {
            for later in self.calls.iter_mut().skip(self.at) {
                if later.chat == call.chat {
                    later.chat.clone_from(&moved);
                }
            }
        } else if let Some(other) = otherwise(call, &trouble.said) {
            self.calls[self.at] = other;
        } else if answer.failure == Some(Failure::Ambiguous) && call.effect != Effect::Says {
            // Changed or taken away twice is the same as once.
            return Err(DeliveryError::of(ErrorKind::Away));
        } else {
            return Err(trouble.error);
        }
        self.changed = Some(self.at);
        Ok(())
    }
}

/// What is already as we want it: changed to what it is, or taken away before. What would be emptied as the rest of a
/// longer text, and is a file, is no such rest.
fn forgiven(call: &Call, trouble: &Trouble) -> bool {
    let rest = call.parameters.get("text").and_then(Value::as_str) == Some(plan::REST);
    let fine: &[&str] = match call.effect {
        Effect::Says => &[],
        Effect::Changes(_) if rest => &["message is not modified", "there is no text in the message"],
        Effect::Changes(_) => &["message is not modified"],
        Effect::Shows => &["message to delete not found", "message_id_invalid"],
    };
    fine.iter().any(|words| trouble.said.contains(words))
}

/// The same in another form: a picture too long or too wide for one, and a voice note the customer's settings refuse, go
/// as files; words under a file are changed by another method than words alone.
fn otherwise(call: &Call, said: &str) -> Option<Call> {
    let mut other = call.clone();
    match call.method {
        "sendPhoto" if said.contains("photo_invalid_dimensions") || said.contains("image_process_failed") => {
            other.method = "sendDocument";
        }
        "sendVoice" if said.contains("voice_messages_forbidden") => {
            other.parameters.remove("duration");
            other.method = "sendDocument";
        }
        "editMessageText" if said.contains("there is no text in the message") => {
            let text = other.parameters.remove("text")?;
            other.method = "editMessageCaption";
            other.set("caption", text);
            return Some(other);
        }
        _ => return None,
    }
    for (name, _) in &mut other.files {
        "document".clone_into(name);
    }
    Some(other)
}

/// Our id of a message in an answer. In the answer the chat is the one it really went to.
fn said(call: &Call, message: &Value) -> String {
    let Some(number) = id(&message["message_id"]) else {
        return String::new();
    };
    let chat = id(&message["chat"]["id"]).map_or_else(|| call.chat.clone(), |id| id.0);
    let connection = call.parameters.get("business_connection_id");
    let connection = connection.and_then(Value::as_str).unwrap_or_default();
    Numbered::new(&chat, &number, connection).to_string()
}
