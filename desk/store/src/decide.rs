//! Where the deciding room is asked: one command against what the batch knows.

use std::{collections::HashSet, sync::Arc};

use yingke_conversation::{
    Arrival, Change, Clocks, Conversation, Message, Moment, Refused, Spoken, TimedOut, Timer, TimerKind,
    VisitorState, assign, end_by_agent, end_by_customer, end_by_timeout, note, read, receive, reopen, reply,
    seen, snooze, tag, wake,
};
use yingke_words::{Chance, ConversationId, InboxId, Time};

use crate::{
    AgentAct, Command, CommandError, CustomerAct, Done, Receive, StoreError,
    load::{Loaded, client_key_of},
};

/// Numbers and time of the batch.
pub(crate) struct Turn<'a> {
    pub(crate) now: Time,
    pub(crate) seq: i64,
    pub(crate) number: i64,
    pub(crate) chance: &'a dyn Chance,
}

/// What a command comes to.
pub(crate) enum Verdict {
    /// A change to write.
    Change(Box<Change>, Option<Arrival>),
    /// Nothing to write: said before, or nothing new.
    Nothing(Box<Done>),
    /// A timer to set again.
    Later(Timer),
}

impl Loaded {
    /// Decides `command`.
    pub(crate) fn decide(&self, command: &Command, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        if let Some(done) = self.repeated(command) {
            return Ok(Verdict::Nothing(Box::new(done)));
        }
        match command {
            Command::Receive(said) => self.receive(said, turn),
            Command::ByAgent {
                conversation,
                seat,
                act,
                ..
            } => {
                let conversation = self.known(*conversation)?.clone();
                let clocks = self.clocks_of(&conversation)?;
                let moment = turn.moment(&clocks);
                let change = match act {
                    AgentAct::Reply(outbound) => {
                        let mut outbound = outbound.clone();
                        self.bind(
                            &mut outbound.spoken,
                            &seat.agent.to_string(),
                            conversation.row.inbox_id,
                        )?;
                        reply(conversation, outbound, seat, moment)
                    }
                    AgentAct::Note(spoken) => {
                        let mut spoken = spoken.clone();
                        self.bind(&mut spoken, &seat.agent.to_string(), conversation.row.inbox_id)?;
                        note(conversation, spoken, seat, moment)
                    }
                    AgentAct::End => end_by_agent(conversation, seat, moment),
                    AgentAct::Snooze(until) => snooze(conversation, *until, seat, moment),
                    AgentAct::Reopen => reopen(conversation, seat, moment),
                    AgentAct::Assign(to) => assign(conversation, to, seat, moment),
                    AgentAct::Tag(tags) => tag(conversation, tags.clone(), seat, moment),
                    AgentAct::Read(count) => read(conversation, *count, seat, moment),
                }?;
                Ok(Verdict::Change(Box::new(change), None))
            }
            Command::ByCustomer { identity_key, act } => {
                let id = self.by_identity.get(identity_key).ok_or(CommandError::NotFound)?;
                self.by_customer(*id, *act, turn)
            }
            Command::TimerDue { timer, .. } => self.timer(timer, turn),
        }
    }

    fn receive(&self, said: &Receive, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        if self.removed.contains(&said.arrival.inbox) {
            return Err(CommandError::NotFound);
        }
        let key = crate::identity_key(said.arrival.inbox, &said.arrival.external_id);
        let mut inbound = said.inbound.clone();
        self.bind(&mut inbound.spoken, &said.arrival.external_id, said.arrival.inbox)?;
        let known = self.by_identity.get(&key).map(|id| self.known(*id)).transpose()?;
        let arrival = known.is_none().then(|| said.arrival.clone());
        let conversation = known
            .cloned()
            .unwrap_or_else(|| Conversation::begin(said.arrival.clone(), turn.now));
        let clocks = self.clocks_of(&conversation)?;
        let change = receive(conversation, inbound, turn.moment(&clocks))?;
        Ok(Verdict::Change(Box::new(change), arrival))
    }

    fn by_customer(
        &self,
        id: ConversationId,
        act: CustomerAct,
        turn: &Turn<'_>,
    ) -> Result<Verdict, CommandError> {
        let conversation = self.known(id)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let unchanged = Verdict::Nothing(Box::new(done(&conversation, None, false)));
        let change = match act {
            CustomerAct::End => Some(end_by_customer(conversation, turn.moment(&clocks))?),
            CustomerAct::Seen { received, read } => seen(conversation, received, read, turn.moment(&clocks)),
        };
        Ok(change.map_or(unchanged, |change| Verdict::Change(Box::new(change), None)))
    }

    fn timer(&self, timer: &Timer, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        let conversation = self.known(timer.conversation)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let moment = turn.moment(&clocks);
        let change = match timer.kind {
            TimerKind::Wake => wake(conversation, timer.consultation, moment)?,
            TimerKind::AutoEnd => match end_by_timeout(conversation, timer.consultation, moment)? {
                TimedOut::Ends(change) => *change,
                TimedOut::Later(timer) => return Ok(Verdict::Later(timer)),
            },
        };
        Ok(Verdict::Change(Box::new(change), None))
    }

    /// Keeps up with a decision of this batch, so that the next ones see it.
    pub(crate) fn follow(&mut self, change: &Change, command: &Command) {
        let conversation = &change.conversation;
        let key = crate::identity_key(conversation.row.inbox_id, &conversation.running.external_id);
        self.by_identity.insert(key, conversation.row.id);
        if let (Some(message), Some(key)) = (&change.message, client_key_of(command)) {
            self.said.insert(key, message.clone());
        }
        for attachment in change.message.iter().flat_map(|message| &message.attachments) {
            self.loose.remove(&attachment.id);
        }
        self.conversations
            .insert(conversation.row.id, conversation.clone());
    }

    fn repeated(&self, command: &Command) -> Option<Done> {
        let message = self.said.get(&client_key_of(command)?)?;
        let conversation = self.conversations.get(&message.conversation_id)?;
        Some(done(conversation, Some(message.clone()), true))
    }

    fn known(&self, id: ConversationId) -> Result<&Conversation, CommandError> {
        self.conversations.get(&id).ok_or(CommandError::NotFound)
    }

    fn clocks_of(&self, conversation: &Conversation) -> Result<Arc<Clocks>, CommandError> {
        let inbox = conversation.row.inbox_id;
        let missing = || StoreError::Inconsistent {
            table: "inbox",
            what: format!("{inbox} is gone"),
        };
        Ok(Arc::clone(self.clocks.get(&inbox).ok_or_else(missing)?))
    }

    /// Fills the files' facts from the store: what the caller says of them is not believed.
    /// A file serves once, its uploader, in the inbox it was uploaded for.
    fn bind(&self, spoken: &mut Spoken, uploader: &str, inbox: InboxId) -> Result<(), CommandError> {
        let mut seen = HashSet::new();
        for attachment in &mut spoken.attachments {
            let loose = self
                .loose
                .get(&attachment.id)
                .filter(|loose| loose.uploader == uploader && loose.inbox == inbox)
                .filter(|_| seen.insert(attachment.id));
            *attachment = loose.ok_or(CommandError::Attachment)?.attachment.clone();
        }
        Ok(())
    }
}

impl<'a> Turn<'a> {
    fn moment<'m>(&self, clocks: &'m Clocks) -> Moment<'m>
    where
        'a: 'm,
    {
        Moment {
            now: self.now,
            seq: self.seq,
            number: self.number,
            chance: self.chance,
            clocks,
        }
    }
}

/// The answer to a command on `conversation`.
pub(crate) fn done(conversation: &Conversation, message: Option<Message>, repeated: bool) -> Done {
    Done {
        conversation: conversation.row.clone(),
        visitor: VisitorState::of(&conversation.row, conversation.running.agent_read_position),
        position: conversation.running.position,
        message,
        repeated,
    }
}

/// Whether a refusal of a timer only says that its cause is gone.
pub(crate) fn stale(error: &CommandError) -> bool {
    matches!(
        error,
        CommandError::NotFound | CommandError::Refused(Refused::TimerStale)
    )
}
