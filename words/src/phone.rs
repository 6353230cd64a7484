//! Telephone numbers.

use std::fmt;

/// A telephone number as one dials it: digits, perhaps with a `+` before them, so that one person has one number however
/// it was written down.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a telephone number")]
pub struct PhoneRefused;

impl Phone {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Phone {
    type Error = PhoneRefused;

    /// Reads what people write down: spaces, dashes, dots and brackets between the digits are no part of it.
    fn try_from(text: &str) -> Result<Self, Self::Error> {
        let dialled: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !"-.()（）‐–".contains(*c))
            .map(|c| if c == '＋' { '+' } else { c })
            .collect();
        let digits = dialled.strip_prefix('+').unwrap_or(&dialled);
        // E.164: at most 15 digits; nothing shorter than five is anybody's own number.
        let fits = (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits {
            Ok(Self(dialled))
        } else {
            Err(PhoneRefused)
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Phone;

    #[test]
    fn one_number_however_it_was_written_down() {
        for (text, dialled) in [
            ("138 0000 0000", "13800000000"),
            ("+86 138-0000-0000", "+8613800000000"),
            ("＋86（10）8888.0000", "+861088880000"),
            ("95588", "95588"),
        ] {
            let phone = Phone::try_from(text).unwrap();
            assert_eq!(phone.as_str(), dialled, "{text}");
        }
    }

    #[test]
    fn refuses_what_nobody_can_dial() {
        for text in [
            "",
            "1234",
            "12345678901234567",
            "138 0000 000x",
            "++86138",
            "13800000000;dial",
        ] {
            assert!(Phone::try_from(text).is_err(), "{text:?}");
        }
    }
}
