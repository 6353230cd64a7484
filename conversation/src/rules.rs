//! What a channel allows, as decisions need it: a few facts of its manifest, given by whoever wires the house.

use yingke_words::{Span, Time};

use crate::{AddressKind, Content, Spoken, Trigger, Window, WindowRule};

/// How a channel counts the length of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Unicode characters.
    Characters,
    /// UTF-16 code units, as JavaScript counts.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// The longest text a channel takes in one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextLimit {
    /// At most so many.
    pub most: usize,
    /// Of these.
    pub unit: Unit,
}

impl Unit {
    /// The length of one character.
    fn of(self, c: char) -> usize {
        match self {
            Self::Characters => 1,
            Self::Utf16 => c.len_utf16(),
            Self::Bytes => c.len_utf8(),
        }
    }

    /// The length of a text.
    pub fn length(self, text: &str) -> usize {
        text.chars().map(|c| self.of(c)).sum()
    }
}

impl TextLimit {
    /// The text in pieces that fit, cut at the last line end, sentence or space that leaves no piece under half full,
    /// and never inside a character. What is joined again is the text, but for the white space at the cuts.
    pub fn split(self, text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        let mut rest = text.trim_end();
        while self.unit.length(rest) > self.most {
            let cut = self.cut(rest);
            let (piece, after) = rest.split_at(cut);
            let piece = piece.trim_end();
            if !piece.is_empty() {
                pieces.push(piece);
            }
            rest = after.trim_start();
        }
        if !rest.is_empty() {
            pieces.push(rest);
        }
        pieces
    }

    /// Where to cut `text`, which is too long: at least one character from its beginning.
    fn cut(self, text: &str) -> usize {
        let (mut used, mut end) = (0, 0);
        let mut best = [0; 3];
        for (index, c) in text.char_indices() {
            used += self.unit.of(c);
            if used > self.most && end > 0 {
                break;
            }
            end = index + c.len_utf8();
            let roomy = used * 2 >= self.most;
            match c {
                '\n' if roomy => best[0] = end,
                '。' | '！' | '？' | '.' | '!' | '?' | '；' if roomy => best[1] = end,
                c if c.is_whitespace() && roomy => best[2] = end,
                _ => {}
            }
        }
        best.into_iter().find(|cut| *cut > 0).unwrap_or(end)
    }
}

/// What a channel allows and keeps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChannelRules {
    /// What we say goes out through the outbox; otherwise the customer's own socket has it at once.
    pub outbox: bool,
    /// What opens a window; none = we may always write.
    pub windows: Vec<WindowRule>,
    /// What it carries to the customer, by the keys of files, contents and acts (`reaction`, `readMark`, `service`);
    /// none = whatever is said, and no acts.
    pub carries: Option<Vec<&'static str>>,
    /// The longest text of one message; none = any.
    pub text: Option<TextLimit>,
    /// How long after sending a message can still be edited; none = never.
    pub edits_within: Option<Span>,
    /// How long after sending a message can still be taken back; none = never.
    pub recalls_within: Option<Span>,
    /// The kind of address with which we can begin a thread; none = the customer has to.
    pub opens_with: Option<AddressKind>,
}

/// The website's own: nothing leaves the house.
impl Default for ChannelRules {
    fn default() -> Self {
        Self {
            outbox: false,
            windows: Vec::new(),
            carries: None,
            text: None,
            edits_within: None,
            recalls_within: None,
            opens_with: None,
        }
    }
}

impl ChannelRules {
    /// Whether it carries an act: `reaction`, `readMark`, `service`.
    pub fn does(&self, act: &str) -> bool {
        self.carries
            .as_ref()
            .is_some_and(|carried| carried.contains(&act))
    }

    /// Whether it carries what is said, each part of it.
    pub fn carries(&self, spoken: &Spoken) -> bool {
        let Some(carried) = &self.carries else {
            return true;
        };
        let tops = spoken
            .attachments
            .iter()
            .map(|one| one.media_type.split('/').next().unwrap_or_default());
        let files = tops.map(|top| {
            if ["image", "audio", "video"].contains(&top) {
                top
            } else {
                "file"
            }
        });
        let content = spoken.content.as_ref().map(Content::key);
        let text = (!spoken.text.is_empty()).then_some("text");
        let reply = spoken.replies_to.map(|_| "reply");
        files
            .chain(content)
            .chain(text)
            .chain(reply)
            .all(|key| carried.contains(&key))
    }

    /// How many of the channel's messages something said comes to.
    pub fn parts(&self, spoken: &Spoken) -> i64 {
        let text = spoken.text.as_str();
        let texts = match self.text {
            Some(limit) => limit.split(text).len(),
            None => usize::from(!text.is_empty()),
        };
        // Content (a card, a place) carries the text's last piece with it.
        let parts = texts.max(usize::from(spoken.content.is_some())) + spoken.attachments.len();
        i64::try_from(parts.max(1)).unwrap_or(i64::MAX)
    }

    /// The window after the customer's act.
    pub fn opened(&self, held: Option<Window>, trigger: Trigger, at: Time) -> Option<Window> {
        let rule = self.windows.iter().find(|rule| rule.trigger == trigger);
        match rule {
            Some(rule) => Some(Window::opened(held, rule, at)),
            None => held,
        }
    }
}

/// Which rules a channel has (a port: the list of channels is the wiring's).
pub trait Rulebook: Send + Sync {
    /// The rules of the channel `key`; those of the website for one that is not there any more.
    fn rules(&self, key: &str) -> &ChannelRules;
}

/// The same rules for every channel.
impl Rulebook for ChannelRules {
    fn rules(&self, _: &str) -> &ChannelRules {
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limit(most: usize, unit: Unit) -> TextLimit {
        TextLimit { most, unit }
    }

    #[test]
    fn a_text_is_cut_where_people_would() {
        let ten = limit(10, Unit::Characters);
        assert_eq!(ten.split("short"), ["short"]);
        assert_eq!(ten.split("one two three"), ["one two", "three"]);
        assert_eq!(
            ten.split("第一句话到此。第二句话到此。"),
            ["第一句话到此。", "第二句话到此。"]
        );
        assert_eq!(ten.split("abcdefghijkl"), ["abcdefghij", "kl"]);
        assert_eq!(limit(4, Unit::Bytes).split("你好"), ["你", "好"]);
        assert_eq!(limit(3, Unit::Utf16).split("a😀b"), ["a😀", "b"]);
        assert!(ten.split("").is_empty());
    }

    #[test]
    fn a_limit_smaller_than_a_character_still_ends() {
        assert_eq!(limit(1, Unit::Bytes).split("你好"), ["你", "好"]);
    }

    proptest! {
        #[test]
        fn pieces_fit_and_nothing_is_lost(text in "(?s)[a-z 。\n\u{1F600}你]{0,80}", most in 4usize..20) {
            for unit in [Unit::Characters, Unit::Utf16, Unit::Bytes] {
                let pieces = limit(most, unit).split(&text);
                for piece in &pieces {
                    prop_assert!(unit.length(piece) <= most && !piece.is_empty());
                }
                let kept = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                prop_assert_eq!(kept(&pieces.concat()), kept(&text));
            }
        }
    }
}
