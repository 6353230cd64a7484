//! What is wrong with a part of what came, so that people can be told in their language.

use std::{collections::BTreeMap, fmt};

/// What is wrong, as a stable code with what it names. The workbench has words for each; what is [`Fault::Other`] is said
/// in English only.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Fault {
    /// Something that has no code of its own.
    #[default]
    Other,
    /// It is no JSON.
    NotJson,
    /// It is no XML.
    NotXml,
    /// Something stands where something of another kind belongs.
    Shape,
    /// A part that is needed is not there.
    Missing {
        /// Its name, as the provider writes it.
        field: String,
    },
    /// A kind that is not known here.
    UnknownKind {
        /// The provider's word for it.
        kind: String,
    },
    /// Nobody has set up an inbox for this account.
    NoInbox {
        /// The provider's id of it.
        account: String,
    },
    /// A text was cut.
    TextCut {
        /// At so many characters.
        most: usize,
    },
    /// A file was not kept.
    FileRefused {
        /// Its name.
        name: String,
        /// Why: a stable code.
        why: &'static str,
    },
    /// It is longer than is taken.
    TooLong,
    /// What was said while nobody listened could not be fetched.
    NotFetched,
}

/// What is wrong, in English, with its code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// In English, with every detail.
    pub what: String,
    /// Its code.
    pub fault: Fault,
}

impl Fault {
    /// The stable code; empty where there is none.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Other => "",
            Self::NotJson => "notJson",
            Self::NotXml => "notXml",
            Self::Shape => "shape",
            Self::Missing { .. } => "missing",
            Self::UnknownKind { .. } => "unknownKind",
            Self::NoInbox { .. } => "noInbox",
            Self::TextCut { .. } => "textCut",
            Self::FileRefused { .. } => "fileRefused",
            Self::TooLong => "tooLong",
            Self::NotFetched => "notFetched",
        }
    }

    /// What it names, by the names that stand in the workbench's texts.
    pub fn with(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::Missing { field } => vec![("field", field.clone())],
            Self::UnknownKind { kind } => vec![("kind", kind.clone())],
            Self::NoInbox { account } => vec![("account", account.clone())],
            Self::TextCut { most } => vec![("most", most.to_string())],
            Self::FileRefused { name, why } => vec![("name", name.clone()), ("why", (*why).to_owned())],
            _ => Vec::new(),
        };
        let owned = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
        owned.collect()
    }

    /// With the words that say it in English.
    pub fn said(self, what: impl fmt::Display) -> Wrong {
        Wrong {
            what: what.to_string(),
            fault: self,
        }
    }

    /// A part of this name is not there.
    pub fn missing(field: impl Into<String>) -> Self {
        Self::Missing { field: field.into() }
    }
}

impl From<&str> for Wrong {
    fn from(what: &str) -> Self {
        Fault::Other.said(what)
    }
}

impl From<String> for Wrong {
    fn from(what: String) -> Self {
        Fault::Other.said(what)
    }
}

impl From<fmt::Arguments<'_>> for Wrong {
    fn from(what: fmt::Arguments<'_>) -> Self {
        Fault::Other.said(what)
    }
}

impl From<serde_json::Error> for Wrong {
    fn from(error: serde_json::Error) -> Self {
        let fault = if error.is_data() {
            Fault::Shape
        } else {
            Fault::NotJson
        };
        fault.said(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_told_from_json_of_another_shape() {
        let wrong = |text: &str| Wrong::from(serde_json::from_str::<Vec<u8>>(text).unwrap_err()).fault;
        assert_eq!((wrong("<xml>"), wrong("[1,")), (Fault::NotJson, Fault::NotJson));
        assert_eq!((wrong("{}"), wrong("[true]")), (Fault::Shape, Fault::Shape));
    }
}
