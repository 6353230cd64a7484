#![no_main]
//! Names that strangers gave their files, and lines they typed.

use libfuzzer_sys::fuzz_target;
use yingke_server::{
    api::fields::{check_color, check_line, check_text},
    files::name::{LONGEST, clean, shown},
};

const TYPES: [&str; 5] = ["image/png", "image/jpeg", "text/plain", "application/zip", "application/octet-stream"];

fuzz_target!(|named: (u8, &str)| {
    let (kind, given) = named;
    let cleaned = clean(given);
    harmless(&cleaned);
    assert_eq!(clean(&cleaned), cleaned, "cleaning twice changes nothing");
    let media_type = TYPES[usize::from(kind) % TYPES.len()];
    let name = shown(given, media_type);
    harmless(&name);
    assert!(name.contains('.'), "it says what it is: {name:?}");
    assert_eq!(shown(&name, media_type), name, "showing twice changes nothing");
    let _ = (check_text("text", given, 100), check_color("color", given));
    if let Ok(line) = check_line("line", given, 100) {
        assert!(!line.contains(['\n', '\r', '\0']) && line.chars().count() <= 100);
    }
});

fn harmless(name: &str) {
    assert!(!name.is_empty() && name.chars().count() <= LONGEST, "{name:?}");
    assert!(!name.contains(['/', '\\', '\0', '\r', '\n', '"', '<', '>', ':']), "{name:?}");
    assert!(!name.chars().any(char::is_control) && !name.starts_with('.'), "{name:?}");
}
