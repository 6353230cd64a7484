//! From the contract's requests to egress and back: the one place where both are known.

mod trial;

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use yingke_channel_contract::{
    Answer, Body, Credentials, Failure, MailOut, Obstacle, PartBody, Request, Security,
};
use yingke_egress::{Body as Out, File, Limits, NotSent, Server, Source, mail};
use yingke_store::{StoreError, attachment};
use yingke_words::{AttachmentId, WorkspaceId};

use crate::app::App;

/// Headers of answers that steps may read. The others may hold what nobody should keep.
const READABLE: &[&str] = &[
    "content-type",
    "retry-after",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-reset-after",
    "x-ratelimit-global",
    "location",
];

/// A page of a thousand messages is an answer too.
const LIMITS: Limits = Limits {
    total: std::time::Duration::from_secs(15),
    kept: 4 << 20,
    most: 8 << 20,
};

/// The way out: one client for all.
pub struct WayOut {
    /// Where it leads, and where not.
    pub door: yingke_egress::Door,
    /// HTTP.
    pub client: yingke_egress::Client,
}

impl App {
    /// Carries a request out. What cannot be carried out at all is an answer too.
    pub async fn carry(&self, workspace: WorkspaceId, request: Request) -> Answer {
        let mut answer = match request {
            Request::Http { head, body, .. } => match self.body(workspace, body).await {
                Ok(body) => self.carry_http(*head, body).await,
                Err(why) => unreadable(&why),
            },
            Request::Mail(mail) => self.carry_mail(workspace, *mail).await,
            Request::MailTrial(trial) => trial::carry(self, *trial).await,
        };
        answer.at = self.now();
        answer
    }

    async fn carry_http(&self, head: http::Request<()>, body: Out) -> Answer {
        match self.way_out.client.send(head, body, &LIMITS).await {
            Ok(answer) => {
                let text = answer.text();
                let readable = READABLE.iter().filter_map(|name| {
                    let value = answer.header(name)?;
                    Some(((*name).to_owned(), value.to_owned()))
                });
                Answer {
                    headers: readable.collect(),
                    ..Answer::of(answer.status.as_u16(), text)
                }
            }
            // It came, and says more than anybody reads: what it did nobody knows.
            Err(yingke_egress::Failure::TooLong { .. }) => Answer {
                body: "the answer is too long".to_owned(),
                ..Answer::failed(Failure::Ambiguous)
            },
            Err(yingke_egress::Failure::NotSent(why)) => not_sent(&why),
            Err(yingke_egress::Failure::Ambiguous(why)) => Answer {
                body: why,
                ..Answer::failed(Failure::Ambiguous)
            },
        }
    }

    async fn carry_mail(&self, workspace: WorkspaceId, out: MailOut) -> Answer {
        let mut data = Vec::with_capacity(out.data.len());
        for piece in out.data {
            match self.piece(workspace, piece).await {
                Ok(piece) => data.push(piece),
                Err(why) => return unreadable(&why),
            }
        }
        let mail = mail::Mail {
            server: server(out.host, out.port, out.security, out.credentials),
            hello: self.config.host_name(),
            from: out.from,
            to: out.to,
            data,
        };
        match mail::send(&self.way_out.door, &mail, &mail::MailLimits::default()).await {
            Ok(said) | Err(mail::NotTaken::Refused { said, .. }) => Answer::of(said.code, said.text),
            Err(mail::NotTaken::Ambiguous(why)) => Answer {
                body: why,
                ..Answer::failed(Failure::Ambiguous)
            },
            Err(mail::NotTaken::NotSent(why)) => not_sent(&why),
        }
    }

    async fn body(&self, workspace: WorkspaceId, body: Body) -> Result<Out, String> {
        Ok(match body {
            Body::Empty => Out::Empty,
            Body::Bytes(bytes) => Out::Bytes(bytes),
            Body::File(id) => Out::File(self.file(workspace, id).await?),
            Body::Form(parts) => {
                let mut form = Vec::with_capacity(parts.len());
                for part in parts {
                    form.push(yingke_egress::Part {
                        name: part.name,
                        file_name: part.file_name,
                        media_type: part.media_type,
                        source: self.piece(workspace, part.body).await?,
                    });
                }
                Out::Form(form)
            }
        })
    }

    async fn piece(&self, workspace: WorkspaceId, body: PartBody) -> Result<Source, String> {
        Ok(match body {
            PartBody::Bytes(bytes) => Source::Bytes(bytes),
            PartBody::File(id) => Source::File(self.file(workspace, id).await?),
        })
    }

    /// A file of ours, to be read once for each try; one that was changed into another type for a channel in that type.
    async fn file(&self, workspace: WorkspaceId, id: AttachmentId) -> Result<File, String> {
        if let Some(made) = self.workroom.made(id) {
            return Ok(File::new(made.size, move || {
                let made = Arc::clone(&made);
                Box::pin(async move {
                    let reader: yingke_egress::Reader = Box::pin(tokio::fs::File::open(&made.path).await?);
                    Ok(reader)
                })
            }));
        }
        let found = self.db.read(workspace, move |tx| attachment(tx, id)).await;
        let found = found.map_err(|error: StoreError| error.to_string())?;
        let found = found.ok_or_else(|| "the file is gone".to_owned())?;
        let length = u64::try_from(found.file.size).unwrap_or(0);
        let (app, object) = (self.clone(), Arc::<str>::from(found.object));
        Ok(File::new(length, move || {
            let (app, object) = (app.clone(), Arc::clone(&object));
            Box::pin(async move {
                let stream = app
                    .files
                    .read(&object, None)
                    .await
                    .map_err(std::io::Error::other)?;
                let stream = stream.map_err(std::io::Error::other);
                let reader: yingke_egress::Reader = Box::pin(tokio_util::io::StreamReader::new(stream));
                Ok(reader)
            })
        }))
    }
}

/// A server by the contract's words.
pub fn server(host: String, port: u16, security: Security, credentials: Credentials) -> Server {
    Server {
        host,
        port,
        security: match security {
            Security::Tls => yingke_egress::Security::Tls,
            Security::StartTls => yingke_egress::Security::StartTls,
            Security::Plain => yingke_egress::Security::Plain,
        },
        credentials: match credentials {
            Credentials::None => yingke_egress::Credentials::None,
            Credentials::Password { user, password } => {
                yingke_egress::Credentials::Password { user, password }
            }
            Credentials::Bearer { user, token } => yingke_egress::Credentials::Bearer { user, token },
        },
    }
}

/// Nothing left: what stood in the way, and its words.
fn not_sent(why: &NotSent) -> Answer {
    let obstacle = match why {
        NotSent::Unresolved { .. } => Obstacle::NoAddress,
        NotSent::Unreachable { .. } => Obstacle::NoConnection,
        NotSent::Slow { .. } => Obstacle::NoAnswer,
        NotSent::Cut(_) => Obstacle::Cut,
        NotSent::Tls { .. } => Obstacle::NotSecure,
        NotSent::InTheClear(_) => Obstacle::InTheClear,
        NotSent::Unsupported { .. } => Obstacle::NotOffered,
        NotSent::Port(_) | NotSent::Blocked { .. } | NotSent::Redirect(_) => Obstacle::NotAllowed,
        NotSent::Address(_)
        | NotSent::Scheme(_)
        | NotSent::Unreadable(_)
        | NotSent::Invalid(_)
        | NotSent::TooLarge { .. } => Obstacle::Senseless,
    };
    Answer {
        body: shortened(&why.to_string()),
        ..Answer::kept_from(obstacle)
    }
}

/// What was to be sent could not be put together.
fn unreadable(why: &str) -> Answer {
    Answer {
        body: shortened(why),
        ..Answer::failed(Failure::NotSent)
    }
}

fn shortened(why: &str) -> String {
    why.chars().take(300).collect()
}
