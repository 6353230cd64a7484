//! One text for both engines: PostgreSQL's is written, SQLite's is derived.

use std::{borrow::Cow, fmt::Write as _};

/// The two engines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded, the default.
    Sqlite,
    /// When users outgrow one machine.
    Postgres,
}

/// A statement as SQLite takes it: `$1` → `?1`, `= ANY($1)` → `IN rarray(?1)`, no `FOR UPDATE`.
pub(crate) fn for_sqlite(sql: &str) -> Cow<'_, str> {
    if !sql.contains('$') {
        return Cow::Borrowed(sql);
    }
    let mut text = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at);
        let digits = after[1..].bytes().take_while(u8::is_ascii_digit).count();
        let number = &after[1..=digits];
        let array = before.strip_suffix("= ANY(");
        text.push_str(array.unwrap_or(before));
        let _ = if array.is_some() {
            write!(text, "IN rarray(?{number}")
        } else {
            write!(text, "?{number}")
        };
        rest = &after[1 + digits..];
    }
    text.push_str(rest);
    Cow::Owned(
        text.replace(" FOR UPDATE SKIP LOCKED", "")
            .replace(" FOR UPDATE", ""),
    )
}

/// A migration for one engine: picks its sections and names its types.
pub(crate) fn migration(text: &str, engine: Engine) -> String {
    let (own, other) = match engine {
        Engine::Sqlite => ("--sqlite", "--postgres"),
        Engine::Postgres => ("--postgres", "--sqlite"),
    };
    let mut kept = String::with_capacity(text.len());
    let mut skipping = false;
    for line in text.lines() {
        match line.trim() {
            "--both" => skipping = false,
            mark if mark == own => skipping = false,
            mark if mark == other => skipping = true,
            _ if skipping => {}
            _ => {
                kept.push_str(&typed(line, engine));
                kept.push('\n');
            }
        }
    }
    kept
}

fn typed(line: &str, engine: Engine) -> String {
    let words: [(&str, &str, &str); 6] = [
        (" ID", " BLOB", " UUID"),
        (" BYTES", " BLOB", " BYTEA"),
        (" DOC", " TEXT", " TEXT"),
        (") WITHOUT_ROWID;", ") WITHOUT ROWID;", ");"),
        ("LOCAL_KEY", "local INTEGER PRIMARY KEY,", ""),
        (
            "MESSAGE_KEY",
            "",
            ", PRIMARY KEY (workspace_id, conversation_id, seq)",
        ),
    ];
    words
        .iter()
        .fold(line.to_owned(), |line, (word, sqlite, postgres)| {
            let to = if engine == Engine::Sqlite {
                sqlite
            } else {
                postgres
            };
            let follows = |at: usize| {
                !line[at + word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            };
            match line.find(word) {
                Some(at) if follows(at) => format!("{}{}{}", &line[..at], to, &line[at + word.len()..]),
                _ => line,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_the_embedded_text() {
        for (written, derived) in [
            ("SELECT 1", "SELECT 1"),
            (
                "SELECT a FROM t WHERE w = $1 AND id = ANY($2)",
                "SELECT a FROM t WHERE w = ?1 AND id IN rarray(?2)",
            ),
            (
                "SELECT seq FROM head WHERE w = $1 FOR UPDATE",
                "SELECT seq FROM head WHERE w = ?1",
            ),
            ("VALUES ($1, $12)", "VALUES (?1, ?12)"),
        ] {
            assert_eq!(for_sqlite(written), derived);
        }
    }

    #[test]
    fn picks_sections_and_types() {
        let text = "a ID NOT NULL,\nb IDLE\n--sqlite\nlite\n--postgres\npg\n--both\nc BYTES";
        assert_eq!(
            migration(text, Engine::Sqlite),
            "a BLOB NOT NULL,\nb IDLE\nlite\nc BLOB\n"
        );
        assert_eq!(
            migration(text, Engine::Postgres),
            "a UUID NOT NULL,\nb IDLE\npg\nc BYTEA\n"
        );
    }
}
