//! Bytes to text, whatever the mail says of its charset: wrong and missing labels are common, above all in Chinese mails.

use encoding_rs::{Encoding, GB18030, ISO_2022_JP, UTF_8, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

/// The text of these bytes, said to be in `label` (empty: it does not say).
pub fn decode(bytes: &[u8], label: &str) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    let label = label.trim().trim_matches(['"', '\'']);
    if bytes.is_ascii() && !shifts(bytes) && !label.to_ascii_lowercase().starts_with("utf-7") {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let encoding = named(label);
    if let Some(encoding) = encoding.filter(|one| *one != UTF_8 && *one != WINDOWS_1252) {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        return match std::str::from_utf8(bytes) {
            Ok(better) if wrong => better.to_owned(),
            _ => text.into_owned(),
        };
    }
    if encoding.is_none()
        && let Some(decoder) = charset_decoder(label.as_bytes())
    {
        return decoder(bytes);
    }
    // Latin-1, ASCII, UTF-8 or nothing: the labels of programs that know no better. What is whole UTF-8 is UTF-8.
    if let Ok(text) = std::str::from_utf8(bytes)
        && !shifts(bytes)
    {
        return text.to_owned();
    }
    if encoding == Some(WINDOWS_1252) && !chinese(bytes) {
        return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    }
    if encoding == Some(UTF_8) && mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    guessed(bytes).decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding of a label, with the names that mails use and the web does not.
fn named(label: &str) -> Option<&'static Encoding> {
    let lower = label.to_ascii_lowercase();
    match lower.as_str() {
        "cp936" | "ms936" | "gb2312-80" | "gb-2312" | "gbk2312" | "gb18030-2000" | "windows-936" => {
            Some(GB18030)
        }
        "cp932" => Encoding::for_label(b"shift_jis"),
        "cp949" | "ks_c_5601" => Encoding::for_label(b"euc-kr"),
        "cp950" => Encoding::for_label(b"big5"),
        "utf8mb4" | "utf-8mb4" | "unicode-1-1-utf-8" => Some(UTF_8),
        "cp1252" | "ansi" | "8bit" => Some(WINDOWS_1252),
        // GB 18030 holds GBK and GB 2312.
        _ => Encoding::for_label(lower.as_bytes()).map(
            |one| {
                if one == encoding_rs::GBK { GB18030 } else { one }
            },
        ),
    }
}

/// Whether it shifts into another character set, as only ISO-2022 does.
fn shifts(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| {
        matches!(
            three,
            [0x1b, b'$', b'@' | b'B' | b'('] | [0x1b, b'(', b'J' | b'I']
        )
    })
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    if shifts(bytes) {
        ISO_2022_JP
    } else if chinese(bytes) {
        GB18030
    } else if mostly_utf8(bytes) {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

/// Whether nearly all that is not ASCII stands in pairs of GB 2312's characters and marks. In a western language such
/// letters stand alone.
fn chinese(bytes: &[u8]) -> bool {
    let (mut pairs, mut alone, mut at) = (0_usize, 0_usize, 0);
    while at < bytes.len() {
        let lead = matches!(bytes[at], 0xa1..=0xa3 | 0xb0..=0xf7);
        if lead && bytes.get(at + 1).is_some_and(|trail| *trail >= 0xa1) {
            pairs += 1;
            at += 2;
        } else {
            alone += usize::from(bytes[at] >= 0x80);
            at += 1;
        }
    }
    pairs >= 2 && pairs >= alone * 10
}

/// Whether it is UTF-8 but for a few bytes: a cut character, a pasted one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn windows_1252_labelled_latin_1() {
        assert_eq!(
            decode(b"caf\xe9 \x93quoted\x94 \x80 5", "iso-8859-1"),
            "café “quoted” € 5"
        );
    }

    #[test]
    fn wrong_and_missing_labels() {
        let gb = encoding_rs::GB18030
            .encode("您好，我想问一下订单的物流。𠮷")
            .0
            .into_owned();
        for label in [
            "gb2312",
            "GBK",
            "cp936",
            "",
            "us-ascii",
            "utf-8",
            "iso-8859-1",
            "x-unknown",
        ] {
            let plain = gb[..gb.len() - 4].to_vec();
            assert_eq!(decode(&plain, label), "您好，我想问一下订单的物流。", "{label}");
        }
        assert_eq!(decode(&gb, "gb2312"), "您好，我想问一下订单的物流。𠮷");
        for label in ["", "us-ascii", "iso-8859-1", "utf8", "gb2312"] {
            assert_eq!(
                decode("订单号 A-17，谢谢".as_bytes(), label),
                "订单号 A-17，谢谢",
                "{label}"
            );
        }
        assert_eq!(decode("naïve".as_bytes(), "x-unknown"), "naïve");
        assert_eq!(
            decode("您好\u{1F600}".as_bytes().split_last().unwrap().1, "utf-8"),
            "您好\u{FFFD}"
        );
    }

    #[test]
    fn the_rest_of_the_zoo() {
        let jp = b"\x1b$B$3$s$K$A$O\x1b(B";
        assert_eq!(decode(jp, "iso-2022-jp"), "こんにちは");
        assert_eq!(decode(jp, ""), "こんにちは");
        assert_eq!(decode(b"\x82\xb1\x82\xf1", "Shift_JIS"), "こん");
        assert_eq!(decode(b"\xa7A\xa6n", "big5"), "你好");
        assert_eq!(decode(b"\xbe\xc8\xb3\xe7", "ks_c_5601-1987"), "안녕");
        assert_eq!(decode(b"\xf0\xd2\xc9\xd7\xc5\xd4", "koi8-r"), "Привет");
        assert_eq!(decode(b"Hi Mom -+Jjo--!", "utf-7"), "Hi Mom -☺-!");
        assert_eq!(decode(b"\xff\xfeh\0i\0", "utf-8"), "hi");
        assert_eq!(decode(b"\xef\xbb\xbfhi", ""), "hi");
        assert_eq!(decode(b"\x81\x8d", "x"), "\u{81}\u{8d}");
    }
}
