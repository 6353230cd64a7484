//! TC3-HMAC-SHA256, Tencent Cloud's request signature (cloud.tencent.com, "签名方法 v3"): short messages.

use yingke_words::Time;

use super::{digest, hex};

/// A `POST` of JSON to `/` that is signed by `content-type` and `host`, as the sheet's own example is.
pub struct Tc3<'a> {
    /// `sms`.
    pub service: &'a str,
    /// `sms.tencentcloudapi.com`.
    pub host: &'a str,
    /// Byte for byte as it is sent.
    pub content_type: &'a str,
    /// The body.
    pub payload: &'a [u8],
    /// When, in seconds: also in the header `X-TC-Timestamp`.
    pub timestamp: i64,
}

const SIGNED: &str = "content-type;host";

impl Tc3<'_> {
    /// The hex SHA-256 of the canonical request.
    pub fn hashed(&self) -> String {
        let payload = hex(&digest::sha256(&[self.payload]));
        let canonical = format!(
            "POST\n/\n\ncontent-type:{}\nhost:{}\n\n{SIGNED}\n{payload}",
            self.content_type.to_lowercase(),
            self.host.to_lowercase(),
        );
        hex(&digest::sha256(&[canonical.as_bytes()]))
    }

    /// The day in UTC and what the key is good for.
    fn scope(&self) -> (String, String) {
        let mut day = Time::from_millis(self.timestamp.saturating_mul(1_000)).to_string();
        day.truncate(10);
        let scope = format!("{day}/{}/tc3_request", self.service);
        (day, scope)
    }

    /// The hex MAC, under a key of the day and the service.
    pub fn signature(&self, secret_key: &str) -> String {
        let (day, scope) = self.scope();
        let text = format!("TC3-HMAC-SHA256\n{}\n{scope}\n{}", self.timestamp, self.hashed());
        let first = format!("TC3{secret_key}");
        let dated = digest::hmac_sha256(first.as_bytes(), &[day.as_bytes()]);
        let served = digest::hmac_sha256(&dated, &[self.service.as_bytes()]);
        let key = digest::hmac_sha256(&served, &[b"tc3_request"]);
        hex(&digest::hmac_sha256(&key, &[text.as_bytes()]))
    }

    /// The header `Authorization`.
    pub fn authorization(&self, secret_id: &str, secret_key: &str) -> String {
        let (_, scope) = self.scope();
        format!(
            "TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders={SIGNED}, Signature={}",
            self.signature(secret_key),
        )
    }
}
