//! Requests as values: `desk/egress` carries them out.

use bytes::Bytes;
use http::Request as Http;
use yingke_words::{AttachmentId, Secret, Span};

/// Something to be carried out.
#[derive(Clone, Debug)]
pub enum Request {
    /// An HTTP request.
    Http {
        /// Its head; addresses outside the public Internet are refused unless the administrator allowed them.
        head: Box<Http<()>>,
        /// Its body.
        body: Body,
        /// An answer kept under this name within the span is used instead of asking again: an upload's id.
        keep: Option<(String, Span)>,
    },
    /// A mail.
    Mail(Box<MailOut>),
    /// A mail server to be tried. Nothing is read, changed or sent there.
    MailTrial(Box<MailTrial>),
}

/// A request's body.
#[derive(Clone, Debug)]
pub enum Body {
    /// None.
    Empty,
    /// These bytes; the head has their type.
    Bytes(Bytes),
    /// The bytes of a file of ours; the head has their type.
    File(AttachmentId),
    /// `multipart/form-data`; egress sets the head's type and boundary.
    Form(Vec<FormPart>),
}

/// One part of a form.
#[derive(Clone, Debug)]
pub struct FormPart {
    /// Its name.
    pub name: String,
    /// The file's name; none for a plain field.
    pub file_name: Option<String>,
    /// Its media type; none for a plain field.
    pub media_type: Option<String>,
    /// What it holds.
    pub body: PartBody,
}

/// What a part holds.
#[derive(Clone, Debug)]
pub enum PartBody {
    /// These bytes.
    Bytes(Bytes),
    /// The bytes of a file of ours.
    File(AttachmentId),
}

/// How a connection is secured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS from the first byte (465, 993).
    Tls,
    /// TLS after a word in the clear (587, 143).
    StartTls,
    /// None. For a server on this machine.
    Plain,
}

/// A mail to be handed to a server.
#[derive(Clone, Debug)]
pub struct MailOut {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// How we sign in.
    pub credentials: crate::Credentials,
    /// The envelope's sender.
    pub from: String,
    /// The envelope's receivers.
    pub to: Vec<String>,
    /// The whole message with CRLF line ends, in pieces; a file stands for its bytes in base64 with line ends.
    pub data: Vec<PartBody>,
}

/// A mail server to be tried: we sign in and leave.
///
/// Its answer is a `250` when all went well, a `535` when it does not take our credentials, a `550` when it has no such
/// folder, and else the server's own code. Without a connection it says what stood in the way.
#[derive(Clone, Debug)]
pub struct MailTrial {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// How we sign in.
    pub credentials: crate::Credentials,
    /// What it is for.
    pub duty: MailDuty,
}

/// What a mail server is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailDuty {
    /// Reading, by IMAP: this folder is opened read-only.
    Reading {
        /// Its name.
        folder: String,
    },
    /// Sending, by SMTP.
    Sending,
}

impl Request {
    /// A GET.
    pub fn get(uri: &str) -> Result<Self, http::Error> {
        Ok(Self::of(Http::get(uri).body(())?, Body::Empty))
    }

    /// A POST of JSON, written as UTF-8 without escapes.
    pub fn json(uri: &str, body: &serde_json::Value) -> Result<Self, http::Error> {
        let head = Http::post(uri)
            .header(http::header::CONTENT_TYPE, "application/json")
            .body(())?;
        Ok(Self::of(head, Body::Bytes(Bytes::from(body.to_string()))))
    }

    /// A head and a body.
    pub fn of(head: Http<()>, body: Body) -> Self {
        Self::Http {
            head: Box::new(head),
            body,
            keep: None,
        }
    }

    /// With a header. A value that is none for HTTP is left out.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let (Self::Http { head, .. }, Ok(value)) = (&mut self, http::HeaderValue::from_str(value)) {
            head.headers_mut().insert(name, value);
        }
        self
    }

    /// With a secret header, which no log shows.
    #[must_use]
    pub fn with_secret(mut self, name: &'static str, value: &Secret<String>) -> Self {
        if let (Self::Http { head, .. }, Ok(mut value)) =
            (&mut self, http::HeaderValue::from_str(value.expose()))
        {
            value.set_sensitive(true);
            head.headers_mut().insert(name, value);
        }
        self
    }

    /// Its answer is good again for `span` under `name`.
    #[must_use]
    pub fn kept(mut self, name: impl Into<String>, span: Span) -> Self {
        if let Self::Http { keep, .. } = &mut self {
            *keep = Some((name.into(), span));
        }
        self
    }
}

impl FormPart {
    /// A plain field.
    pub fn field(name: &str, value: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            file_name: None,
            media_type: None,
            body: PartBody::Bytes(Bytes::from(value.into())),
        }
    }

    /// A file of ours.
    pub fn file(name: &str, file: &crate::OutFile) -> Self {
        Self {
            name: name.to_owned(),
            file_name: Some(file.name.clone()),
            media_type: Some(file.media_type.clone()),
            body: PartBody::File(file.id),
        }
    }
}
