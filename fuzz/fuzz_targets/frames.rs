#![no_main]
//! What sockets say, and what other nodes say.

use libfuzzer_sys::fuzz_target;
use yingke_server::live::{
    frame::{FromAgent, FromVisitor},
    passing::Word,
};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = serde_json::from_slice::<FromAgent>(bytes) {
        let again = serde_json::to_vec(&frame).expect("frames are plain data");
        serde_json::from_slice::<FromAgent>(&again).expect("what was understood is understood again");
    }
    if let Ok(frame) = serde_json::from_slice::<FromVisitor>(bytes) {
        let again = serde_json::to_vec(&frame).expect("frames are plain data");
        serde_json::from_slice::<FromVisitor>(&again).expect("what was understood is understood again");
    }
    let _ = serde_json::from_slice::<Word>(bytes);
    let _ = serde_json::from_slice::<yingke_conversation::Event>(bytes);
});
