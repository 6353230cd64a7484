//! Names of folders as IMAP writes them: UTF-7 with its own letters (RFC 3501, section 5.1.3).

use base64::{
    Engine as _,
    alphabet::IMAP_MUTF7,
    engine::general_purpose::{GeneralPurpose, NO_PAD},
};

const ENGINE: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// `已处理` as `&XfJZBHQG-`; `A & B` as `A &- B`.
pub(super) fn wire(name: &str) -> String {
    let mut text = String::new();
    let mut foreign = Vec::new();
    for letter in name.chars() {
        if matches!(letter, ' '..='~') {
            turn_back(&mut foreign, &mut text);
            text.push(letter);
            if letter == '&' {
                text.push('-');
            }
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                foreign.extend_from_slice(&unit.to_be_bytes());
            }
        }
    }
    turn_back(&mut foreign, &mut text);
    text
}

fn turn_back(foreign: &mut Vec<u8>, text: &mut String) {
    if !foreign.is_empty() {
        text.push('&');
        text.push_str(&ENGINE.encode(&foreign));
        text.push('-');
        foreign.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::wire;

    #[test]
    fn names_are_written_as_the_rfc_writes_them() {
        for (name, written) in [
            ("INBOX", "INBOX"),
            ("R&D", "R&-D"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("😀", "&2D3eAA-"),
        ] {
            assert_eq!(wire(name), written);
        }
    }
}
