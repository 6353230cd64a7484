#![no_main]
//! Files that strangers send: recognised, measured, cleaned of metadata, made small.

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use yingke_server::files::{
    kind::{self, Found},
    picture::{self, PIXELS},
    spool::HEAD,
    thumbnail::{self, SIDE},
};

fuzz_target!(|bytes: &[u8]| {
    let head = &bytes[..bytes.len().min(HEAD)];
    let Found::Picture(format) = kind::find(head) else { return };
    if picture::peek(format, head).is_err() {
        return;
    }
    let Ok(cleaned) = picture::clean(format, bytes) else { return };
    assert!(cleaned.pixels() <= PIXELS, "a flood of pixels");
    let head = &cleaned.bytes[..cleaned.bytes.len().min(HEAD)];
    assert_eq!(kind::find(head), Found::Picture(format), "it stays what it was");
    let again = picture::clean(format, &cleaned.bytes).expect("what was cleaned holds together");
    assert!(again == cleaned, "cleaning twice changes nothing");
    if cleaned.pixels() > 1 << 20 {
        return;
    }
    if let Ok(Some(small)) = thumbnail::make(&cleaned, Instant::now() + Duration::from_secs(10)) {
        let small = image::load_from_memory(&small.bytes).expect("our own picture");
        assert!(small.width() <= SIDE && small.height() <= SIDE, "it is small");
    }
});
