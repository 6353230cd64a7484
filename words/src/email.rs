//! Mail addresses.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A mail address, trimmed and in lower case, so that one person has one account.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = Email)]
pub struct Email(String);

/// Why a text is not a mail address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a mail address")]
pub struct EmailRefused;

impl Email {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = EmailRefused;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailRefused)?;
        let plain = !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\"\\".contains(c));
        let sized = (1..=64).contains(&local.len()) && (1..=253).contains(&domain.len());
        let dotted = !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
        if plain && sized && dotted && !local.contains('@') {
            Ok(Self(text))
        } else {
            Err(EmailRefused)
        }
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn one_person_one_spelling() {
        let email = Email::try_from(" Zhou.Lan@Example.COM ".to_owned()).unwrap();
        assert_eq!(email.as_str(), "zhou.lan@example.com");
    }

    #[test]
    fn refuses_what_could_carry_more_than_an_address() {
        for text in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c",
            "a@b\r\nBcc: x@y",
            "a@b..c",
            "<a@b>",
            "a@b@c",
            "a@.b",
        ] {
            assert!(Email::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }
}
