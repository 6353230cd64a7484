//! What goes over the line: frames made ready once, and the reading of what a client sends.

use std::io;

use bytes::Bytes;
use serde::Serialize;
use tokio::net::TcpStream;
use tungstenite::{
    Error, Message, Utf8Bytes,
    protocol::{
        Role, WebSocketConfig, WebSocketContext,
        frame::{
            FrameHeader,
            coding::{Data, OpCode},
        },
    },
};

use super::outbox::Outbox;

/// No client frame is larger.
const LARGEST: usize = 16 * 1024;
/// The longest header of a server, which masks nothing.
const HEADER: usize = 10;
/// A reader's buffer: clients say little, and ten thousand of them say nothing.
const BUFFER: usize = 512;

/// A text frame, header and all, in one piece that everybody it goes to shares.
#[derive(Debug, Clone)]
pub struct Frame {
    ready: Bytes,
    header: usize,
}

impl Frame {
    /// The frame of a value.
    pub fn of(value: &impl Serialize) -> Self {
        let mut ready = vec![0; HEADER];
        serde_json::to_writer(&mut ready, value).expect("frames are plain data");
        let length = (ready.len() - HEADER) as u64;
        let header = FrameHeader {
            opcode: OpCode::Data(Data::Text),
            ..FrameHeader::default()
        };
        let size = header.len(length);
        header
            .format(length, &mut &mut ready[HEADER - size..HEADER])
            .expect("the room is as large as any header");
        Self {
            ready: Bytes::from(ready).slice(HEADER - size..),
            header: size,
        }
    }

    /// As it goes over the line.
    pub fn ready(&self) -> &[u8] {
        &self.ready
    }

    /// Its text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.ready[self.header..]).expect("JSON is UTF-8")
    }
}

/// What a client said.
pub enum Said {
    /// A frame of the protocol, to be understood.
    Text(Utf8Bytes),
    /// Something the protocol does not have.
    Foreign,
    /// A sign of life.
    Alive,
    /// Nothing any more: it went, or broke the rules of the line.
    Gone,
}

/// Reads a client's frames. What they call for (the answer to a ping, to a close) goes the way of everything written.
pub struct Reader(WebSocketContext);

impl Reader {
    /// A reader that goes on after `begun`, which came with the request.
    pub fn new(begun: &[u8]) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(LARGEST))
            .max_frame_size(Some(LARGEST));
        Self(WebSocketContext::from_partially_read(
            begun.to_vec(),
            Role::Server,
            Some(config),
        ))
    }

    /// Waits for the next frame. Nothing is lost when the wait is given up.
    pub async fn next(&mut self, outbox: &Outbox) -> Said {
        let Some(line) = outbox.line() else {
            return Said::Gone;
        };
        let mut through = Through { line, outbox };
        loop {
            // A client that never stops must leave the thread to others.
            tokio::task::coop::consume_budget().await;
            match self.0.read(&mut through) {
                Ok(Message::Text(text)) => return Said::Text(text),
                Ok(Message::Binary(_) | Message::Frame(_)) => return Said::Foreign,
                Ok(Message::Ping(_) | Message::Pong(_)) => return Said::Alive,
                Ok(Message::Close(_)) => {
                    let _ = self.0.flush(&mut through);
                    outbox.flush();
                    return Said::Gone;
                }
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                    outbox.flush();
                    if line.readable().await.is_err() {
                        return Said::Gone;
                    }
                }
                Err(_) => return Said::Gone,
            }
        }
    }
}

/// Reads from the line, writes to the outbox.
struct Through<'a> {
    line: &'a TcpStream,
    outbox: &'a Outbox,
}

impl io::Read for Through<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.line.try_read(into)
    }
}

impl io::Write for Through<'_> {
    fn write(&mut self, frames: &[u8]) -> io::Result<usize> {
        self.outbox.answer(Bytes::copy_from_slice(frames));
        Ok(frames.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_of_any_length_is_read_back_by_a_websocket_client() {
        for length in [0, 1, 123, 124, 65_533, 65_534, 70_000] {
            let text = "x".repeat(length);
            let frame = Frame::of(&text);
            let mut line = io::Cursor::new(frame.ready().to_vec());
            let read = WebSocketContext::new(Role::Client, None)
                .read(&mut line)
                .expect("reads");
            assert_eq!(read.to_text().expect("text"), format!("\"{text}\""));
            assert_eq!(frame.text(), format!("\"{text}\""));
        }
    }
}
