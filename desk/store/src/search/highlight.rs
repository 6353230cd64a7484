//! Where a found text holds what was asked, in UTF-16 code units: the workbench's strings are JavaScript's.

use super::terms::{Folded, Token, fold, tokens};

/// The stretches of `text` that `question` asks for, in order, without overlaps.
pub fn highlights(text: &str, question: &str) -> Vec<(usize, usize)> {
    let (text, question) = (fold(text), fold(question));
    let (said, asked) = (tokens(&text), tokens(&question));
    let last_word = asked.iter().rposition(|token| matches!(token, Token::Word(_)));
    let mut found = Vec::new();
    for (n, token) in asked.iter().enumerate() {
        match token {
            Token::Word(word) => {
                let begins = Some(n) == last_word && word.len() >= 2;
                words(&said, word, begins).for_each(|stretch| found.push(stretch));
            }
            Token::Run(run) => found.extend(runs(&said, run)),
        }
    }
    joined(found)
}

fn words<'t>(
    said: &'t [Token<'t>],
    asked: &'t [Folded],
    begins: bool,
) -> impl Iterator<Item = (usize, usize)> + 't {
    said.iter().filter_map(move |token| match token {
        Token::Word(word) => {
            let fits = word.len() == asked.len() || (begins && word.len() > asked.len());
            (fits && same(&word[..asked.len()], asked)).then(|| stretch(&word[..asked.len()]))
        }
        Token::Run(_) => None,
    })
}

/// The whole run where it stands; its bigrams where it stands nowhere whole.
fn runs(said: &[Token<'_>], asked: &[Folded]) -> Vec<(usize, usize)> {
    let whole = occurrences(said, asked);
    if !whole.is_empty() || asked.len() <= 2 {
        return whole;
    }
    asked
        .windows(2)
        .flat_map(|pair| occurrences(said, pair))
        .collect()
}

fn occurrences(said: &[Token<'_>], asked: &[Folded]) -> Vec<(usize, usize)> {
    let in_run = |token: &Token<'_>| match token {
        Token::Run(run) => run
            .windows(asked.len())
            .filter(|window| same(window, asked))
            .map(stretch)
            .collect(),
        Token::Word(_) => Vec::new(),
    };
    said.iter().flat_map(in_run).collect()
}

fn same(one: &[Folded], other: &[Folded]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.c == other.c)
}

fn stretch(folded: &[Folded]) -> (usize, usize) {
    let start = folded.first().map_or(0, |first| first.start);
    (start, folded.last().map_or(start, |last| last.end))
}

fn joined(mut found: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    found.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (start, end) in found {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, question: &str, expected: &[&str]) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let found: Vec<String> = highlights(text, question)
            .into_iter()
            .map(|(start, end)| String::from_utf16(&units[start..end]).expect("whole characters"))
            .collect();
        assert_eq!(found, expected, "{question} in {text}");
    }

    #[test]
    fn shows_what_was_asked() {
        check(
            "Where is my REFUND? Refunds take long",
            "refund",
            &["REFUND", "Refund"],
        );
        check("a cat scatters", "cat", &["cat"]);
        check("cats and a cat", "cat dog", &["cat"]);
        check("我要退款，退款单在哪", "退款", &["退款", "退款"]);
        check("😀👨‍👩‍👧 查快递 ok", "快递", &["快递"]);
        check("递快的快递员", "快递", &["快递"]);
        check("快递和递员", "快递员", &["快递", "递员"]);
        check("哈哈哈", "哈哈", &["哈哈哈"]);
        check("退款", "退", &["退"]);
        check("ﾌﾟﾘﾝ と Cafe\u{301}", "プリン café", &["ﾌﾟﾘﾝ", "Cafe\u{301}"]);
        check("nothing here", "退款", &[]);
        check("nothing here", "", &[]);
    }
}
