//! One connection of the driver: never blocks, keeps what could not be sent.

use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, SocketAddr, TcpStream},
};

use rustix::{
    event::epoll,
    fd::OwnedFd,
    net::{AddressFamily, SocketType},
};

/// The connection.
pub struct Link {
    stream: TcpStream,
    /// What has arrived and is not yet understood.
    pub input: Vec<u8>,
    waiting: Vec<u8>,
}

impl Link {
    /// Connects from `source` and registers under `number`.
    pub fn connect(
        address: SocketAddr,
        source: Option<IpAddr>,
        (poll, number): (&OwnedFd, u64),
    ) -> anyhow::Result<Self> {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        if let Some(source) = source {
            rustix::net::bind(&socket, &SocketAddr::new(source, 0))?;
        }
        rustix::net::connect(&socket, &address)?;
        let stream = TcpStream::from(socket);
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        epoll::add(
            poll,
            &stream,
            epoll::EventData::new_u64(number),
            epoll::EventFlags::IN,
        )?;
        Ok(Self {
            stream,
            input: Vec::new(),
            waiting: Vec::new(),
        })
    }

    /// Sends `bytes`; what does not fit is sent with the next call or [`Link::flush`].
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if !self.waiting.is_empty() {
            self.waiting.extend_from_slice(bytes);
            return self.flush();
        }
        match self.stream.write(bytes) {
            Ok(sent) if sent == bytes.len() => Ok(()),
            Ok(sent) => {
                self.waiting.extend_from_slice(&bytes[sent..]);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                self.waiting.extend_from_slice(bytes);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Sends what waits.
    pub fn flush(&mut self) -> io::Result<()> {
        while !self.waiting.is_empty() {
            match self.stream.write(&self.waiting) {
                Ok(sent) => drop(self.waiting.drain(..sent)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes what has arrived; false when the other side hung up.
    pub fn receive(&mut self, scratch: &mut [u8]) -> io::Result<bool> {
        loop {
            match self.stream.read(scratch) {
                Ok(0) => return Ok(false),
                Ok(read) => {
                    self.input.extend_from_slice(&scratch[..read]);
                    if read < scratch.len() {
                        return Ok(true);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(true),
                Err(error) => return Err(error),
            }
        }
    }

    /// Drops the first `bytes` of the input.
    pub fn done(&mut self, bytes: usize) {
        if bytes == self.input.len() {
            self.input.clear();
            // A snapshot was large; ten thousand idle sockets need not remember it.
            self.input.shrink_to(4_096);
        } else {
            self.input.drain(..bytes);
        }
    }
}
