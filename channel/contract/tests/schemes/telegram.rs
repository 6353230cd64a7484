//! Telegram.

use yingke_channel_contract::{
    Refusal,
    scheme::{secret, telegram},
};
use yingke_words::{Span, Time};

use crate::{
    Check,
    vector::{Vector, post},
};

pub const CHECKS: &[Check] = &[
    ("telegram-1", widget),
    ("telegram-2", app),
    ("telegram-3", header),
];

const SIGNED: Time = Time::from_millis(1_700_000_000_000);
const DAY: Span = Span::hours(24);

fn widget(v: &Vector) {
    let token = v.given("bot_token");
    let mut fields = v.pairs("fields");
    assert_eq!(telegram::widget_hash(token, &fields), v.answer("hash"));
    fields.push(("hash", v.answer("hash")));
    assert_eq!(telegram::widget(token, &fields, SIGNED + DAY, DAY), Ok(()));
    let late = telegram::widget(token, &fields, SIGNED + DAY + Span::seconds(1), DAY);
    assert_eq!(late, Err(Refusal::Stale));
    fields.push(("is_admin", "1"));
    let more = telegram::widget(token, &fields, SIGNED, DAY);
    assert_eq!(more, Err(Refusal::WrongSignature));
}

fn app(v: &Vector) {
    let (token, data) = (v.given("bot_token"), v.given("initData"));
    assert!(data.ends_with(v.answer("hash")));
    let fields = telegram::init_data(token, data, SIGNED, DAY).expect("it fits");
    let user = fields.iter().find(|(name, _)| name == "user").expect("a user");
    assert_eq!(user.1, r#"{"id":42,"first_name":"Ann"}"#);
    let other = data.replace("42", "43");
    assert_eq!(
        telegram::init_data(token, &other, SIGNED, DAY),
        Err(Refusal::WrongSignature)
    );
    assert_eq!(
        telegram::init_data(token, data, SIGNED + DAY + DAY, DAY),
        Err(Refusal::Stale)
    );
    assert_eq!(
        telegram::init_data(token, "auth_date=1700000000", SIGNED, DAY),
        Err(Refusal::Unsigned)
    );
}

fn header(v: &Vector) {
    let name = "X-Telegram-Bot-Api-Secret-Token";
    let token = v.given("secret_token");
    let right = post("/k", &[(name, v.given("header"))], "{}");
    assert!(secret::header(right, name, token).is_ok());
    assert_eq!(v.answer_json("status"), 200);
    let missing = secret::header(post("/k", &[], "{}"), name, token).expect_err("no header");
    let wrong = secret::header(post("/k", &[(name, "s3cr3t_tok2")], "{}"), name, token).expect_err("wrong");
    for refusal in [missing, wrong] {
        assert_eq!(v.answer_json("missing_or_wrong"), refusal.status().as_u16());
    }
}
