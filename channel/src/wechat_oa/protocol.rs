//! The platform's own names: addresses, what a push holds, what an answer holds.

use serde_json::Value;
use yingke_channel_contract::Ctx;
use yingke_words::Time;

use super::xml::Element;

/// The platform's API, unless the form has another address.
pub const API: &str = "https://api.weixin.qq.com";

/// Says something within a window.
pub const CUSTOM_SEND: &str = "/cgi-bin/message/custom/send";
/// Shows that somebody types.
pub const CUSTOM_TYPING: &str = "/cgi-bin/message/custom/typing";
/// Sends a template message, window or not.
pub const TEMPLATE_SEND: &str = "/cgi-bin/message/template/send";
/// The account's templates.
pub const TEMPLATES: &str = "/cgi-bin/template/get_all_private_template";
/// Takes a file for three days.
pub const MEDIA_UPLOAD: &str = "/cgi-bin/media/upload";
/// Gives a customer's file, for three days.
pub const MEDIA_GET: &str = "/cgi-bin/media/get";
/// Gives a token and leaves others' tokens good.
pub const STABLE_TOKEN: &str = "/cgi-bin/stable_token";
/// What is known of a follower.
pub const USER_INFO: &str = "/cgi-bin/user/info";
/// The platform's own addresses: free to ask, and needs nothing but a token.
pub const API_DOMAIN_IP: &str = "/cgi-bin/get_api_domain_ip";

/// The kind of the one token there is.
pub const ACCESS: &str = "access";

/// The address of a call without a token.
pub fn address(ctx: &Ctx<'_>, path: &str, pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{path}{mark}{query}", ctx.base(API))
}

/// The address of a call with the token, which travels in the query; none when there is no token.
pub fn signed_address(ctx: &Ctx<'_>, path: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let mut all = vec![("access_token", ctx.token(ACCESS)?)];
    all.extend(pairs);
    Some(address(ctx, path, &all))
}

/// One message or event, as the platform pushes it.
pub struct Push<'a>(pub &'a Element);

impl Push<'_> {
    /// The text of a field; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.text(name).trim()
    }

    /// `FromUserName`: the customer's openid.
    pub fn sender(&self) -> &str {
        self.text("FromUserName")
    }

    /// `CreateTime`, in seconds on the wire; none when it is no date of this era.
    pub fn create_time(&self) -> Option<Time> {
        /// The end of the year 9999.
        const LAST: i64 = 253_402_300_799;
        let seconds: i64 = self.text("CreateTime").parse().ok()?;
        (0..=LAST)
            .contains(&seconds)
            .then(|| Time::from_millis(seconds * 1_000))
    }

    /// What tells one push from another. Messages have a `MsgId`; of events the platform says to compare sender, time and
    /// name, and two of one second differ in what they are about.
    pub fn id(&self) -> String {
        let message = self.text("MsgId");
        if !message.is_empty() {
            return message.to_owned();
        }
        let about = ["Event", "EventKey", "MsgID"].map(|name| self.text(name));
        let mut id = format!("{}:{}", self.sender(), self.text("CreateTime"));
        for one in about.into_iter().filter(|one| !one.is_empty()) {
            id.push(':');
            id.push_str(one);
        }
        id
    }
}

/// The `errcode` of an answer: a number, or one as text. None when there is none, or what is there is no number.
pub fn errcode(answer: &Value) -> Option<i64> {
    match answer.get("errcode")? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A text of an answer; empty when there is none.
pub fn said<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The gaps of a template's text, in their order and each once: `{{keyword1.DATA}}`.
pub fn gaps(content: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for piece in content.split("{{").skip(1) {
        if let Some((name, _)) = piece.split_once(".DATA}}")
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}
