//! The flat XML of a call: one element that holds named texts.

use quick_xml::{Reader, events::Event};

/// What the elements directly under the root say, in their order. A document type is refused: nothing of it is wanted, and
/// entities are how XML reads files and eats memory.
pub(super) fn fields(text: &str) -> Result<Vec<(String, String)>, &'static str> {
    const BROKEN: &str = "it is no XML";
    let mut reader = Reader::from_str(text);
    let (mut found, mut depth, mut closed) = (Vec::<(String, String)>::new(), 0_usize, false);
    loop {
        let piece = match reader.read_event().map_err(|_| BROKEN)? {
            Event::DocType(_) => return Err("it has a document type"),
            Event::Start(_) if closed => return Err(BROKEN),
            Event::Start(start) => {
                depth += 1;
                if depth == 2 {
                    let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                    found.push((name, String::new()));
                }
                continue;
            }
            Event::End(_) => {
                depth -= 1;
                closed = depth == 0;
                continue;
            }
            Event::Text(text) => text.decode().map_err(|_| BROKEN)?.into_owned(),
            Event::CData(text) => text.decode().map_err(|_| BROKEN)?.into_owned(),
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|_| BROKEN)? {
                Some(c) => c.to_string(),
                None => named(&name.decode().map_err(|_| BROKEN)?)
                    .ok_or(BROKEN)?
                    .to_owned(),
            },
            Event::Eof if closed => return Ok(found),
            Event::Eof => return Err(BROKEN),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
        };
        match (depth, found.last_mut()) {
            (2, Some((_, value))) => value.push_str(&piece),
            // Only white space stands outside the root.
            (0, _) if !piece.trim().is_empty() => return Err(BROKEN),
            _ => {}
        }
    }
}

/// The five that need no declaration.
fn named(entity: &str) -> Option<&'static str> {
    match entity {
        "lt" => Some("<"),
        "gt" => Some(">"),
        "amp" => Some("&"),
        "apos" => Some("'"),
        "quot" => Some("\""),
        _ => None,
    }
}

/// The first field of a name; empty when there is none.
pub(super) fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields
        .iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_as_they_are_written() {
        let found = fields(
            "<?xml version=\"1.0\"?>\n<xml><A><![CDATA[a<b]]></A>\n<B>1 &amp; &#x4F60;</B><C/><D><E>x</E></D></xml>\n",
        )
        .unwrap();
        assert_eq!(field(&found, "A"), "a<b");
        assert_eq!(field(&found, "B"), "1 & 你");
        assert_eq!(field(&found, "C"), "");
        assert_eq!(field(&found, "D"), "", "what is deeper is nobody's");
    }

    #[test]
    fn a_document_type_and_unknown_entities_are_refused() {
        let bomb = "<!DOCTYPE xml [<!ENTITY a \"aaaa\">]><xml><Encrypt>&a;</Encrypt></xml>";
        assert_eq!(fields(bomb), Err("it has a document type"));
        for bad in [
            "",
            "x",
            "<xml>",
            "<xml><A></xml>",
            "<xml>&a;</xml>",
            "<xml/>x",
            "<a></a><b></b>",
        ] {
            assert!(fields(bad).is_err(), "{bad}");
        }
    }
}
