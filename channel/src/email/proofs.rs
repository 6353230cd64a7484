//! What our own mail server found out about a sender (`Authentication-Results`, RFC 8601).
//!
//! Anybody can write such a header. Believed is only the topmost one that names our server, by the name the administrator
//! filled in: a server takes out those of others that bear its own name, and puts its own on top.

use mail_parser::Message;
use yingke_channel_contract::Proof;

/// What was found out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Proofs {
    /// The sending server was allowed to.
    pub spf: Proof,
    /// The domain's signature holds.
    pub dkim: Proof,
    /// The domain's own rule is met.
    pub dmarc: Proof,
}

/// What the server named `authserv` found out about this mail.
pub fn of(message: &Message<'_>, authserv: &str) -> Proofs {
    if authserv.is_empty() {
        return Proofs::default();
    }
    message
        .headers_raw()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Authentication-Results"))
        .find_map(|(_, value)| read(value, authserv))
        .unwrap_or_default()
}

/// The findings of a header that `authserv` wrote; none when another did.
fn read(value: &str, authserv: &str) -> Option<Proofs> {
    let plain = bare(value);
    let mut parts = plain.split(';');
    let server = parts.next()?.split_whitespace().next()?;
    if !server.eq_ignore_ascii_case(authserv) {
        return None;
    }
    let mut proofs = Proofs::default();
    for part in parts {
        let Some((method, rest)) = part.split_once('=') else {
            continue;
        };
        let method = method
            .split('/')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let result = rest.split_whitespace().next().unwrap_or_default();
        let proof = match result.to_ascii_lowercase().as_str() {
            "pass" => Proof::Pass,
            "fail" | "hardfail" | "softfail" | "policy" => Proof::Fail,
            _ => Proof::None,
        };
        match method.as_str() {
            "spf" => proofs.spf = proof,
            // One good signature is enough.
            "dkim" if proofs.dkim != Proof::Pass => proofs.dkim = proof,
            "dmarc" => proofs.dmarc = proof,
            _ => {}
        }
    }
    Some(proofs)
}

/// Without comments and the words in quotes, in which anything may stand.
fn bare(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in value.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => depth -= 1,
            _ if quoted || depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(headers: &str, authserv: &str) -> Proofs {
        let raw = format!("{headers}From: a@b.example\r\n\r\nhi");
        of(
            &mail_parser::MessageParser::new().parse(raw.as_bytes()).unwrap(),
            authserv,
        )
    }

    #[test]
    fn only_our_server_is_believed_and_only_its_topmost_word() {
        let ours = "Authentication-Results: mx.shop.example 1; spf=fail smtp.mailfrom=b.example;\r\n dkim=none; dkim=pass (ok; dmarc=fail) header.d=b.example; dmarc=pass\r\n";
        let forged = "Authentication-Results: mx.shop.example; spf=pass; dkim=fail; dmarc=fail\r\n";
        let other = "Authentication-Results: evil.example; spf=pass; dkim=pass; dmarc=pass\r\n";
        let proofs = found(&format!("{other}{ours}{forged}"), "mx.shop.example");
        assert_eq!(
            proofs,
            Proofs {
                spf: Proof::Fail,
                dkim: Proof::Pass,
                dmarc: Proof::Pass
            }
        );
        assert_eq!(found(other, "mx.shop.example"), Proofs::default());
        assert_eq!(found(ours, ""), Proofs::default());
        let quoted = "Authentication-Results: mx.shop.example; spf=none reason=\"x; dmarc=pass\"\r\n";
        assert_eq!(found(quoted, "mx.shop.example"), Proofs::default());
        let odd = "Authentication-Results: mx.shop.example; none\r\n";
        assert_eq!(found(odd, "MX.shop.example"), Proofs::default());
    }
}
