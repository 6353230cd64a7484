//! Who Telegram says a visitor is: the login widget and mini apps (core.telegram.org, "Checking authorization",
//! "Validating data received via the Mini App"). Webhooks carry a secret in a header: [`super::secret::header`].

use yingke_words::{Span, Time};

use super::{digest, fits, form, hex, near, needed};
use crate::Refusal;

/// The `hash` of the login widget's fields, under the SHA-256 of the bot's token.
pub fn widget_hash(bot_token: &str, fields: &[(&str, &str)]) -> String {
    hash(&digest::sha256(&[bot_token.as_bytes()]), fields)
}

/// The `hash` of a mini app's `initData`, under an HMAC of the bot's token.
pub fn init_data_hash(bot_token: &str, fields: &[(&str, &str)]) -> String {
    hash(
        &digest::hmac_sha256(b"WebAppData", &[bot_token.as_bytes()]),
        fields,
    )
}

/// All fields but `hash`, sorted, one a line.
fn hash(key: &[u8], fields: &[(&str, &str)]) -> String {
    let mut lines: Vec<String> = fields
        .iter()
        .filter(|(name, _)| *name != "hash")
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    lines.sort_unstable();
    hex(&digest::hmac_sha256(key, &[lines.join("\n").as_bytes()]))
}

/// The fields of the login widget, believed when they fit and were signed no longer ago than `most`.
pub fn widget(bot_token: &str, fields: &[(&str, &str)], now: Time, most: Span) -> Result<(), Refusal> {
    fits(
        of(fields, "hash").ok_or(Refusal::Unsigned)?,
        &widget_hash(needed(bot_token)?, fields),
    )?;
    signed_lately(fields, now, most)
}

/// The fields of an `initData`, believed on the same terms.
pub fn init_data(
    bot_token: &str,
    init_data: &str,
    now: Time,
    most: Span,
) -> Result<Vec<(String, String)>, Refusal> {
    needed(bot_token)?;
    let text = |bytes| String::from_utf8(bytes).map_err(|_| Refusal::Unreadable);
    let pairs: Vec<(String, String)> = form::pairs(init_data.as_bytes())
        .into_iter()
        .map(|(name, value)| Ok((text(name)?, text(value)?)))
        .collect::<Result<_, Refusal>>()?;
    let fields: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let given = of(&fields, "hash").ok_or(Refusal::Unsigned)?;
    fits(given, &init_data_hash(bot_token, &fields))?;
    signed_lately(&fields, now, most)?;
    Ok(pairs)
}

fn of<'a>(fields: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(one, _)| *one == name)
        .map(|(_, value)| *value)
}

/// Both are handed on by the visitor's own browser: what was signed long ago may be somebody else's copy.
fn signed_lately(fields: &[(&str, &str)], now: Time, most: Span) -> Result<(), Refusal> {
    let seconds: Option<i64> = of(fields, "auth_date").and_then(|text| text.parse().ok());
    let millis = seconds.and_then(|seconds| seconds.checked_mul(1_000));
    let signed = Time::from_millis(millis.ok_or(Refusal::Stale)?);
    if near(signed, now, most) {
        Ok(())
    } else {
        Err(Refusal::Stale)
    }
}
