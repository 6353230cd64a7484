//! Enough of Rust's lexer to tell code from comments and texts: a word in a comment breaks no rule.

#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// An identifier, keyword or number.
    Word(&'a str),
    /// What stands between the quotes of a string literal.
    Text(&'a str),
    Mark(char),
}

/// The tokens with their line numbers, from 1.
pub fn tokens(source: &str) -> Vec<(usize, Token<'_>)> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let taken;
        if rest.starts_with("//") {
            taken = rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            taken = block_comment(rest);
        } else if let Some((whole, text)) = string(rest) {
            taken = whole;
            found.push((line, Token::Text(text)));
        } else if first == '\'' {
            taken = char_or_lifetime(rest);
        } else if is_word(first) {
            taken = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            found.push((line, Token::Word(&rest[..taken])));
        } else {
            taken = first.len_utf8();
            if !first.is_whitespace() {
                found.push((line, Token::Mark(first)));
            }
        }
        line += rest[..taken].matches('\n').count();
        rest = &rest[taken..];
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a comment that may hold others.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// A string literal at the start (plain, byte, C, raw): its whole length, and the text in it.
fn string(rest: &str) -> Option<(usize, &str)> {
    let prefixed = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let raw = prefixed.strip_prefix('r').and_then(|after| {
        let text = after.trim_start_matches('#');
        let fence = &after[..after.len() - text.len()];
        text.strip_prefix('"').map(|text| (text, format!("\"{fence}")))
    });
    if let Some((text, end)) = raw {
        let length = text.find(&end).unwrap_or(text.len());
        let whole = rest.len() - text.len() + length + end.len();
        return Some((whole.min(rest.len()), &text[..length]));
    }
    let text = prefixed.strip_prefix('"')?;
    let mut escaped = false;
    let length = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let length = length.unwrap_or(text.len());
    Some((
        (rest.len() - text.len() + length + 1).min(rest.len()),
        &text[..length],
    ))
}

/// `'a'` and `'\n'` are characters, `'a` is a lifetime, of which only the quote is taken.
fn char_or_lifetime(rest: &str) -> usize {
    let after = &rest[1..];
    if let Some(escape) = after.strip_prefix('\\') {
        let escaped = escape.chars().next().map_or(0, char::len_utf8);
        return escape[escaped..]
            .find('\'')
            .map_or(rest.len(), |end| 2 + escaped + end + 1);
    }
    let inner = after.chars().next().map_or(0, char::len_utf8);
    if after[inner..].starts_with('\'') {
        1 + inner + 1
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[Token<'_>]) {
        let found: Vec<_> = tokens(source).into_iter().map(|(_, token)| token).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn code_is_told_from_comments_and_texts() {
        use Token::{Mark, Text, Word};
        check("a // b\nc", &[Word("a"), Word("c")]);
        check("a /* b /* c */ d */ e", &[Word("a"), Word("e")]);
        check(r#""a \" // b" c"#, &[Text(r#"a \" // b"#), Word("c")]);
        check(r##"r#"a " b"# c"##, &[Text(r#"a " b"#), Word("c")]);
        check(r#"b"a" br"b" c"#, &[Text("a"), Text("b"), Word("c")]);
        check("'\"' 'a' '\\'' '\\u{7f}' b", &[Word("b")]);
        check("&'a str", &[Mark('&'), Word("a"), Word("str")]);
        check(
            "brand 客服 1_000u8",
            &[Word("brand"), Word("客服"), Word("1_000u8")],
        );
        check("r#type", &[Word("r"), Mark('#'), Word("type")]);
        check("\"unclosed", &[Text("unclosed")]);
        check("/* unclosed", &[]);
        check("'", &[]);
    }

    #[test]
    fn lines_are_counted_through_texts_and_comments() {
        let found = tokens("a\n\"b\nc\"\n/* d\n */ e");
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 5]);
    }
}
