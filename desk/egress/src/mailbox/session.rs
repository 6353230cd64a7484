//! A signed-in session: commands one after the other, each answered before the next.

use std::{fmt::Write as _, io};

use async_imap::imap_proto::{RequestId, Response, ResponseCode, Status};
use tokio::{
    sync::mpsc,
    time::{error::Elapsed, timeout},
};

use super::{Command, MailboxLimits, Reply, folder::wire, guard::Guard, idle::is_of_news};

/// The parser and its connection. async-imap writes what it says and hears to the `log` crate at its most talkative
/// level, passwords included; Yingke logs by `tracing` and installs no logger there.
pub(super) type Wire = async_imap::Session<Guard>;

pub(super) struct Session {
    pub(super) wire: Wire,
    pub(super) limits: MailboxLimits,
    pub(super) able: Able,
    /// The UID after the last one that was there when the folder was opened; 0 when nobody said.
    pub(super) uid_next: u32,
    /// Mails were announced since they were looked for: while something else was said, a server tells it once.
    pub(super) news: bool,
    /// What the server said when it took its leave.
    pub(super) bye: Option<String>,
}

/// What the server can.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Able {
    pub(super) idle: bool,
    /// `MOVE` (RFC 6851).
    pub(super) moves: bool,
    /// `UIDPLUS` (RFC 4315): it can remove one mail.
    pub(super) expunge_one: bool,
}

/// What is asked. One may have been taken that is not served yet: it ended a waiting.
pub(super) struct Asked {
    queue: mpsc::Receiver<Command>,
    next: Option<Command>,
}

impl Asked {
    async fn next(&mut self) -> Option<Command> {
        match self.next.take() {
            Some(command) => Some(command),
            None => self.queue.recv().await,
        }
    }

    /// Until something is asked, or nobody is left who could.
    pub(super) async fn wait(&mut self) {
        if self.next.is_none() {
            self.next = self.queue.recv().await;
        }
    }
}

/// The connection is of no use any more.
pub(super) struct Broken(pub(super) String);

/// How a command ended.
pub(super) enum Ended {
    Well,
    /// Refused with these words; perhaps only because a folder is missing.
    No {
        words: String,
        folder_is_missing: bool,
    },
}

impl Session {
    /// Serves commands until nobody has any more, or the connection breaks.
    pub(super) async fn talk(mut self, queue: mpsc::Receiver<Command>, answers: mpsc::Sender<Reply>) {
        let mut asked = Asked { queue, next: None };
        let why = match self.serve(&mut asked, &answers).await {
            Ok(()) => {
                // Nobody listens any more; the server may know that we left on purpose.
                let _ = self.command("LOGOUT", |_| ()).await;
                return;
            }
            Err(Broken(why)) => self.bye.take().unwrap_or(why),
        };
        let _ = answers.send(Reply::Closed(why)).await;
    }

    async fn serve(&mut self, asked: &mut Asked, answers: &mpsc::Sender<Reply>) -> Result<(), Broken> {
        while let Some(command) = asked.next().await {
            let reply = match command {
                Command::Select { folder, read_only } => self.select(&folder, read_only).await?,
                Command::Fetch { from, most } => self.fetch(from, most, answers).await?,
                Command::Flag { uid, flag } => self.flag(uid, &flag).await?,
                Command::Move { uid, folder } => self.shift(uid, &folder).await?,
                Command::Idle(most) => self.idle(most, asked).await?,
            };
            if answers.send(reply).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    pub(super) async fn say(&mut self, words: &str) -> Result<RequestId, Broken> {
        let saying = timeout(self.limits.answer, self.wire.run_command(words)).await;
        saying
            .map_err(|_| Broken("it does not listen".to_owned()))?
            .map_err(|error| Broken(error.to_string()))
    }

    /// Says a command and hears its answers up to the one that ends it.
    pub(super) async fn command<F>(&mut self, words: &str, mut each: F) -> Result<Ended, Broken>
    where
        F: FnMut(&Response<'_>) + Send,
    {
        let tag = self.say(words).await?;
        loop {
            let response = heard(timeout(self.limits.answer, self.wire.read_response()).await)?;
            match response.parsed() {
                Response::Done {
                    tag: of,
                    status,
                    outcome,
                } if *of == tag => {
                    return Ok(match status {
                        Status::Ok => Ended::Well,
                        _ => Ended::No {
                            words: said(outcome.information.as_deref()),
                            folder_is_missing: outcome.code == Some(ResponseCode::TryCreate),
                        },
                    });
                }
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => self.bye = Some(said(outcome.information.as_deref())),
                other => {
                    self.news |= is_of_news(other);
                    each(other);
                }
            }
        }
    }

    async fn select(&mut self, folder: &str, read_only: bool) -> Result<Reply, Broken> {
        let word = if read_only { "EXAMINE" } else { "SELECT" };
        let (mut validity, mut next) = (None, 0);
        let ended = self
            .command(&format!("{word} {}", quoted(folder)), |response| {
                if let Response::Data { outcome, .. } = response {
                    match outcome.code {
                        Some(ResponseCode::UidValidity(number)) => validity = Some(number),
                        Some(ResponseCode::UidNext(number)) => next = number,
                        _ => {}
                    }
                }
            })
            .await?;
        self.uid_next = next;
        // How many there are is part of the answer.
        self.news = false;
        Ok(match (ended, validity) {
            (Ended::No { words, .. }, _) => Reply::No(words),
            (Ended::Well, Some(uid_validity)) => Reply::Selected {
                uid_validity,
                uid_next: next,
            },
            (Ended::Well, None) => Reply::No("it does not keep the numbers of mails".to_owned()),
        })
    }

    async fn flag(&mut self, uid: u32, flag: &str) -> Result<Reply, Broken> {
        let is_fine = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '$' | '_' | '-');
        let name = flag.strip_prefix('\\').unwrap_or(flag);
        if name.is_empty() || !name.chars().all(is_fine) {
            return Ok(Reply::No(format!("{flag:?} is no flag")));
        }
        Ok(done(
            self.command(&format!("UID STORE {uid} +FLAGS.SILENT ({flag})"), |_| ())
                .await?,
        ))
    }

    /// Moves a mail; into a folder that is made when it is missing.
    async fn shift(&mut self, uid: u32, folder: &str) -> Result<Reply, Broken> {
        let word = if self.able.moves { "MOVE" } else { "COPY" };
        let words = format!("UID {word} {uid} {}", quoted(folder));
        let mut ended = self.command(&words, |_| ()).await?;
        if matches!(
            ended,
            Ended::No {
                folder_is_missing: true,
                ..
            }
        ) {
            // Somebody else may make it first; then the second try tells.
            self.command(&format!("CREATE {}", quoted(folder)), |_| ())
                .await?;
            ended = self.command(&words, |_| ()).await?;
        }
        if self.able.moves || matches!(ended, Ended::No { .. }) {
            return Ok(done(ended));
        }
        let ended = self
            .command(&format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)"), |_| ())
            .await?;
        // A server that cannot remove one mail would remove all that anybody marked. It stays, marked.
        if !self.able.expunge_one || matches!(ended, Ended::No { .. }) {
            return Ok(done(ended));
        }
        Ok(done(self.command(&format!("UID EXPUNGE {uid}"), |_| ()).await?))
    }
}

fn done(ended: Ended) -> Reply {
    match ended {
        Ended::Well => Reply::Done,
        Ended::No { words, .. } => Reply::No(words),
    }
}

/// What came, or why nothing more will.
pub(super) fn heard<T>(result: Result<io::Result<Option<T>>, Elapsed>) -> Result<T, Broken> {
    match result {
        Ok(Ok(Some(response))) => Ok(response),
        Ok(Ok(None)) => Err(Broken("it hung up".to_owned())),
        Ok(Err(error)) => Err(Broken(shortened(&error.to_string()))),
        Err(_) => Err(Broken("it does not answer".to_owned())),
    }
}

/// The parser's errors hold everything it could not read.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        let _ = write!(short, "…");
    }
    short
}

/// A server's words about a refusal, or that it had none.
fn said(words: Option<&str>) -> String {
    words.map_or_else(|| "it does not say why".to_owned(), str::to_owned)
}

/// A folder as an argument. No line end is left in it: letters beyond printable ASCII are written in others.
fn quoted(folder: &str) -> String {
    format!("\"{}\"", wire(folder).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_cannot_write_commands() {
        assert_eq!(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
        assert!(!quoted("a\r\nA2 DELETE INBOX").contains(['\r', '\n']));
    }
}
