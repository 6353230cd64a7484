//! From nothing to a signed-in session.

use async_imap::{
    Authenticator, Client,
    error::Error,
    imap_proto::{Response, Status},
};
use tokio::time::timeout;

use super::{
    MailboxLimits, NotOpened,
    guard::Guard,
    session::{Able, Session, Wire, heard, shortened},
};
use crate::{Credentials, Door, NotSent, Security, Server, sasl, stream::Stream};

/// Room for what a literal may hold beyond a mail of the longest length: servers count line ends in different ways.
const MARGIN: u32 = 1 << 20;

pub(super) async fn open(door: &Door, server: &Server, limits: MailboxLimits) -> Result<Session, NotOpened> {
    let stream = Stream::open(door, server).await?;
    let slow = || NotSent::Slow {
        host: server.host.clone(),
        within: limits.answer,
    };
    let begin = begin(door, server, stream, limits.mail.saturating_add(MARGIN));
    let client = timeout(limits.answer, begin).await.map_err(|_| slow())??;
    let mut wire = timeout(limits.answer, sign_in(client, &server.credentials))
        .await
        .map_err(|_| slow())??;
    let able = timeout(limits.answer, wire.capabilities())
        .await
        .map_err(|_| slow())?;
    let able = able.map_err(|error| NotSent::Cut(shortened(&error.to_string())))?;
    let able = Able {
        idle: able.has_str("IDLE"),
        moves: able.has_str("MOVE"),
        expunge_one: able.has_str("UIDPLUS"),
    };
    Ok(Session {
        wire,
        limits,
        able,
        uid_next: 0,
        news: false,
        bye: None,
    })
}

/// Hears the greeting, over TLS in the end unless none was asked for.
async fn begin(door: &Door, server: &Server, stream: Stream, most: u32) -> Result<Client<Guard>, NotOpened> {
    let mut client = Client::new(Guard::new(stream, most));
    greeted(&mut client).await?;
    if server.security != Security::StartTls {
        return Ok(client);
    }
    let host = &server.host;
    match client.run_command_and_check_ok("STARTTLS", None).await {
        Ok(()) => {}
        Err(Error::No(_) | Error::Bad(_)) => {
            return Err(NotSent::Unsupported {
                host: host.clone(),
                what: "STARTTLS",
            }
            .into());
        }
        Err(error) => return Err(NotSent::Cut(shortened(&error.to_string())).into()),
    }
    // What was said in the clear behind its answer is forgotten with the buffer (CVE-2020-15953).
    let stream = Stream::secure(door, host, client.into_inner().into_inner()).await?;
    Ok(Client::new(Guard::new(stream, most)))
}

async fn greeted(client: &mut Client<Guard>) -> Result<(), NotOpened> {
    let response = heard(Ok(client.read_response().await)).map_err(|broken| NotSent::Cut(broken.0))?;
    match response.parsed() {
        Response::Data {
            status: Status::Ok, ..
        } => Ok(()),
        // Signed in before TLS is how a stranger in between keeps us in the clear (CVE-2020-12398).
        Response::Data {
            status: Status::PreAuth,
            ..
        } => Err(NotOpened::SignIn(
            "it takes us for somebody who is signed in".to_owned(),
        )),
        Response::Data { outcome, .. } => Err(NotSent::Cut(
            outcome
                .information
                .as_deref()
                .unwrap_or("it does not greet")
                .to_owned(),
        )
        .into()),
        _ => Err(NotSent::Cut("it does not greet".to_owned()).into()),
    }
}

async fn sign_in(client: Client<Guard>, credentials: &Credentials) -> Result<Wire, NotOpened> {
    let mut reason = None;
    let signed_in = match credentials {
        Credentials::None => return Err(NotOpened::SignIn("a mailbox needs a name".to_owned())),
        // A quoted argument holds ASCII only.
        Credentials::Password { user, password } if !user.is_ascii() || !password.expose().is_ascii() => {
            let words = Words {
                words: Some(sasl::plain(user, password)),
                reason: &mut reason,
            };
            client.authenticate("PLAIN", words).await
        }
        Credentials::Password { user, password } => client.login(user, password.expose()).await,
        Credentials::Bearer { user, token } => {
            let words = Words {
                words: Some(sasl::xoauth2(user, token)),
                reason: &mut reason,
            };
            client.authenticate("XOAUTH2", words).await
        }
    };
    signed_in.map_err(|(error, _)| match error {
        Error::No(words) | Error::Bad(words) => NotOpened::SignIn(match reason {
            Some(reason) => format!("{} {reason}", told(&words)),
            None => told(&words),
        }),
        Error::Validate(_) => NotOpened::SignIn("a name or password with a line end".to_owned()),
        other => NotSent::Cut(shortened(&other.to_string())).into(),
    })
}

/// Says its words once. Asked again, it was refused: the challenge holds the reason, and nothing is said to it.
struct Words<'a> {
    words: Option<String>,
    reason: &'a mut Option<String>,
}

impl Authenticator for Words<'_> {
    type Response = String;

    fn process(&mut self, challenge: &[u8]) -> String {
        self.words.take().unwrap_or_else(|| {
            *self.reason = Some(shortened(&String::from_utf8_lossy(challenge)));
            String::new()
        })
    }
}

/// The server's words in an error of async-imap, which writes `code: …, info: Some("words")`.
fn told(error: &str) -> String {
    let info = error
        .split_once("info: Some(\"")
        .and_then(|(_, rest)| rest.strip_suffix("\")"));
    shortened(info.unwrap_or(error))
}
