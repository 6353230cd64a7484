//! A scheme on the bench.

use http::{HeaderName, HeaderValue};
use yingke_channel_contract::{Incoming, Refusal, Verified};
use yingke_words::{Span, Time};

use crate::vector::{form, post};

pub type Answer = Result<Verified, Refusal>;

/// A scheme, and a request that it believes.
pub struct Case {
    pub name: &'static str,
    pub signed: Incoming,
    /// Where the signature is: a header, or a parameter of the query.
    pub place: Place,
    /// With the secret, and a time so many seconds after the signing.
    pub verify: fn(Incoming, secret: &str, late: i64) -> Answer,
    pub secret: &'static str,
    /// Whether a changed body is noticed.
    pub covers_body: bool,
    /// After so many seconds it is stale.
    pub lasts: Option<i64>,
}

#[derive(Clone, Copy)]
pub enum Place {
    Header(&'static str),
    Query(&'static str),
}

pub const NOW: i64 = 1_700_000_000;
pub const STAMP: &str = "1700000000";
pub const BODY: &str = r#"{"event":"message","text":"晚上好","timestamp":"1700000000"}"#;
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

pub fn now(late: i64) -> Time {
    Time::from_millis(NOW * 1_000) + Span::seconds(late)
}

pub fn case(
    name: &'static str,
    header: &'static str,
    signature: &str,
    verify: fn(Incoming, &str, i64) -> Answer,
) -> Case {
    Case {
        name,
        signed: post("/k", &[(header, signature)], BODY),
        place: Place::Header(header),
        verify,
        secret: SECRET,
        covers_body: true,
        lasts: None,
    }
}

impl Case {
    pub fn and(mut self, header: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("a value");
        let name: HeaderName = header.parse().expect("a name");
        self.signed.0.headers_mut().insert(name, value);
        self
    }

    pub fn lasts(self, seconds: i64) -> Self {
        Self {
            lasts: Some(seconds),
            ..self
        }
    }

    pub fn secret(self, secret: &'static str) -> Self {
        Self { secret, ..self }
    }

    pub fn body_is_not_covered(self) -> Self {
        Self {
            covers_body: false,
            ..self
        }
    }

    pub fn signature(&self) -> String {
        match self.place {
            Place::Header(name) => self.signed.header(name).map(str::to_owned),
            Place::Query(name) => self.signed.query(name),
        }
        .expect("it is signed")
    }

    /// The request with another signature, or without one.
    pub fn with(&self, signature: Option<&str>) -> Incoming {
        let mut incoming = self.signed.clone();
        match self.place {
            Place::Header(name) => {
                let headers = incoming.0.headers_mut();
                headers.remove(name);
                if let Some(signature) = signature {
                    let value = HeaderValue::from_str(signature).expect("a value");
                    headers.insert(HeaderName::from_static(name), value);
                }
            }
            Place::Query(name) => {
                let query = incoming.0.uri().query().expect("a query");
                let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
                    .into_owned()
                    .collect();
                pairs.retain(|(one, _)| one != name);
                pairs.extend(signature.map(|value| (name.to_owned(), value.to_owned())));
                let pairs: Vec<(&str, &str)> = pairs
                    .iter()
                    .map(|(name, value)| (&name[..], &value[..]))
                    .collect();
                *incoming.0.uri_mut() = format!("/k?{}", form(&pairs)).parse().expect("an address");
            }
        }
        incoming
    }

    /// The request with another signature before its own.
    pub fn with_another_before(&self, other: &str) -> Incoming {
        let own = self.signature();
        let mut incoming = self.with(Some(other));
        match self.place {
            Place::Header(name) => {
                let value = HeaderValue::from_str(&own).expect("a value");
                incoming.0.headers_mut().append(name, value);
            }
            Place::Query(name) => {
                let more = format!("{}&{}", incoming.0.uri(), form(&[(name, &own)]));
                *incoming.0.uri_mut() = more.parse().expect("an address");
            }
        }
        incoming
    }

    pub fn refused(&self, incoming: Incoming, secret: &str) -> Option<Refusal> {
        (self.verify)(incoming, secret, 0).err()
    }
}

/// Upper case where it was lower, and the other way.
pub fn turned(text: &str) -> String {
    let turn = |c: char| {
        if c.is_ascii_lowercase() {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        }
    };
    text.chars().map(turn).collect()
}
