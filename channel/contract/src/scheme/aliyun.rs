//! Alibaba Cloud's two request signatures (help.aliyun.com, "RPC 签名机制" and "V3 版本请求体 & 签名机制"): short messages
//! and calls.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{digest, hex};

/// RFC 3986: only letters, digits and `-_.~` stay.
const REST: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, REST).to_string()
}

/// The parameters, sorted by name and encoded.
fn query(params: &[(&str, &str)]) -> String {
    let mut sorted = params.to_vec();
    sorted.sort_unstable();
    let pairs: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// What RPC version 1 signs: the method, `/`, and all parameters but `Signature`, encoded once more.
pub fn rpc_text(method: &str, params: &[(&str, &str)]) -> String {
    format!("{method}&%2F&{}", encoded(&query(params)))
}

/// The parameter `Signature` of RPC version 1: base64 of the HMAC-SHA1 under the secret and `&`.
pub fn rpc_signature(access_key_secret: &str, method: &str, params: &[(&str, &str)]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let key = format!("{access_key_secret}&");
    let text = rpc_text(method, params);
    STANDARD.encode(digest::hmac_sha1(key.as_bytes(), &[text.as_bytes()]))
}

/// A request that ACS3-HMAC-SHA256 signs. Every header in it is signed: `host`, `content-type` and all `x-acs-…`.
pub struct Acs3<'a> {
    /// In capitals.
    pub method: &'a str,
    /// Encoded already.
    pub path: &'a str,
    /// Not encoded.
    pub query: &'a [(&'a str, &'a str)],
    /// In lower case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; its hash also has to stand in `x-acs-content-sha256`.
    pub body: &'a [u8],
}

impl Acs3<'_> {
    fn sorted_headers(&self) -> Vec<(&str, &str)> {
        let mut sorted = self.headers.to_vec();
        sorted.sort_unstable();
        sorted
    }

    fn signed_headers(&self) -> String {
        let names: Vec<&str> = self.sorted_headers().iter().map(|(name, _)| *name).collect();
        names.join(";")
    }

    /// The hex SHA-256 of the canonical request.
    pub fn hashed(&self) -> String {
        let lines: Vec<String> = self
            .sorted_headers()
            .iter()
            .map(|(name, value)| format!("{name}:{}", value.trim()))
            .collect();
        let canonical = format!(
            "{}\n{}\n{}\n{}\n\n{}\n{}",
            self.method,
            self.path,
            query(self.query),
            lines.join("\n"),
            self.signed_headers(),
            hex(&digest::sha256(&[self.body])),
        );
        hex(&digest::sha256(&[canonical.as_bytes()]))
    }

    /// The hex MAC.
    pub fn signature(&self, access_key_secret: &str) -> String {
        let text = format!("ACS3-HMAC-SHA256\n{}", self.hashed());
        hex(&digest::hmac_sha256(
            access_key_secret.as_bytes(),
            &[text.as_bytes()],
        ))
    }

    /// The header `Authorization`.
    pub fn authorization(&self, access_key_id: &str, access_key_secret: &str) -> String {
        format!(
            "ACS3-HMAC-SHA256 Credential={access_key_id},SignedHeaders={},Signature={}",
            self.signed_headers(),
            self.signature(access_key_secret),
        )
    }
}
