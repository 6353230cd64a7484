//! Where the deciding room is asked: one command against what the batch knows.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;
use yingke_conversation::{
    Amend, Arrival, Change, ChannelRules, Clocks, Conversation, InHand, Message, Moment, Naming, Refused,
    Returned, Rulebook, Spoken, TimedOut, Timer, TimerKind, VisitorState, accept_offer, amend, ask_help,
    assign, closed_notice, correct, decline_offer, echo, end_by_agent, end_by_customer, end_by_timeout,
    follow, go_on, happened, invite, is_meant, note, offer_ends, phone_task, place, read, receive, reopen,
    reply, route as route_to, see_to_help, seen, snooze, start, tag, take_from, unfollow, uninvite, wake,
};
use yingke_staff::{Load, Seat};
use yingke_words::{AgentId, Chance, ConversationId, InboxId, Time};

use crate::{
    AgentAct, AmendLine, BesideAct, ChannelAct, ChannelTold, Command, CommandError, CustomerAct, Done,
    LineRef, Placing, Receive, Route, Start, StoreError,
    lines::Place,
    load::{Loaded, client_key_of},
};

/// Numbers and time of the batch.
pub(crate) struct Turn<'a> {
    pub(crate) now: Time,
    pub(crate) seq: i64,
    pub(crate) number: i64,
    pub(crate) chance: &'a dyn Chance,
    pub(crate) rules: &'a dyn Rulebook,
}

/// What a command comes to.
pub(crate) enum Verdict {
    /// A change to write.
    Change(Box<Change>, Option<Arrival>),
    /// Nothing to write: said before, or nothing new.
    Nothing(Box<Done>),
    /// A timer to set again.
    Later(Timer),
    /// Nothing to write, and nothing to tell.
    Still,
    /// The line it speaks of is not there yet.
    Park(Uuid, Amend),
    /// The same happens to each of these lines.
    Each(Vec<Place>),
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
                let change = self.by_agent(*conversation, seat, act, turn)?;
                let unchanged = || {
                    Ok(Verdict::Nothing(Box::new(done(
                        self.known(*conversation)?,
                        None,
                        false,
                    ))))
                };
                change.map_or_else(unchanged, |change| Ok(Verdict::Change(Box::new(change), None)))
            }
            Command::Start(start) => self.start(start, turn),
            Command::ByCustomer { identity_key, act } => {
                let id = self.by_identity.get(identity_key).ok_or(CommandError::NotFound)?;
                self.by_customer(*id, *act, turn)
            }
            Command::TimerDue { timer, .. } => self.timer(timer, turn),
            Command::Route(route) => self.route(route, turn),
            Command::Place(placing) => self.place_it(placing, turn),
            Command::TakeBack {
                conversation,
                agent,
                why,
            } => self.take_back((*conversation, *agent), *why, turn),
            Command::Told(told) => self.told(told, turn),
            Command::Amend(one) => self.amend_line(one, turn),
            Command::Settle(settle) => match &settle.line {
                Some((seq, amend)) => self.amend_at((settle.conversation, *seq), amend, turn),
                None => Ok(Verdict::Still),
            },
        }
    }

    fn by_agent(
        &self,
        id: ConversationId,
        seat: &Seat,
        act: &AgentAct,
        turn: &Turn<'_>,
    ) -> Result<Option<Change>, CommandError> {
        let conversation = self.known(id)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let moment = turn.moment(&clocks, turn.rules.rules(&conversation.row.channel));
        let (uploader, inbox) = (seat.agent.to_string(), conversation.row.inbox_id);
        let decided = match act {
            AgentAct::Reply(outbound) => {
                let mut outbound = outbound.clone();
                self.bind(&mut outbound.spoken, &uploader, inbox)?;
                reply(conversation, outbound, seat, moment)
            }
            AgentAct::Note(spoken, named) => {
                let mut spoken = spoken.clone();
                self.bind(&mut spoken, &uploader, inbox)?;
                let naming = Naming {
                    asked: named,
                    colleagues: &self.colleagues,
                };
                note(conversation, spoken, naming, seat, moment)
            }
            AgentAct::Beside(act) => return Ok(self.beside(conversation, act, seat, moment)?),
            AgentAct::End => end_by_agent(conversation, seat, moment),
            AgentAct::Snooze(until) => snooze(conversation, *until, seat, moment),
            AgentAct::PhoneTask(task) => phone_task(conversation, (**task).clone(), seat, moment),
            AgentAct::GoOn { means, to } => go_on(conversation, *means, *to, seat, moment),
            AgentAct::Reopen => reopen(conversation, seat, moment),
            AgentAct::Accept => accept_offer(conversation, seat, moment),
            AgentAct::Decline => decline_offer(conversation, seat, moment),
            AgentAct::Assign(to) => assign(conversation, to, seat, moment),
            AgentAct::Tag(tags) => tag(conversation, tags.clone(), seat, moment),
            AgentAct::Read(count) => read(conversation, *count, seat, moment),
            AgentAct::Correct { seq, correction } => {
                let line = self.lines.get(&(conversation.row.id, *seq));
                let line = line.ok_or(Refused::MessageUnknown)?.clone();
                correct(conversation, line, correction, seat, moment)
            }
        };
        Ok(Some(decided?))
    }

    /// What an agent does beside serving; none when it is so already.
    fn beside(
        &self,
        conversation: Conversation,
        act: &BesideAct,
        seat: &Seat,
        moment: Moment<'_>,
    ) -> Result<Option<Change>, Refused> {
        match act {
            BesideAct::Follow => follow(conversation, seat, moment),
            BesideAct::Unfollow(agent) => unfollow(conversation, *agent, seat, moment),
            BesideAct::AskHelp(reason) => ask_help(conversation, reason.clone(), seat, moment).map(Some),
            BesideAct::SeeToHelp => see_to_help(conversation, seat, moment),
            BesideAct::Invite(inviting) => {
                invite(conversation, inviting, &self.colleagues, seat, moment).map(Some)
            }
            BesideAct::Uninvite(agent) => uninvite(conversation, *agent, &self.colleagues, seat, moment),
        }
    }

    /// An agent writes first. The thread that goes on there has to be theirs to leave, or nothing is written at all.
    fn start(&self, asked: &Start, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        let arrival = &asked.arrival;
        if self.removed.contains(&arrival.inbox) {
            return Err(CommandError::NotFound);
        }
        if let Some(Command::ByAgent {
            conversation,
            seat,
            act,
            ..
        }) = asked.left(arrival.conversation)
        {
            self.by_agent(conversation, &seat, &act, turn)?;
        }
        let key = crate::identity_key(arrival.inbox, &arrival.external_id);
        let known = self.by_identity.get(&key).map(|id| self.known(*id)).transpose()?;
        let fresh = known.is_none().then(|| arrival.clone());
        let conversation = known
            .cloned()
            .unwrap_or_else(|| Conversation::begin(arrival.clone(), turn.now));
        let clocks = self.clocks_of(&conversation)?;
        let moment = turn.moment(&clocks, turn.rules.rules(&conversation.row.channel));
        let mut outbound = asked.outbound.clone();
        self.bind(&mut outbound.spoken, &asked.seat.agent.to_string(), arrival.inbox)?;
        let change = start(conversation, outbound, &asked.known, &asked.seat, moment)?;
        Ok(Verdict::Change(Box::new(change), fresh))
    }

    /// What a channel tells of a thread. Only what was said begins one.
    fn told(&self, told: &ChannelTold, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        let arrival = &told.arrival;
        if self.removed.contains(&arrival.inbox) {
            return Err(CommandError::NotFound);
        }
        let key = crate::identity_key(arrival.inbox, &arrival.external_id);
        let known = self.by_identity.get(&key).map(|id| self.known(*id)).transpose()?;
        let fresh = known.is_none().then(|| arrival.clone());
        let conversation = known
            .cloned()
            .unwrap_or_else(|| Conversation::begin(arrival.clone(), turn.now));
        let clocks = self.clocks_of(&conversation)?;
        let rules = turn.rules.rules(&conversation.row.channel);
        let moment = turn.moment(&clocks, rules);
        match &told.act {
            ChannelAct::Echo { spoken, .. } if self.is_ours(arrival.inbox, spoken) => Ok(Verdict::Still),
            ChannelAct::Echo { spoken, by } => {
                let mut spoken = spoken.clone();
                self.bind(&mut spoken, &arrival.external_id, arrival.inbox)?;
                let change = echo(conversation, spoken, by, moment)?;
                Ok(Verdict::Change(Box::new(change), fresh))
            }
            ChannelAct::Happened { what, told, .. } => {
                let change = happened(conversation, what, told.clone(), moment);
                Ok(change.map_or(Verdict::Still, |change| Verdict::Change(Box::new(change), fresh)))
            }
        }
    }

    /// Whether what is told back to us is a line already: we said it from here, or were told of it before.
    fn is_ours(&self, inbox: InboxId, spoken: &Spoken) -> bool {
        let mut keys = spoken.external.iter().map(|id| crate::external_key(inbox, id));
        keys.any(|key| self.externals.contains_key(&key))
    }

    fn amend_line(&self, one: &AmendLine, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        match &one.line {
            LineRef::At { conversation, seq } => self.amend_at((*conversation, *seq), &one.amend, turn),
            LineRef::External { inbox, id } => {
                let key = crate::external_key(*inbox, id);
                match self.externals.get(&key) {
                    Some(place) => self.amend_at(*place, &one.amend, turn),
                    None => Ok(Verdict::Park(key, one.amend.clone())),
                }
            }
            LineRef::Until { identity_key, until } => Ok(Verdict::Each(self.meant(*identity_key, *until))),
        }
    }

    /// The lines that "everything until then" speaks of, in their order.
    fn meant(&self, identity_key: Uuid, until: Time) -> Vec<Place> {
        let Some(id) = self.by_identity.get(&identity_key) else {
            return Vec::new();
        };
        let meant = |((of, _), line): &(&Place, &Message)| of == id && is_meant(line, until);
        let mut places: Vec<Place> = self.lines.iter().filter(meant).map(|(place, _)| *place).collect();
        places.sort_unstable();
        places
    }

    /// What happens to the line at `place`.
    pub(crate) fn amend_at(
        &self,
        place: Place,
        what: &Amend,
        turn: &Turn<'_>,
    ) -> Result<Verdict, CommandError> {
        let conversation = self.known(place.0)?.clone();
        let line = self.lines.get(&place).ok_or(CommandError::NotFound)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let rules = turn.rules.rules(&conversation.row.channel);
        let change = amend(conversation, line, what, turn.moment(&clocks, rules));
        Ok(change.map_or(Verdict::Still, |change| Verdict::Change(Box::new(change), None)))
    }

    /// The conversation that a message joins: the one that is proved, that of the first known line, or else its writer's.
    fn joined(&self, said: &Receive) -> Option<ConversationId> {
        let inbox = said.arrival.inbox;
        let own = |id: &ConversationId| {
            self.conversations
                .get(id)
                .is_some_and(|one| one.row.inbox_id == inbox)
        };
        let of_lines = said.joins.lines.iter().filter_map(|id| {
            let place = self.externals.get(&crate::external_key(inbox, id))?;
            Some(place.0)
        });
        let named = said.joins.conversation.into_iter().chain(of_lines);
        let by_name = named.into_iter().find(own);
        by_name.or_else(|| {
            let key = crate::identity_key(inbox, &said.arrival.external_id);
            self.by_identity.get(&key).copied()
        })
    }

    fn receive(&self, said: &Receive, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        if self.removed.contains(&said.arrival.inbox) {
            return Err(CommandError::NotFound);
        }
        let mut inbound = said.inbound.clone();
        self.bind(&mut inbound.spoken, &said.arrival.external_id, said.arrival.inbox)?;
        let known = self.joined(said).map(|id| self.known(id)).transpose()?;
        if let Some(known) = known.filter(|known| known.running.external_id != said.arrival.external_id) {
            // Somebody else writes into this thread: it says who.
            let name = [&said.arrival.profile.name, &said.arrival.external_id];
            let name = name.into_iter().find(|name| !name.is_empty()).cloned();
            inbound.told.author = inbound.told.author.or(name);
            tracing::debug!(conversation = %known.row.id, "a message joins another's thread");
        }
        inbound.spoken.replies_to = said.joins.answers.as_ref().and_then(|id| {
            let place = self.externals.get(&crate::external_key(said.arrival.inbox, id))?;
            known.filter(|known| known.row.id == place.0).map(|_| place.1)
        });
        let arrival = known.is_none().then(|| said.arrival.clone());
        let conversation = known
            .cloned()
            .unwrap_or_else(|| Conversation::begin(said.arrival.clone(), turn.now));
        let clocks = self.clocks_of(&conversation)?;
        let rules = turn.rules.rules(&conversation.row.channel);
        let change = receive(conversation, inbound, turn.moment(&clocks, rules))?;
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
        let moment = turn.moment(&clocks, turn.rules.rules(&conversation.row.channel));
        let change = match act {
            CustomerAct::End => Some(end_by_customer(conversation, moment)?),
            CustomerAct::Seen { received, read } => seen(conversation, received, read, moment),
        };
        Ok(change.map_or(unchanged, |change| Verdict::Change(Box::new(change), None)))
    }

    /// Routing decided: true while it is the one that decides, and they have room beside what they have in hand now.
    fn route(&self, route: &Route, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        if self.router.as_deref() != Some(route.holder.as_str()) {
            return Err(Refused::RoutedElsewhere.into());
        }
        let conversation = self.known(route.conversation)?.clone();
        let routed = &route.routed;
        let mut load = Load::default();
        for held in self
            .in_hand
            .get(&routed.agent)
            .into_iter()
            .flat_map(HashMap::values)
        {
            if held.occupies(routed.silent_after, turn.now) {
                load.take(&held.channel, routed.weights.of(&held.channel), 1);
            }
        }
        let clocks = self.clocks_of(&conversation)?;
        let rules = turn.rules.rules(&conversation.row.channel);
        let change = route_to(conversation, routed, &load, turn.moment(&clocks, rules))?;
        Ok(Verdict::Change(Box::new(change), None))
    }

    fn place_it(&self, asked: &Placing, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        let conversation = self.known(asked.conversation)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let moment = turn.moment(&clocks, turn.rules.rules(&conversation.row.channel));
        let unchanged = Verdict::Nothing(Box::new(done(&conversation, None, false)));
        let planned = (asked.team.clone(), asked.priority);
        let change = place(conversation, asked.number, planned, moment)?;
        Ok(change.map_or(unchanged, |change| Verdict::Change(Box::new(change), None)))
    }

    fn take_back(
        &self,
        (id, agent): (ConversationId, AgentId),
        why: Returned,
        turn: &Turn<'_>,
    ) -> Result<Verdict, CommandError> {
        let conversation = self.known(id)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let moment = turn.moment(&clocks, turn.rules.rules(&conversation.row.channel));
        let change = take_from(conversation, agent, why, moment)?;
        Ok(Verdict::Change(Box::new(change), None))
    }

    fn timer(&self, timer: &Timer, turn: &Turn<'_>) -> Result<Verdict, CommandError> {
        let conversation = self.known(timer.conversation)?.clone();
        let clocks = self.clocks_of(&conversation)?;
        let moment = turn.moment(&clocks, turn.rules.rules(&conversation.row.channel));
        let change = match timer.kind {
            TimerKind::OfferEnds => offer_ends(conversation, timer.consultation, moment)?,
            TimerKind::Wake => wake(conversation, timer.consultation, moment)?,
            TimerKind::ClosedNotice => closed_notice(conversation, timer.consultation, moment)?,
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
        if let Some(message) = &change.message {
            let place = (message.conversation_id, message.seq);
            // What something may still happen to in this batch: what is named by a provider, and what was asked for.
            if !message.external.is_empty() || self.lines.contains_key(&place) {
                self.lines.insert(place, message.clone());
            }
        }
        for attachment in change.message.iter().flat_map(|message| &message.attachments) {
            self.loose.remove(&attachment.id);
        }
        let row = &conversation.row;
        for (agent, held) in &mut self.in_hand {
            if row.agent_id == Some(*agent) {
                held.insert(row.id, InHand::of(row));
            } else {
                held.remove(&row.id);
            }
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
    fn moment<'m>(&self, clocks: &'m Clocks, rules: &'m ChannelRules) -> Moment<'m>
    where
        'a: 'm,
    {
        Moment {
            now: self.now,
            seq: self.seq,
            number: self.number,
            chance: self.chance,
            clocks,
            rules,
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
