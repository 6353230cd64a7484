//! What is said in the demo.

use yingke_words::Language;

/// A conversation somebody wrote down.
pub struct Script {
    /// What it is about; also the tag.
    pub topic: &'static str,
    /// Who speaks, and what.
    pub lines: Vec<Line>,
}

/// One line of it.
#[derive(Clone, Copy)]
pub struct Line {
    /// The customer says it.
    pub asked: bool,
    /// The words, with `{order}` and `{email}` open.
    pub text: &'static str,
}

/// The scripts of a language.
pub fn scripts(language: Language) -> Vec<Script> {
    let text = match language {
        Language::Chinese => include_str!("zh.txt"),
        Language::English => include_str!("en.txt"),
    };
    let mut scripts: Vec<Script> = Vec::new();
    for line in text.lines() {
        let (mark, rest) = line.split_at_checked(2).unwrap_or((line, ""));
        match (mark, scripts.last_mut()) {
            ("# ", _) => scripts.push(Script {
                topic: rest,
                lines: Vec::new(),
            }),
            ("Q " | "A ", Some(script)) => script.lines.push(Line {
                asked: mark == "Q ",
                text: rest,
            }),
            _ => {}
        }
    }
    scripts
}

/// What an agent says when nobody has answered the night before.
pub fn morning(language: Language) -> &'static str {
    match language {
        Language::Chinese => "您好，昨晚我们已经下班，让您久等了，我马上帮您看",
        Language::English => "Good morning, we were closed when you wrote. Let me look at it right away",
    }
}

/// Notes among colleagues.
pub fn note(language: Language) -> &'static str {
    match language {
        Language::Chinese => "老客户，去年买过三次，态度很好，可以多给点优惠",
        Language::English => "Regular customer, third order this year. Be generous",
    }
}

const FAMILY: [&str; 12] = [
    "李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙",
];
const GIVEN: [&str; 16] = [
    "雨桐", "子墨", "思远", "欣怡", "浩然", "梓涵", "若曦", "一诺", "明轩", "佳宁", "晓峰", "静雯", "立新",
    "海燕", "文博", "嘉禾",
];
const FIRST: [&str; 14] = [
    "Emma", "Noah", "Olivia", "Liam", "Mia", "Lucas", "Sofia", "Ethan", "Hannah", "Oscar", "Ines", "Jonas",
    "Clara", "Hugo",
];
const LAST: [&str; 12] = [
    "Walker", "Novak", "Fischer", "Rossi", "Martin", "Larsen", "Silva", "Kowalski", "Bennett", "Moreau",
    "Jansen", "Keller",
];

/// A made-up name; `at` picks it.
pub fn name(language: Language, at: usize) -> String {
    match language {
        Language::Chinese => format!(
            "{}{}",
            FAMILY[at % FAMILY.len()],
            GIVEN[at / FAMILY.len() % GIVEN.len()]
        ),
        Language::English => format!(
            "{} {}",
            FIRST[at % FIRST.len()],
            LAST[at / FIRST.len() % LAST.len()]
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_begins_with_the_customer_and_is_answered() {
        for language in [Language::Chinese, Language::English] {
            let scripts = scripts(language);
            assert!(scripts.len() >= 10);
            for script in scripts {
                assert!(script.lines[0].asked, "{}", script.topic);
                assert!(script.lines.iter().any(|line| !line.asked), "{}", script.topic);
            }
        }
    }
}
