//! The WebSocket handshake, and the bare connection after it: what is pushed is written to it without a buffer between.

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use hyper::upgrade::OnUpgrade;
use hyper_util::{rt::TokioIo, server::conn::auto::upgrade::downcast};
use tokio::net::TcpStream;
use tungstenite::handshake::server::create_response_with_body;

use super::{outbox::Outbox, wire::Reader};
use crate::api::problem::{Code, Problem};

/// A request that asks for a WebSocket.
pub struct Upgrade {
    connection: OnUpgrade,
    accepted: Response,
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let connection = parts.extensions.remove::<OnUpgrade>();
        let mut asked = http::Request::new(());
        (*asked.method_mut(), *asked.version_mut()) = (parts.method.clone(), parts.version);
        asked.headers_mut().clone_from(&parts.headers);
        let accepted = create_response_with_body(&asked, Body::empty);
        match (connection, accepted) {
            (Some(connection), Ok(accepted)) => Ok(Self { connection, accepted }),
            _ => Err(Problem::new(Code::WebSocketExpected)),
        }
    }
}

impl Upgrade {
    /// Answers, and serves the socket that comes of it.
    pub fn serve<Served>(self, serve: impl FnOnce(Outbox, Reader) -> Served + Send + 'static) -> Response
    where
        Served: Future<Output = ()> + Send + 'static,
    {
        tokio::spawn(async move {
            let connection = match self.connection.await {
                Ok(connection) => connection,
                Err(error) => return tracing::debug!(%error, "a client went before its socket was open"),
            };
            let Ok(open) = downcast::<TokioIo<TcpStream>>(connection) else {
                return tracing::error!("a socket is not on a plain connection and cannot be served");
            };
            // The task of an open socket starts anew: this one holds what the handshake needed.
            let outbox = Outbox::to(open.io.into_inner());
            drop(tokio::spawn(serve(outbox, Reader::new(&open.read_buf))));
        });
        self.accepted.into_response()
    }
}
