//! Trying both servers, the one for reading first: who is refused there is not refused a second time by the other, which
//! would bring the account nearer to being locked.

use yingke_channel_contract::{
    Answer, Connect, Connected, Credentials, Ctx, DeliveryError, ErrorKind, MailDuty, MailTrial, Obstacle,
    Request, Step,
};

use super::{Email, outbound, settings, smtp};

impl Connect for Email {
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        match answers {
            [] => asked(ctx, Server::Imap),
            [imap, rest @ ..] => match (trouble(ctx, Server::Imap, imap), rest) {
                (Some(error), _) => Step::Stop(error),
                (None, []) => asked(ctx, Server::Smtp),
                (None, [smtp, ..]) => match trouble(ctx, Server::Smtp, smtp) {
                    Some(error) => Step::Stop(error),
                    None => Step::Done(Connected { accounts: Vec::new() }),
                },
            },
        }
    }
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Server {
    Imap,
    Smtp,
}

impl Server {
    const fn key(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Smtp => "smtp",
        }
    }

    /// A code of [`super::troubles`].
    fn code(self, what: &str) -> String {
        format!("{}_{what}", self.key())
    }
}

fn asked(ctx: &Ctx<'_>, server: Server) -> Step<Connected> {
    let missing = |what| Step::Stop(DeliveryError::of(ErrorKind::Invalid).said(what, ""));
    if outbound::address(ctx.text("address")).is_none() {
        return missing("no_address");
    }
    let Some(credentials) = settings::credentials(ctx, server == Server::Smtp) else {
        return Step::need("access");
    };
    if server == Server::Imap && matches!(credentials, Credentials::None) {
        return missing("no_password");
    }
    let (host, port, security) = match server {
        Server::Imap => settings::reading(ctx),
        Server::Smtp => settings::sending(ctx),
    };
    if host.is_empty() {
        return missing("not_set_up");
    }
    let duty = match server {
        Server::Imap => MailDuty::Reading {
            folder: ctx.settings.get("folder").unwrap_or("INBOX").to_owned(),
        },
        Server::Smtp => MailDuty::Sending,
    };
    Step::Send(Box::new(Request::MailTrial(Box::new(MailTrial {
        host: host.to_owned(),
        port,
        security,
        credentials,
        duty,
    }))))
}

/// What is wrong with a server; none when all is well.
fn trouble(ctx: &Ctx<'_>, server: Server, answer: &Answer) -> Option<DeliveryError> {
    let of = |kind, what: &str| Some(DeliveryError::of(kind).said(server.code(what), &answer.body));
    if let Some(obstacle) = answer.obstacle {
        let (kind, what) = stands_for(obstacle);
        return of(kind, what);
    }
    if answer.status == 0 {
        return of(ErrorKind::Away, "cut");
    }
    let error = smtp::error(answer)?;
    match (error.kind, answer.status) {
        (ErrorKind::Unauthorised, _) if settings::by_token(ctx) => of(error.kind, "token"),
        (ErrorKind::Unauthorised, _) => of(error.kind, "password"),
        (ErrorKind::Throttled | ErrorKind::Away, _) => of(error.kind, "busy"),
        (_, 550) if server == Server::Imap => of(ErrorKind::Invalid, "folder"),
        _ => of(ErrorKind::Forbidden, "refused"),
    }
}

const fn stands_for(obstacle: Obstacle) -> (ErrorKind, &'static str) {
    match obstacle {
        Obstacle::NoAddress => (ErrorKind::Away, "address"),
        Obstacle::NoConnection => (ErrorKind::Away, "connection"),
        Obstacle::NoAnswer => (ErrorKind::Away, "answer"),
        Obstacle::Cut => (ErrorKind::Away, "cut"),
        Obstacle::NotSecure => (ErrorKind::Away, "tls"),
        Obstacle::InTheClear => (ErrorKind::Invalid, "clear"),
        Obstacle::NotOffered => (ErrorKind::Invalid, "offer"),
        Obstacle::NotAllowed => (ErrorKind::Invalid, "allowed"),
        Obstacle::Senseless => (ErrorKind::Invalid, "refused"),
    }
}
