//! Waiting for something new (RFC 2177), or asking now and then where a server cannot tell by itself.

use std::time::Duration;

use async_imap::imap_proto::{MailboxDatum, RequestId, Response, Status};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    Reply,
    session::{Asked, Broken, Session, heard},
};

/// Servers may hang up after half an hour; what stands between us and them often does so earlier, and says nothing.
const LONGEST: Duration = Duration::from_secs(20 * 60);

/// How often a server is asked that cannot tell by itself.
const EVERY: Duration = Duration::from_secs(60);

/// What was heard while waiting.
enum Word {
    News,
    /// It waits with us.
    Waiting,
    /// The command is over: well, or refused with these words.
    Over(Result<(), String>),
    Other,
}

impl Session {
    /// Waits. A command that comes meanwhile ends the waiting.
    pub(super) async fn idle(&mut self, most: Duration, asked: &mut Asked) -> Result<Reply, Broken> {
        if self.news {
            return Ok(Reply::Woken);
        }
        let until = Instant::now() + most.min(LONGEST);
        if !self.able.idle {
            return self.ask_for_news(until, asked).await;
        }
        let tag = self.say("IDLE").await?;
        let mut is_news = false;
        loop {
            match self.word(&tag).await? {
                Word::Waiting => break,
                Word::News => is_news = true,
                Word::Over(Err(words)) => return Ok(Reply::No(words)),
                Word::Over(Ok(())) => return Ok(Reply::Woken),
                Word::Other => {}
            }
        }
        if !is_news {
            self.hear_of_news(&tag, until, asked).await?;
        }
        let saying = timeout(self.limits.answer, self.wire.run_command_untagged("DONE")).await;
        saying
            .map_err(|_| Broken("it does not listen".to_owned()))?
            .map_err(|error| Broken(error.to_string()))?;
        while !matches!(self.word(&tag).await?, Word::Over(_)) {}
        Ok(Reply::Woken)
    }

    async fn hear_of_news(
        &mut self,
        tag: &RequestId,
        until: Instant,
        asked: &mut Asked,
    ) -> Result<(), Broken> {
        loop {
            tokio::select! {
                () = sleep_until(until) => return Ok(()),
                () = asked.wait() => return Ok(()),
                response = self.wire.read_response() => {
                    let response = heard(Ok(response))?;
                    match read(response.parsed(), tag, &mut self.bye) {
                        Word::News => return Ok(()),
                        Word::Over(_) => return Err(Broken("it stopped waiting by itself".to_owned())),
                        Word::Waiting | Word::Other => {}
                    }
                }
            }
        }
    }

    async fn word(&mut self, tag: &RequestId) -> Result<Word, Broken> {
        let response = heard(timeout(self.limits.answer, self.wire.read_response()).await)?;
        Ok(read(response.parsed(), tag, &mut self.bye))
    }

    async fn ask_for_news(&mut self, until: Instant, asked: &mut Asked) -> Result<Reply, Broken> {
        loop {
            let next = until.min(Instant::now() + EVERY);
            tokio::select! {
                () = sleep_until(next) => {}
                () = asked.wait() => return Ok(Reply::Woken),
            }
            let mut is_news = false;
            self.command("NOOP", |response| is_news |= is_of_news(response))
                .await?;
            if is_news || next == until {
                return Ok(Reply::Woken);
            }
        }
    }
}

pub(super) fn is_of_news(response: &Response<'_>) -> bool {
    matches!(response, Response::MailboxData(MailboxDatum::Exists(_)))
}

fn read(response: &Response<'_>, tag: &RequestId, bye: &mut Option<String>) -> Word {
    match response {
        Response::Continue(_) => Word::Waiting,
        Response::Done {
            tag: of,
            status,
            outcome,
        } if of == tag => Word::Over(match status {
            Status::Ok => Ok(()),
            _ => Err(outcome
                .information
                .as_deref()
                .unwrap_or("it does not wait")
                .to_owned()),
        }),
        Response::Data {
            status: Status::Bye,
            outcome,
        } => {
            *bye = outcome.information.as_deref().map(str::to_owned);
            Word::Other
        }
        other if is_of_news(other) => Word::News,
        _ => Word::Other,
    }
}
