//! What is asked: words and bigrams, all of which a text must hold; written out for either engine.

use std::fmt::Write as _;

use super::terms::{Token, fold, prefix, term, tokens};

/// One condition.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Part {
    term: String,
    how: Match,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Match {
    Whole,
    Beginning,
}

/// A question to one workspace's texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    parts: Vec<Part>,
}

/// Beyond this many conditions a question gets no narrower.
const MOST_PARTS: usize = 64;

impl Question {
    /// Compiles what was typed for the workspace of this number; none when it holds nothing to look for.
    pub fn compile(short: i64, text: &str) -> Option<Self> {
        let prefix = prefix(short);
        let folded = fold(text);
        let tokens = tokens(&folded);
        let last_word = tokens.iter().rposition(|token| matches!(token, Token::Word(_)));
        let mut parts: Vec<Part> = Vec::new();
        for (n, token) in tokens.iter().enumerate() {
            match token {
                Token::Word(word) if Some(n) == last_word && word.len() >= 2 => {
                    parts.push(Part::new(term(&prefix, word), Match::Beginning));
                }
                Token::Word(word) => parts.push(Part::new(term(&prefix, word), Match::Whole)),
                Token::Run([one]) => parts.push(Part::new(term(&prefix, &[*one]), Match::Beginning)),
                Token::Run(run) => {
                    parts.extend(
                        run.windows(2)
                            .map(|pair| Part::new(term(&prefix, pair), Match::Whole)),
                    );
                }
            }
        }
        let mut distinct: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            if distinct.len() < MOST_PARTS && !distinct.contains(&part) {
                distinct.push(part);
            }
        }
        (!distinct.is_empty()).then_some(Self { parts: distinct })
    }

    /// As FTS5 takes it. Terms hold neither quotes nor spaces.
    pub fn for_fts5(&self) -> String {
        self.written(" AND ", |part, text| {
            let star = if part.how == Match::Beginning { " *" } else { "" };
            let _ = write!(text, "\"{}\"{star}", part.term);
        })
    }

    /// As PostgreSQL's `tsquery`.
    pub fn for_tsquery(&self) -> String {
        self.written(" & ", |part, text| {
            let star = if part.how == Match::Beginning { ":*" } else { "" };
            let _ = write!(text, "'{}'{star}", part.term);
        })
    }

    /// A question that every text with `term` answers, as PostgreSQL's `tsquery`.
    pub(crate) fn of_term(term: &str) -> String {
        format!("'{term}'")
    }

    fn written(&self, between: &str, write: impl Fn(&Part, &mut String)) -> String {
        let mut text = String::new();
        for part in &self.parts {
            if !text.is_empty() {
                text.push_str(between);
            }
            write(part, &mut text);
        }
        text
    }
}

impl Part {
    fn new(term: String, how: Match) -> Self {
        Self { term, how }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::terms::terms;

    /// Whether a text answers a question, by the definition.
    fn answers(text: &str, asked: &str) -> bool {
        let terms = terms(1, text);
        let holds = |part: &Part| {
            terms.iter().any(|term| match part.how {
                Match::Whole => *term == part.term,
                Match::Beginning => term.starts_with(&part.term),
            })
        };
        Question::compile(1, asked).is_some_and(|question| question.parts.iter().all(holds))
    }

    /// A stretch of what was generated.
    fn stretch(text: &str, from: usize, length: usize) -> String {
        let count = text.chars().count();
        text.chars().skip(from % count).take(length).collect()
    }

    proptest! {
        #[test]
        fn every_stretch_of_cjk_is_found(
            before in "[a-z 。，0-9]{0,8}",
            run in "[一-龥ぁ-んァ-ヶ가-힣㐀-䶵]{2,40}",
            after in "[ A-Z！]{0,8}",
            from in 0_usize..40,
            length in 1_usize..40,
        ) {
            let text = format!("{before}{run}{after}");
            let part = stretch(&run, from, length);
            prop_assert!(answers(&text, &part), "{part} in {text}");
        }

        #[test]
        fn every_word_and_its_beginning_are_found(words in proptest::collection::vec("[a-zA-Z0-9é]{1,12}", 1..6), n in 0_usize..6) {
            let text = words.join(" ");
            let word = &words[n % words.len()];
            prop_assert!(answers(&text, word));
            prop_assert!(answers(&text, &text));
            let beginning: String = word.chars().take(2).collect();
            prop_assert!(answers(&text, &beginning));
        }
    }

    #[test]
    fn a_word_asked_is_no_part_of_another() {
        for (text, asked, found) in [
            ("concatenate", "cat", false),
            ("category", "cat", true),
            ("category dog", "cat dog", false),
            ("快递员的递送", "快递", true),
            ("快 递", "快递", false),
            ("退款单", "款退", false),
        ] {
            assert_eq!(answers(text, asked), found, "{asked} in {text}");
        }
    }

    fn check(text: &str, fts5: &str, tsquery: &str) {
        let question = Question::compile(1, text);
        let written = question.map(|question| (question.for_fts5(), question.for_tsquery()));
        assert_eq!(written, Some((fts5.to_owned(), tsquery.to_owned())), "{text}");
    }

    #[test]
    fn both_engines_are_asked_the_same() {
        check("refund", "\"11refund\" *", "'11refund':*");
        check("where is", "\"11where\" AND \"11is\" *", "'11where' & '11is':*");
        check("a", "\"11a\"", "'11a'");
        check("退", "\"11退\" *", "'11退':*");
        check("退款单", "\"11退款\" AND \"11款单\"", "'11退款' & '11款单'");
        check(
            "or\" NOT 退款",
            "\"11or\" AND \"11not\" * AND \"11退款\"",
            "'11or' & '11not':* & '11退款'",
        );
    }

    #[test]
    fn nothing_to_look_for() {
        for text in ["", "  ", "!?。", "'\"\\"] {
            assert_eq!(Question::compile(1, text), None);
        }
    }

    #[test]
    fn repeated_and_endless_questions_are_bounded() {
        assert_eq!(
            Question::compile(1, "哈哈哈哈").map(|question| question.parts.len()),
            Some(1)
        );
        let endless: Vec<String> = (0..5_000).map(|n| format!("w{n}")).collect();
        let endless = endless.join(" ");
        assert_eq!(
            Question::compile(1, &endless).map(|question| question.parts.len()),
            Some(MOST_PARTS)
        );
    }
}
