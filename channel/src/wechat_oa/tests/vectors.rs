//! Published answers, and what an SDK made.

use http::Request as Http;
use yingke_channel_contract::{
    Channel as _, Incoming,
    kit::Kit,
    scheme::{sorted_sha1, wxcrypt::Crypt},
};

use super::*;

/// `wx-plain-1` (tests of wechatpy), `wx-sha1sort-abc` (tests of silenceper/wechat).
#[test]
fn plain_signatures() {
    assert_eq!(
        sorted_sha1::signature(&["test", "1410685589", "test"]),
        "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"
    );
    assert_eq!(
        sorted_sha1::signature(&["a", "b", "c"]),
        "a9993e364706816aba3e25717850c26c9cd0d89d"
    );
}

/// `wx-plain-1` as an address check: what the SDK's tests hold right, we let in.
#[test]
fn the_sdks_signed_address_check_is_answered() {
    let kit = Kit {
        now: 1_410_685_589_000,
        ..kit(&[("token", "test")], |_, _| {})
    };
    let signed = "signature=f21891de399b4e33a1a93c9a7b8a8fffb5a443ff&timestamp=1410685589&nonce=test";
    let request = Http::get(format!("/api/v1/hooks/KEY?{signed}&echostr=hello"))
        .body(Bytes::new())
        .unwrap();
    let answer = kit.within(|ctx| {
        let verified = kit.channel.verify(ctx, Incoming(request)).unwrap();
        kit.channel.parse(ctx, &verified).answer
    });
    assert_eq!(answer.body().as_ref(), b"hello");
}

/// `wx-aes-wxjava1` (tests of `WxJava`): the key ends in bits that a strict decoder refuses.
#[test]
fn encryption_with_a_key_that_ends_oddly() {
    let crypt = Crypt::new(
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "wxb11529c136998cb6",
    )
    .unwrap();
    let wanted = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";
    assert_eq!(
        crypt.encrypt("我是中文abcd123".as_bytes(), b"aaaabbbbccccdddd"),
        wanted
    );
    assert_eq!(crypt.decrypt(wanted).unwrap(), "我是中文abcd123".as_bytes());
}

/// `wecom-encrypt-reply` (tests of wechatpy): the envelope is the same wherever this family is used.
#[test]
fn the_published_envelope_is_opened() {
    const ENVELOPE: &str = include_str!("../fixtures/vector_envelope.xml");
    let signature = "407518b7649e86ef23978113f92d27afa9296533";
    let kit = Kit {
        now: 1_411_525_903_000,
        ..kit(
            &[
                ("appid", "wx49f0ab532d5d035a"),
                ("token", "123456"),
                ("aes_key", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"),
            ],
            |_, _| {},
        )
    };
    let query = format!("timestamp=1411525903&nonce=461056294&encrypt_type=aes&msg_signature={signature}");
    let request = Http::post(format!("/api/v1/hooks/KEY?{query}"))
        .body(Bytes::from(ENVELOPE))
        .unwrap();
    let verified = kit.within(|ctx| kit.channel.verify(ctx, Incoming(request)).unwrap());
    let plain = "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n\
                 <FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n\
                 <ToUserName><![CDATA[messense]]></ToUserName>\n<AgentID>1</AgentID>\n\
                 <CreateTime>1411525903</CreateTime>\n</xml>";
    assert_eq!(verified.body(), plain.as_bytes());
    let random: [u8; 16] = *b"1234567890123456";
    let crypt = Crypt::new(
        "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        "wx49f0ab532d5d035a",
    )
    .unwrap();
    assert!(ENVELOPE.contains(&crypt.encrypt(plain.as_bytes(), &random)));
}

/// Made by wechatpy 1.8.18, `WeChatCrypto.encrypt_message`, for a message of ours.
#[test]
fn what_an_sdk_encrypted_and_signed_is_accepted() {
    const ENVELOPE: &str = include_str!("../fixtures/wechatpy_envelope.xml");
    let between = |from: &str, to: &str| {
        let (_, rest) = ENVELOPE.split_once(from).unwrap();
        rest.split_once(to).unwrap().0.to_owned()
    };
    let signature = between("<MsgSignature><![CDATA[", "]]>");
    let query = format!("timestamp=1795338001&nonce=1320562132&encrypt_type=aes&msg_signature={signature}");
    let request = Http::post(format!("/api/v1/hooks/KEY?{query}"))
        .body(Bytes::from(ENVELOPE))
        .unwrap();
    let parsed = safe().within(|ctx| {
        let verified = WechatOa.verify(ctx, Incoming(request)).unwrap();
        WechatOa.parse(ctx, &verified)
    });
    let ours = plain().parsed("text");
    assert_eq!(parsed.events, ours.events);
}
