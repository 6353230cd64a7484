//! The conversation with a mail server.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    time::timeout,
};
use yingke_words::Secret;

use super::{
    Mail, MailLimits, NotTaken, Said, Stage,
    data::Data,
    envelope::{Needs, Offers, greeting, receiver},
};
use crate::{Credentials, Door, NotSent, Security, Server, sasl, stream::Stream};

/// A longer answer is no answer.
const LONGEST: usize = 64 << 10;

/// Nobody waits long for a good-bye.
const GOODBYE: Duration = Duration::from_secs(2);

struct Talk<'a> {
    stream: BufReader<Stream>,
    server: &'a Server,
    hello: &'a str,
    limits: &'a MailLimits,
}

pub(super) async fn send(door: &Door, mail: &Mail, limits: &MailLimits) -> Result<Said, NotTaken> {
    // Set before the first byte of the final dot may leave.
    let dotted = AtomicBool::new(false);
    match timeout(limits.total, deliver(door, mail, limits, &dotted)).await {
        Ok(result) => result,
        Err(_) if dotted.load(Ordering::Acquire) => Err(NotTaken::Ambiguous("the time is up".to_owned())),
        Err(_) => Err(NotSent::Slow {
            host: mail.server.host.clone(),
            within: limits.total,
        }
        .into()),
    }
}

/// Up to a sign-in that was taken, and no further.
pub(super) async fn try_out(
    door: &Door,
    (server, hello): (&Server, &str),
    limits: &MailLimits,
) -> Result<(), NotTaken> {
    let trying = async {
        let (mut talk, offers) = begin(door, (server, hello), limits).await?;
        talk.sign_in(&offers).await?;
        talk.leave().await;
        Ok(())
    };
    timeout(limits.total, trying).await.unwrap_or_else(|_| {
        Err(NotSent::Slow {
            host: server.host.clone(),
            within: limits.total,
        }
        .into())
    })
}

async fn deliver(
    door: &Door,
    mail: &Mail,
    limits: &MailLimits,
    dotted: &AtomicBool,
) -> Result<Said, NotTaken> {
    if mail.to.is_empty() {
        return Err(NotSent::Invalid("a mail to nobody".to_owned()).into());
    }
    let data = Data::of(&mail.data).await?;
    let (mut talk, offers) = begin(door, (&mail.server, &mail.hello), limits).await?;
    talk.sign_in(&offers).await?;
    talk.envelope(mail, &offers).await?;
    let said = talk.message(data, dotted).await?;
    // The mail is theirs now.
    talk.leave().await;
    Ok(said)
}

/// Up to a connection that is as secure as it was asked to be, and what the server offers on it.
async fn begin<'a>(
    door: &Door,
    (server, hello): (&'a Server, &'a str),
    limits: &'a MailLimits,
) -> Result<(Talk<'a>, Offers), NotTaken> {
    let talk = |stream| Talk {
        stream: BufReader::new(stream),
        server,
        hello,
        limits,
    };
    let mut clear = talk(Stream::open(door, server).await?);
    clear.expect(220, Stage::Greeting).await?;
    let offers = clear.greet().await?;
    if server.security != Security::StartTls {
        return Ok((clear, offers));
    }
    let host = server.host.clone();
    if !offers.start_tls {
        return Err(NotSent::Unsupported {
            host,
            what: "STARTTLS",
        }
        .into());
    }
    clear.ask("STARTTLS", 220, Stage::StartTls).await?;
    // Words that came before TLS would be taken for words under TLS (CVE-2011-0411).
    if !clear.stream.buffer().is_empty() {
        return Err(NotSent::Tls {
            host,
            why: "it spoke on in the clear".to_owned(),
        }
        .into());
    }
    let mut secure = talk(Stream::secure(door, &server.host, clear.stream.into_inner()).await?);
    let offers = secure.greet().await?;
    Ok((secure, offers))
}

impl Talk<'_> {
    async fn greet(&mut self) -> Result<Offers, NotTaken> {
        let said = self.ask(&greeting(self.hello)?, 250, Stage::Greeting).await?;
        Ok(Offers::of(&said.text))
    }

    /// Says good-bye. Whatever comes of it changes nothing.
    async fn leave(mut self) {
        let _ = timeout(GOODBYE, async {
            self.say("QUIT").await?;
            self.hear(GOODBYE).await
        })
        .await;
    }

    async fn sign_in(&mut self, offers: &Offers) -> Result<(), NotTaken> {
        match &self.server.credentials {
            Credentials::None => Ok(()),
            Credentials::Password { user, password } if offers.signs_in_by("PLAIN") => {
                let words = format!("AUTH PLAIN {}", sasl::encoded(&sasl::plain(user, password)));
                self.ask(&words, 235, Stage::SignIn).await.map(drop)
            }
            Credentials::Password { user, password } if offers.signs_in_by("LOGIN") => {
                self.login(user, password).await
            }
            Credentials::Bearer { user, token } if offers.signs_in_by("XOAUTH2") => {
                self.bear(user, token).await
            }
            Credentials::Password { .. } => Err(self.lacks("AUTH PLAIN or LOGIN")),
            Credentials::Bearer { .. } => Err(self.lacks("AUTH XOAUTH2")),
        }
    }

    fn lacks(&self, what: &'static str) -> NotTaken {
        NotSent::Unsupported {
            host: self.server.host.clone(),
            what,
        }
        .into()
    }

    async fn login(&mut self, user: &str, password: &Secret<String>) -> Result<(), NotTaken> {
        self.ask("AUTH LOGIN", 334, Stage::SignIn).await?;
        self.ask(&sasl::encoded(user), 334, Stage::SignIn).await?;
        self.ask(&sasl::encoded(password.expose()), 235, Stage::SignIn)
            .await
            .map(drop)
    }

    /// A token that is not taken is answered with its reason, which an empty line has to follow; then comes the refusal.
    async fn bear(&mut self, user: &str, token: &Secret<String>) -> Result<(), NotTaken> {
        let at = Stage::SignIn;
        self.say(&format!(
            "AUTH XOAUTH2 {}",
            sasl::encoded(&sasl::xoauth2(user, token))
        ))
        .await?;
        let said = self.hear(self.limits.answer).await?;
        match said.code {
            235 => Ok(()),
            334 => {
                let reason = sasl::challenge(&said.text);
                self.say("").await?;
                let Said { code, text } = self.hear(self.limits.answer).await?;
                Err(NotTaken::Refused {
                    at,
                    said: Said {
                        code,
                        text: format!("{text} {reason}"),
                    },
                })
            }
            _ => Err(NotTaken::Refused { at, said }),
        }
    }

    /// All receivers or none: a mail that only some got could not be tried again.
    async fn envelope(&mut self, mail: &Mail, offers: &Offers) -> Result<(), NotTaken> {
        let from = Needs::of(mail).mail_from(mail, offers)?;
        self.ask(&from, 250, Stage::From).await?;
        for to in &mail.to {
            self.say(&receiver(to)?).await?;
            let said = self.hear(self.limits.answer).await?;
            // 251: it will forward it.
            if !matches!(said.code, 250 | 251) {
                return Err(NotTaken::Refused {
                    at: Stage::To(to.clone()),
                    said,
                });
            }
        }
        self.ask("DATA", 354, Stage::Data).await.map(drop)
    }

    async fn message(&mut self, mut data: Data, dotted: &AtomicBool) -> Result<Said, NotTaken> {
        while let Some(bytes) = data.next().await? {
            if let Err(cut) = self.write(&bytes).await {
                return Err(self.last_words(cut).await);
            }
        }
        dotted.store(true, Ordering::Release);
        let unknown = |cut: NotSent| NotTaken::Ambiguous(cut.to_string());
        self.write(&data.end()).await.map_err(unknown)?;
        let said = self.hear(self.limits.end).await.map_err(unknown)?;
        if said.code == 250 {
            return Ok(said);
        }
        Err(NotTaken::Refused { at: Stage::End, said })
    }

    /// A server that hangs up in the middle of a message may have said why.
    async fn last_words(&mut self, cut: NotSent) -> NotTaken {
        match self.hear(GOODBYE).await {
            Ok(said) => NotTaken::Refused {
                at: Stage::Data,
                said,
            },
            Err(_) => cut.into(),
        }
    }

    async fn ask(&mut self, words: &str, code: u16, at: Stage) -> Result<Said, NotTaken> {
        self.say(words).await?;
        self.expect(code, at).await
    }

    async fn expect(&mut self, code: u16, at: Stage) -> Result<Said, NotTaken> {
        let said = self.hear(self.limits.answer).await?;
        if said.code == code {
            return Ok(said);
        }
        Err(NotTaken::Refused { at, said })
    }

    async fn say(&mut self, words: &str) -> Result<(), NotSent> {
        self.write(format!("{words}\r\n").as_bytes()).await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), NotSent> {
        let writing = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match timeout(self.limits.answer, writing).await {
            Ok(written) => written.map_err(|error| NotSent::Cut(error.to_string())),
            Err(_) => Err(NotSent::Cut("it does not listen".to_owned())),
        }
    }

    async fn hear(&mut self, patience: Duration) -> Result<Said, NotSent> {
        match timeout(patience, self.answer()).await {
            Ok(said) => said,
            Err(_) => Err(NotSent::Cut("it does not answer".to_owned())),
        }
    }

    /// One answer: lines that begin with the same code, the last one with a space after it.
    async fn answer(&mut self) -> Result<Said, NotSent> {
        let mut text = String::new();
        loop {
            let line = self.line().await?;
            let code = line.get(..3).and_then(|code| code.parse::<u16>().ok());
            let Some(code) = code.filter(|code| (200..600).contains(code)) else {
                return Err(NotSent::Cut(format!(
                    "{:?} is no answer",
                    line.chars().take(80).collect::<String>()
                )));
            };
            text.push_str(line.get(4..).unwrap_or_default());
            if text.len() > LONGEST {
                return Err(NotSent::Cut("its answer is too long".to_owned()));
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(Said { code, text });
            }
            text.push('\n');
        }
    }

    async fn line(&mut self) -> Result<String, NotSent> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.stream).take(LONGEST as u64);
        bounded
            .read_until(b'\n', &mut line)
            .await
            .map_err(|error| NotSent::Cut(error.to_string()))?;
        if line.pop() != Some(b'\n') {
            return Err(NotSent::Cut("it hung up".to_owned()));
        }
        Ok(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned())
    }
}
