//! What single fields hold: each check names the field it refuses.

use std::collections::HashSet;
use std::hash::Hash;

use serde::{Deserialize, Deserializer};
use yingke_staff::Hours;

use super::problem::Problem;

/// A colour, `#RRGGBB`, in capitals.
pub fn check_color(field: &str, color: &str) -> Result<String, Problem> {
    let digits = color.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(color.to_ascii_uppercase())
    } else {
        Err(Problem::field(field, "a colour as #RRGGBB"))
    }
}

/// A text of several lines with at most `most` characters.
pub fn check_text(field: &str, text: &str, most: usize) -> Result<String, Problem> {
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > most || text.chars().any(odd) {
        return Err(Problem::field(
            field,
            format!("at most {most} characters of text"),
        ));
    }
    Ok(text)
}

/// A text of one line with at most `most` characters.
pub fn check_line(field: &str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(Problem::field(
            field,
            format!("at most {most} characters in one line"),
        ));
    }
    Ok(text.to_owned())
}

/// A number within bounds.
pub fn check_number(field: &str, number: i64, (least, most): (i64, i64)) -> Result<i64, Problem> {
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(Problem::field(field, format!("{least} to {most}")))
    }
}

/// Working hours; what is refused is said of the part that is wrong.
pub fn check_hours(field: &str, hours: &Hours) -> Result<(), Problem> {
    hours
        .check()
        .map_err(|refused| Problem::field(&format!("{field}.{}", refused.field()), refused))
}

/// A field of a change that can also be taken away: what is not there stays, `null` takes it away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Given<T> {
    /// Not there.
    #[default]
    Kept,
    /// `null`.
    Removed,
    /// A value.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Removed, Self::Set))
    }
}

impl<T> Given<T> {
    /// What is after the change.
    pub fn after(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Kept => before,
            Self::Removed => None,
            Self::Set(value) => Some(value),
        }
    }
}

/// Ids that all exist, each once, in the order given.
pub fn check_ids<T: Copy + Eq + Hash>(field: &str, ids: &[T], known: &[T]) -> Result<Vec<T>, Problem> {
    let known: HashSet<T> = known.iter().copied().collect();
    let mut seen = HashSet::new();
    if ids.iter().any(|id| !known.contains(id)) {
        return Err(Problem::field(field, "one of them does not exist here"));
    }
    Ok(ids.iter().copied().filter(|id| seen.insert(*id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_hold_what_they_say() {
        assert_eq!(check_color("color", "#c53030").unwrap(), "#C53030");
        for color in ["c53030", "#c5303", "#c53030f", "#ggg000", "red", "#c5 030", ""] {
            assert!(check_color("color", color).is_err(), "{color}");
        }
        assert_eq!(check_text("t", " a\r\nb ", 3).unwrap(), "a\nb");
        assert!(check_text("t", "a\u{0}", 9).is_err() && check_text("t", "abcd", 3).is_err());
        assert!(check_line("t", "a\nb", 9).is_err() && check_line("t", "", 9).is_ok());
        assert!(check_number("n", 0, (0, 5)).is_ok() && check_number("n", 6, (0, 5)).is_err());
        assert_eq!(check_ids("ids", &[2, 1, 2], &[1, 2, 3]).unwrap(), [2, 1]);
        assert!(check_ids("ids", &[4], &[1, 2, 3]).is_err());
    }
}
