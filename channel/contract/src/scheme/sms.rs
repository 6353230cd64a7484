//! How many short messages a text becomes (3GPP TS 23.038, TS 23.040): what an operator charges for.

/// How a text travels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alphabet {
    /// Seven bits a character, and two characters where it is of the extension.
    Gsm7,
    /// UTF-16.
    Ucs2,
}

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

impl Alphabet {
    /// The one that a text needs.
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| BASIC.contains(c) || EXTENSION.contains(c)) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    /// How much one message takes, and how much where it is a part: a header says which.
    const fn room(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }

    fn length(self, c: char) -> usize {
        match self {
            Self::Gsm7 if EXTENSION.contains(c) => 2,
            Self::Gsm7 => 1,
            Self::Ucs2 => c.len_utf16(),
        }
    }
}

/// The parts of a text. An escape and what it escapes stay together, and so do surrogates.
pub fn parts(text: &str) -> (Alphabet, Vec<&str>) {
    let alphabet = Alphabet::of(text);
    let (alone, shared) = alphabet.room();
    let whole: usize = text.chars().map(|c| alphabet.length(c)).sum();
    if whole <= alone {
        return (alphabet, vec![text]);
    }
    let (mut parts, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        let length = alphabet.length(c);
        if used + length > shared {
            parts.push(&text[start..at]);
            (start, used) = (at, 0);
        }
        used += length;
    }
    parts.push(&text[start..]);
    (alphabet, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_no_character_is_cut() {
        assert_eq!(BASIC.chars().count(), 127, "all but the escape");
        for text in [
            "a".repeat(152) + "€" + &"b".repeat(152),
            "好".repeat(66) + "😀你",
            String::new(),
        ] {
            let (alphabet, parts) = parts(&text);
            assert_eq!(parts.concat(), text);
            for part in &parts {
                let length: usize = part.chars().map(|c| alphabet.length(c)).sum();
                assert!(length <= alphabet.room().0, "{length}");
            }
        }
        // 152 + 2 do not fit into 153: the pair moves on.
        assert_eq!(parts(&("a".repeat(152) + "€" + &"b".repeat(10))).1[0].len(), 152);
    }
}
