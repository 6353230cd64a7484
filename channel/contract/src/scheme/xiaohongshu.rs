//! Xiaohongshu 小红书, three-party private messages (ad.xiaohongshu.com, "三方私信"): AES-128-CBC, the vector beside it.
//! Its sheet names no signature of requests [unchecked], so only a secret address guards them.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{aes_cbc, unhex};

const BETWEEN: &str = "~split~";

/// What a `content` holds; the key is 32 hex digits.
pub fn open(key: &str, content: &str) -> Option<Vec<u8>> {
    let (iv, sealed) = content.split_once(BETWEEN)?;
    let (iv, sealed) = (STANDARD.decode(iv).ok()?, STANDARD.decode(sealed).ok()?);
    aes_cbc::open(&sixteen(key)?, &iv, &sealed)
}

/// `plain` as a `content` holds it; `iv` is chance's.
pub fn seal(key: &str, iv: [u8; 16], plain: &[u8]) -> Option<String> {
    let sealed = aes_cbc::seal(&sixteen(key)?, &iv, plain)?;
    Some(format!(
        "{}{BETWEEN}{}",
        STANDARD.encode(iv),
        STANDARD.encode(sealed)
    ))
}

fn sixteen(key: &str) -> Option<Vec<u8>> {
    unhex(key).filter(|key| key.len() == 16)
}
