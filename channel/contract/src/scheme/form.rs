//! Forms as they were sent: pairs of bytes, in their order, for signatures over them. Not every form is UTF-8.

use percent_encoding::percent_decode;

/// A name and a value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// The pairs of an `application/x-www-form-urlencoded` text.
pub fn pairs(text: &[u8]) -> Vec<Pair> {
    let parts = text.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let at = part.iter().position(|byte| *byte == b'=');
            let (name, value) = match at {
                Some(at) => (&part[..at], &part[at + 1..]),
                None => (part, &b""[..]),
            };
            (decoded(name), decoded(value))
        })
        .collect()
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_decode(&spaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_repetitions_and_bytes_that_are_no_utf8() {
        let read = pairs(b"b=1+2&a=%C4%E3&b=%2B&&c&d=x=y&%zz=1");
        let shown: Vec<(&[u8], &[u8])> = read.iter().map(|(name, value)| (&name[..], &value[..])).collect();
        let expected: [(&[u8], &[u8]); 6] = [
            (b"b", b"1 2"),
            (b"a", b"\xC4\xE3"),
            (b"b", b"+"),
            (b"c", b""),
            (b"d", b"x=y"),
            (b"%zz", b"1"),
        ];
        assert_eq!(shown, expected);
    }
}
