//! What is sent: bytes, files that are read while they are sent, and forms of both.

use std::{
    collections::VecDeque,
    fmt,
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use crate::NotSent;

/// A file being read.
pub type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// A file being opened.
pub type Opening = Pin<Box<dyn Future<Output = io::Result<Reader>> + Send>>;

/// A file by its length and by how it is opened: once for each try, so that a try can be repeated.
#[derive(Clone)]
pub struct File {
    length: u64,
    open: Arc<dyn Fn() -> Opening + Send + Sync>,
}

/// Bytes at hand, or a file.
#[derive(Clone, Debug)]
pub enum Source {
    /// These bytes.
    Bytes(Bytes),
    /// The bytes of a file.
    File(File),
}

/// A request's body.
#[derive(Clone, Debug)]
pub enum Body {
    /// None.
    Empty,
    /// These bytes; the head has their type.
    Bytes(Bytes),
    /// The bytes of a file; the head has their type.
    File(File),
    /// `multipart/form-data`; the head's type is set here.
    Form(Vec<Part>),
}

/// One part of a form.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// The file's name; none for a plain field.
    pub file_name: Option<String>,
    /// Its media type; none for a plain field.
    pub media_type: Option<String>,
    /// What it holds.
    pub source: Source,
}

impl File {
    /// A file of so many bytes, which `open` opens from its beginning.
    pub fn new(length: u64, open: impl Fn() -> Opening + Send + Sync + 'static) -> Self {
        Self {
            length,
            open: Arc::new(open),
        }
    }

    /// Its length.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Opens it.
    pub(crate) async fn open(&self) -> Result<Reader, NotSent> {
        (self.open)()
            .await
            .map_err(|error| NotSent::Unreadable(error.to_string()))
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({} bytes)", self.length)
    }
}

/// A body on its way. Its length is known, so it never goes out in chunks, which some providers do not take.
pub(crate) struct Outgoing {
    pieces: VecDeque<Piece>,
    left: u64,
    /// Set before the first byte is handed to the connection.
    begun: Arc<AtomicBool>,
    buffer: BytesMut,
}

enum Piece {
    Bytes(Bytes),
    /// A mutex, which is never locked, only because a reader need not be `Sync` and a body has to be.
    Reader(Mutex<Reader>, u64),
}

/// How much of a file is read at a time.
const PIECE: usize = 64 << 10;

impl Outgoing {
    /// The sources one after the other. Every file is opened first, so that one that is missing is found before
    /// anything leaves.
    pub(crate) async fn of(sources: Vec<Source>) -> Result<Self, NotSent> {
        let mut pieces = VecDeque::new();
        let mut left = 0;
        for source in sources {
            match source {
                Source::Bytes(bytes) if bytes.is_empty() => {}
                Source::Bytes(bytes) => {
                    left += bytes.len() as u64;
                    pieces.push_back(Piece::Bytes(bytes));
                }
                Source::File(file) => {
                    left += file.length;
                    pieces.push_back(Piece::Reader(Mutex::new(file.open().await?), file.length));
                }
            }
        }
        Ok(Self {
            pieces,
            left,
            begun: Arc::new(AtomicBool::new(false)),
            buffer: BytesMut::new(),
        })
    }

    /// Tells whether anything was taken of it. An empty body is never asked.
    pub(crate) fn begun(&self) -> Arc<AtomicBool> {
        self.begun.clone()
    }

    pub(crate) fn length(&self) -> u64 {
        self.left
    }

    fn poll_bytes(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match self.pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Piece::Reader(_, 0)) => {
                    self.pieces.pop_front();
                }
                Some(Piece::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.pieces.pop_front();
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(Piece::Reader(reader, left)) => {
                    let reader = reader
                        .get_mut()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    let bytes = ready!(poll_piece(reader, &mut self.buffer, *left, context))?;
                    *left -= bytes.len() as u64;
                    return Poll::Ready(Some(Ok(bytes)));
                }
            }
        }
    }
}

/// The next bytes of a reader that still owes `left`, more than none.
fn poll_piece(
    reader: &mut Reader,
    buffer: &mut BytesMut,
    left: u64,
    context: &mut Context<'_>,
) -> Poll<io::Result<Bytes>> {
    let most = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
    buffer.resize(most, 0);
    let mut read = ReadBuf::new(buffer);
    ready!(reader.as_mut().poll_read(context, &mut read))?;
    let length = read.filled().len();
    if length == 0 {
        return Poll::Ready(Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            format!("the file is {left} bytes shorter than it was said to be"),
        )));
    }
    Poll::Ready(Ok(buffer.split_to(length).freeze()))
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.begun.store(true, Ordering::Release);
        let bytes = match ready!(self.poll_bytes(context)) {
            None => return Poll::Ready(None),
            Some(bytes) => bytes?,
        };
        self.left -= bytes.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
