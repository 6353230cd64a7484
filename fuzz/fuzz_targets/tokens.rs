#![no_main]
//! Credentials that strangers hand us.

use libfuzzer_sys::fuzz_target;
use yingke_server::api::{page, signed_in::open_cookie, visitor_token::VisitorTokens};
use yingke_words::{ConversationId, Time};

fuzz_target!(|text: &str| {
    if let Some((workspace, _)) = open_cookie(text) {
        assert_eq!(text.len(), 64, "48 bytes as base64: {workspace}");
    }
    let now = Time::from_millis(1_795_338_000_000);
    assert!(VisitorTokens::new(&[7; 32]).visitor(text, now).is_none(), "nobody guesses our signature");
    let _ = page::open::<(Time, ConversationId)>(Some(text));
});
