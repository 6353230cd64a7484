//! What waits to be written to one socket: bounded; a slow reader loses typing first, then is closed with "resume".

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;
use parking_lot::Mutex;
use tokio::sync::Notify;

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
    Text(Utf8Bytes),
    /// A sign of life.
    Ping,
    /// The end.
    Close(Close),
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Out>,
    bytes: usize,
    closing: bool,
}

/// The queue of one socket.
#[derive(Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
}

/// How much may wait.
pub const MOST: usize = 256 * 1024;

impl Outbox {
    /// Queues a frame that must arrive; a queue that runs over ends the socket.
    pub fn send(&self, frame: Utf8Bytes) {
        let mut queue = self.queue.lock();
        if queue.closing {
            return;
        }
        if queue.bytes + frame.len() > MOST && !queue.waiting.is_empty() {
            queue.waiting.clear();
            queue.waiting.push_back(Out::Close(Close::Slow));
            queue.closing = true;
        } else {
            queue.bytes += frame.len();
            queue.waiting.push_back(Out::Text(frame));
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// Queues a frame that may be lost: dropped when a quarter of the queue waits.
    pub fn hint(&self, frame: Utf8Bytes) {
        let mut queue = self.queue.lock();
        if queue.closing || queue.bytes > MOST / 4 {
            return;
        }
        queue.bytes += frame.len();
        queue.waiting.push_back(Out::Text(frame));
        drop(queue);
        self.wake.notify_one();
    }

    /// Queues a ping.
    pub fn ping(&self) {
        let mut queue = self.queue.lock();
        if !queue.closing {
            queue.waiting.push_back(Out::Ping);
            drop(queue);
            self.wake.notify_one();
        }
    }

    /// Ends the socket after what waits.
    pub fn close(&self, why: Close) {
        let mut queue = self.queue.lock();
        if !queue.closing {
            queue.closing = true;
            queue.waiting.push_back(Out::Close(why));
            drop(queue);
            self.wake.notify_one();
        }
    }

    /// Waits until something is there, and takes all of it.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(bytes: usize) -> Utf8Bytes {
        "x".repeat(bytes).into()
    }

    #[test]
    fn a_slow_reader_loses_hints_first_and_is_then_told_to_resume() {
        let outbox = Outbox::default();
        outbox.send(frame(MOST / 2));
        outbox.hint(frame(10));
        assert_eq!(outbox.drain().len(), 1, "the hint was dropped");
        outbox.send(frame(MOST / 2));
        outbox.send(frame(MOST / 2));
        outbox.send(frame(1));
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
}
