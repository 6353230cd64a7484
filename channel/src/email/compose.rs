//! A whole mail in pieces: heads and texts as bytes, our files by their names.

use bytes::Bytes;
use yingke_channel_contract::{FileKind, OutFile, PartBody};

use super::encode::{base64_lines, parameter, text_part};

/// A mail to be put together.
pub struct Letter<'a> {
    /// Its head, with line ends.
    pub head: String,
    /// Its plain text.
    pub text: String,
    /// Its HTML.
    pub html: String,
    /// Pictures that stand inside of the HTML: name, media type, bytes.
    pub pictures: Vec<(String, String, Bytes)>,
    /// Its files. Those that the HTML names by `cid:` stand inside of it.
    pub files: &'a [OutFile],
    /// What no other mail has: it marks the borders of parts. They begin with `=_`, which neither base64 nor
    /// quoted-printable can hold.
    pub mark: String,
}

#[derive(Default)]
struct Pieces {
    done: Vec<PartBody>,
    text: String,
}

impl Pieces {
    fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn border(&mut self, kind: char, mark: &str, last: bool) {
        let end = if last { "--" } else { "" };
        self.say(&format!("\r\n--=_{kind}_{mark}{end}\r\n"));
    }

    fn multipart(&mut self, subtype: &str, kind: char, mark: &str) {
        self.say(&format!(
            "Content-Type: multipart/{subtype};\r\n boundary=\"=_{kind}_{mark}\"\r\n"
        ));
    }

    fn file(&mut self, file: &OutFile, inline: bool) {
        self.part_head(&file.media_type, &file.name, inline);
        if inline {
            self.say(&format!("Content-ID: <{}>\r\n", file.id));
        }
        self.say("\r\n");
        self.flush();
        self.done.push(PartBody::File(file.id));
    }

    fn part_head(&mut self, media_type: &str, name: &str, inline: bool) {
        let sound = |c: char| c.is_ascii_alphanumeric() || "/.+-_".contains(c);
        let given = media_type.split(';').next().unwrap_or_default().trim();
        let good = given.contains('/') && given.chars().all(sound);
        // A text's charset is not known, and a mail inside of a mail may not be in base64.
        let given = match given {
            _ if !good => "application/octet-stream",
            given if given.starts_with("message/") || given.starts_with("multipart/") => {
                "application/octet-stream"
            }
            given => given,
        };
        let place = if inline { "inline" } else { "attachment" };
        self.say(&format!(
            "Content-Type: {given}\r\nContent-Disposition: {place}{}\r\nContent-Transfer-Encoding: base64\r\n",
            parameter("filename", name)
        ));
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.done.push(PartBody::Bytes(Bytes::from(text)));
        }
    }
}

/// The mail in pieces.
pub fn pieces(letter: &Letter<'_>) -> Vec<PartBody> {
    let named = |file: &&OutFile| {
        file.kind == FileKind::Image && letter.html.contains(&format!("\"cid:{}\"", file.id))
    };
    let inline: Vec<_> = letter.files.iter().filter(named).collect();
    let attached: Vec<_> = letter.files.iter().filter(|file| !named(file)).collect();
    let mut pieces = Pieces::default();
    pieces.say(&letter.head);
    pieces.say("MIME-Version: 1.0\r\n");
    if attached.is_empty() {
        body(letter, &inline, &mut pieces);
    } else {
        pieces.multipart("mixed", 'm', &letter.mark);
        pieces.border('m', &letter.mark, false);
        body(letter, &inline, &mut pieces);
        for file in attached {
            pieces.border('m', &letter.mark, false);
            pieces.file(file, false);
        }
        pieces.border('m', &letter.mark, true);
    }
    pieces.flush();
    pieces.done
}

/// The text, with the HTML and the pictures in it.
fn body(letter: &Letter<'_>, inline: &[&OutFile], pieces: &mut Pieces) {
    if inline.is_empty() && letter.pictures.is_empty() {
        alternatives(letter, pieces);
        return;
    }
    pieces.multipart("related", 'r', &letter.mark);
    pieces.border('r', &letter.mark, false);
    alternatives(letter, pieces);
    for file in inline {
        pieces.border('r', &letter.mark, false);
        pieces.file(file, true);
    }
    for (id, media_type, bytes) in &letter.pictures {
        pieces.border('r', &letter.mark, false);
        pieces.part_head(media_type, id, true);
        pieces.say(&format!("Content-ID: <{id}>\r\n\r\n"));
        pieces.say(&base64_lines(bytes));
    }
    pieces.border('r', &letter.mark, true);
}

fn alternatives(letter: &Letter<'_>, pieces: &mut Pieces) {
    pieces.multipart("alternative", 'a', &letter.mark);
    for (media_type, text) in [("text/plain", &letter.text), ("text/html", &letter.html)] {
        pieces.border('a', &letter.mark, false);
        pieces.say(&text_part(media_type, text));
    }
    pieces.border('a', &letter.mark, true);
}
