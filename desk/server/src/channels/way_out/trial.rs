//! Trying a mail server: somebody waits in front of the screen, so nothing is waited for long.

use std::time::Duration;

use yingke_channel_contract::{Answer, MailDuty, MailTrial};
use yingke_egress::{
    Command, Mailbox, MailboxLimits, NotOpened, NotSent, Reply, Server,
    mail::{self, MailLimits, NotTaken, Stage},
};

use super::{not_sent, server, shortened};
use crate::app::App;

/// For each answer of the server.
const ANSWER: Duration = Duration::from_secs(15);
/// For all of it.
const TOTAL: Duration = Duration::from_secs(30);

const FINE: u16 = 250;
const SIGN_IN_REFUSED: u16 = 535;
const NO_SUCH_FOLDER: u16 = 550;

/// Tries a server.
pub async fn carry(app: &App, trial: MailTrial) -> Answer {
    let server = server(trial.host, trial.port, trial.security, trial.credentials);
    match trial.duty {
        MailDuty::Reading { folder } => reading(app, &server, folder).await,
        MailDuty::Sending => sending(app, &server).await,
    }
}

async fn reading(app: &App, server: &Server, folder: String) -> Answer {
    let limits = MailboxLimits {
        answer: ANSWER,
        ..MailboxLimits::default()
    };
    let mut mailbox = match Mailbox::open(&app.way_out.door, server, limits).await {
        Ok(mailbox) => mailbox,
        Err(NotOpened::SignIn(words)) => return Answer::of(SIGN_IN_REFUSED, shortened(&words)),
        Err(NotOpened::Way(why)) => return not_sent(&why),
    };
    let read_only = true;
    mailbox.say(Command::Select { folder, read_only }).await;
    let heard = mailbox.hear().await;
    mailbox.leave().await;
    match heard {
        Reply::Selected { .. } => Answer::of(FINE, ""),
        Reply::No(words) => Answer::of(NO_SUCH_FOLDER, shortened(&words)),
        Reply::Closed(words) => not_sent(&NotSent::Cut(words)),
        other => not_sent(&NotSent::Cut(format!("{other:?} was not asked for"))),
    }
}

async fn sending(app: &App, server: &Server) -> Answer {
    let limits = MailLimits {
        answer: ANSWER,
        total: TOTAL,
        ..MailLimits::default()
    };
    let hello = app.config.host_name();
    match mail::try_out(&app.way_out.door, server, &hello, &limits).await {
        Ok(()) => Answer::of(FINE, ""),
        // Whatever code a server has for it: it does not take what we signed in with. 4xx is said of itself.
        Err(NotTaken::Refused {
            at: Stage::SignIn,
            said,
        }) if said.code >= 500 => Answer::of(SIGN_IN_REFUSED, format!("{} {}", said.code, said.text)),
        Err(NotTaken::Refused { said, .. }) => Answer::of(said.code, said.text),
        Err(NotTaken::NotSent(why)) => not_sent(&why),
        Err(NotTaken::Ambiguous(why)) => not_sent(&NotSent::Cut(why)),
    }
}
