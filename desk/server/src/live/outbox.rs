//! What waits to be written to one client: bounded; a slow reader loses typing first, then is closed with "resume".
//!
//! Whoever queues also flushes: the floor once for every socket after a batch of the log, a socket's own task after each
//! frame it answered. Writing happens there and then; only where the line is full does the socket's own task go on.

use std::{collections::VecDeque, io, time::Duration};

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::{net::TcpStream, sync::Notify, time::Instant};

use super::wire::Frame;

/// Why a socket is closed; the numbers are part of the protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Close {
    /// The server restarts.
    Restart = 1012,
    /// Too slow.
    Slow = 4000,
    /// Signed out, or rights changed.
    SignedOut = 4001,
    /// A frame was not understood.
    Malformed = 4002,
    /// Too many frames.
    TooMany = 4008,
}

/// What is to be written.
#[derive(Debug, Clone)]
pub enum Out {
    /// A frame.
    Text(Frame),
    /// A sign of life.
    Ping,
    /// Frames of the line itself, ready to be written: the answer to a ping, to a close.
    Answer(Bytes),
    /// The end.
    Close(Close),
}

/// A control frame, and the same as text for scripts in browsers, which cannot see the first; the answer to the first is
/// for us.
const PING: &[u8] = b"\x89\x00\x81\x0f{\"type\":\"ping\"}";

impl Out {
    fn ready(&self) -> &[u8] {
        match self {
            Self::Text(frame) => frame.ready(),
            Self::Answer(frames) => frames,
            Self::Ping => PING,
            Self::Close(Close::Restart) => b"\x88\x02\x03\xf4",
            Self::Close(Close::Slow) => b"\x88\x02\x0f\xa0",
            Self::Close(Close::SignedOut) => b"\x88\x02\x0f\xa1",
            Self::Close(Close::Malformed) => b"\x88\x02\x0f\xa2",
            Self::Close(Close::TooMany) => b"\x88\x02\x0f\xa8",
        }
    }
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Out>,
    /// Bytes that wait.
    bytes: usize,
    /// So many of the first one's are written.
    begun: usize,
    /// Nothing more is taken.
    closing: bool,
    /// Since when the line is full.
    full_since: Option<Instant>,
    /// All is written, the end included; or the line is gone.
    ended: bool,
}

/// The queue of one client.
#[derive(Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    /// None for server-sent events: their stream takes what waits.
    line: Option<TcpStream>,
    wake: Notify,
}

/// How much may wait.
pub const MOST: usize = 256 * 1024;
/// A client that takes nothing for so long counts as gone.
const PATIENCE: Duration = Duration::from_secs(20);
/// So many frames go out in one write.
const AT_ONCE: usize = 32;
/// A queue that was longer gives its memory back.
const KEPT: usize = 8;

impl Outbox {
    /// The queue of a socket.
    pub fn to(line: TcpStream) -> Self {
        Self {
            line: Some(line),
            ..Self::default()
        }
    }

    /// Where it is written to.
    pub(super) fn line(&self) -> Option<&TcpStream> {
        self.line.as_ref()
    }

    /// Queues a frame that must arrive; a queue that runs over ends the socket.
    pub fn send(&self, frame: Frame) {
        self.queue.lock().push(Out::Text(frame));
    }

    /// Queues a frame that may be lost: dropped when a quarter of the queue waits.
    pub fn hint(&self, frame: Frame) {
        let mut queue = self.queue.lock();
        if queue.bytes <= MOST / 4 {
            queue.push(Out::Text(frame));
        }
    }

    /// Queues a ping.
    pub fn ping(&self) {
        self.queue.lock().push(Out::Ping);
    }

    /// Queues frames of the line itself.
    pub(super) fn answer(&self, frames: Bytes) {
        self.queue.lock().push(Out::Answer(frames));
    }

    /// Ends the socket after what waits.
    pub fn close(&self, why: Close) {
        let mut queue = self.queue.lock();
        queue.push(Out::Close(why));
        queue.closing = true;
    }

    /// Writes what waits, as far as the line takes it.
    pub fn flush(&self) {
        let mut queue = self.queue.lock();
        let Some(line) = &self.line else {
            if !queue.waiting.is_empty() {
                self.wake.notify_one();
            }
            return;
        };
        // Where the line is full, the socket's own task goes on.
        if queue.full_since.is_none() && !queue.waiting.is_empty() {
            queue.write(line);
            if queue.full_since.is_some() || queue.ended {
                self.wake.notify_one();
            }
        }
    }

    /// The socket's own part: goes on writing where the line was full. Returns at the end: all is written after which the
    /// socket was to be closed, the line is gone, or the client took nothing for too long.
    pub async fn run(&self) {
        let Some(line) = &self.line else { return };
        loop {
            let (ended, full_since) = {
                let queue = self.queue.lock();
                (queue.ended, queue.full_since)
            };
            match full_since {
                _ if ended => return,
                None => self.wake.notified().await,
                Some(since) => {
                    let Ok(Ok(())) = tokio::time::timeout_at(since + PATIENCE, line.writable()).await else {
                        return;
                    };
                    self.queue.lock().write(line);
                }
            }
        }
    }

    /// Waits until something is there, and takes all of it: for server-sent events.
    pub async fn take(&self) -> VecDeque<Out> {
        loop {
            {
                let mut queue = self.queue.lock();
                if !queue.waiting.is_empty() {
                    queue.bytes = 0;
                    return std::mem::take(&mut queue.waiting);
                }
            }
            self.wake.notified().await;
        }
    }

    /// Takes what is there.
    #[cfg(test)]
    pub fn drain(&self) -> Vec<Out> {
        let mut queue = self.queue.lock();
        queue.bytes = 0;
        queue.waiting.drain(..).collect()
    }
}

impl Queue {
    fn push(&mut self, out: Out) {
        if self.closing {
            return;
        }
        let more = out.ready().len();
        if self.bytes + more > MOST && !self.waiting.is_empty() {
            // What is half written goes out whole: the end must be readable.
            self.waiting.truncate(usize::from(self.begun > 0));
            self.bytes = self.waiting.front().map_or(0, |first| first.ready().len());
            self.closing = true;
            return self.waiting.push_back(Out::Close(Close::Slow));
        }
        self.bytes += more;
        self.waiting.push_back(out);
    }

    fn write(&mut self, line: &TcpStream) {
        while !self.waiting.is_empty() {
            match self.write_some(line) {
                Ok(written) => self.written(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.full_since.get_or_insert_with(Instant::now);
                    return;
                }
                Err(_) => {
                    (self.closing, self.ended, self.full_since) = (true, true, None);
                    return self.waiting.clear();
                }
            }
        }
        self.full_since = None;
        self.ended = self.closing;
        if self.waiting.capacity() > KEPT {
            self.waiting = VecDeque::new();
        }
    }

    fn write_some(&self, line: &TcpStream) -> io::Result<usize> {
        let first = &self.waiting[0].ready()[self.begun..];
        if self.waiting.len() == 1 {
            return line.try_write(first);
        }
        let mut slices = [io::IoSlice::new(first); AT_ONCE];
        for (slice, out) in slices.iter_mut().zip(&self.waiting).skip(1) {
            *slice = io::IoSlice::new(out.ready());
        }
        line.try_write_vectored(&slices[..AT_ONCE.min(self.waiting.len())])
    }

    /// So much went out: the line is not full for the clock's sake.
    fn written(&mut self, bytes: usize) {
        self.full_since = None;
        self.begun += bytes;
        while let Some(first) = self.waiting.front() {
            let length = first.ready().len();
            if self.begun < length {
                return;
            }
            self.begun -= length;
            self.bytes = self.bytes.saturating_sub(length);
            self.waiting.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::AsyncReadExt,
        net::{TcpListener, TcpSocket},
    };
    use tungstenite::{
        Message,
        protocol::{Role, WebSocketContext},
    };

    use super::*;

    fn frame(bytes: usize) -> Frame {
        Frame::of(&"x".repeat(bytes))
    }

    #[test]
    fn a_slow_reader_loses_hints_first_and_is_then_told_to_resume() {
        let outbox = Outbox::default();
        outbox.send(frame(MOST / 2 - 20));
        outbox.hint(frame(10));
        assert_eq!(outbox.drain().len(), 1, "the hint was dropped");
        outbox.send(frame(MOST / 2 - 20));
        outbox.send(frame(MOST / 2 - 20));
        outbox.send(frame(100));
        outbox.send(frame(1));
        let left = outbox.drain();
        assert!(matches!(left.as_slice(), [Out::Close(Close::Slow)]), "{left:?}");
    }

    #[test]
    fn one_frame_larger_than_the_queue_still_goes_out() {
        let outbox = Outbox::default();
        outbox.send(frame(MOST * 2));
        assert!(matches!(outbox.drain().as_slice(), [Out::Text(_)]));
    }

    #[test]
    fn the_ends_and_the_ping_are_frames_a_client_reads() {
        for why in [
            Close::Restart,
            Close::Slow,
            Close::SignedOut,
            Close::Malformed,
            Close::TooMany,
        ] {
            let mut line = io::Cursor::new(Out::Close(why).ready().to_vec());
            let read = WebSocketContext::new(Role::Client, None).read(&mut line);
            let Ok(Message::Close(Some(frame))) = read else {
                panic!("{why:?}: {read:?}")
            };
            assert_eq!(u16::from(frame.code), why as u16);
        }
        let mut line = io::Cursor::new(PING.to_vec());
        let mut client = WebSocketContext::new(Role::Client, None);
        assert!(matches!(client.read(&mut line), Ok(Message::Ping(_))));
        // The answer went to where the rest stands; read on past it.
        let text = io::Cursor::new(PING[2..].to_vec());
        let read = client.read(&mut Apart(text)).expect("the text");
        assert_eq!(read.to_text().expect("text"), r#"{"type":"ping"}"#);
    }

    /// Reads from one place and throws away what is written.
    struct Apart(io::Cursor<Vec<u8>>);

    impl io::Read for Apart {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            io::Read::read(&mut self.0, into)
        }
    }

    impl io::Write for Apart {
        fn write(&mut self, from: &[u8]) -> io::Result<usize> {
            Ok(from.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Both ends of a line that holds little.
    async fn narrow() -> (Outbox, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("listens");
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4_096).expect("narrow");
        let far = socket
            .connect(listener.local_addr().expect("an address"))
            .await
            .expect("connects");
        let (near, _) = listener.accept().await.expect("accepts");
        near.writable().await.expect("writable");
        (Outbox::to(near), far)
    }

    #[tokio::test]
    async fn what_a_full_line_did_not_take_follows_whole_and_in_order() {
        let (outbox, mut far) = narrow().await;
        let mut sent = Vec::new();
        // More than a line holds on both ends, in pieces that are cut wherever it is full.
        for round in 0..100 {
            for frame in [frame(40_000 + round), frame(round), frame(3)] {
                sent.extend_from_slice(frame.ready());
                outbox.send(frame);
            }
            outbox.flush();
            if outbox.queue.lock().bytes > MOST / 2 {
                break;
            }
        }
        assert!(
            outbox.queue.lock().full_since.is_some(),
            "the line was never full"
        );
        outbox.close(Close::Restart);
        sent.extend_from_slice(Out::Close(Close::Restart).ready());
        outbox.flush();
        let mut read = vec![0; sent.len()];
        let ((), all) = tokio::join!(outbox.run(), far.read_exact(&mut read));
        all.expect("everything comes");
        assert!(read == sent, "the bytes differ");
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_for_too_long_is_given_up() {
        let (outbox, _far) = narrow().await;
        while outbox.queue.lock().full_since.is_none() {
            outbox.send(frame(60_000));
            outbox.flush();
        }
        let begun = Instant::now();
        outbox.run().await;
        assert!(begun.elapsed() + Duration::from_millis(10) >= PATIENCE);
    }

    #[tokio::test]
    async fn a_half_written_frame_is_whole_before_the_end() {
        let (outbox, mut far) = narrow().await;
        while outbox.queue.lock().full_since.is_none() {
            outbox.send(frame(60_000));
            outbox.flush();
        }
        while !outbox.queue.lock().closing {
            outbox.send(frame(60_000));
        }
        let mut read = Vec::new();
        let writing = async move {
            outbox.run().await;
            drop(outbox);
        };
        let ((), all) = tokio::join!(writing, far.read_to_end(&mut read));
        all.expect("reads to the end");
        let whole = frame(60_000).ready().len();
        assert_eq!(read.len() % whole, Out::Close(Close::Slow).ready().len());
        assert!(read.ends_with(Out::Close(Close::Slow).ready()));
    }
}
