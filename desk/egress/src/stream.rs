//! A connection in the clear or over TLS, for the protocols that are not HTTP.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::client::TlsStream;

use crate::{Credentials, Door, NotSent, address::is_public};

/// How a connection is secured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS from the first byte (465, 993).
    Tls,
    /// TLS after a word in the clear (587, 143).
    StartTls,
    /// None. For a server on this machine or network.
    Plain,
}

/// A mail server, and how we sign in to it.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name or number.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// How we sign in.
    pub credentials: Credentials,
}

/// A connection.
#[derive(Debug)]
pub(crate) enum Stream {
    Clear(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// Connects, with TLS if it comes first. Refuses to say a password to the Internet in the clear.
    pub(crate) async fn open(door: &Door, server: &Server) -> Result<Self, NotSent> {
        let stream = door.connect(&server.host, server.port).await?;
        match server.security {
            Security::Tls => Self::secure(door, &server.host, Self::Clear(stream)).await,
            Security::StartTls => Ok(Self::Clear(stream)),
            Security::Plain => {
                let there = stream
                    .peer_addr()
                    .map_err(|error| NotSent::Cut(error.to_string()))?;
                if is_public(there.ip()) && !matches!(server.credentials, Credentials::None) {
                    return Err(NotSent::InTheClear(server.host.clone()));
                }
                Ok(Self::Clear(stream))
            }
        }
    }

    /// The same connection over TLS.
    pub(crate) async fn secure(door: &Door, host: &str, stream: Self) -> Result<Self, NotSent> {
        match stream {
            Self::Clear(stream) => Ok(Self::Secure(Box::new(door.secure(host, stream).await?))),
            secure @ Self::Secure(_) => Ok(secure),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Secure(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Secure(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_flush(context),
            Self::Secure(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Secure(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
