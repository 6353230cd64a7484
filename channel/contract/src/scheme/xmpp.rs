//! XMPP: a component's handshake (XEP-0114), and what a client can as one hash (XEP-0115). Sign-in is [`super::scram`].

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{digest, hex};

/// The text of `<handshake/>`.
pub fn handshake(stream_id: &str, secret: &str) -> String {
    hex(&digest::sha1(&[stream_id.as_bytes(), secret.as_bytes()]))
}

/// An identity of a client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Identity<'a> {
    /// `client`.
    pub category: &'a str,
    /// `pc`.
    pub kind: &'a str,
    /// `xml:lang`, often empty.
    pub lang: &'a str,
    /// What it calls itself.
    pub name: &'a str,
}

/// A form of a client: its `FORM_TYPE`, and fields with their values.
pub type Form<'a> = (&'a str, &'a [(&'a str, &'a [&'a str])]);

/// What `ver` is over. None when a text holds the separator: two clients could have the same.
pub fn caps_text(identities: &[Identity<'_>], features: &[&str], forms: &[Form<'_>]) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut identities = identities.to_vec();
    identities.sort_unstable();
    for one in identities {
        parts.push(format!("{}/{}/{}/{}", one.category, one.kind, one.lang, one.name));
    }
    parts.extend(sorted(features));
    let mut forms = forms.to_vec();
    forms.sort_unstable();
    for (kind, fields) in forms {
        parts.push(kind.to_owned());
        let mut fields = fields.to_vec();
        fields.sort_unstable();
        for (name, values) in fields {
            parts.push(name.to_owned());
            parts.extend(sorted(values));
        }
    }
    let plain = parts.iter().all(|part| !part.contains('<'));
    plain.then(|| parts.join("<") + "<")
}

fn sorted(texts: &[&str]) -> Vec<String> {
    let mut sorted: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    sorted.sort_unstable();
    sorted
}

/// The attribute `ver` with `hash='sha-1'`.
pub fn caps_ver(text: &str) -> String {
    STANDARD.encode(digest::sha1(&[text.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_with_languages_and_a_form_are_xep_0115s() {
        // XEP-0115 §5.3.
        let identity = |lang, name| Identity {
            category: "client",
            kind: "pc",
            lang,
            name,
        };
        let features = [
            "http://jabber.org/protocol/muc",
            "http://jabber.org/protocol/disco#items",
            "http://jabber.org/protocol/caps",
            "http://jabber.org/protocol/disco#info",
        ];
        let form: Form<'_> = (
            "urn:xmpp:dataforms:softwareinfo",
            &[
                ("software_version", &["0.11"]),
                ("ip_version", &["ipv6", "ipv4"]),
                ("os", &["Mac"]),
                ("os_version", &["10.5.1"]),
                ("software", &["Psi"]),
            ],
        );
        let text = caps_text(
            &[identity("en", "Psi 0.11"), identity("el", "Ψ 0.11")],
            &features,
            &[form],
        );
        assert_eq!(caps_ver(&text.unwrap()), "q07IKJEyjvHSyhy//CH0CxmKi8w=");
        assert_eq!(caps_text(&[identity("", "a<b")], &[], &[]), None);
    }
}
