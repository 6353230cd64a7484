//! The shops' request signature: Taobao's TOP (doc 101617), JD (guide 2643) and Pinduoduo sign alike.

use super::{digest, hex};

/// The parameter `sign`: the secret, every other parameter's name and value sorted by name, the secret again; MD5 in
/// capital hex. Over UTF-8: one vendor's kit takes Latin-1 here and breaks on Chinese.
pub fn sign(secret: &str, params: &[(&str, &str)]) -> String {
    hex(&digest::md5(&[text(secret, params).as_bytes()])).to_uppercase()
}

/// What is signed.
pub(super) fn text(secret: &str, params: &[(&str, &str)]) -> String {
    let mut sorted = params.to_vec();
    sorted.sort_unstable();
    let mut text = secret.to_owned();
    for (name, value) in sorted {
        text += name;
        text += value;
    }
    text += secret;
    text
}
