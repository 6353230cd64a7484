//! What a message holds besides words and files, the same for every channel.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// An angle on the globe in ten-millionths of a degree (about a centimetre), so that two are equal or not. A number of
/// degrees on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, ToSchema)]
#[schema(value_type = f64)]
pub struct Degrees(i32);

impl Degrees {
    const STEPS: f64 = 1e7;

    /// The nearest angle to `degrees`; none beyond ±180.
    pub fn of(degrees: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "±1.8e9 fits")]
        (degrees.abs() <= 180.0).then(|| Self((degrees * Self::STEPS).round() as i32))
    }

    /// In degrees.
    pub fn degrees(self) -> f64 {
        f64::from(self.0) / Self::STEPS
    }
}

impl Serialize for Degrees {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.degrees())
    }
}

impl<'de> Deserialize<'de> for Degrees {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let degrees = f64::deserialize(deserializer)?;
        Self::of(degrees).ok_or_else(|| serde::de::Error::custom("not an angle"))
    }
}

/// A place somebody shared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Location {
    /// North positive.
    pub latitude: Degrees,
    /// East positive.
    pub longitude: Degrees,
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it is, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

/// A link with a preview: an article, a post, a mini program's page.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Link {
    /// Its heading.
    pub title: String,
    /// A line about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Where it leads; empty when it opens only inside the customer's app.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// One thing to press.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    /// What comes back when it is pressed; at most 64 bytes, which the strictest channel takes.
    pub id: String,
    /// What stands on it.
    pub label: String,
    /// Where it leads instead of coming back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Words with things to press: menu, buttons, card. The words above stand in the message's text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Menu {
    /// The heading of a card; empty for a plain menu.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What can be pressed.
    pub choices: Vec<Choice>,
    /// The words below.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tail: String,
}

/// A message the provider has approved beforehand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Template {
    /// The provider's id or name of it.
    pub name: String,
    /// Its language, as the provider writes it; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// What stands in its gaps, in their order.
    #[serde(default)]
    pub parameters: Vec<String>,
}

/// Whether what a mail says of its sender was proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Proof {
    /// Proved.
    Pass,
    /// Disproved.
    Fail,
    /// Neither.
    #[default]
    None,
}

/// What a mail has that other messages have not.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Its subject.
    pub subject: String,
    /// Who sent it, as written: `Name <address>`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// To whom else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Who got a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    /// Its sanitised HTML: no script, no remote picture, no form. Empty when it was plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub html: String,
    /// What it quotes of earlier mails, folded away; the message's text is without it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quoted: String,
    /// The sending server was allowed to.
    #[serde(default)]
    pub spf: Proof,
    /// The domain's signature holds.
    #[serde(default)]
    pub dkim: Proof,
    /// The domain's own rule is met.
    #[serde(default)]
    pub dmarc: Proof,
    /// A machine answered: out of office, a list, a bounce.
    #[serde(default)]
    pub automatic: bool,
}

/// What a message holds besides words and files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Content {
    /// A place.
    Location(Location),
    /// A sticker; its picture is the attachment, its emoji the text.
    Sticker,
    /// A link with a preview.
    Link(Link),
    /// Somebody's card.
    Contact {
        /// Their name.
        name: String,
        /// Their number.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        phone: String,
    },
    /// Words with things to press.
    Menu(Menu),
    /// What the customer pressed; its label is the text.
    Pressed {
        /// The choice's id.
        id: String,
    },
    /// An approved message.
    Template(Template),
    /// A mail.
    Mail(Box<Mail>),
    /// Something this channel knows and we do not: never silence.
    Unsupported {
        /// The provider's word for it.
        kind: String,
    },
}

impl Content {
    /// Its stable key.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Location(_) => "location",
            Self::Sticker => "sticker",
            Self::Link(_) => "link",
            Self::Contact { .. } => "contact",
            Self::Menu(_) => "menu",
            Self::Pressed { .. } => "pressed",
            Self::Template(_) => "template",
            Self::Mail(_) => "mail",
            Self::Unsupported { .. } => "unsupported",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_angle_is_a_number_of_degrees_on_the_wire() {
        let angle = Degrees::of(31.230_416).unwrap();
        assert_eq!(serde_json::to_string(&angle).unwrap(), "31.230416");
        assert_eq!(serde_json::from_str::<Degrees>("31.230416").unwrap(), angle);
        for bad in [f64::NAN, f64::INFINITY, 180.1, -181.0] {
            assert!(Degrees::of(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn content_is_told_apart_by_its_type() {
        let pressed = Content::Pressed { id: "size-m".into() };
        let wire = serde_json::to_string(&pressed).unwrap();
        assert_eq!(wire, r#"{"type":"pressed","id":"size-m"}"#);
        assert_eq!(serde_json::from_str::<Content>(&wire).unwrap(), pressed);
    }
}
