//! What is known of a customer: what they said before their first message, and what the site says of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::Email;

/// What somebody says of themselves before their first message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Profile {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Their number.
    pub phone: String,
    /// Where they work.
    pub company: String,
    /// What else the form asked.
    pub attributes: BTreeMap<String, String>,
}

/// One value of an attribute.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum AttributeValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// Why what was said of a customer is refused. Carries the key.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProfileRefused {
    /// More attributes than a customer can have.
    #[error("at most 50 attributes")]
    TooMany,
    /// Not 1 to 60 letters, digits, `_`, `-`, `.`.
    #[error("a key has 1 to 60 letters, digits, _, - and .")]
    Key(String),
    /// Too long, or not one line of text.
    #[error("at most 200 characters without control characters")]
    Value(String),
    /// Not a mail address.
    #[error("not a mail address")]
    Email,
}

/// How many attributes a customer can have.
const ATTRIBUTES: usize = 50;
/// How long the value of one is at most.
const VALUE: usize = 200;
/// How long an answer in a form is at most.
const ANSWER: usize = 1_000;

impl Profile {
    /// Reads the answers of a form: `name`, `email`, `phone` and `company` are the customer's own, the rest are
    /// attributes.
    pub fn of_form(answers: BTreeMap<String, String>) -> Result<Self, ProfileRefused> {
        let mut profile = Self::default();
        for (key, answer) in answers {
            let answer = plain(&answer);
            match key.as_str() {
                "name" => profile.name = cut(&answer, 80),
                "phone" => profile.phone = cut(&answer, 40),
                "company" => profile.company = cut(&answer, 120),
                "email" if answer.is_empty() => {}
                "email" => {
                    let email = Email::try_from(answer).map_err(|_| ProfileRefused::Email)?;
                    profile.email = email.to_string();
                }
                _ => {
                    check_key(&key)?;
                    profile.attributes.insert(key, cut(&answer, ANSWER));
                }
            }
        }
        if profile.attributes.len() > ATTRIBUTES {
            return Err(ProfileRefused::TooMany);
        }
        Ok(profile)
    }
}

/// The attributes `held`, changed by what is `said`: a value replaces, none removes.
pub fn merge(
    mut held: BTreeMap<String, AttributeValue>,
    said: BTreeMap<String, Option<AttributeValue>>,
) -> Result<BTreeMap<String, AttributeValue>, ProfileRefused> {
    for (key, value) in said {
        check_key(&key)?;
        let Some(value) = value else {
            held.remove(&key);
            continue;
        };
        if let AttributeValue::Text(text) = &value
            && (text.chars().count() > VALUE || text.chars().any(char::is_control))
        {
            return Err(ProfileRefused::Value(key));
        }
        held.insert(key, value);
    }
    if held.len() > ATTRIBUTES {
        return Err(ProfileRefused::TooMany);
    }
    Ok(held)
}

fn check_key(key: &str) -> Result<(), ProfileRefused> {
    let plain = key
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if plain && (1..=60).contains(&key.chars().count()) {
        Ok(())
    } else {
        Err(ProfileRefused::Key(key.chars().take(60).collect()))
    }
}

/// Trimmed, line ends and other control characters as spaces.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    text.trim().to_owned()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(answers: &[(&str, &str)]) -> Result<Profile, ProfileRefused> {
        let owned = answers
            .iter()
            .map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned()));
        Profile::of_form(owned.collect())
    }

    #[test]
    fn a_form_fills_the_customer_and_their_attributes() {
        let profile = form(&[
            ("name", " 沈悦\u{0} "),
            ("email", "Shen@Example.com"),
            ("phone", "138 0000 0000"),
            ("company", "山野集"),
            ("order", "A-17"),
        ]);
        let profile = profile.unwrap();
        assert_eq!(
            (
                profile.name.as_str(),
                profile.email.as_str(),
                profile.phone.as_str()
            ),
            ("沈悦", "shen@example.com", "138 0000 0000")
        );
        assert_eq!(profile.attributes["order"], "A-17");
        assert_eq!(form(&[("email", "nobody")]), Err(ProfileRefused::Email));
        assert_eq!(form(&[("email", " ")]).unwrap(), Profile::default());
        assert!(matches!(form(&[("a b", "x")]), Err(ProfileRefused::Key(_))));
    }

    #[test]
    fn attributes_are_replaced_removed_and_bounded() {
        let text = |text: &str| AttributeValue::Text(text.to_owned());
        let held = BTreeMap::from([("plan".to_owned(), text("free")), ("seats".to_owned(), text("3"))]);
        let said = [
            ("plan", Some(text("pro"))),
            ("seats", None),
            ("vip", Some(AttributeValue::Flag(true))),
        ];
        let said = said
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let merged = merge(held, said).unwrap();
        assert_eq!(merged.keys().collect::<Vec<_>>(), ["plan", "vip"]);
        assert_eq!(merged["plan"], text("pro"));
        let one = |key: &str, value: &str| {
            merge(
                BTreeMap::new(),
                BTreeMap::from([(key.to_owned(), Some(text(value)))]),
            )
        };
        assert!(one("k", &"字".repeat(200)).is_ok());
        assert_eq!(
            one("k", &"字".repeat(201)),
            Err(ProfileRefused::Value("k".into()))
        );
        assert_eq!(one("k", "a\u{0}"), Err(ProfileRefused::Value("k".into())));
        assert_eq!(one("", "a"), Err(ProfileRefused::Key(String::new())));
        let many = (0..51)
            .map(|n| (format!("k{n}"), Some(AttributeValue::Whole(n))))
            .collect();
        assert_eq!(merge(BTreeMap::new(), many), Err(ProfileRefused::TooMany));
    }
}
