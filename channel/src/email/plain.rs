//! Clean HTML as lines of text, each with whether it is an earlier mail's.

use super::{
    html::{QUOTED, QUOTED_FROM},
    markup::{Piece, VOID, pieces},
    quote::Line,
};

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "div",
    "tr",
    "li",
    "dt",
    "dd",
    "article",
    "aside",
    "section",
    "header",
    "footer",
    "nav",
    "figure",
    "figcaption",
    "details",
    "summary",
    "center",
    "hr",
    "caption",
    "tbody",
    "thead",
    "tfoot",
];

/// Elements with an empty line around them.
const PARAGRAPHS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
];

struct Open<'a> {
    name: &'a str,
    quoted: bool,
    cited: bool,
    hidden: bool,
    number: usize,
}

#[derive(Default)]
struct Text<'a> {
    lines: Vec<Line>,
    line: String,
    line_quoted: bool,
    line_depth: usize,
    space: bool,
    from_here: bool,
    open: Vec<Open<'a>>,
}

/// The lines of clean HTML.
pub fn lines(html: &str) -> Vec<Line> {
    let mut text = Text::default();
    for piece in pieces(html) {
        match piece {
            Piece::Open { name, attributes } => text.opens(name, &attributes),
            Piece::Close(name) => text.closes(name),
            Piece::Text(words) => text.words(&words),
        }
    }
    text.ends(false);
    text.lines
}

impl<'a> Text<'a> {
    fn opens(&mut self, name: &'a str, attributes: &[(&str, std::borrow::Cow<'_, str>)]) {
        let of = |key: &str| {
            attributes
                .iter()
                .find(|(one, _)| *one == key)
                .map(|(_, value)| &**value)
        };
        self.boundary(name);
        match name {
            "br" => self.breaks(),
            "td" | "th" => self.space = !self.line.is_empty(),
            "li" => self.marker(),
            _ => {}
        }
        self.from_here |= of("class") == Some(QUOTED_FROM);
        if VOID.contains(&name) {
            return;
        }
        let style: String = of("style")
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let style = style.to_ascii_lowercase();
        let quoted = of("class") == Some(QUOTED);
        self.open.push(Open {
            name,
            quoted,
            cited: name == "blockquote" && (quoted || self.quotes()),
            hidden: style.contains("display:none"),
            number: 0,
        });
    }

    fn closes(&mut self, name: &str) {
        self.boundary(name);
        while let Some(open) = self.open.pop() {
            if open.name == name {
                break;
            }
        }
    }

    fn quotes(&self) -> bool {
        self.from_here || self.open.iter().any(|one| one.quoted)
    }

    fn marker(&mut self) {
        let list = self
            .open
            .iter_mut()
            .rev()
            .find(|one| matches!(one.name, "ol" | "ul"));
        let marker = match list {
            Some(list) if list.name == "ol" => {
                list.number += 1;
                format!("{}. ", list.number)
            }
            _ => "- ".to_owned(),
        };
        self.begin();
        self.line.push_str(&marker);
    }

    fn words(&mut self, words: &str) {
        if self.open.iter().any(|one| one.hidden) {
            return;
        }
        if self.open.iter().any(|one| one.name == "pre") {
            for (at, line) in words.split('\n').enumerate() {
                if at > 0 {
                    self.breaks();
                }
                self.begin();
                self.line.push_str(line);
            }
            return;
        }
        for c in words.chars() {
            if c.is_ascii_whitespace() {
                self.space = true;
            } else {
                if self.space && !self.line.is_empty() {
                    self.line.push(' ');
                }
                self.space = false;
                self.begin();
                // Zero-width fillers of newsletters' previews, and soft hyphens, say nothing.
                if !matches!(c, '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{ad}' | '\u{34f}') {
                    self.line.push(if c == '\u{a0}' { ' ' } else { c });
                }
            }
        }
    }

    /// A line's first word says whose it is.
    fn begin(&mut self) {
        if self.line.is_empty() {
            self.line_quoted = self.quotes();
            self.line_depth = self.open.iter().filter(|one| one.cited).count();
        }
    }

    fn breaks(&mut self) {
        self.begin();
        let text = self.line.trim_end();
        let text = if self.line_depth > 0 {
            format!("{}{text}", "> ".repeat(self.line_depth))
                .trim_end()
                .to_owned()
        } else {
            text.to_owned()
        };
        self.lines.push(Line {
            text,
            quoted: self.line_quoted,
        });
        self.line.clear();
        self.space = false;
    }

    fn ends(&mut self, blank: bool) {
        if !self.line.is_empty() {
            self.breaks();
        }
        self.space = false;
        if blank && self.lines.last().is_some_and(|line| !line.is_blank()) {
            self.lines.push(Line {
                text: String::new(),
                quoted: self.quotes(),
            });
        }
    }

    fn boundary(&mut self, name: &str) {
        if PARAGRAPHS.contains(&name) {
            self.ends(true);
        } else if BLOCKS.contains(&name) {
            self.ends(false);
        }
    }
}
