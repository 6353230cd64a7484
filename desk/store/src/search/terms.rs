//! The one tokenizer: the same terms for both engines, for what is indexed and for what is asked.
//!
//! Latin (and any other alphabetic) words whole; Chinese, Japanese and Korean runs as overlapping bigrams, and the last
//! character of a run by itself. So every character of a run begins a term, and a question of one character is a
//! prefix query: one term more a run, where indexing every character alone would be one more a character.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

/// Longer words are cut, in texts and in questions alike.
const LONGEST_WORD: usize = 64;

/// A folded character (NFKC, lower case) and what it was folded from, in UTF-16 code units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Folded {
    pub(super) c: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A stretch of a folded text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'f> {
    /// A word.
    Word(&'f [Folded]),
    /// Characters written without spaces.
    Run(&'f [Folded]),
}

/// What every term of a workspace begins with: its number in base 36 behind the number's length. No such prefix begins
/// another one, so no term of one workspace begins like a term of another.
pub(super) fn prefix(short: i64) -> String {
    let mut number = short.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        digits.push(digit(number % 36));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.push(digit(digits.len() as u64));
    digits.iter().rev().collect()
}

fn digit(number: u64) -> char {
    u32::try_from(number)
        .ok()
        .and_then(|number| char::from_digit(number, 36))
        .expect("a number below 36 is a digit")
}

/// The distinct terms of a text.
pub(super) fn terms(short: i64, text: &str) -> Vec<String> {
    let prefix = prefix(short);
    let folded = fold(text);
    let mut found = Vec::new();
    for token in tokens(&folded) {
        match token {
            Token::Word(word) => found.push(term(&prefix, word)),
            Token::Run(run) => {
                found.extend(run.windows(2).map(|pair| term(&prefix, pair)));
                found.push(term(&prefix, &run[run.len() - 1..]));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A term as stored.
pub(super) fn term(prefix: &str, folded: &[Folded]) -> String {
    let mut text = prefix.to_owned();
    text.extend(folded.iter().take(LONGEST_WORD).map(|folded| folded.c));
    text
}

/// Folds a text. Marks are folded together with what they stand on, so that each result knows where it came from.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    let mut units = 0;
    while let Some((at, first)) = chars.next() {
        let (mut end, mut length) = (at + first.len_utf8(), first.len_utf16());
        while let Some((_, mark)) = chars.next_if(|(_, c)| joins(*c)) {
            end += mark.len_utf8();
            length += mark.len_utf16();
        }
        let (start, after) = (units, units + length);
        units = after;
        let lower = text[at..end].nfkc().flat_map(char::to_lowercase);
        folded.extend(lower.map(|c| Folded { c, start, end: after }));
    }
    folded
}

/// Whether a character is folded together with the one before it: marks, half-width voicing, Korean vowels and finals.
fn joins(c: char) -> bool {
    !c.is_ascii()
        && (canonical_combining_class(c) != 0
            || matches!(c, '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}'))
}

/// Splits a folded text.
pub(super) fn tokens(folded: &[Folded]) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = folded;
    while let Some(first) = rest.first() {
        let cjk = is_cjk(first.c);
        let length = if cjk {
            rest.iter().take_while(|folded| is_cjk(folded.c)).count()
        } else if first.c.is_alphanumeric() {
            rest.iter().take_while(|folded| in_word(folded.c)).count()
        } else {
            rest = &rest[1..];
            continue;
        };
        let (token, after) = rest.split_at(length);
        found.push(if cjk {
            Token::Run(token)
        } else {
            Token::Word(token)
        });
        rest = after;
    }
    found
}

fn in_word(c: char) -> bool {
    !is_cjk(c) && (c.is_alphanumeric() || is_combining_mark(c))
}

/// Han, kana, hangul and bopomofo: written without spaces.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3038}'..='\u{303c}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309a}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}'
        | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut expected: Vec<String> = expected.iter().map(|term| format!("11{term}")).collect();
        expected.sort_unstable();
        assert_eq!(terms(1, text), expected, "{text}");
    }

    #[test]
    fn words_and_bigrams() {
        check("", &[]);
        check("、。！? \n😀", &[]);
        check("Hello, hello WORLD", &["hello", "world"]);
        check("退款", &["退款", "款"]);
        check("查快递", &["查快", "快递", "递"]);
        check("好", &["好"]);
        check("用iPhone15拍照", &["用", "iphone15", "拍照", "照"]);
        check("订单A-20240613", &["订单", "单", "a", "20240613"]);
        check("ＡＢＣ１２３ ｶﾞｽ", &["abc123", "ガス", "ス"]);
        check("cafe\u{301} CAFÉ", &["café"]);
        check("안녕하세요", &["안녕", "녕하", "하세", "세요", "요"]);
        check("привет Ελλάδα", &["привет", "ελλάδα"]);
    }

    #[test]
    fn workspaces_prefixes_begin_no_other() {
        let prefixes: Vec<String> = (0..3_000).chain([i64::MAX]).map(prefix).collect();
        assert_eq!((prefixes[1].as_str(), prefixes[36].as_str()), ("11", "210"));
        for (n, one) in prefixes.iter().enumerate() {
            let begins = prefixes.iter().filter(|other| other.starts_with(one.as_str()));
            assert_eq!(begins.count(), 1, "{n}: {one}");
        }
    }

    #[test]
    fn long_words_are_cut() {
        let long = terms(1, &"a".repeat(10_000));
        assert_eq!(long, [format!("11{}", "a".repeat(LONGEST_WORD))]);
    }

    proptest! {
        #[test]
        fn terms_are_whole_tokens_to_both_engines(text in "\\PC{0,60}") {
            for term in terms(7, &text) {
                let plain = term.chars().all(|c| !c.is_ascii() || c.is_ascii_lowercase() || c.is_ascii_digit());
                prop_assert!(plain && term.len() > 2 && !term.contains(char::is_whitespace), "{term:?}");
            }
        }

        #[test]
        fn folding_covers_the_text_in_order(text in "\\PC{0,60}") {
            let units = text.encode_utf16().count();
            let mut last = 0;
            for folded in fold(&text) {
                prop_assert!(folded.start >= last && folded.end > folded.start && folded.end <= units);
                last = folded.start;
            }
        }
    }
}
