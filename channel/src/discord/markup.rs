//! Discord's words for people and pictures within a text, as people read them.

use serde_json::Value;

use super::protocol::User;

/// The text with `<@id>` as `@name` and `<:name:id>` as `:name:`. Everything else stays as it was typed.
pub fn plain(content: &str, mentions: &[Value]) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let word = rest
            .find('>')
            .and_then(|end| Some((read(&rest[1..end], mentions)?, end)));
        if let Some((word, end)) = word {
            text.push_str(&word);
            rest = &rest[end + 1..];
        } else {
            text.push('<');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text
}

/// What stands between the angle brackets, read; none when it is nothing of Discord's.
fn read(inner: &str, mentions: &[Value]) -> Option<String> {
    if let Some(id) = inner.strip_prefix('@') {
        let id = id.trim_start_matches('!');
        let user = mentions
            .iter()
            .filter_map(|one| serde_json::from_value::<User>(one.clone()).ok())
            .find(|user| user.id == id && !id.is_empty())?;
        return Some(format!("@{}", user.name()));
    }
    let (name, id) = inner
        .strip_prefix("a:")
        .or_else(|| inner.strip_prefix(':'))?
        .split_once(':')?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let numbered = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    (plain && numbered).then(|| format!(":{name}:"))
}
