#![no_main]
//! Containers that strangers send: which document they hold, by their own tables of contents.

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use yingke_server::files::office::{COMPOUND, DOC, DOCX, PPT, PPTX, XLS, XLSX, ZIP, look};

fuzz_target!(|bytes: &[u8]| {
    let said = |kind| look(kind, &mut Cursor::new(bytes)).expect("memory can be read");
    for kind in [ZIP, DOCX, XLSX, PPTX] {
        assert!([ZIP, DOCX, XLSX, PPTX].contains(&said(kind)), "an archive is one");
    }
    assert!([COMPOUND, DOC, XLS, PPT].contains(&said(DOC)), "an older document is one");
    assert_eq!(said("image/png"), "image/png", "what is no container is not opened");
});
