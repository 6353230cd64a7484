//! A file from elsewhere, into wherever the caller wants it: judged by its beginning, bounded in bytes and in time.

use std::{io, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request, StatusCode, header};
use tokio::{
    io::{AsyncWrite, AsyncWriteExt},
    time::Instant,
};
use url::Url;

use crate::{
    Answer, Client, Failure, Limits, NotSent,
    body::Outgoing,
    client::{host, next, read},
};

/// The bounds of a download.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Within {
    /// From the first request to the last byte.
    pub total: Duration,
    /// Without a single byte, at most.
    pub silence: Duration,
    /// So many bytes, at most.
    pub most: u64,
    /// So many redirects are followed, each to an address that is checked as the first was.
    pub redirects: u8,
}

impl Default for Within {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(300),
            silence: Duration::from_secs(20),
            most: 100 << 20,
            redirects: 3,
        }
    }
}

/// What is known before the rest is taken.
#[derive(Debug)]
pub struct Beginning<'a> {
    /// The answer's headers.
    pub headers: &'a HeaderMap,
    /// What the other side says it is.
    pub media_type: Option<&'a str>,
    /// How long it says it is.
    pub length: Option<u64>,
    /// Its first bytes: 4 KiB, or all of them.
    pub first: &'a [u8],
}

/// What is made of a beginning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is the file.
    Take,
    /// It is an answer in words: an error with status 200.
    Read,
    /// It is not taken, for this reason.
    Refuse(String),
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Downloaded {
    /// The file is in the sink, whole.
    Taken {
        /// Its length.
        length: u64,
        /// What the other side said it is.
        media_type: Option<String>,
    },
    /// Another status than 2xx, or what was judged to be an answer. Nothing is in the sink.
    Answered(Answer),
    /// What the judge said. Nothing is in the sink.
    Refused(String),
}

/// Why nothing came of it. What is in the sink is no file.
#[derive(Debug, thiserror::Error)]
pub enum NotDownloaded {
    /// On the way.
    #[error(transparent)]
    Way(#[from] Failure),
    /// It is longer than is taken.
    #[error("it is longer than {most} bytes")]
    TooLarge {
        /// So much is taken.
        most: u64,
    },
    /// The sink takes no more.
    #[error("it cannot be kept: {0}")]
    Sink(#[from] io::Error),
}

/// How much of the beginning is judged.
const FIRST: usize = 4 << 10;

/// Where the bytes of a download go.
pub type Sink<'a> = &'a mut (dyn AsyncWrite + Send + Unpin);

impl Client {
    /// Gets a file with a GET. `judge` is asked once, before anything is written into `sink`.
    pub async fn download<J>(
        &self,
        head: Request<()>,
        within: &Within,
        judge: J,
        sink: Sink<'_>,
    ) -> Result<Downloaded, NotDownloaded>
    where
        J: FnOnce(&Beginning<'_>) -> Verdict + Send,
    {
        let until = Instant::now() + within.total;
        let mut response = self.follow(head, within, until).await?;
        if !response.status().is_success() {
            return Ok(Downloaded::Answered(words(response, Bytes::new(), until).await?));
        }
        let length = response.content_length();
        if length.is_some_and(|length| length > within.most) {
            return Err(NotDownloaded::TooLarge { most: within.most });
        }
        let mut first = BytesMut::new();
        while first.len() < FIRST {
            match heard(&mut response, within, until).await? {
                Some(bytes) => first.extend_from_slice(&bytes),
                None => break,
            }
        }
        let verdict = judge(&Beginning {
            headers: response.headers(),
            media_type: media_type(response.headers()),
            length,
            first: &first[..first.len().min(FIRST)],
        });
        match verdict {
            Verdict::Refuse(why) => Ok(Downloaded::Refused(why)),
            Verdict::Read => Ok(Downloaded::Answered(
                words(response, first.freeze(), until).await?,
            )),
            Verdict::Take => take(response, first.freeze(), (within, until), sink).await,
        }
    }

    /// Asks, and asks where it is sent to, until somebody answers with something else.
    async fn follow(
        &self,
        head: Request<()>,
        within: &Within,
        until: Instant,
    ) -> Result<reqwest::Response, Failure> {
        let (parts, ()) = head.into_parts();
        let mut headers = parts.headers;
        let mut url =
            Url::parse(&parts.uri.to_string()).map_err(|error| NotSent::Address(error.to_string()))?;
        for left in (0..=within.redirects).rev() {
            let nothing = Outgoing::of(Vec::new()).await?;
            let response = self
                .ask(&url, (Method::GET, headers.clone()), nothing, until)
                .await?;
            if !is_redirect(response.status()) || within.redirects == 0 {
                return Ok(response);
            }
            if left == 0 {
                break;
            }
            let next = target(&url, response.headers())?;
            if next.origin() != url.origin() {
                without_secrets(&mut headers);
            }
            url = next;
        }
        Err(NotSent::Redirect(format!("more than {} of them", within.redirects)).into())
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Where a redirect leads. Never from TLS into the clear.
fn target(url: &Url, headers: &HeaderMap) -> Result<Url, NotSent> {
    let location = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    let location = location.ok_or_else(|| NotSent::Redirect("it leads nowhere".to_owned()))?;
    let next = url
        .join(location)
        .map_err(|error| NotSent::Redirect(error.to_string()))?;
    if url.scheme() == "https" && next.scheme() != "https" {
        return Err(NotSent::Redirect(format!(
            "from TLS into the clear, to {}",
            host(&next)
        )));
    }
    Ok(next)
}

/// What was meant for one server is not shown to another.
fn without_secrets(headers: &mut HeaderMap) {
    let secret: Vec<_> = headers
        .iter()
        .filter(|(name, value)| {
            value.is_sensitive() || [header::AUTHORIZATION, header::COOKIE, header::REFERER].contains(name)
        })
        .map(|(name, _)| name.clone())
        .collect();
    for name in secret {
        headers.remove(name);
    }
}

fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

/// An answer in words, of which `first` has been read.
async fn words(response: reqwest::Response, first: Bytes, until: Instant) -> Result<Answer, Failure> {
    let limits = Limits::default();
    let rest = read(response, &limits, until).await?;
    let mut body = BytesMut::from(&first[..]);
    body.extend_from_slice(&rest.body);
    body.truncate(limits.kept);
    Ok(Answer {
        body: body.freeze(),
        length: rest.length + first.len() as u64,
        ..rest
    })
}

/// The next bytes, unless they are too long in coming.
async fn heard(
    response: &mut reqwest::Response,
    within: &Within,
    until: Instant,
) -> Result<Option<Bytes>, Failure> {
    next(response, until.min(Instant::now() + within.silence)).await
}

async fn take(
    mut response: reqwest::Response,
    first: Bytes,
    (within, until): (&Within, Instant),
    sink: Sink<'_>,
) -> Result<Downloaded, NotDownloaded> {
    let media_type = media_type(response.headers()).map(str::to_owned);
    let mut length = 0;
    let mut next = Some(first);
    while let Some(bytes) = next {
        length += bytes.len() as u64;
        if length > within.most {
            return Err(NotDownloaded::TooLarge { most: within.most });
        }
        sink.write_all(&bytes).await?;
        next = heard(&mut response, within, until).await?;
    }
    sink.flush().await?;
    Ok(Downloaded::Taken { length, media_type })
}
