//! Which passwords are acceptable.

/// Why a password is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PasswordRefused {
    /// Fewer than 12 characters.
    #[error("fewer than 12 characters")]
    TooShort,
    /// More than 128 characters (SECURITY T08).
    #[error("more than 128 characters")]
    TooLong,
    /// One of the first that anybody would try, or the person's own name or address.
    #[error("easily guessed")]
    Guessable,
}

const FIRST_TRIED: [&str; 12] = [
    "password", "passw0rd", "123456", "12345678", "qwerty", "admin", "welcome", "letmein", "iloveyou",
    "abc123", "yingke", "111111",
];

/// Checks a new password against length and the person's own `words` (name, mail address, company).
///
/// Length counts characters, so that 中文 pass phrases count as people read them.
pub fn check_password(password: &str, words: &[&str]) -> Result<(), PasswordRefused> {
    let length = password.chars().count();
    if length < 12 {
        return Err(PasswordRefused::TooShort);
    }
    if length > 128 {
        return Err(PasswordRefused::TooLong);
    }
    let lower = password.to_lowercase();
    let own = words
        .iter()
        .flat_map(|word| word.split(['@', ' ']))
        .filter(|word| word.chars().count() > 2);
    let rest = FIRST_TRIED
        .into_iter()
        .map(str::to_owned)
        .chain(own.map(str::to_lowercase))
        .fold(lower, |rest, word| rest.replace(&word, ""));
    let distinct = rest.chars().collect::<std::collections::BTreeSet<_>>().len();
    if distinct < 5 {
        Err(PasswordRefused::Guessable)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_guesses() {
        for (password, verdict) in [
            ("short", Err(PasswordRefused::TooShort)),
            (&"x".repeat(129), Err(PasswordRefused::TooLong)),
            ("aaaaaaaaaaaaaaaa", Err(PasswordRefused::Guessable)),
            ("password123456", Err(PasswordRefused::Guessable)),
            ("zhou.lan12345678", Err(PasswordRefused::Guessable)),
            ("correct horse battery", Ok(())),
            ("山野集的帐篷一点也不漏雨", Ok(())),
        ] {
            assert_eq!(
                check_password(password, &["周岚", "zhou.lan@example.com"]),
                verdict,
                "{password}"
            );
        }
    }
}
