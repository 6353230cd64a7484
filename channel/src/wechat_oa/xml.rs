//! The platform's XML: elements that hold text or elements. Attributes mean nothing, and there are no entities but XML's
//! own five: what brings a DOCTYPE is refused whole (external entities, entity bombs).

use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesRef, Event},
};

/// Deeper than anything the platform sends (`SubscribeMsgPopupEvent` has three).
const DEEPEST: usize = 8;

/// An element.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Element {
    name: String,
    text: String,
    inside: Vec<Element>,
}

/// Why something is not such XML.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Bad {
    /// It declares a document type.
    #[error("it declares a document type")]
    Doctype,
    /// It is deeper than anything the platform sends.
    #[error("it is nested too deep")]
    Deep,
    /// It is no XML.
    #[error("it is no XML: {0}")]
    Malformed(String),
}

impl Element {
    fn named(name: &[u8]) -> Self {
        Self {
            name: String::from_utf8_lossy(name).into_owned(),
            ..Self::default()
        }
    }

    /// The first element of this name inside.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.inside.iter().find(|one| one.name == name)
    }

    /// Everything of this name inside.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.inside.iter().filter(move |one| one.name == name)
    }

    /// The text of the element of this name inside; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.child(name).map(|one| one.text.as_str()).unwrap_or_default()
    }
}

/// The element that `body` is.
pub fn read(body: &[u8]) -> Result<Element, Bad> {
    let text = std::str::from_utf8(body).map_err(malformed)?;
    let mut reader = Reader::from_str(text);
    let mut tree = Tree::default();
    loop {
        match reader.read_event().map_err(malformed)? {
            Event::DocType(_) => return Err(Bad::Doctype),
            Event::Start(tag) => tree.open(Element::named(tag.name().as_ref()))?,
            Event::Empty(tag) => {
                tree.open(Element::named(tag.name().as_ref()))?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.say(&text.xml10_content().map_err(malformed)?)?,
            Event::CData(text) => tree.say(&text.xml10_content().map_err(malformed)?)?,
            Event::GeneralRef(reference) => tree.say(&referred(&reference)?)?,
            Event::Eof => return tree.whole(),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// The character behind `&#20320;` or `&amp;`.
fn referred(reference: &BytesRef<'_>) -> Result<String, Bad> {
    if let Some(c) = reference.resolve_char_ref().map_err(malformed)? {
        return Ok(c.to_string());
    }
    let name = reference.decode().map_err(malformed)?;
    let known = resolve_xml_entity(&name).ok_or_else(|| malformed("an unknown entity"))?;
    Ok(known.to_owned())
}

fn malformed(why: impl std::fmt::Display) -> Bad {
    Bad::Malformed(why.to_string())
}

/// What has been read so far: elements that are still open, the outermost first, and the one that was closed last.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    whole: Option<Element>,
}

impl Tree {
    fn open(&mut self, element: Element) -> Result<(), Bad> {
        if self.whole.is_some() {
            return Err(malformed("a second root"));
        }
        if self.open.len() == DEEPEST {
            return Err(Bad::Deep);
        }
        self.open.push(element);
        Ok(())
    }

    /// The reader has matched the names, so that there is one to close.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.inside.push(element),
            None => self.whole = Some(element),
        }
    }

    fn say(&mut self, text: &str) -> Result<(), Bad> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(malformed("text outside the root")),
        }
        Ok(())
    }

    fn whole(self) -> Result<Element, Bad> {
        if !self.open.is_empty() {
            return Err(malformed("it ends too early"));
        }
        self.whole.ok_or_else(|| malformed("it is empty"))
    }
}
