//! Rules about what is written inside files, and how files are called.

use super::tokens::{Token, tokens};

pub struct Source {
    /// From the repository's root, with `/`.
    pub path: String,
    pub text: String,
}

/// The parts of the server that carry what they do not know.
const CARRIERS: &[&str] = &[
    "desk/server/src/api",
    "desk/server/src/live",
    "desk/server/src/jobs",
];

/// Channels whose name is a word of every day: a field is called `email`, a socket is opened. Of these only what stands
/// beside the word `channel` names one; the list of channels is the wiring's anyway.
const EVERYDAY: &[&str] = &["open", "email", "line"];

/// Names under which anything can hide.
const EMPTY_NAMES: &[&str] = &["utils", "helpers", "common", "manager", "service", "processor"];

/// How the front-ends' test runners leave a test out.
const SKIPPED: &[&str] = &[
    "it.skip",
    "test.skip",
    "describe.skip",
    "it.only",
    "test.only",
    "describe.only",
    "it.todo",
];

pub fn is_source(path: &str) -> bool {
    ["rs", "ts", "vue"].contains(&extension(path))
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

pub fn unsafe_code(source: &Source) -> Vec<String> {
    if extension(&source.path) != "rs" || source.path.starts_with("bench/") {
        return Vec::new();
    }
    let found = tokens(&source.text);
    let lines = found
        .iter()
        .filter(|(_, token)| *token == Token::Word("unsafe"))
        .map(|(line, _)| *line);
    lines
        .map(|line| at(source, line, "`unsafe` is allowed in bench/ alone"))
        .collect()
}

pub fn ignored_tests(source: &Source) -> Vec<String> {
    let lines: Vec<usize> = if extension(&source.path) == "rs" {
        ignore_attributes(&source.text)
    } else {
        let numbered = source.text.lines().zip(1..);
        numbered
            .filter(|(text, _)| SKIPPED.iter().any(|skip| text.contains(skip)))
            .map(|(_, line)| line)
            .collect()
    };
    lines
        .into_iter()
        .map(|line| at(source, line, "no test is left out: mend it or delete it"))
        .collect()
}

/// Lines of `#[ignore]`, `#[ignore = "…"]` and `#[cfg_attr(…, ignore)]`.
fn ignore_attributes(text: &str) -> Vec<usize> {
    let found = tokens(text);
    let mut lines = Vec::new();
    let mut depth = 0_usize;
    for (index, (line, token)) in found.iter().enumerate() {
        match token {
            Token::Mark('[') if depth > 0 || index > 0 && found[index - 1].1 == Token::Mark('#') => {
                depth += 1;
            }
            Token::Mark(']') if depth > 0 => depth -= 1,
            Token::Word("ignore") if depth > 0 => lines.push(*line),
            _ => {}
        }
    }
    lines
}

/// `api`, `live` and `jobs` name no channel: neither by path nor by text nor through the list of channels.
pub fn channels_named_by_the_desk(source: &Source, channels: &[String]) -> Vec<String> {
    let carries = CARRIERS.iter().any(|carrier| {
        source
            .path
            .strip_prefix(carrier)
            .is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
    });
    if !carries {
        return Vec::new();
    }
    let found = tokens(&source.text);
    let listed = found
        .iter()
        .filter(|(_, token)| *token == Token::Word("yingke_channel"))
        .map(|(line, _)| *line);
    let mut violations: Vec<_> = listed
        .map(|line| at(source, line, "only the wiring knows the list of channels"))
        .collect();
    for channel in channels {
        if EVERYDAY.contains(&channel.as_str()) {
            let lines = beside_its_word(&found, channel);
            violations.extend(lines.map(|line| at(source, line, &format!("names the channel {channel}"))));
            continue;
        }
        let texts = found
            .iter()
            .filter(|(_, token)| *token == Token::Text(channel))
            .map(|(line, _)| *line);
        let lines = texts
            .chain(in_paths(&found, channel))
            .chain(in_paths(&found, &capitalised(channel)));
        violations.extend(lines.map(|line| at(source, line, &format!("names the channel {channel}"))));
    }
    violations
}

pub fn channels_named_by_a_channel(source: &Source, channels: &[String]) -> Vec<String> {
    let inside = source
        .path
        .strip_prefix("channel/src/")
        .and_then(|rest| rest.split_once('/'));
    let Some((own, _)) = inside.filter(|_| extension(&source.path) == "rs") else {
        return Vec::new();
    };
    let found = tokens(&source.text);
    let others = channels.iter().filter(|channel| *channel != own);
    others
        .flat_map(|other| in_paths(&found, other).into_iter().map(move |line| (line, other)))
        .map(|(line, other)| {
            at(
                source,
                line,
                &format!("names the channel {other}: share through the contract"),
            )
        })
        .collect()
}

/// Lines where the text is compared with a channel, or given as one: `inbox.channel == "email"`.
fn beside_its_word<'a>(
    found: &'a [(usize, Token<'_>)],
    channel: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let texts = found
        .iter()
        .enumerate()
        .filter(move |(_, (_, token))| *token == Token::Text(channel));
    texts.filter_map(|(index, (line, _))| {
        let around = found.get(index.saturating_sub(4)..(index + 5).min(found.len()))?;
        let named = |token: &Token<'_>| matches!(token, Token::Word(word) if word.starts_with("channel"));
        around.iter().any(|(_, token)| named(token)).then_some(*line)
    })
}

/// Lines where the word is part of a path: beside `::`, or anywhere in a `use`.
fn in_paths(found: &[(usize, Token<'_>)], word: &str) -> Vec<usize> {
    let colons = |from: usize| {
        found
            .get(from..from + 2)
            .is_some_and(|two| two.iter().all(|(_, token)| *token == Token::Mark(':')))
    };
    let mut in_use = false;
    let mut lines = Vec::new();
    for (index, (line, token)) in found.iter().enumerate() {
        match token {
            Token::Word("use") => in_use = true,
            Token::Mark(';') => in_use = false,
            Token::Word(one) if *one == word => {
                let in_path = colons(index + 1) || index >= 2 && colons(index - 2);
                lines.extend((in_use || in_path).then_some(*line));
            }
            _ => {}
        }
    }
    lines
}

/// `wecom_kf` → `WecomKf`.
fn capitalised(folder: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    folder.split('_').filter_map(word).collect()
}

/// No folder or file is called by a name that could hold anything; `mod.rs` stands in a channel's folder only.
pub fn names_that_say_nothing(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    for part in source.path.split('/') {
        let stem = part.split('.').next().unwrap_or(part).to_lowercase();
        if EMPTY_NAMES
            .iter()
            .any(|name| stem == *name || stem.ends_with(&format!("_{name}")))
        {
            violations.push(format!("{}: `{part}` does not say what it holds", source.path));
        }
    }
    let in_channel = source
        .path
        .strip_prefix("channel/src/")
        .is_some_and(|rest| rest.split('/').count() == 2);
    if source.path.ends_with("/mod.rs") && !in_channel {
        violations.push(format!(
            "{}: call it like its folder, beside the folder",
            source.path
        ));
    }
    violations
}

fn at(source: &Source, line: usize, what: &str) -> String {
    format!("{}:{line}: {what}", source.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: impl Fn(&Source) -> Vec<String>, path: &str, text: &str, violations: usize) {
        let said = rule(&Source {
            path: path.to_owned(),
            text: text.to_owned(),
        });
        assert_eq!(said.len(), violations, "{path}: {text}: {said:?}");
    }

    fn channels() -> Vec<String> {
        vec!["web".to_owned(), "wecom_kf".to_owned()]
    }

    #[test]
    fn sources_are_rust_typescript_and_vue() {
        let named = ["a/b.rs", "a.ts", "a.vue", "a.md", "ts", "a.rs.snap"].map(is_source);
        assert_eq!(named, [true, true, true, false, false, false]);
    }

    #[test]
    fn unsafe_is_code_outside_the_bench() {
        check(unsafe_code, "words/src/a.rs", "unsafe { go() }", 1);
        check(
            unsafe_code,
            "words/src/a.rs",
            "#![forbid(unsafe_code)] // unsafe\n/* unsafe */ \"unsafe\"",
            0,
        );
        check(unsafe_code, "bench/src/a.rs", "unsafe { go() }", 0);
    }

    #[test]
    fn ignored_tests_are_found() {
        check(ignored_tests, "a.rs", "#[test]\n#[ignore]\nfn a() {}", 1);
        check(ignored_tests, "a.rs", "#[ignore = \"slow\"] fn a() {}", 1);
        check(
            ignored_tests,
            "a.rs",
            "#[cfg_attr(any(a, b), ignore)] fn a() {}",
            1,
        );
        check(
            ignored_tests,
            "a.rs",
            "// #[ignore]\nlet ignore = [ignore]; \"#[ignore]\"",
            0,
        );
        check(
            ignored_tests,
            "a.test.ts",
            "it('a', go)\ntest.skip('b', go)\ndescribe.only('c', go)",
            2,
        );
        check(ignored_tests, "a.test.ts", "it('skips what it knows', go)", 0);
    }

    #[test]
    fn the_desk_names_no_channel() {
        let rule = |source: &Source| channels_named_by_the_desk(source, &channels());
        check(
            rule,
            "desk/server/src/api/intake.rs",
            "use yingke_channel::all;",
            1,
        );
        check(
            rule,
            "desk/server/src/live.rs",
            "if inbox.channel == \"web\" { go() }",
            1,
        );
        check(
            rule,
            "desk/server/src/jobs/a.rs",
            "match kind { Kind::WecomKf => wecom_kf::go(), _ => {} }",
            2,
        );
        check(rule, "desk/server/src/jobs/a.rs", "use crate::{web, other};", 1);
        check(
            rule,
            "desk/server/src/api/a.rs",
            "use yingke_channel_contract::Incoming; // web\nlet web = 1;",
            0,
        );
        check(rule, "desk/server/src/wiring.rs", "use yingke_channel::web;", 0);
        check(rule, "desk/server/src/apis.rs", "yingke_channel::web::go()", 0);
    }

    #[test]
    fn a_word_of_every_day_names_a_channel_beside_that_word_only() {
        let everyday = vec!["email".to_owned(), "open".to_owned()];
        let rule = |source: &Source| channels_named_by_the_desk(source, &everyday);
        let path = "desk/server/src/api/a.rs";
        check(rule, path, "if inbox.channel == \"email\" { go() }", 1);
        check(rule, path, "let one = channels.get(\"open\");", 1);
        check(
            rule,
            path,
            "Problem::field(\"email\", why); Socket::open(door)",
            0,
        );
        check(rule, path, "use yingke_channel::email;", 1);
    }

    #[test]
    fn channels_do_not_know_each_other() {
        let rule = |source: &Source| channels_named_by_a_channel(source, &channels());
        check(
            rule,
            "channel/src/web/mod.rs",
            "use crate::wecom_kf::protocol;",
            1,
        );
        check(rule, "channel/src/web/mod.rs", "super::super::wecom_kf::go()", 1);
        check(rule, "channel/src/web/mod.rs", "use super::{wecom_kf};", 1);
        check(
            rule,
            "channel/src/web/mod.rs",
            "use crate::web::protocol; // wecom_kf::go()",
            0,
        );
        check(
            rule,
            "channel/src/lib.rs",
            "pub mod web; pub mod wecom_kf; use web::A;",
            0,
        );
    }

    #[test]
    fn names_say_something() {
        check(names_that_say_nothing, "words/src/utils.rs", "", 1);
        check(names_that_say_nothing, "words/src/common/id.rs", "", 1);
        check(names_that_say_nothing, "widget/src/message_helpers.ts", "", 1);
        check(names_that_say_nothing, "desk/server/src/api/mod.rs", "", 1);
        check(names_that_say_nothing, "channel/src/web/mod.rs", "", 0);
        check(names_that_say_nothing, "channel/src/web/deep/mod.rs", "", 1);
        check(names_that_say_nothing, "conversation/src/service_state.rs", "", 0);
    }
}
