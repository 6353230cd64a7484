//! What a WeChat mini program hands on from a customer's phone, under the session's key (developers.weixin.qq.com,
//! "开放数据校验与解密").

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{aes_cbc, digest, hex};
use crate::Refusal;

/// `encryptedData`, opened: AES-128-CBC under the session's key. Its watermark says for which app it was made.
pub fn open(session_key: &str, iv: &str, encrypted_data: &str, app_id: &str) -> Result<Value, Refusal> {
    let plain = plain(session_key, iv, encrypted_data).ok_or(Refusal::Unreadable)?;
    let data: Value = serde_json::from_slice(&plain).map_err(|_| Refusal::Unreadable)?;
    if data["watermark"]["appid"] == app_id {
        Ok(data)
    } else {
        Err(Refusal::WrongReceiver)
    }
}

fn plain(session_key: &str, iv: &str, encrypted_data: &str) -> Option<Vec<u8>> {
    let bytes = |text| STANDARD.decode(text).ok();
    aes_cbc::open(&bytes(session_key)?, &bytes(iv)?, &bytes(encrypted_data)?)
}

/// The `signature` beside `rawData`: hex SHA-1 of it and the session's key, in base64 as it is.
pub fn raw_data_signature(raw_data: &str, session_key: &str) -> String {
    hex(&digest::sha1(&[raw_data.as_bytes(), session_key.as_bytes()]))
}
