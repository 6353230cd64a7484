//! The new words of a mail, and what is folded away: earlier mails and the signature. Nothing is thrown away.
//!
//! A mail that answers between the lines it quotes is left whole, and so is one that is all quote, or passed on.

use super::quote_words::{DEVICES, FORWARDED, FORWARDS, FROM, LABELS, ON, SEPARATORS, WROTE};

/// A line of a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// It.
    pub text: String,
    /// An earlier mail's.
    pub quoted: bool,
}

/// A mail's words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folded {
    /// What is new.
    pub text: String,
    /// What is folded away.
    pub quoted: String,
}

/// A signature has at most so many lines.
const SIGNATURE: usize = 20;

impl Line {
    /// Whether nothing stands on it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The lines of a plain text.
pub fn lines(text: &str) -> Vec<Line> {
    text.lines()
        .map(|line| Line {
            quoted: line.trim_start().starts_with('>'),
            text: line.trim_end().to_owned(),
        })
        .collect()
}

/// Whether a mail with this subject passes another one on.
pub fn forwards(subject: &str) -> bool {
    let subject = subject.trim().to_lowercase();
    FORWARDS.iter().any(|start| subject.starts_with(start))
}

/// Folds away what is not new.
pub fn fold(lines: &[Line], forwarded: bool) -> Folded {
    if forwarded || lines.iter().any(passes_on) {
        return whole(lines);
    }
    let mut old: Vec<bool> = lines.iter().map(|line| line.quoted).collect();
    introductions(lines, &mut old);
    signature(lines, &mut old);
    let new = |at: &usize| !old[*at] && !lines[*at].is_blank();
    let (Some(first), Some(last)) = ((0..lines.len()).find(new), (0..lines.len()).rfind(new)) else {
        return whole(lines);
    };
    // Somebody who answers between the lines wants them read together: without its question an answer says nothing.
    let between = (first..last).any(|at| old[at] && !lines[at].is_blank());
    let start = if between { 0 } else { first };
    Folded {
        text: joined(&lines[start..=last]),
        quoted: joined(&[&lines[..start], &lines[last + 1..]].concat()),
    }
}

fn whole(lines: &[Line]) -> Folded {
    Folded {
        text: joined(lines),
        quoted: String::new(),
    }
}

/// With at most one empty line in a row, and none around.
fn joined(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut blank = 0;
    for line in lines {
        if line.is_blank() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(line.text.trim_end());
        blank = 0;
    }
    out
}

/// The words of a line between its dashes; none when it has no dashes.
fn between_dashes(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(['>', ' ']);
    let inner =
        line.trim_matches(|c: char| matches!(c, '-' | '_' | '=' | '*' | '—' | '－') || c.is_whitespace());
    let dashes = line
        .chars()
        .take_while(|c| matches!(c, '-' | '_' | '=' | '—' | '－'))
        .count();
    (dashes >= 2 && !inner.is_empty()).then(|| inner.trim_end_matches([':', '：']).to_lowercase())
}

fn passes_on(line: &Line) -> bool {
    let plain = line.text.trim().trim_end_matches([':', '：']).to_lowercase();
    let named = between_dashes(&line.text).unwrap_or(plain);
    FORWARDED.contains(&named.trim())
}

/// Marks what introduces a quote, and what stands behind an introduction after which all is quote.
fn introductions(lines: &[Line], old: &mut [bool]) {
    for at in 0..lines.len() {
        if old[at] {
            continue;
        }
        if separates(&lines[at].text) || heads(lines, at) {
            let start =
                if at > 0 && (rule(&lines[at - 1].text) || between_dashes(&lines[at - 1].text).is_some()) {
                    at - 1
                } else {
                    at
                };
            old[start..].fill(true);
            return;
        }
        let Some(start) = attribution(lines, at) else {
            continue;
        };
        let next = (at + 1..lines.len()).find(|next| !lines[*next].is_blank());
        if next.is_none_or(|next| old[next]) {
            old[start..=at].fill(true);
        } else if dated(&lines[start..=at]) {
            old[start..].fill(true);
            return;
        }
    }
}

fn separates(line: &str) -> bool {
    between_dashes(line).is_some_and(|inner| SEPARATORS.contains(&inner.as_str()))
}

fn rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 5 && line.chars().all(|c| matches!(c, '_' | '-' | '=' | '—'))
}

/// What stands before a line's colon, without the stars of bold text.
fn label(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(['*', '>', ' ']);
    let (label, _) = line.split_once([':', '：'])?;
    let plain: String = label.chars().filter(|c| *c != '*').collect();
    // `发 件 人`, with or without the wide space, is spaced to fill a column.
    let plain = plain.replace('\u{3000}', "");
    Some(plain.trim().to_lowercase()).filter(|plain| plain.chars().count() <= 16)
}

/// `From:`, and at least two more such lines right behind it.
fn heads(lines: &[Line], at: usize) -> bool {
    let is = |line: &Line, of: &[&str]| label(&line.text).is_some_and(|label| of.contains(&label.as_str()));
    if !is(&lines[at], FROM) {
        return false;
    }
    let next = lines[at + 1..].iter().filter(|line| !line.is_blank()).take(6);
    next.filter(|line| is(line, LABELS)).count() >= 2
}

/// The first line of a "On … somebody wrote:" that ends at `at`.
fn attribution(lines: &[Line], at: usize) -> Option<usize> {
    let line = lines[at].text.trim().to_lowercase();
    let said = line.strip_suffix([':', '：'])?.trim_end();
    if !WROTE.iter().any(|word| says(said, word)) {
        return None;
    }
    let begins = |start: usize| {
        let text = lines[start].text.trim_start().to_lowercase();
        ON.iter().any(|word| text.starts_with(word))
    };
    let earliest = at.saturating_sub(3);
    let run = (earliest..=at)
        .rev()
        .take_while(|one| *one == at || !lines[*one].is_blank());
    let start = run.filter(|one| begins(*one)).last();
    let start = start.unwrap_or(at);
    let whole = &lines[start..=at];
    let long: usize = whole.iter().map(|line| line.text.len()).sum();
    let named = whole
        .iter()
        .any(|line| line.text.contains('@') || line.text.chars().any(|c| c.is_ascii_digit()));
    (named && long <= 400).then_some(start)
}

/// The word, not the beginning of a longer one.
fn says(line: &str, word: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic() || !c.is_ascii());
    let mut found = line.match_indices(word);
    found
        .any(|(at, _)| apart(line[..at].chars().next_back()) && apart(line[at + word.len()..].chars().next()))
}

/// Sure enough to fold all behind it though no line is marked: it has a time of day, and an address or a year.
fn dated(lines: &[Line]) -> bool {
    let text: String = lines
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let clock = text.match_indices([':', '：']).any(|(at, mark)| {
        digit(text[..at].chars().next_back()) && digit(text[at + mark.len()..].chars().next())
    });
    clock && (text.contains('@') || text.contains("19") || text.contains("20"))
}

/// Marks signatures: behind `-- `, and what a telephone says of itself.
fn signature(lines: &[Line], old: &mut [bool]) {
    for at in 0..lines.len() {
        if old[at] || !matches!(lines[at].text.as_str(), "--" | "-- ") {
            continue;
        }
        let end = (at..lines.len()).find(|one| old[*one]).unwrap_or(lines.len());
        if end - at <= SIGNATURE {
            old[at..end].fill(true);
        }
    }
    let new = |old: &[bool], at: &usize| !old[*at] && !lines[*at].is_blank();
    while let Some(last) = (0..lines.len()).rfind(|at| new(old, at)) {
        let text = lines[last]
            .text
            .trim()
            .trim_start_matches(['*', '_'])
            .to_lowercase();
        if text.chars().count() > 80 || !DEVICES.iter().any(|start| text.starts_with(start)) {
            break;
        }
        old[last] = true;
    }
}
