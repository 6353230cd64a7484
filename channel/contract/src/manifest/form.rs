//! Whether what an administrator fills in fits a form. One answer for every channel, so that no endpoint asks.

use std::collections::BTreeMap;

use yingke_words::Chance;

use super::{Field, FieldKind};

/// What is filled in, by the keys of the form; nothing stands there empty.
pub type Values = BTreeMap<String, String>;

/// A field that does not hold what it should.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{why}")]
pub struct FieldWrong {
    /// Its key.
    pub key: String,
    /// Why not.
    pub why: Wrong,
}

/// Why a field is wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Wrong {
    /// The form has none of this key.
    #[error("the form has no such field")]
    Unknown,
    /// It must be filled.
    #[error("must be filled in")]
    Missing,
    /// It is longer than anything of its kind.
    #[error("at most {0} characters")]
    TooLong(usize),
    /// It has control characters, or several lines where there is one.
    #[error("one line of text")]
    Odd,
    /// It is no whole number within bounds.
    #[error("a whole number from {0} to {1}")]
    Number(i64, i64),
    /// It is neither `true` nor empty.
    #[error("true, or empty")]
    Flag,
    /// It is none of the choices.
    #[error("one of {0}")]
    Choice(String),
    /// It is no web address.
    #[error("an address that begins with https:// or http://")]
    Address,
    /// It is no JSON.
    #[error("JSON: {0}")]
    Json(String),
}

/// The longest line.
const LINE: usize = 2_000;
/// The longest secret: a certificate's key has several thousand characters.
const SECRET: usize = 20_000;
/// The longest document.
const DOCUMENT: usize = 100_000;

/// What stands in the form once `given` is filled in over what it `held`: a key that is left out stays, one that is given
/// as none is emptied. Or else everything that is wrong with it, in the form's order.
pub fn check(
    form: &[Field],
    given: &BTreeMap<String, Option<String>>,
    held: &Values,
) -> Result<Values, Vec<FieldWrong>> {
    let wrong = |key: &str, why| FieldWrong {
        key: key.to_owned(),
        why,
    };
    let unknown = given
        .keys()
        .filter(|key| !form.iter().any(|field| field.key == **key));
    let mut refused: Vec<_> = unknown.map(|key| wrong(key, Wrong::Unknown)).collect();
    let mut values = Values::new();
    for field in form {
        let value = match given.get(field.key) {
            Some(Some(text)) => match fits(field, text) {
                Ok(value) => value,
                Err(why) => {
                    refused.push(wrong(field.key, why));
                    continue;
                }
            },
            Some(None) => String::new(),
            None => held.get(field.key).cloned().unwrap_or_default(),
        };
        if !value.is_empty() {
            values.insert(field.key.to_owned(), value);
        } else if field.required && field.usual.is_empty() && !field.is_made() {
            refused.push(wrong(field.key, Wrong::Missing));
        }
    }
    if refused.is_empty() {
        Ok(values)
    } else {
        Err(refused)
    }
}

/// Fills in the secrets of `form` that we make and that are not there yet.
pub fn make(form: &[Field], values: &mut Values, chance: &dyn Chance) {
    for field in form {
        if let FieldKind::Made { length } = field.kind {
            values
                .entry(field.key.to_owned())
                .or_insert_with(|| letters(length, chance));
        }
    }
}

/// An address of the web, as it is kept.
pub fn address(text: &str) -> Result<String, Wrong> {
    let text = line(text, LINE)?;
    let parsed = url::Url::parse(&text).map_err(|_| Wrong::Address)?;
    let web = matches!(parsed.scheme(), "https" | "http") && parsed.has_host();
    if web { Ok(text) } else { Err(Wrong::Address) }
}

/// The text as it is kept: trimmed, when it fits the field.
fn fits(field: &Field, text: &str) -> Result<String, Wrong> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    match field.kind {
        FieldKind::Text | FieldKind::Made { .. } => line(text, LINE),
        FieldKind::Secret => lines(text, SECRET),
        FieldKind::Number { least, most } => {
            let number = text.trim().parse::<i64>().ok();
            let number = number.filter(|number| (least..=most).contains(number));
            number
                .map(|number| number.to_string())
                .ok_or(Wrong::Number(least, most))
        }
        FieldKind::Flag => match text.trim() {
            "true" => Ok("true".to_owned()),
            "false" => Ok(String::new()),
            _ => Err(Wrong::Flag),
        },
        FieldKind::Choice { of } => {
            let known = of.iter().find(|(key, _)| *key == text.trim());
            let all = || of.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
            known
                .map(|(key, _)| (*key).to_owned())
                .ok_or_else(|| Wrong::Choice(all()))
        }
        FieldKind::Url => address(text),
        FieldKind::Json => {
            let text = lines(text, DOCUMENT)?;
            let read = serde_json::from_str::<serde::de::IgnoredAny>(&text);
            read.map(|_| text).map_err(|error| Wrong::Json(error.to_string()))
        }
    }
}

fn line(text: &str, most: usize) -> Result<String, Wrong> {
    let text = lines(text, most)?;
    if text.contains(['\n', '\t']) {
        return Err(Wrong::Odd);
    }
    Ok(text)
}

fn lines(text: &str, most: usize) -> Result<String, Wrong> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > most {
        return Err(Wrong::TooLong(most));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(Wrong::Odd);
    }
    Ok(text)
}

/// So many letters and digits, each as likely as the others.
fn letters(length: usize, chance: &dyn Chance) -> String {
    const ALL: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut made = String::with_capacity(length);
    let mut bytes = [0; 64];
    while made.len() < length {
        chance.fill(&mut bytes);
        // Beyond the last whole turn of the wheel some letters would come more often.
        let fair = bytes.iter().filter(|byte| usize::from(**byte) < 62 * 4);
        let fresh = fair.map(|byte| char::from(ALL[usize::from(*byte) % 62]));
        made.extend(fresh.take(length - made.len()));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Words;

    const FORM: &[Field] = &[
        Field::text("app_id", Words::NONE, Words::NONE),
        Field::secret("app_secret", Words::NONE, Words::NONE),
        Field::made("token", 32, Words::NONE, Words::NONE),
        Field::text("port", Words::NONE, Words::NONE)
            .of_kind(FieldKind::Number {
                least: 1,
                most: 65_535,
            })
            .usually("993"),
        Field::text("strict", Words::NONE, Words::NONE)
            .of_kind(FieldKind::Flag)
            .optional(),
        Field::text("mode", Words::NONE, Words::NONE)
            .of_kind(FieldKind::Choice {
                of: &[("plain", Words::NONE), ("safe", Words::NONE)],
            })
            .optional(),
        Field::text("map", Words::NONE, Words::NONE)
            .of_kind(FieldKind::Json)
            .optional(),
        Field::base_url("https://api.example"),
    ];

    fn given(pairs: &[(&str, Option<&str>)]) -> BTreeMap<String, Option<String>> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.map(str::to_owned)))
            .collect()
    }

    fn held() -> Values {
        check(
            FORM,
            &given(&[("app_id", Some(" wx1 ")), ("app_secret", Some("s3cret"))]),
            &Values::new(),
        )
        .unwrap()
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_given_as_none_goes() {
        let mut first = held();
        assert_eq!(first["app_id"], "wx1");
        assert!(!first.contains_key("port"), "what is usual is not written down");
        first.insert("mode".into(), "safe".into());
        let next = check(FORM, &given(&[("app_id", Some("wx2")), ("mode", None)]), &first).unwrap();
        assert_eq!((next["app_id"].as_str(), next.get("mode")), ("wx2", None));
        assert_eq!(next["app_secret"], "s3cret");
    }

    #[test]
    fn every_wrong_field_is_named_with_its_reason() {
        let check = |pairs: &[(&str, Option<&str>)]| check(FORM, &given(pairs), &held()).unwrap_err();
        let of = |key: &str, value: &str| check(&[(key, Some(value))])[0].why.clone();
        assert_eq!(of("appid", "x"), Wrong::Unknown);
        assert_eq!(check(&[("app_secret", None)])[0].why, Wrong::Missing);
        assert_eq!(of("app_id", "  "), Wrong::Missing);
        assert_eq!(of("app_id", "a\nb"), Wrong::Odd);
        assert_eq!(of("app_secret", "a\0b"), Wrong::Odd);
        assert_eq!(of("app_id", &"x".repeat(2_001)), Wrong::TooLong(2_000));
        for port in ["0", "65536", "x", "1.5"] {
            assert_eq!(of("port", port), Wrong::Number(1, 65_535), "{port}");
        }
        assert_eq!(of("strict", "yes"), Wrong::Flag);
        assert_eq!(of("mode", "Safe"), Wrong::Choice("plain, safe".into()));
        for address in [
            "api.example",
            "ftp://api.example",
            "javascript:alert(1)",
            "https://",
        ] {
            assert_eq!(of("base_url", address), Wrong::Address, "{address}");
        }
        assert!(matches!(of("map", "{"), Wrong::Json(_)));
        let all = check(&[("mode", Some("?")), ("app_id", None), ("zzz", Some("1"))]);
        let keys: Vec<_> = all.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["zzz", "app_id", "mode"]);
    }

    #[test]
    fn what_fits_is_kept_as_it_is_meant() {
        let key = "-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----\r\n";
        let fresh = check(
            FORM,
            &given(&[
                ("app_secret", Some(key)),
                ("port", Some(" 0143 ")),
                ("strict", Some("false")),
                ("map", Some("{\"a\": 1}")),
                ("base_url", Some("http://127.0.0.1:9000/x")),
            ]),
            &held(),
        )
        .unwrap();
        assert_eq!(fresh["app_secret"], "-----BEGIN KEY-----\nabc\n-----END KEY-----");
        assert_eq!((fresh["port"].as_str(), fresh.get("strict")), ("143", None));
        assert_eq!(fresh["base_url"], "http://127.0.0.1:9000/x");
    }

    struct Counting(std::sync::atomic::AtomicU8);

    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    #[test]
    fn what_we_make_has_its_length_and_stays_until_it_is_emptied() {
        let chance = Counting(std::sync::atomic::AtomicU8::new(0));
        let mut values = held();
        make(FORM, &mut values, &chance);
        let first = values["token"].clone();
        assert!(first.len() == 32 && first.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        make(FORM, &mut values, &chance);
        assert_eq!(values["token"], first);
        let mut anew = check(FORM, &given(&[("token", None)]), &values).unwrap();
        make(FORM, &mut anew, &chance);
        assert_ne!(anew["token"], first);
    }
}
