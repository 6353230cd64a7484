//! Taking in what a channel tells: its events become the store's commands, in one commit with what was sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use yingke_channel_contract::{
    CallState, DeliveryError, FileKind, Inbound as Event, Mark, Message as Said, Peer, Problem, RemoteFile,
    Sent, Service, What,
};
use yingke_conversation::{
    Amend, Arrival, AttachmentRef, ClientId, Coming, ComingKind, Content, Delivery, DeliveryFailure,
    Direction, Happened, Inbound, Profile, Spoken, Text, Told,
};
use yingke_store::{
    AmendLine, ChannelAct, ChannelState, ChannelTold, Command, Inbox, Intake, Joins, LineRef, Outcomes,
    Payload, PayloadProblem, Receive, Remote, StoreError, conversation_of_identity, identity_key, thread,
};
use yingke_words::{Email, Language};

use super::{account::Account, profiles::cut, store_file::Stored};
use crate::{app::App, files::Refused, live::passing::Passing};

/// Longer texts are cut; the whole stands in the payload, which says so.
const LONGEST: usize = 20_000;

/// How a file is got later: what is kept of [`RemoteFile`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// What kind.
    pub kind: FileKind,
    /// The provider's id or address.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Its media type, as the provider says.
    pub media_type: String,
}

impl Reference {
    /// The file, as a channel gets it.
    pub fn remote(self) -> RemoteFile {
        RemoteFile {
            name: self.name,
            media_type: self.media_type,
            ..RemoteFile::of(self.kind, self.reference)
        }
    }
}

/// What is taken in.
pub struct Batch {
    /// What was sent, where it is kept.
    pub payload: Option<Payload>,
    /// Its events.
    pub events: Vec<Event>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Where to go on.
    pub state: Option<ChannelState>,
}

impl App {
    /// Takes in a batch: durable when it answers.
    pub async fn take_in(&self, account: &Arc<Account>, batch: Batch) -> Result<Outcomes, StoreError> {
        self.wait_for_own_words(account, &batch.events).await;
        let mut commands = Vec::with_capacity(batch.events.len());
        let mut problems = batch.problems;
        let mut after = Vec::new();
        for (index, event) in batch.events.into_iter().enumerate() {
            let at = format!("event {}", index + 1);
            let Some(inbox) = account.inbox(&event.account) else {
                problems.push(Problem::at(
                    at,
                    format!("no inbox is set up for the account {}", event.account),
                ));
                continue;
            };
            let mut taking = Taking {
                app: self,
                account,
                inbox,
                at,
                problems: &mut problems,
            };
            match taking.event(event, &mut commands).await? {
                Some(later) => after.push(later),
                None => self.pulse.count(account.workspace, inbox.id, self.now(), |hour| {
                    hour.last_inbound_at = Some(self.now().millis());
                }),
            }
        }
        let problems: Vec<_> = problems
            .into_iter()
            .map(|problem| PayloadProblem {
                at: problem.at,
                what: problem.what,
            })
            .collect();
        for problem in &problems {
            tracing::warn!(app = %account.app.id, at = problem.at, what = problem.what, "part of a payload was not understood");
        }
        let payload = batch.payload.map(|payload| Payload { problems, ..payload });
        if payload.is_none() && commands.is_empty() && batch.state.is_none() {
            self.afterwards(account, after).await;
            return Ok(Vec::new());
        }
        let intake = Intake {
            payload,
            commands,
            state: batch.state,
        };
        let outcomes = self.db.take_in(account.workspace, intake).await?;
        self.ask_names(account, &outcomes);
        self.afterwards(account, after).await;
        Ok(outcomes)
    }

    /// What passes and is never stored, and what is told of the account itself.
    async fn afterwards(&self, account: &Arc<Account>, later: Vec<Later>) {
        for one in later {
            match one {
                Later::Health(health) => self.account_is(account.workspace, account.app.id, &health).await,
                Later::Known { key, peer } => {
                    if let Err(error) = self.came_to_know(account, key, *peer).await {
                        tracing::warn!(%error, "what changed about a customer was not kept");
                    }
                }
                Later::Typing { key, on } => {
                    let found = self
                        .db
                        .read(account.workspace, move |tx| conversation_of_identity(tx, key))
                        .await;
                    let Ok(Some(found)) = found else { continue };
                    self.hub.pass(Passing {
                        workspace: account.workspace,
                        conversation: found.row.id,
                        by: found.customer(),
                        on,
                        text: String::new(),
                        audience: None,
                    });
                }
            }
        }
    }
}

enum Later {
    Health(yingke_channel_contract::Health),
    Typing { key: uuid::Uuid, on: bool },
    Known { key: uuid::Uuid, peer: Box<Peer> },
}

struct Taking<'a> {
    app: &'a App,
    account: &'a Account,
    inbox: &'a Inbox,
    at: String,
    /// What was not understood, of the whole batch.
    problems: &'a mut Vec<Problem>,
}

impl Taking<'_> {
    async fn event(
        &mut self,
        event: Event,
        commands: &mut Vec<Command>,
    ) -> Result<Option<Later>, StoreError> {
        let told = Told {
            opens: event.opens,
            at: event.at,
            context: event.context,
            author: None,
            automatic: false,
            history: false,
        };
        let peer = event.from;
        match event.what {
            What::Message(said) => commands.push(self.message(event.id, peer, said, told).await),
            What::Pressed { id, label, message } => {
                let said = pressed(id, label, message);
                commands.push(self.message(event.id, peer, said, told).await);
            }
            What::Call(call) => {
                let said = called(call.state);
                commands.push(self.message(event.id, peer, said, told).await);
            }
            What::Echo(said) => commands.push(self.echo(event.id, peer, said).await),
            What::Edit { message, text } => {
                let text = self.text(text);
                commands.push(self.amend(message, Amend::Edit { text }));
            }
            What::Delete { message } => commands.push(self.amend(message, Amend::Recall)),
            What::Reaction { message, emoji } => commands.push(self.amend(message, Amend::React { emoji })),
            What::Receipt { of, state } => self.receipt(&peer, of, &state, commands).await?,
            What::Typing { on } => {
                let key = identity_key(self.inbox.id, &peer.id);
                return Ok(Some(Later::Typing { key, on }));
            }
            What::Health(health) => return Ok(Some(Later::Health(health))),
            What::ContactUpdate => {
                let later = Later::Known {
                    key: identity_key(self.inbox.id, &peer.id),
                    peer: Box::new(peer.clone()),
                };
                commands.push(self.happened(peer, Happened::Known, told));
                return Ok(Some(later));
            }
            What::Entered { source } => {
                let greeting = self.greeting(&event.id, &peer);
                commands.push(self.happened(peer, Happened::Entered { source, greeting }, told));
            }
            What::Block { blocked } => {
                let what = Happened::Blocked { blocked };
                commands.push(self.happened(peer, what, told));
            }
            What::Service(who) => commands.push(self.happened(peer, served(who), told)),
        }
        Ok(None)
    }

    /// What the inbox says to whoever comes, in the language their provider names.
    fn greeting(&self, id: &str, peer: &Peer) -> Option<Box<Spoken>> {
        let settings = &self.inbox.settings;
        let text = match peer.attributes.get("language") {
            Some(tag) => settings.greeting_in(Language::of_tag(tag)),
            None => settings.greeting.as_str(),
        };
        let text = Text::try_from(text.to_owned())
            .ok()
            .filter(|text| !text.is_empty())?;
        let id = client_id(&format!("greeting of {id}"));
        Some(Box::new(Spoken::new(self.app.id(), id, text, Vec::new())))
    }

    async fn echo(&mut self, id: String, peer: Peer, said: Said) -> Command {
        let author = said.author.as_ref();
        let by = author.map(|author| author.name.clone()).unwrap_or_default();
        let (spoken, _) = self.spoken(id, &peer, said).await;
        self.told(peer, ChannelAct::Echo { spoken, by })
    }

    async fn message(&mut self, id: String, peer: Peer, said: Said, told: Told) -> Command {
        let joins = Joins {
            conversation: said.conversation,
            lines: said.thread.clone(),
            answers: Some(said.replies_to.clone()).filter(|id| !id.is_empty()),
        };
        let told = Told {
            author: said.author.as_ref().map(|author| author.name.clone()),
            automatic: said.automatic,
            history: said.history,
            ..told
        };
        let (spoken, remote) = self.spoken(id, &peer, said).await;
        Command::Receive(Box::new(Receive {
            arrival: self.arrival(peer),
            inbound: Inbound { spoken, told },
            joins,
            remote,
        }))
    }

    /// What was said, with the files that came along kept, and those that did not named.
    async fn spoken(&mut self, id: String, peer: &Peer, said: Said) -> (Spoken, Vec<Remote>) {
        let text = self.text(said.text);
        let mut spoken = Spoken::new(self.app.id(), client_id(&id), text, Vec::new());
        spoken.content = said.content;
        spoken.external = vec![id];
        let mut remote = Vec::new();
        for file in said.files {
            if let Some(bytes) = &file.held {
                match self.keep(peer, &file, bytes).await {
                    Ok(kept) => spoken.attachments.push(kept),
                    Err(refused) => {
                        self.problems.push(Problem::at(
                            &self.at,
                            format!("the file {}: {refused}", file.name),
                        ));
                        spoken.coming.push(self.coming(&file, Some(&refused)));
                    }
                }
                continue;
            }
            let coming = self.coming(&file, None);
            remote.push(self.remote(&coming, file));
            spoken.coming.push(coming);
        }
        (spoken, remote)
    }

    fn coming(&self, file: &RemoteFile, refused: Option<&Refused>) -> Coming {
        Coming {
            id: uuid::Uuid::from_bytes(self.app.secret()).into(),
            kind: match file.kind {
                FileKind::Image => ComingKind::Image,
                FileKind::Audio => ComingKind::Audio,
                FileKind::Video => ComingKind::Video,
                FileKind::File => ComingKind::File,
            },
            name: file.name.chars().filter(|c| !c.is_control()).take(200).collect(),
            failed: refused.map(|refused| why_not(refused).to_owned()),
        }
    }

    fn remote(&self, coming: &Coming, file: RemoteFile) -> Remote {
        let reference = Reference {
            kind: file.kind,
            reference: file.reference,
            name: file.name,
            media_type: file.media_type,
        };
        Remote {
            id: coming.id,
            app: self.account.app.id,
            body: serde_json::to_string(&reference).expect("texts are plain data"),
        }
    }

    /// Keeps a file that came along: examined like any upload.
    async fn keep(&self, peer: &Peer, file: &RemoteFile, bytes: &[u8]) -> Result<AttachmentRef, Refused> {
        let mut spool = self.app.files.spool(crate::files::LARGEST as u64)?;
        spool.take(bytes).await?;
        let id = uuid::Uuid::from_bytes(self.app.secret()).into();
        let row = Stored {
            id,
            inbox: self.inbox,
            uploader: &peer.id,
            given: &file.name,
        };
        self.app
            .store_file(self.account.workspace, spool.end().await?, row)
            .await
    }

    /// The words, as the house keeps them.
    fn text(&mut self, text: String) -> Text {
        let mut text = text.replace('\0', "\u{FFFD}");
        if text.chars().count() > LONGEST {
            self.problems.push(Problem::at(
                &self.at,
                "a text of more than 20,000 characters was cut",
            ));
            text = text.chars().take(LONGEST).collect();
        }
        Text::try_from(text).unwrap_or_default()
    }

    fn arrival(&self, peer: Peer) -> Arrival {
        let email = Email::try_from(peer.email)
            .map(|email| email.to_string())
            .unwrap_or_default();
        let attributes = peer.attributes.iter().take(50);
        Arrival {
            conversation: self.app.id(),
            identity: self.app.id(),
            customer: self.app.id(),
            profile: Profile {
                name: cut(&peer.name, 80),
                email,
                phone: cut(&peer.phone, 40),
                company: String::new(),
                attributes: attributes
                    .map(|(key, value)| (cut(key, 60), cut(value, 200)))
                    .collect(),
            },
            inbox: self.inbox.id,
            channel: self.inbox.channel.clone(),
            external_id: peer.id,
        }
    }

    fn told(&self, peer: Peer, act: ChannelAct) -> Command {
        Command::Told(Box::new(ChannelTold {
            arrival: self.arrival(peer),
            act,
        }))
    }

    fn happened(&self, peer: Peer, what: Happened, told: Told) -> Command {
        self.told(peer, ChannelAct::Happened { what, told })
    }

    fn amend(&self, id: String, amend: Amend) -> Command {
        let line = LineRef::External {
            inbox: self.inbox.id,
            id,
        };
        Command::Amend(Box::new(AmendLine { line, amend }))
    }

    async fn receipt(
        &self,
        peer: &Peer,
        of: Mark,
        state: &Result<Sent, DeliveryError>,
        commands: &mut Vec<Command>,
    ) -> Result<(), StoreError> {
        let amend = came(state);
        match of {
            Mark::Message(id) => commands.push(self.amend(id, amend)),
            Mark::Until(until) => {
                let key = identity_key(self.inbox.id, &peer.id);
                let read = self.app.db.read(self.account.workspace, move |tx| {
                    let Some(found) = conversation_of_identity(tx, key)? else {
                        return Ok(Vec::new());
                    };
                    thread(tx, found.row.id, i64::MAX, 200)
                });
                let lines: Vec<yingke_conversation::Message> = read.await?;
                let passed = lines.iter().filter(|line| {
                    let open = matches!(line.delivery, Some(Delivery::Sent | Delivery::Delivered));
                    line.direction == Direction::Outbound && line.at <= until && open
                });
                commands.extend(passed.map(|line| {
                    let line = LineRef::At {
                        conversation: line.conversation_id,
                        seq: line.seq,
                    };
                    Command::Amend(Box::new(AmendLine {
                        line,
                        amend: amend.clone(),
                    }))
                }));
            }
        }
        Ok(())
    }
}

/// Who serves the customer now, as it is noted.
fn served(who: Service) -> Happened {
    match who {
        Service::Ours => Happened::Ours,
        Service::Ended => Happened::Ended,
        Service::Theirs { by } => Happened::Theirs { by },
    }
}

/// A call, as a line that names it.
fn called(state: CallState) -> Said {
    let state = match state {
        CallState::Ringing => "ringing",
        CallState::Answered => "answered",
        CallState::Ended => "ended",
        CallState::Missed => "missed",
    };
    Said {
        content: Some(Content::Unsupported {
            kind: format!("call {state}"),
        }),
        ..Said::default()
    }
}

/// A choice, as a line.
fn pressed(id: String, label: String, message: String) -> Said {
    Said {
        text: if label.is_empty() { id.clone() } else { label },
        content: Some(Content::Pressed { id }),
        replies_to: message,
        ..Said::default()
    }
}

/// What a receipt comes to.
pub fn came(state: &Result<Sent, DeliveryError>) -> Amend {
    let (to, parts, failure) = match state {
        Ok(Sent::Sent(parts)) => (
            Delivery::Sent,
            parts.iter().map(|part| part.id.clone()).collect(),
            None,
        ),
        Ok(Sent::Delivered) => (Delivery::Delivered, Vec::new(), None),
        Ok(Sent::Read) => (Delivery::Read, Vec::new(), None),
        Err(error) => (Delivery::Failed, Vec::new(), Some(failure(error))),
    };
    Amend::Came { to, parts, failure }
}

/// Why something did not arrive, as the thread shows it.
pub fn failure(error: &DeliveryError) -> DeliveryFailure {
    DeliveryFailure {
        kind: error.kind.key().to_owned(),
        code: error.code.clone(),
        detail: error.detail.clone(),
    }
}

/// Why a file did not come, as a stable code.
pub const fn why_not(refused: &Refused) -> &'static str {
    match refused {
        Refused::TooLarge => "tooLarge",
        Refused::Kind(_) => "kind",
        Refused::Empty | Refused::Broken | Refused::TooManyPixels => "broken",
        _ => "failed",
    }
}

/// The provider's id as our sender's id: itself where it fits, or else its hash.
fn client_id(id: &str) -> ClientId {
    ClientId::try_from(id.to_owned()).unwrap_or_else(|_| {
        let hash = crate::api::sign_in::hash_hex(id);
        ClientId::try_from(hash).expect("hex is printable")
    })
}
