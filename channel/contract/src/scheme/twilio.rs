//! Twilio: HMAC over the address it called and the form it sent (twilio.com/docs, "Webhooks security"; its Python
//! library's `request_validator`).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    digest, fits,
    form::{self, Pair},
    hex, needed, said, same,
};
use crate::{Incoming, Refusal, Verified};

/// What an account has to sign with.
pub struct Keys<'a> {
    /// The account's: signs with SHA-1.
    pub auth_token: &'a str,
    /// A shared key, since 2026: named in a header, usually with SHA-256.
    pub shared_key: &'a str,
}

/// Which MAC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    /// HMAC-SHA1.
    Sha1,
    /// HMAC-SHA256.
    Sha256,
}

/// The header `X-Twilio-Signature`: over the address and the form's fields, sorted by name; a name's values sorted,
/// each once.
pub fn signature(key: &str, algorithm: Algorithm, url: &str, form: &[Pair]) -> String {
    let mut fields: Vec<&Pair> = form.iter().collect();
    fields.sort_unstable();
    fields.dedup();
    let mut parts: Vec<&[u8]> = vec![url.as_bytes()];
    for (name, value) in fields {
        parts.extend([&name[..], value]);
    }
    match algorithm {
        Algorithm::Sha1 => STANDARD.encode(digest::hmac_sha1(key.as_bytes(), &parts)),
        Algorithm::Sha256 => STANDARD.encode(digest::hmac_sha256(key.as_bytes(), &parts)),
    }
}

/// Checks a call of `callback`, our public address without a query: Twilio signs what it called, not what a proxy made
/// of it, and not always says the port.
pub fn verify(incoming: Incoming, keys: &Keys<'_>, callback: &str) -> Result<Verified, Refusal> {
    let given = said(&incoming, "x-twilio-signature")?;
    let (key, algorithm) = signed_with(&incoming, keys)?;
    needed(key)?;
    let url = match incoming.0.uri().query() {
        Some(query) => format!("{callback}?{query}"),
        None => callback.to_owned(),
    };
    let form = signed_form(&incoming)?;
    let fit = [without_port(&url), with_port(&url)]
        .iter()
        .any(|url| same(given.as_bytes(), signature(key, algorithm, url, &form).as_bytes()));
    if fit {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongSignature)
    }
}

/// `X-Twilio-Webhooks-Signature-Settings: key=…,algorithm=HMAC_SHA256`; without it, the account's token and SHA-1.
fn signed_with<'a>(incoming: &Incoming, keys: &Keys<'a>) -> Result<(&'a str, Algorithm), Refusal> {
    let settings = incoming
        .header("x-twilio-webhooks-signature-settings")
        .unwrap_or_default();
    let named = |name| {
        let pairs = settings.split(',').filter_map(|part| part.split_once('='));
        let mut values = pairs.filter(|(one, _)| one.trim() == name);
        values
            .next()
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    };
    let key = if named("key").is_some() {
        keys.shared_key
    } else {
        keys.auth_token
    };
    match named("algorithm") {
        None | Some("HMAC_SHA1") => Ok((key, Algorithm::Sha1)),
        Some("HMAC_SHA256") => Ok((key, Algorithm::Sha256)),
        Some(_) => Err(Refusal::WrongSignature),
    }
}

/// The fields that are signed. Any other body has its hash in the address, and has to have it: else it would be nobody's.
fn signed_form(incoming: &Incoming) -> Result<Vec<Pair>, Refusal> {
    let kind = incoming.header("content-type").unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return Ok(form::pairs(incoming.body()));
    }
    if !incoming.body().is_empty() {
        let given = incoming.query("bodySHA256").ok_or(Refusal::Unsigned)?;
        fits(&given, &hex(&digest::sha256(&[incoming.body()])))?;
    }
    Ok(Vec::new())
}

/// Scheme, host, port and the rest of an address.
fn apart(url: &str) -> Option<(&str, &str, Option<&str>, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    // The colons of an IPv6 address are inside brackets.
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((scheme, host, Some(port), rest))
        }
        _ => Some((scheme, authority, None, rest)),
    }
}

fn without_port(url: &str) -> String {
    match apart(url) {
        Some((scheme, host, Some(_), rest)) => format!("{scheme}://{host}{rest}"),
        _ => url.to_owned(),
    }
}

fn with_port(url: &str) -> String {
    match apart(url) {
        Some((scheme, host, None, rest)) => {
            let port = if scheme == "https" { 443 } else { 80 };
            format!("{scheme}://{host}:{port}{rest}")
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_come_and_go() {
        for (bare, full) in [
            ("https://a.example/x?y=1:2", "https://a.example:443/x?y=1:2"),
            ("http://a.example", "http://a.example:80"),
            ("https://[::1]/x", "https://[::1]:443/x"),
        ] {
            assert_eq!(with_port(bare), full);
            assert_eq!(without_port(full), bare);
            assert_eq!(with_port(full), full);
            assert_eq!(without_port(bare), bare);
        }
        assert_eq!(without_port("https://a.example:8443/x"), "https://a.example/x");
    }
}
