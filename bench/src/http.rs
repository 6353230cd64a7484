//! A blocking HTTP client, for what is set up before anything is measured.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, bail};
use serde_json::Value;

/// A connection that is kept.
pub struct Client {
    stream: TcpStream,
    input: Vec<u8>,
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its body; a text when it is no JSON.
    pub body: Value,
}

/// Where the head of an answer ends and how long its body is.
pub struct Head {
    /// The status.
    pub status: u16,
    /// Bytes before the body.
    pub bytes: usize,
    /// Bytes of the body.
    pub body: usize,
}

/// The head at the beginning of `bytes`; none while it is not complete.
pub fn head_of(bytes: &[u8]) -> Option<Head> {
    let head = memchr::memmem::find(bytes, b"\r\n\r\n")? + 4;
    let status = std::str::from_utf8(bytes.get(9..12)?).ok()?.parse().ok()?;
    let name = b"content-length: ";
    let body = memchr::memmem::find(&bytes[..head], name).map_or(0, |at| {
        let digits = &bytes[at + name.len()..head];
        digits
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .fold(0, |length, digit| length * 10 + usize::from(digit - b'0'))
    });
    Some(Head {
        status,
        bytes: head,
        body,
    })
}

impl Client {
    /// Connects.
    pub fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            stream,
            input: Vec::new(),
        })
    }

    /// Asks. `headers` are whole lines, each with its line end.
    pub fn ask(&mut self, what: &str, headers: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{what} HTTP/1.1\r\nhost: bench\r\nx-yingke-csrf: 1\r\ncontent-type: application/json\r\n{headers}\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes())?;
        self.input.clear();
        loop {
            if let Some(head) = head_of(&self.input)
                && self.input.len() >= head.bytes + head.body
            {
                let body = &self.input[head.bytes..head.bytes + head.body];
                return Ok(Answer {
                    status: head.status,
                    body: serde_json::from_slice(body)
                        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned())),
                });
            }
            let mut part = [0; 16_384];
            let read = self
                .stream
                .read(&mut part)
                .context("the server does not answer")?;
            if read == 0 {
                bail!("the server hung up on {what}");
            }
            self.input.extend_from_slice(&part[..read]);
        }
    }

    /// Asks, and refuses an answer that is no success.
    pub fn succeed(&mut self, what: &str, headers: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        let answer = self.ask(what, headers, body)?;
        if !(200..300).contains(&answer.status) {
            bail!("{what}: {} {}", answer.status, answer.body);
        }
        Ok(answer)
    }
}
