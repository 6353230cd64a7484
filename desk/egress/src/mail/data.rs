//! The message on its way: line ends made one kind, dots stuffed, files in base64.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use tokio::io::AsyncReadExt;

use crate::{NotSent, Source, body::Reader};

/// A line of base64 holds so many bytes of a file: 76 letters, as MIME wants them.
const LINE: usize = 57;
/// So many lines are read at a time.
const LINES: usize = 1024;

/// The length of a file in base64, with its line ends.
pub(super) fn encoded_length(length: u64) -> u64 {
    length.div_ceil(3) * 4 + length.div_ceil(LINE as u64) * 2
}

/// Makes line ends CRLF and doubles dots at their beginnings. A lone CR or LF becomes a line end: servers that take it
/// for one would otherwise find commands in a message ("SMTP smuggling").
#[derive(Debug)]
struct Stuffer {
    at_start: bool,
    after_cr: bool,
}

impl Stuffer {
    const fn new() -> Self {
        Self {
            at_start: true,
            after_cr: false,
        }
    }

    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for byte in bytes {
            let was_cr = std::mem::replace(&mut self.after_cr, *byte == b'\r');
            match byte {
                // It belongs to a CR that has been written as a line end.
                b'\n' if was_cr => {}
                b'\r' | b'\n' => {
                    out.extend_from_slice(b"\r\n");
                    self.at_start = true;
                }
                _ => {
                    if self.at_start && *byte == b'.' {
                        out.push(b'.');
                    }
                    out.push(*byte);
                    self.at_start = false;
                }
            }
        }
    }

    fn end(&self, out: &mut Vec<u8>) {
        if !self.at_start {
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b".\r\n");
    }
}

/// A message being read, ready for the wire.
pub(super) struct Data {
    /// What is to come, the next one last.
    pieces: Vec<Source>,
    reading: Option<(Reader, u64)>,
    stuffer: Stuffer,
}

impl Data {
    /// Opens the message. Every file is opened now, so that one that is missing is found before anything is said.
    pub(super) async fn of(sources: &[Source]) -> Result<Self, NotSent> {
        for source in sources {
            if let Source::File(file) = source {
                file.open().await?;
            }
        }
        Ok(Self {
            pieces: sources.iter().rev().cloned().collect(),
            reading: None,
            stuffer: Stuffer::new(),
        })
    }

    /// The next bytes for the wire; none when all but the end has come.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, NotSent> {
        let mut out = Vec::new();
        if let Some((reader, left)) = &mut self.reading {
            let bytes = lines(reader, left).await?;
            for line in bytes.chunks(LINE) {
                out.extend_from_slice(BASE64_STANDARD.encode(line).as_bytes());
                out.extend_from_slice(b"\r\n");
            }
            self.stuffer.at_start = true;
            self.stuffer.after_cr = false;
            if *left == 0 {
                self.reading = None;
            }
            return Ok(Some(out));
        }
        match self.pieces.pop() {
            None => return Ok(None),
            Some(Source::Bytes(bytes)) => self.stuffer.push(&bytes, &mut out),
            Some(Source::File(file)) => {
                self.reading = (file.length() > 0).then_some((file.open().await?, file.length()));
            }
        }
        Ok(Some(out))
    }

    /// The last bytes: the dot on its own.
    pub(super) fn end(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.stuffer.end(&mut out);
        out
    }
}

/// Whole lines of a file, or its last ones.
async fn lines(reader: &mut Reader, left: &mut u64) -> Result<Vec<u8>, NotSent> {
    let most = usize::try_from(*left).map_or(LINE * LINES, |left| left.min(LINE * LINES));
    let mut bytes = vec![0; most];
    let read = reader.read_exact(&mut bytes).await;
    read.map_err(|error| NotSent::Unreadable(error.to_string()))?;
    *left -= most as u64;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::File;

    fn stuffed(pieces: &[&[u8]]) -> Vec<u8> {
        let mut stuffer = Stuffer::new();
        let mut out = Vec::new();
        for piece in pieces {
            stuffer.push(piece, &mut out);
        }
        stuffer.end(&mut out);
        out
    }

    fn check(text: &str, wire: &str) {
        assert_eq!(String::from_utf8(stuffed(&[text.as_bytes()])).unwrap(), wire);
    }

    #[test]
    fn dots_are_stuffed_and_line_ends_are_crlf() {
        check("", ".\r\n");
        check("a", "a\r\n.\r\n");
        check("a\r\n", "a\r\n.\r\n");
        check(".\r\n..\r\na.b", "..\r\n...\r\na.b\r\n.\r\n");
        check("a\n.\nQUIT", "a\r\n..\r\nQUIT\r\n.\r\n");
        check("a\r.\rb\r\n\r\n", "a\r\n..\r\nb\r\n\r\n.\r\n");
    }

    /// What a server makes of the wire: without the last line, each line without its stuffed dot.
    fn received(wire: &[u8]) -> Vec<u8> {
        let body = wire.strip_suffix(b".\r\n").unwrap();
        let text = String::from_utf8_lossy(body).into_owned();
        let lines = text
            .split_inclusive("\r\n")
            .map(|line| line.strip_prefix('.').unwrap_or(line));
        lines.collect::<String>().into_bytes()
    }

    proptest! {
        #[test]
        fn nothing_in_a_message_ends_it(pieces in proptest::collection::vec("[\r\n.a]{0,6}", 0..6)) {
            let bytes: Vec<&[u8]> = pieces.iter().map(String::as_bytes).collect();
            let wire = stuffed(&bytes);
            let text = String::from_utf8(wire.clone()).unwrap();
            prop_assert_eq!(text.split("\r\n").filter(|line| *line == ".").count(), 1);
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert_eq!(wire, stuffed(&[&bytes.concat()]));
            // Line ends aside, what arrives is what was sent.
            let letters = |bytes: &[u8]| bytes.iter().filter(|byte| !b"\r\n".contains(byte)).copied().collect::<Vec<_>>();
            prop_assert_eq!(letters(&received(&stuffed(&bytes))), letters(&bytes.concat()));
        }
    }

    async fn sent(sources: &[Source]) -> Result<Vec<u8>, NotSent> {
        let mut data = Data::of(sources).await?;
        let mut wire = Vec::new();
        while let Some(bytes) = data.next().await? {
            wire.extend_from_slice(&bytes);
        }
        wire.extend_from_slice(&data.end());
        Ok(wire)
    }

    fn file(bytes: Vec<u8>, said: u64) -> Source {
        let bytes = Bytes::from(bytes);
        Source::File(File::new(said, move || {
            let bytes = bytes.clone();
            Box::pin(async move { Ok(Box::pin(std::io::Cursor::new(bytes)) as Reader) })
        }))
    }

    #[tokio::test]
    async fn a_file_is_base64_in_lines_of_the_length_that_was_said() {
        for length in [0, 1, 56, 57, 58, LINE * LINES, LINE * LINES + 1, 200_001] {
            let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let wire = sent(&[file(bytes.clone(), length as u64)]).await.unwrap();
            assert_eq!(wire.len() as u64, encoded_length(length as u64) + 3, "{length}");
            let text = String::from_utf8(wire).unwrap();
            assert!(text.split("\r\n").all(|line| line.len() <= 76));
            let joined: String = text.strip_suffix(".\r\n").unwrap().split("\r\n").collect();
            assert_eq!(BASE64_STANDARD.decode(joined).unwrap(), bytes, "{length}");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_shorter_than_it_was_said_to_be_is_not_sent() {
        let short = sent(&[file(vec![1, 2, 3], 4)]).await;
        assert!(matches!(short, Err(NotSent::Unreadable(_))), "{short:?}");
    }

    #[tokio::test]
    async fn pieces_follow_each_other_as_they_are() {
        let bytes = |text: &'static str| Source::Bytes(Bytes::from_static(text.as_bytes()));
        let wire = sent(&[
            bytes("a\r"),
            bytes("\n.b\r\n"),
            file(b"hi".to_vec(), 2),
            bytes(".c"),
        ])
        .await
        .unwrap();
        assert_eq!(
            String::from_utf8(wire).unwrap(),
            "a\r\n..b\r\naGk=\r\n..c\r\n.\r\n"
        );
    }
}
