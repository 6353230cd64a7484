#![no_main]
//! Credentials that strangers hand us.

use libfuzzer_sys::fuzz_target;
use uuid::Uuid;
use yingke_server::api::{page::List, signed_in::open_cookie, visitor_token::VisitorTokens};
use yingke_words::{ConversationId, Time, WorkspaceId};

fuzz_target!(|text: &str| {
    if let Some((workspace, _)) = open_cookie(text) {
        assert_eq!(text.len(), 64, "48 bytes as base64: {workspace}");
    }
    let now = Time::from_millis(1_795_338_000_000);
    assert!(VisitorTokens::new(&[7; 32]).visitor(text, now).is_none(), "nobody guesses our signature");
    let list = List("conversations", WorkspaceId::from(Uuid::from_u128(7)));
    if let Ok(Some(key)) = list.open::<(Time, ConversationId)>(Some(text)) {
        assert!(list.open::<(Time, ConversationId)>(Some(&list.seal(&key))).is_ok_and(|again| again == Some(key)));
    }
});
