//! HTTP. No redirect is followed, no proxy of the environment is used, no cookie is kept.

use std::{
    error::Error,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, Method, Request, header};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::{
    Answer, Body, Door, Failure, Limits, NotSent, Source, body::Outgoing, failure::told, form::form,
};

/// An idle connection is given up after this: shortly, since a provider that closes it just when it is used again leaves
/// a request of which nobody knows whether it arrived.
const IDLE: Duration = Duration::from_secs(15);

/// Headers that say how a message is framed or where it goes. They are ours to say.
const OURS: &[HeaderName] = &[
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The HTTP client. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    door: Door,
    inner: reqwest::Client,
}

impl Client {
    /// A client that goes through this door.
    pub fn new(door: &Door) -> Result<Self, NotSent> {
        let inner = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .tls_backend_preconfigured(rustls::ClientConfig::clone(door.tls()))
            .dns_resolver(Arc::new(door.clone()))
            .connect_timeout(door.patience())
            .pool_idle_timeout(IDLE)
            .user_agent(concat!("Yingke/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| NotSent::Invalid(told(&error)))?;
        Ok(Self {
            door: door.clone(),
            inner,
        })
    }

    /// Carries a request out.
    pub async fn send(&self, head: Request<()>, body: Body, limits: &Limits) -> Result<Answer, Failure> {
        let until = Instant::now() + limits.total;
        let response = self.begin(head, body, until).await?;
        read(response, limits, until).await
    }

    /// Up to the head of the answer.
    pub(crate) async fn begin(
        &self,
        head: Request<()>,
        body: Body,
        until: Instant,
    ) -> Result<reqwest::Response, Failure> {
        let (parts, ()) = head.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(|error| NotSent::Address(error.to_string()))?;
        let mut headers = parts.headers;
        let sources = sources(body, &mut headers)?;
        let opening = timeout_at(until, Outgoing::of(sources)).await;
        let body = opening.map_err(|_| NotSent::Unreadable("it took too long to open".to_owned()))??;
        self.ask(&url, (parts.method, headers), body, until).await
    }

    /// One request to one URL, checked.
    pub(crate) async fn ask(
        &self,
        url: &Url,
        (method, mut headers): (Method, HeaderMap),
        body: Outgoing,
        until: Instant,
    ) -> Result<reqwest::Response, Failure> {
        self.door.checked(url, &["http", "https"])?;
        for name in OURS {
            headers.remove(name);
        }
        let is_empty = body.length() == 0;
        let begun = body.begun();
        let takes_a_body = [Method::POST, Method::PUT, Method::PATCH].contains(&method);
        let mut request = self.inner.request(method, url.clone()).headers(headers);
        if !is_empty {
            request = request.body(reqwest::Body::wrap(body));
        } else if takes_a_body {
            // Nothing would be said of it otherwise, and some servers insist.
            request = request.header(header::CONTENT_LENGTH, 0);
        }
        // A body that was not begun proves that nothing left: the head goes out with the body's beginning or after it.
        let untouched = move || !is_empty && !begun.load(Ordering::Acquire);
        match timeout_at(until, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(failed(url, &error, untouched())),
            Err(_) if untouched() => Err(NotSent::Slow {
                host: host(url),
                within: self.door.patience(),
            }
            .into()),
            Err(_) => Err(Failure::Ambiguous("the time is up".to_owned())),
        }
    }
}

/// The sources of a body, and what the headers have to say of them.
fn sources(body: Body, headers: &mut HeaderMap) -> Result<Vec<Source>, NotSent> {
    Ok(match body {
        Body::Empty => Vec::new(),
        Body::Bytes(bytes) => vec![Source::Bytes(bytes)],
        Body::File(file) => vec![Source::File(file)],
        Body::Form(parts) => {
            let (pieces, media_type) = form(parts)?;
            let media_type = media_type.parse().map_err(|_| NotSent::Invalid(media_type))?;
            headers.insert(header::CONTENT_TYPE, media_type);
            pieces
        }
    })
}

/// What an error says about whether anything left. Its URL is not told: a path may hold a token.
fn failed(url: &Url, error: &reqwest::Error, untouched: bool) -> Failure {
    if let Some(ours) = cause::<NotSent>(error) {
        return ours.clone().into();
    }
    let why = error.source().map_or_else(|| "it failed".to_owned(), told);
    if error.is_builder() {
        return NotSent::Invalid(why).into();
    }
    if !error.is_connect() && !untouched {
        return Failure::Ambiguous(why);
    }
    let host = host(url);
    if cause::<rustls::Error>(error).is_some() {
        return NotSent::Tls { host, why }.into();
    }
    NotSent::Unreachable { host, why }.into()
}

/// The cause of this kind. An `io::Error` hides what it was made of from `source`, so it is looked into.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let inner = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        if let Some(found) = inner.and_then(|inner| cause::<E>(inner)) {
            return Some(found);
        }
        next = error.source();
    }
    None
}

pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The whole answer, within its limits.
pub(crate) async fn read(
    mut response: reqwest::Response,
    limits: &Limits,
    until: Instant,
) -> Result<Answer, Failure> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut body = BytesMut::new();
    let mut length = 0;
    while let Some(chunk) = next(&mut response, until).await? {
        length += chunk.len() as u64;
        if length > limits.most {
            return Err(Failure::TooLong {
                status: status.as_u16(),
                most: limits.most,
            });
        }
        let room = limits.kept.saturating_sub(body.len()).min(chunk.len());
        body.extend_from_slice(&chunk[..room]);
    }
    Ok(Answer {
        status,
        headers,
        body: body.freeze(),
        length,
    })
}

/// The next bytes of an answer. One that ends early or late is no answer.
pub(crate) async fn next(response: &mut reqwest::Response, until: Instant) -> Result<Option<Bytes>, Failure> {
    match timeout_at(until, response.chunk()).await {
        Ok(Ok(chunk)) => Ok(chunk),
        Ok(Err(error)) => Err(Failure::Ambiguous(format!(
            "the answer was cut: {}",
            told(&error.without_url())
        ))),
        Err(_) => Err(Failure::Ambiguous(
            "the time was up before the answer's end".to_owned(),
        )),
    }
}
