//! Alipay 支付宝, life accounts: RSA2 over sorted parameters (opendocs.alipay.com, "自行实现签名", "异步验签").

use super::{
    form::{self, Pair},
    needed, rsa,
};
use crate::{Incoming, Refusal, Verified};

/// What a request signs: every parameter but `sign` that is not empty, sorted, `name=value` between `&`, not encoded.
pub fn text(params: &[Pair]) -> Vec<u8> {
    joined(params.iter().filter(|(_, value)| !value.is_empty()))
}

/// What the gateway signs when it calls us: the same, and empty ones stay. `sign_type` stays too, though payment notices
/// leave it out.
pub fn gateway_text(params: &[Pair]) -> Vec<u8> {
    joined(params.iter())
}

fn joined<'a>(params: impl Iterator<Item = &'a Pair>) -> Vec<u8> {
    let mut sorted: Vec<&Pair> = params.filter(|(name, _)| name != b"sign").collect();
    sorted.sort_unstable();
    let pairs: Vec<Vec<u8>> = sorted
        .iter()
        .map(|(name, value)| [&name[..], b"=", value].concat())
        .collect();
    pairs.join(&b'&')
}

/// The parameter `sign` of a request, under our private key.
pub fn sign(private_key: &str, params: &[Pair]) -> Option<String> {
    rsa::sign(private_key, &text(params))
}

/// Checks a call of the app's gateway: a form, in GBK or UTF-8, signed over its bytes. Only RSA2: the older RSA rests on
/// SHA-1.
pub fn verify(incoming: Incoming, alipay_public_key: &str) -> Result<Verified, Refusal> {
    needed(alipay_public_key)?;
    let params = form::pairs(incoming.body());
    let said = |name: &[u8]| {
        params
            .iter()
            .find(|(one, _)| one == name)
            .map(|(_, value)| &value[..])
    };
    let signature = said(b"sign").ok_or(Refusal::Unsigned)?;
    let signature = std::str::from_utf8(signature).map_err(|_| Refusal::WrongSignature)?;
    let rsa2 = said(b"sign_type") == Some(b"RSA2");
    if rsa2 && rsa::fits(alipay_public_key, &gateway_text(&params), signature) {
        Ok(Verified::new(incoming, None))
    } else {
        Err(Refusal::WrongSignature)
    }
}

/// The answer to the gateway: `inner` is what stands in `<response>`, and what is signed.
pub fn answer(private_key: &str, charset: &str, inner: &str) -> Option<String> {
    let sign = rsa::sign(private_key, inner.as_bytes())?;
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?><alipay><response>{inner}</response>\
         <sign>{sign}</sign><sign_type>RSA2</sign_type></alipay>"
    ))
}
