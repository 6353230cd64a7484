#![no_main]
//! What people search for, in what people wrote.

use libfuzzer_sys::fuzz_target;
use yingke_store::highlights;

fuzz_target!(|pair: (&str, &str)| {
    let (text, question) = pair;
    let length = text.encode_utf16().count();
    let mut last = 0;
    for (start, end) in highlights(text, question) {
        assert!(last <= start && start < end && end <= length, "in order, apart, inside");
        last = end;
    }
});
