//! DKIM (RFC 6376) with Ed25519 (RFC 8463), relaxed both ways: whether a mail is its domain's.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use yingke_words::Time;

use super::{digest, same};

/// What a signature is worth.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// This domain signed it.
    Pass(String),
    /// It does not fit, is too old, or covers too little.
    Fail,
    /// There is none that we can check.
    None,
}

/// Judges a mail by its first signature that we can check. `key` answers a name of the DNS with its TXT record.
pub fn judge(mail: &[u8], key: impl Fn(&str) -> Option<String>, now: Time) -> Verdict {
    let text = characters(mail);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return Verdict::None;
    };
    let headers = headers(head);
    let ours = headers.iter().find_map(|header| {
        let tags = tags(header.value);
        let known = header.is("dkim-signature")
            && of(&tags, "v") == Some("1")
            && of(&tags, "a") == Some("ed25519-sha256")
            && of(&tags, "c") == Some("relaxed/relaxed");
        known.then_some((header, tags))
    });
    let Some((header, tags)) = ours else {
        return Verdict::None;
    };
    match checked(&headers, header, &tags, body, now).and_then(|claim| claim.fits(key)) {
        Some(domain) => Verdict::Pass(domain),
        None => Verdict::Fail,
    }
}

/// A mail is bytes of many charsets: each byte is a character here, and a byte again where it is hashed.
fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn hashed(characters: &str) -> [u8; 32] {
    let bytes: Vec<u8> = characters.chars().filter_map(|c| u8::try_from(c).ok()).collect();
    digest::sha256(&[&bytes])
}

struct Header<'a> {
    name: &'a str,
    value: &'a str,
}

impl Header<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.trim_end().eq_ignore_ascii_case(name)
    }

    /// Name in lower case, line ends gone, white space one space.
    fn relaxed(&self) -> String {
        let words: Vec<&str> = self.value.split_ascii_whitespace().collect();
        format!(
            "{}:{}",
            self.name.trim_end().to_ascii_lowercase(),
            words.join(" ")
        )
    }
}

/// The headers, folded lines still in them.
fn headers(head: &str) -> Vec<Header<'_>> {
    let mut starts = vec![0];
    starts.extend(head.match_indices("\r\n").filter_map(|(at, _)| {
        let next = head.as_bytes().get(at + 2)?;
        (!b" \t".contains(next)).then_some(at + 2)
    }));
    starts.push(head.len());
    starts
        .windows(2)
        .filter_map(|edge| {
            let (name, value) = head[edge[0]..edge[1]].split_once(':')?;
            Some(Header { name, value })
        })
        .collect()
}

fn tags(value: &str) -> Vec<(&str, &str)> {
    let pairs = value.split(';').filter_map(|part| part.split_once('='));
    pairs.map(|(name, value)| (name.trim(), value.trim())).collect()
}

fn of<'a>(tags: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    tags.iter().find(|(one, _)| *one == name).map(|(_, value)| *value)
}

fn bytes(value: &str) -> Option<Vec<u8>> {
    let joined: String = value.split_ascii_whitespace().collect();
    STANDARD.decode(joined).ok()
}

struct Claim {
    domain: String,
    selector: String,
    hash: [u8; 32],
    signature: Signature,
}

/// What is claimed, once the body's hash and the signature's own words hold.
fn checked(
    headers: &[Header<'_>],
    header: &Header<'_>,
    tags: &[(&str, &str)],
    body: &str,
    now: Time,
) -> Option<Claim> {
    // A signature over a part of the body lets anybody go on writing.
    let whole = of(tags, "l").is_none();
    let expires = of(tags, "x").map_or(Some(i64::MAX), |at| at.parse().ok())?;
    let signed: Vec<&str> = of(tags, "h")?.split(':').map(str::trim).collect();
    let names_sender = signed.iter().any(|name| name.eq_ignore_ascii_case("from"));
    if !whole || !names_sender || expires < now.millis() / 1_000 {
        return None;
    }
    if !same(&bytes(of(tags, "bh")?)?, &relaxed_hash(body)) {
        return None;
    }
    Some(Claim {
        domain: of(tags, "d")?.to_owned(),
        selector: of(tags, "s")?.to_owned(),
        hash: hashed(&signed_text(headers, header, &signed)),
        signature: Signature::from_slice(&bytes(of(tags, "b")?)?).ok()?,
    })
}

/// The SHA-256 of the body: white space is one space, none at a line's end, no empty lines at the end.
pub fn body_hash(body: &[u8]) -> [u8; 32] {
    relaxed_hash(&characters(body))
}

fn relaxed_hash(body: &str) -> [u8; 32] {
    let white = |c| c == ' ' || c == '\t';
    let mut lines: Vec<String> = body
        .split("\r\n")
        .map(|line| {
            let indent = if line.starts_with(white) { " " } else { "" };
            let words: Vec<&str> = line.split(white).filter(|word| !word.is_empty()).collect();
            if words.is_empty() {
                String::new()
            } else {
                format!("{indent}{}", words.join(" "))
            }
        })
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    hashed(&lines.join("\r\n"))
}

/// The headers named, each name's last one first; then the signature's own with nothing behind `b=`.
fn signed_text(headers: &[Header<'_>], own: &Header<'_>, names: &[&str]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        let before = names[..at]
            .iter()
            .filter(|one| one.eq_ignore_ascii_case(name))
            .count();
        if let Some(header) = headers.iter().rev().filter(|header| header.is(name)).nth(before) {
            text += &header.relaxed();
            text += "\r\n";
        }
    }
    text + Header {
        name: own.name,
        value: &without_signature(own.value),
    }
    .relaxed()
    .as_str()
}

fn without_signature(value: &str) -> String {
    let parts: Vec<&str> = value
        .split(';')
        .map(|part| match part.split_once('=') {
            Some((name, _)) if name.trim() == "b" => &part[..=name.len()],
            _ => part,
        })
        .collect();
    parts.join(";")
}

impl Claim {
    /// The domain, if its key made the signature.
    fn fits(self, key: impl Fn(&str) -> Option<String>) -> Option<String> {
        let record = key(&format!("{}._domainkey.{}", self.selector, self.domain))?;
        let tags = tags(&record);
        if of(&tags, "k") != Some("ed25519") {
            return None;
        }
        let public: [u8; 32] = bytes(of(&tags, "p")?)?.try_into().ok()?;
        let public = VerifyingKey::from_bytes(&public).ok()?;
        public.verify_strict(&self.hash, &self.signature).ok()?;
        Some(self.domain)
    }
}
