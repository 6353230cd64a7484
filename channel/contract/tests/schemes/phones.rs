//! SIP, SMPP, short messages.

use yingke_channel_contract::scheme::{
    hex,
    sip::{self, Algorithm, Digest},
    smpp::{self, Pdu, command},
    sms, unhex,
};
use yingke_words::Time;

use crate::{Check, vector::Vector};

pub const CHECKS: &[Check] = &[
    ("sip-1", digest),
    ("sip-2", digest_with_qop),
    ("sip-3", turn),
    ("sms-smpp-1", bind),
    ("sms-smpp-2", enquire),
    ("sms-1", segments),
];

fn digest(v: &Vector) {
    let digest = Digest {
        algorithm: Algorithm::Md5,
        username: v.given("username"),
        realm: v.given("realm"),
        password: v.given("password"),
        nonce: v.given("nonce"),
        nc: v.given("nc"),
        cnonce: v.given("cnonce"),
    };
    let response = digest.response(v.given("method"), v.given("uri"));
    assert_eq!(response, v.answer("response"));
}

fn digest_with_qop(v: &Vector) {
    assert_eq!(v.given("qop"), "auth");
    digest(v);
}

fn turn(v: &Vector) {
    let username = sip::turn_username(Time::from_millis(1_700_003_600_000), "alice");
    assert_eq!(username, v.given("username"));
    assert_eq!(
        sip::turn_password(v.given("secret"), &username),
        v.answer("password")
    );
}

fn sequence(v: &Vector) -> u32 {
    let number = v.given_json("sequence").as_u64();
    number
        .and_then(|number| number.try_into().ok())
        .expect("a number")
}

fn bind(v: &Vector) {
    let bind = smpp::bind_transceiver(sequence(v), v.given("system_id"), v.given("password"));
    assert_eq!(hex(&bind.expect("it fits its fields").bytes()), v.answer("hex"));
}

fn enquire(v: &Vector) {
    let asked = Pdu::request(command::ENQUIRE_LINK, sequence(v), Vec::new());
    assert_eq!(hex(&asked.bytes()), v.answer("req"));
    assert_eq!(hex(&asked.answer(0, Vec::new()).bytes()), v.answer("resp"));
    let read = Pdu::read(&unhex(v.answer("req")).expect("hex"));
    assert_eq!(read, Ok(Some((asked, 16))));
}

fn segments(v: &Vector) {
    let cases = v.given_json("cases").as_array().expect("a list");
    let expected = v.answer_json("encoding_parts").as_array().expect("a list");
    assert_eq!(cases.len(), expected.len());
    for (text, expected) in cases.iter().zip(expected) {
        let text = text.as_str().expect("a text");
        let (alphabet, parts) = sms::parts(text);
        let name = match alphabet {
            sms::Alphabet::Gsm7 => "GSM7",
            sms::Alphabet::Ucs2 => "UCS2",
        };
        assert_eq!(*expected, serde_json::json!([name, parts.len()]), "{text}");
        assert_eq!(parts.concat(), text);
    }
}
