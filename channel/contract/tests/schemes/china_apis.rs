//! Requests of ours that platforms check: shops, clouds, Alipay.

use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use yingke_channel_contract::scheme::{
    alipay,
    aliyun::{self, Acs3},
    digest, doudian,
    form::Pair,
    hex, rsa,
    tencent::Tc3,
    top,
};

use crate::{Check, vector::Vector};

pub const CHECKS: &[Check] = &[
    ("taobao-top-md5", taobao),
    ("pdd-sign", pinduoduo),
    ("jd-sign", jd),
    ("aliyun-rpc-v1", rpc),
    ("aliyun-acs3", acs3),
    ("tencent-tc3", tc3),
    ("tencent-sms-tc3", tc3_sms),
    ("doudian-req-hmac", doudian_request),
    ("alipay-rsa2-request", alipay_request),
    ("alipay-gateway-check", alipay_gateway),
];

fn shop(v: &Vector, secret: &str) {
    let mut params = v.pairs("params");
    assert_eq!(top::sign(v.given(secret), &params), v.answer("sign"));
    params.reverse();
    assert_eq!(top::sign(v.given(secret), &params), v.answer("sign"));
}

fn taobao(v: &Vector) {
    shop(v, "app_secret");
}

fn pinduoduo(v: &Vector) {
    shop(v, "client_secret");
}

fn jd(v: &Vector) {
    shop(v, "app_secret");
}

fn rpc(v: &Vector) {
    let (method, params) = (v.given("method"), v.pairs("params"));
    assert_eq!(aliyun::rpc_text(method, &params), v.answer("string_to_sign"));
    let signature = aliyun::rpc_signature(v.given("access_key_secret"), method, &params);
    assert_eq!(signature, v.answer("signature"));
}

fn acs3(v: &Vector) {
    let (query, headers) = (v.pairs("query"), v.pairs("headers"));
    let request = Acs3 {
        method: v.given("method"),
        path: v.given("path"),
        query: &query,
        headers: &headers,
        body: v.given("body").as_bytes(),
    };
    assert_eq!(request.hashed(), v.answer("hashed_canonical_request"));
    let (id, secret) = (v.given("access_key_id"), v.given("access_key_secret"));
    assert_eq!(request.signature(secret), v.answer("signature"));
    let authorization = request.authorization(id, secret);
    let names = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
    assert_eq!(
        authorization,
        format!(
            "ACS3-HMAC-SHA256 Credential={id},SignedHeaders={names},Signature={}",
            v.answer("signature")
        )
    );
}

fn tc3_of(v: &Vector) -> Tc3<'_> {
    v.elsewhere("inputs", "action", "a header that this signature does not cover");
    Tc3 {
        service: v.given("service"),
        host: v.given("host"),
        content_type: v.given("content_type"),
        payload: v.given("payload").as_bytes(),
        timestamp: v.given_json("timestamp").as_i64().expect("a number"),
    }
}

fn tc3(v: &Vector) {
    let request = tc3_of(v);
    assert_eq!(
        hex(&digest::sha256(&[request.payload])),
        v.answer("hashed_payload")
    );
    assert_eq!(request.hashed(), v.answer("hashed_canonical_request"));
    assert_eq!(request.signature(v.given("secret_key")), v.answer("signature"));
    assert_eq!(
        request.authorization(v.given("secret_id"), v.given("secret_key")),
        format!(
            "TC3-HMAC-SHA256 Credential={}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature={}",
            v.given("secret_id"),
            v.answer("signature")
        )
    );
}

fn tc3_sms(v: &Vector) {
    assert_eq!(tc3_of(v).signature(v.given("secret_key")), v.answer("signature"));
}

fn doudian_request(v: &Vector) {
    let names = ["v", "timestamp", "param_json", "method", "app_key"];
    let params: Vec<(&str, &str)> = names.iter().map(|name| (*name, v.given(name))).collect();
    let secret = v.given("app_secret");
    assert_eq!(doudian::text(secret, &params), v.answer("plain"));
    assert_eq!(doudian::sign(secret, &params), v.answer("sign"));
}

pub fn as_bytes(pairs: &[(&str, &str)]) -> Vec<Pair> {
    let bytes = |text: &str| text.as_bytes().to_vec();
    pairs
        .iter()
        .map(|(name, value)| (bytes(name), bytes(value)))
        .collect()
}

/// These two examples are of a key of 1024 bits, which our scheme no longer believes: the library's leave for old keys
/// shows that text and signature belong together.
fn fits_the_old_key(v: &Vector, text: &[u8]) {
    assert_eq!(text, v.answer("string_to_sign").as_bytes());
    let (pem, sign) = (v.given("public_key_pem"), v.answer("sign"));
    let key: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = STANDARD.decode(key).expect("base64");
    let sign_bytes = STANDARD.decode(sign).expect("base64");
    UnparsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, key)
        .verify(text, &sign_bytes)
        .expect("it fits");
    assert!(!rsa::fits(pem, text, sign), "a key that can be broken");
}

fn alipay_request(v: &Vector) {
    let mut params = as_bytes(&v.pairs("params"));
    params.push((b"sign".to_vec(), b"x".to_vec()));
    params.push((b"notify_url".to_vec(), Vec::new()));
    fits_the_old_key(v, &alipay::text(&params));
    let content: Value =
        serde_json::from_str(v.given_json("params")["biz_content"].as_str().expect("a text"))
            .expect("JSON, as it is");
    assert_eq!(content["text"]["content"], "你好");
}

fn alipay_gateway(v: &Vector) {
    let mut params = as_bytes(&v.pairs("params"));
    params.push((b"sign".to_vec(), b"x".to_vec()));
    fits_the_old_key(v, &alipay::gateway_text(&params));
}
