//! Mail and XMPP: signing in, and what is signed.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use yingke_channel_contract::scheme::{
    dkim::{self, Verdict},
    sasl, scram,
    xmpp::{self, Identity},
};
use yingke_words::Time;

use crate::{Check, vector::Vector};

pub const CHECKS: &[Check] = &[
    ("email-1", xoauth2),
    ("email-2", oauthbearer),
    ("email-3", cram_md5),
    ("email-4", dkim_mail),
    ("xmpp-1", handshake),
    ("xmpp-2", caps),
    ("xmpp-imap-1", scram_sha_256),
];

fn xoauth2(v: &Vector) {
    assert_eq!(sasl::xoauth2(v.given("user"), v.given("token")), v.answer("b64"));
    v.elsewhere(
        "expected",
        "on_error",
        "the mail transport: an empty line, then the refusal",
    );
}

fn oauthbearer(v: &Vector) {
    let port = v
        .given_json("port")
        .as_u64()
        .and_then(|port| port.try_into().ok());
    let (host, port) = (v.given("host"), port.expect("a port"));
    let said = sasl::oauthbearer(v.given("user"), host, port, v.given("token"));
    assert_eq!(said, v.answer("b64"));
    assert_eq!(sasl::OAUTHBEARER_GIVES_UP, v.answer("on_error_client_sends"));
}

fn cram_md5(v: &Vector) {
    let said = sasl::cram_md5(v.given("user"), v.given("secret"), v.given("challenge"));
    assert_eq!(said, v.answer("response"));
}

/// The day on which the vector's mail was signed.
const NOW: Time = Time::from_millis(1_795_329_615_000);

fn judged(mail: &str, record: Option<&str>) -> Verdict {
    let key = |name: &str| {
        let ours = name == "brisbane._domainkey.football.example.com";
        record.filter(|_| ours).map(str::to_owned)
    };
    dkim::judge(mail.as_bytes(), key, NOW)
}

fn dkim_mail(v: &Vector) {
    let mail = v.given("message");
    let (_, body) = mail.split_once("\r\n\r\n").expect("a body");
    let hash = STANDARD.encode(dkim::body_hash(body.as_bytes()));
    assert_eq!(hash, v.answer("body_hash_relaxed"));
    let records = v.given_json("dns_txt").as_object().expect("an object");
    let record = records.values().next().and_then(|record| record.as_str());
    assert_eq!(v.answer("result"), "pass");
    let pass = Verdict::Pass("football.example.com".to_owned());
    assert_eq!(judged(mail, record), pass);
    assert_eq!(v.answer("tampered_body"), "fail");
    // Relaxed: white space at a line's end, and a header folded otherwise.
    let spaced = mail
        .replace("dinner ready", "dinner\r\n\tready")
        .replace("hungry yet?\r\n", "hungry   yet? \t\r\n")
        + "\r\n\r\n";
    assert_eq!(judged(&spaced, record), pass);
    for (from, to) in [
        ("We lost", "We won"),
        ("dinner", "supper"),
        ("From: Joe", "From: Eve"),
        ("h=from : to", "h=to"),
        ("d=football", "d=soccer"),
        ("b=Wetl5", "b=Xetl5"),
    ] {
        assert_eq!(judged(&mail.replace(from, to), record), Verdict::Fail, "{to}");
    }
    for record in [
        None,
        Some("v=DKIM1; k=ed25519; p="),
        Some("v=DKIM1; k=rsa; p=AAAA"),
        Some(""),
    ] {
        assert_eq!(judged(mail, record), Verdict::Fail, "{record:?}");
    }
    for none in [
        "",
        "From: a\r\n\r\nHi",
        &mail.replace("ed25519-sha256", "rsa-sha256"),
    ] {
        assert_eq!(judged(none, record), Verdict::None);
    }
}

fn handshake(v: &Vector) {
    let said = xmpp::handshake(v.given("stream_id"), v.given("secret"));
    assert_eq!(said, v.answer("handshake"));
}

fn caps(v: &Vector) {
    let exodus = Identity {
        category: "client",
        kind: "pc",
        lang: "",
        name: "Exodus 0.9.1",
    };
    let features = [
        "http://jabber.org/protocol/muc",
        "http://jabber.org/protocol/disco#info",
        "http://jabber.org/protocol/disco#items",
        "http://jabber.org/protocol/caps",
    ];
    let text = xmpp::caps_text(&[exodus], &features, &[]).expect("no separator in it");
    assert_eq!(text, v.given("string"));
    assert_eq!(xmpp::caps_ver(&text), v.answer("ver"));
}

fn scram_sha_256(v: &Vector) {
    let (user, password) = (v.given("user"), v.given("password"));
    let all = v.given("auth_message");
    let (client_first, rest) = all.split_once(",r=rOprNGfwEbeRWgbNEkqO%").expect("two messages");
    let (server_first, last) = rest.split_once(",c=").expect("three messages");
    let server_first = format!("r=rOprNGfwEbeRWgbNEkqO%{server_first}");
    assert_eq!(scram::first(user, "rOprNGfwEbeRWgbNEkqO"), client_first);
    let proof = scram::prove(password, client_first, &server_first).expect("a challenge");
    assert_eq!(proof.message, format!("c={last},p={}", v.answer("p")));
    assert!(proof.answered(&format!("v={}", v.answer("v"))));
    for wrong in ["", "v=", "e=invalid-proof", "v=6rriTRBi23WpRR"] {
        assert!(!proof.answered(wrong), "{wrong}");
    }
    for (from, to) in [
        ("r=rOpr", "r=xOpr"),
        ("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", ""),
        ("i=4096", "i=1"),
        ("i=4096", "i=4294967295"),
        ("i=4096", "i=x"),
        (",s=", ",t="),
        ("s=W22", "s=?"),
    ] {
        let wrong = server_first.replace(from, to);
        assert!(scram::prove(password, client_first, &wrong).is_none(), "{wrong}");
    }
}
