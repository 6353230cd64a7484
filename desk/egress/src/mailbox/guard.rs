//! Keeps a server from filling our memory: IMAP announces how many bytes come next, and the reader makes room for as
//! many as are announced.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::stream::Stream;

/// A longer line is refused: the UIDs of a very large folder fit.
const LINE: usize = 4 << 20;

/// A stream whose lines and announced literals are bounded.
#[derive(Debug)]
pub(super) struct Guard {
    inner: Stream,
    watch: Watch,
}

#[derive(Debug)]
struct Watch {
    /// The longest literal that is let in.
    most: u64,
    /// Bytes of a literal that are still to come.
    literal: u64,
    /// Bytes of the line so far.
    line: usize,
    /// How far into `{123}` CR the line's end is.
    announced: Announced,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Announced {
    Nothing,
    Length(u64),
    Closed(u64),
    Returned(u64),
}

impl Guard {
    pub(super) fn new(inner: Stream, most: u32) -> Self {
        let watch = Watch {
            most: u64::from(most),
            literal: 0,
            line: 0,
            announced: Announced::Nothing,
        };
        Self { inner, watch }
    }

    pub(super) fn into_inner(self) -> Stream {
        self.inner
    }
}

impl Watch {
    fn see(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.literal > 0 {
                let skipped = usize::try_from(self.literal).map_or(bytes.len(), |left| left.min(bytes.len()));
                self.literal -= skipped as u64;
                bytes = &bytes[skipped..];
            } else {
                self.see_byte(bytes[0])?;
                bytes = &bytes[1..];
            }
        }
        Ok(())
    }

    fn see_byte(&mut self, byte: u8) -> io::Result<()> {
        self.line += 1;
        if self.line > LINE {
            return Err(io::Error::other("a line that is too long"));
        }
        self.announced = match (self.announced, byte) {
            (_, b'{') => Announced::Length(0),
            (Announced::Length(length), b'0'..=b'9') => {
                Announced::Length(length.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
            }
            (Announced::Length(length), b'}') => Announced::Closed(length),
            (Announced::Closed(length), b'\r') => Announced::Returned(length),
            (Announced::Returned(length) | Announced::Closed(length), b'\n') => {
                if length > self.most {
                    return Err(io::Error::other(format!("{length} bytes at once are too many")));
                }
                self.literal = length;
                self.line = 0;
                Announced::Nothing
            }
            (_, b'\n') => {
                self.line = 0;
                Announced::Nothing
            }
            _ => Announced::Nothing,
        };
        Ok(())
    }
}

impl AsyncRead for Guard {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(context, buffer))?;
        Poll::Ready(self.watch.see(&buffer.filled()[before..]))
    }
}

impl AsyncWrite for Guard {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], is_fine: bool) {
        // At once, and byte by byte.
        for step in [bytes.len(), 1] {
            let mut watch = Watch {
                most: 100,
                literal: 0,
                line: 0,
                announced: Announced::Nothing,
            };
            let seen = bytes.chunks(step).try_for_each(|chunk| watch.see(chunk));
            assert_eq!(
                seen.is_ok(),
                is_fine,
                "{:?}: {seen:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn announcements_are_believed_up_to_the_bound() {
        check(b"* 1 FETCH (BODY[] {100}\r\n", true);
        check(b"* 1 FETCH (BODY[] {101}\r\n", false);
        check(b"* 1 FETCH (BODY[] {99999999999999999999999}\r\n", false);
        check(b"* OK {101} is only a word\r\n", true);
    }

    #[test]
    fn what_a_mail_says_announces_nothing() {
        let mail = format!(
            "* 1 FETCH (BODY[] {{10}}\r\n{:<10} UID 7)\r\n* OK\r\n",
            "{9999}\r\n"
        );
        check(mail.as_bytes(), true);
    }

    #[test]
    fn a_line_has_an_end() {
        check(&vec![b' '; LINE + 1], false);
    }
}
