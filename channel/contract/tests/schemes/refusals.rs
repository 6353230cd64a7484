//! What every scheme of a webhook refuses (SECURITY T65: signatures of another length that were compared as equal
//! beginnings).

mod case;
mod schemes;

use yingke_channel_contract::{
    Refusal,
    scheme::{dingtalk, feishu},
};

use crate::vector::post;
use case::{SECRET, now, turned};
use schemes::{all, crypt_of, encrypted};

#[test]
fn what_is_rightly_signed_is_believed() {
    for case in all() {
        let answer = (case.verify)(case.signed.clone(), case.secret, 0);
        assert_eq!(answer.err(), None, "{}", case.name);
    }
}

#[test]
fn a_missing_signature_is_none() {
    for case in all() {
        let refused = case.refused(case.with(None), case.secret);
        assert!(
            matches!(refused, Some(Refusal::Unsigned)),
            "{}: {refused:?}",
            case.name
        );
    }
}

#[test]
fn a_signature_that_is_empty_short_long_turned_or_doubled_does_not_fit() {
    for case in all() {
        let right = case.signature();
        let wrong = [
            String::new(),
            right[..right.len() - 1].to_owned(),
            right[..right.len() / 2].to_owned(),
            right[1..].to_owned(),
            format!("{right}0"),
            format!("{right}{right}"),
            format!("{right},{right}"),
            "0".repeat(right.len()),
            turned(&right),
        ];
        for signature in wrong {
            let refused = case.refused(case.with(Some(&signature)), case.secret);
            // A bearer without the word is no bearer; where hex is read in either case, a turned one is the same
            // bytes.
            let same_bytes =
                ["qq", "discord", "a MAC in a header"].contains(&case.name) && signature == turned(&right);
            let fits = match refused {
                Some(Refusal::WrongSignature) => true,
                Some(Refusal::Unsigned) => case.name == "a bearer",
                None => same_bytes,
                _ => false,
            };
            assert!(fits, "{}: {signature:?} gives {refused:?}", case.name);
        }
    }
}

#[test]
fn of_several_signatures_only_a_list_that_the_scheme_knows_is_read() {
    for case in all() {
        let right = case.signature();
        let list = format!("{} {right}", "0".repeat(right.len()));
        let refused = case.refused(case.with(Some(&list)), case.secret);
        assert_eq!(
            refused.is_none(),
            case.name == "standard webhooks",
            "{}: {refused:?}",
            case.name
        );
    }
}

#[test]
fn of_a_signature_that_is_there_twice_the_first_counts() {
    for case in all() {
        let wrong = "0".repeat(case.signature().len());
        let refused = case.refused(case.with_another_before(&wrong), case.secret);
        let fits = matches!(refused, Some(Refusal::WrongSignature | Refusal::Unsigned));
        assert!(fits, "{}: {refused:?}", case.name);
    }
}

#[test]
fn another_secret_or_none_believes_nothing() {
    for case in all() {
        let other = turned(case.secret).replace('0', "1");
        let refused = case.refused(case.signed.clone(), &other);
        let fits = matches!(refused, Some(Refusal::WrongSignature | Refusal::NotSetUp));
        assert!(fits, "{}: {refused:?}", case.name);
        let refused = case.refused(case.signed.clone(), "");
        assert_eq!(refused, Some(Refusal::NotSetUp), "{}", case.name);
    }
}

#[test]
fn a_changed_body_is_noticed_where_the_signature_covers_it() {
    for case in all() {
        let mut changed = case.signed.clone();
        let mut body = changed.body().to_vec();
        let at = body.len() - 10;
        body[at] ^= 1;
        *changed.0.body_mut() = body.into();
        let refused = case.refused(changed, case.secret);
        assert_eq!(refused.is_some(), case.covers_body, "{}: {refused:?}", case.name);
    }
}

#[test]
fn what_was_signed_too_long_ago_is_stale() {
    let mut some = 0;
    for case in all() {
        let at = |late| (case.verify)(case.signed.clone(), case.secret, late).err();
        if let Some(lasts) = case.lasts {
            some += 1;
            for late in [lasts, -lasts] {
                assert_eq!(at(late), None, "{}", case.name);
            }
            for late in [lasts + 1, -lasts - 1, i64::from(i32::MAX)] {
                assert_eq!(at(late), Some(Refusal::Stale), "{}", case.name);
            }
        }
    }
    assert_eq!(some, 5);
}

#[test]
fn what_is_meant_for_another_is_refused() {
    let (ours, other) = (crypt_of("corp1"), crypt_of("corp2"));
    let case = encrypted("dingtalk", "signature", |i, s, _| {
        dingtalk::callback(i, &crypt_of("corp1"), s)
    });
    assert!(dingtalk::callback(case.signed.clone(), &ours, SECRET).is_ok());
    let refused = dingtalk::callback(case.signed, &other, SECRET).err();
    assert_eq!(refused, Some(Refusal::WrongReceiver));
    let answer = dingtalk::success(&other, SECRET, now(0), "n", [7; 16]);
    let plain = other.decrypt(answer["encrypt"].as_str().expect("a text"));
    assert_eq!(plain.expect("ours"), "success");
}

#[test]
fn an_event_of_feishu_that_is_not_signed_may_only_try_the_address() {
    let trying = r#"{"type":"url_verification","challenge":"c","token":"t"}"#;
    let event = r#"{"schema":"2.0","header":{"token":"t"},"event":{}}"#;
    let sealed = |plain: &str| {
        let sealed = feishu::encrypt(SECRET, [7; 16], plain.as_bytes());
        format!("{{\"encrypt\":\"{sealed}\"}}")
    };
    let refused = |body: &str, encrypt_key, verification_token| {
        let keys = feishu::Keys {
            encrypt_key,
            verification_token,
        };
        feishu::verify(post("/k", &[], body), &keys).err()
    };
    for (body, key, token, expected) in [
        (trying, "", "t", None),
        (event, "", "t", None),
        (event, "", "other", Some(Refusal::WrongSignature)),
        ("{}", "", "t", Some(Refusal::Unsigned)),
        (&sealed(trying), SECRET, "t", None),
        (&sealed(event), SECRET, "t", Some(Refusal::Unsigned)),
        (&sealed(trying), SECRET, "other", Some(Refusal::WrongSignature)),
        (&sealed(trying), SECRET, "", Some(Refusal::NotSetUp)),
        (&sealed(trying), "other", "t", Some(Refusal::Unreadable)),
        (&sealed(trying), "", "t", Some(Refusal::NotSetUp)),
        (trying, "", "", Some(Refusal::NotSetUp)),
        ("<xml/>", "", "t", Some(Refusal::Unreadable)),
    ] {
        assert_eq!(refused(body, key, token), expected, "{body}");
    }
}
