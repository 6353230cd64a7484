//! One method call of the Bot API.

use serde_json::{Map, Value, json};
use yingke_channel_contract::{Body, Ctx, DeliveryError, ErrorKind, FormPart, OutFile, Request, Step};

/// The provider's address.
pub const API: &str = "https://api.telegram.org";

/// What a call does, as far as its answer is concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It says something: its result is the message, or several. Said twice when it is called twice.
    Says,
    /// It changes the message of this id of ours.
    Changes(String),
    /// It takes something away, or shows something for a moment.
    Shows,
}

/// A method call before it is a request.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// The method.
    pub method: &'static str,
    /// The chat's id.
    pub chat: String,
    /// Its other parameters.
    pub parameters: Map<String, Value>,
    /// Files, by the names of their fields.
    pub files: Vec<(String, OutFile)>,
    /// What it does.
    pub effect: Effect,
}

impl Call {
    /// A call with these parameters, an object.
    pub fn new(method: &'static str, chat: &str, effect: Effect, parameters: Value) -> Self {
        let parameters = match parameters {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        Self {
            method,
            chat: chat.to_owned(),
            parameters,
            files: Vec::new(),
            effect,
        }
    }

    /// With a file in the field `name`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, file: &OutFile) -> Self {
        self.files.push((name.into(), file.clone()));
        self
    }

    /// With a parameter.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.parameters.insert(name.to_owned(), value.into());
    }

    /// The request of this call.
    pub fn step<T>(&self, ctx: &Ctx<'_>) -> Step<T> {
        let mut parameters = self.parameters.clone();
        if !self.chat.is_empty() {
            parameters.insert("chat_id".to_owned(), number(&self.chat));
        }
        let address = match method(ctx, self.method) {
            Ok(address) => address,
            Err(error) => return Step::Stop(error),
        };
        if self.files.is_empty() {
            return Step::send(Request::json(&address, &Value::Object(parameters)));
        }
        let fields = parameters.iter().map(|(name, value)| match value {
            Value::String(text) => FormPart::field(name, text.clone()),
            value => FormPart::field(name, value.to_string()),
        });
        let files = self.files.iter().map(|(name, file)| FormPart::file(name, file));
        let form = Body::Form(fields.chain(files).collect());
        Step::send(
            http::Request::post(address)
                .body(())
                .map(|head| Request::of(head, form)),
        )
    }
}

/// A call without a chat.
pub fn plain(method: &'static str, parameters: Value) -> Call {
    Call::new(method, "", Effect::Shows, parameters)
}

/// An id as a number where it is one: what it always is but for `@names`.
pub fn number(id: &str) -> Value {
    id.parse::<i64>().map_or_else(|_| json!(id), Value::from)
}

/// The address of a method.
fn method(ctx: &Ctx<'_>, method: &str) -> Result<String, DeliveryError> {
    Ok(format!("{}/bot{}/{method}", ctx.base(API), token(ctx)?))
}

/// The address of a file.
pub fn file(ctx: &Ctx<'_>, path: &str) -> Result<String, DeliveryError> {
    Ok(format!("{}/file/bot{}/{path}", ctx.base(API), token(ctx)?))
}

/// The bot's token, which is part of every address: nothing else may come into it.
fn token<'a>(ctx: &'a Ctx<'_>) -> Result<&'a str, DeliveryError> {
    let token = ctx.text("token").trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-');
    if token.is_empty() || !token.chars().all(plain) {
        return Err(DeliveryError::of(ErrorKind::Unauthorised).said("token", "no bot token"));
    }
    Ok(token)
}
