//! One event of a provider as the store's command.

use yingke_channel_contract::{
    CallState, DeliveryError, Inbound as Event, Mark, Message as Said, Peer, Problem, Sent, Service, What,
};
use yingke_conversation::{
    Amend, ClientId, Content, Delivery, DeliveryFailure, Happened, Inbound, Spoken, Text, Told,
};
use yingke_store::{
    AmendLine, ChannelAct, ChannelTold, Command, Inbox, Joins, LineRef, Receive, identity_key,
};

use yingke_words::Language;

use super::Later;
use crate::{app::App, channels::account::Account};

/// One event at work.
pub(super) struct Taking<'a> {
    pub(super) app: &'a App,
    pub(super) account: &'a Account,
    pub(super) inbox: &'a Inbox,
    pub(super) at: String,
    /// What was not understood, of the whole batch.
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Taking<'_> {
    pub(super) async fn event(&mut self, event: Event, commands: &mut Vec<Command>) -> Option<Later> {
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
            What::Receipt { of, state } => commands.push(self.receipt(&peer, of, &state)),
            What::Typing { on } => {
                let key = identity_key(self.inbox.id, &peer.id);
                return Some(Later::Typing { key, on });
            }
            What::Health(health) => return Some(Later::Health(health)),
            What::ContactUpdate => {
                let later = Later::Known {
                    key: identity_key(self.inbox.id, &peer.id),
                    peer: Box::new(peer.clone()),
                };
                commands.push(self.happened((event.id, peer), Happened::Known, told));
                return Some(later);
            }
            What::Entered { source } => {
                let greeting = self.greeting(&event.id, &peer);
                let what = Happened::Entered { source, greeting };
                commands.push(self.happened((event.id, peer), what, told));
            }
            What::Block { blocked } => {
                let what = Happened::Blocked { blocked };
                commands.push(self.happened((event.id, peer), what, told));
            }
            What::Service(who) => commands.push(self.happened((event.id, peer), served(who), told)),
        }
        None
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
        let id = client_id(&format!("greeting:{id}"));
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

    fn told(&self, peer: Peer, act: ChannelAct) -> Command {
        Command::Told(Box::new(ChannelTold {
            arrival: self.arrival(peer),
            act,
        }))
    }

    fn happened(&self, (id, peer): (String, Peer), what: Happened, told: Told) -> Command {
        // Messages have ids of their own, which may look the same.
        let id = client_id(&format!("event:{id}"));
        self.told(peer, ChannelAct::Happened { id, what, told })
    }

    fn amend(&self, id: String, amend: Amend) -> Command {
        let line = LineRef::External {
            inbox: self.inbox.id,
            id,
        };
        Command::Amend(Box::new(AmendLine { line, amend }))
    }

    /// Which lines "everything until then" means is seen where they change, among all that was sent meanwhile.
    fn receipt(&self, peer: &Peer, of: Mark, state: &Result<Sent, DeliveryError>) -> Command {
        let amend = came(state);
        match of {
            Mark::Message(id) => self.amend(id, amend),
            Mark::Until(until) => {
                let line = LineRef::Until {
                    identity_key: identity_key(self.inbox.id, &peer.id),
                    until,
                };
                Command::Amend(Box::new(AmendLine { line, amend }))
            }
        }
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
fn failure(error: &DeliveryError) -> DeliveryFailure {
    DeliveryFailure {
        kind: error.kind.key().to_owned(),
        code: error.code.clone(),
        detail: error.detail.clone(),
    }
}

/// The provider's id as our sender's id: itself where it fits, or else its hash.
pub(super) fn client_id(id: &str) -> ClientId {
    ClientId::try_from(id.to_owned()).unwrap_or_else(|_| {
        let hash = crate::api::sign_in::hash_hex(id);
        ClientId::try_from(hash).expect("hex is printable")
    })
}
