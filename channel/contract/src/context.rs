//! What every method is given besides its arguments.

use std::collections::BTreeMap;

use yingke_words::{Chance, Secret, Time};

/// What an administrator filled in, by the keys of the manifest's form. Prints no value: any of them may be a secret.
#[derive(Clone, Default)]
pub struct Settings(BTreeMap<String, Secret<String>>);

impl Settings {
    /// Settings of these pairs.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(key, value)| (key, Secret::new(value)))
                .collect(),
        )
    }

    /// The value of a key; none when it is not filled in.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .get(key)
            .map(|value| value.expose().as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value of a key, empty when it is not filled in.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).unwrap_or_default()
    }

    /// These settings, overlaid by others.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.0
            .extend(other.0.iter().map(|(key, value)| (key.clone(), value.clone())));
        self
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// An app's secrets, the time, chance.
pub struct Ctx<'a> {
    /// The form's values: the app's, overlaid by the inbox's where one is concerned.
    pub settings: &'a Settings,
    /// Tokens that are good now, by kind.
    pub tokens: &'a BTreeMap<String, Secret<String>>,
    /// The address the provider calls, `https://…/api/v1/hooks/KEY`.
    pub callback: &'a str,
    /// The provider's id of the account of the inbox concerned; empty where the app has a single one, or none is known
    /// yet.
    pub account: &'a str,
    /// Now.
    pub now: Time,
    /// Random bytes.
    pub chance: &'a dyn Chance,
}

impl Ctx<'_> {
    /// A setting, empty when it is not filled in.
    pub fn text(&self, key: &str) -> &str {
        self.settings.text(key)
    }

    /// A token that is good now.
    pub fn token(&self, kind: &str) -> Option<&str> {
        self.tokens.get(kind).map(|token| token.expose().as_str())
    }

    /// The base address of the provider: the setting `base_url`, or else `usual`. Without a slash at the end.
    pub fn base<'t>(&'t self, usual: &'t str) -> &'t str {
        self.settings
            .get("base_url")
            .unwrap_or(usual)
            .trim_end_matches('/')
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill(&mut bytes);
        bytes
    }
}
