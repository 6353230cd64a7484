//! Matrix: signatures over canonical JSON (spec.matrix.org, appendices, "Signing JSON"). An application service is known
//! by a token: [`super::secret::bearer`].

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde_json::{Map, Value};

// Base64 is read with padding and without, and the specification's own seed has bits left over.
use super::wxcrypt::LENIENT;

/// Numbers beyond this are no integers everywhere.
const LARGEST: i64 = (1 << 53) - 1;

/// The shortest JSON: names sorted, nothing between, no fractions. None where a number is not allowed.
pub fn canonical(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => {
            let whole = number.as_i64()?;
            (-LARGEST..=LARGEST).contains(&whole).then(|| whole.to_string())
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect::<Option<_>>()?;
            Some(format!("[{}]", items.join(",")))
        }
        Value::Object(fields) => object(fields),
        plain => serde_json::to_string(plain).ok(),
    }
}

fn object(fields: &Map<String, Value>) -> Option<String> {
    // Sorted here: whether the map is sorted depends on the library's features.
    let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    let pairs: Vec<String> = sorted
        .into_iter()
        .map(|(name, value)| {
            Some(format!(
                "{}:{}",
                serde_json::to_string(name).ok()?,
                canonical(value)?
            ))
        })
        .collect::<Option<_>>()?;
    Some(format!("{{{}}}", pairs.join(",")))
}

/// What of an object is signed: all but what was added after.
fn signed(object: &Value) -> Option<String> {
    let mut rest = object.as_object()?.clone();
    rest.remove("signatures");
    rest.remove("unsigned");
    self::object(&rest)
}

/// The signature of an object, under a seed in unpadded base64.
pub fn sign(seed: &str, object: &Value) -> Option<String> {
    let seed: [u8; 32] = LENIENT.decode(seed).ok()?.try_into().ok()?;
    let signature = SigningKey::from_bytes(&seed).sign(signed(object)?.as_bytes());
    Some(STANDARD_NO_PAD.encode(signature.to_bytes()))
}

/// Whether `server` signed the object with `key_id` (`ed25519:1`), whose public key this is.
pub fn fits(object: &Value, server: &str, key_id: &str, public_key: &str) -> bool {
    let checked = || {
        let key: [u8; 32] = LENIENT.decode(public_key).ok()?.try_into().ok()?;
        let given = object["signatures"][server][key_id].as_str()?;
        let given = Signature::from_slice(&LENIENT.decode(given).ok()?).ok()?;
        let key = VerifyingKey::from_bytes(&key).ok()?;
        key.verify_strict(signed(object)?.as_bytes(), &given).ok()
    };
    checked().is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn canonical_json_is_the_specs() {
        // The examples of the appendix.
        let given = json!({ "日": 1, "本": 2 });
        assert_eq!(canonical(&given).unwrap(), r#"{"日":1,"本":2}"#);
        let given = json!({ "one": 1, "two": "Two", "a": null, "b": [true, -0], "c": "\u{7}\n日" });
        assert_eq!(
            canonical(&given).unwrap(),
            r#"{"a":null,"b":[true,0],"c":"\u0007\n日","one":1,"two":"Two"}"#
        );
        for number in [
            json!(1.5),
            json!(1_u64 << 53),
            json!(-(1_i64 << 53)),
            json!(u64::MAX),
        ] {
            assert_eq!(canonical(&json!({ "n": [number] })), None);
        }
    }
}
