//! What a decision answers, and what every decision shares.

use yingke_staff::{Hours, Seat};
use yingke_words::{Chance, ConsultationId, FactId, InboxId, MessageId, SessionId, Span, Time};

use crate::{
    Actor, ActorKind, Beside, ChannelRules, Collaboration, Consultation, Content, Conversation, Delivery,
    Direction, Event, EventKind, EventLine, Fact, FactName, Message, MessageKind, Order, Priority, ReadMark,
    Session, Spoken, Status, Text, Timer, TimerKind, Was,
};

/// The clocks an inbox keeps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clocks {
    /// A customer's message within this span after the end continues the old consultation.
    pub continue_for: Span,
    /// A consultation in which nobody wrote for this span ends by itself.
    pub auto_end_after: Option<Span>,
    /// The business-hours clock; none = always open.
    pub hours: Option<Hours>,
    /// What is said on a channel to whoever writes outside them.
    pub closed_notice: Option<Text>,
}

impl Default for Clocks {
    fn default() -> Self {
        Self {
            continue_for: Span::minutes(0),
            auto_end_after: Some(Span::hours(24)),
            hours: None,
            closed_notice: None,
        }
    }
}

/// When and where a decision is taken: everything that would otherwise be a global.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// Now.
    pub now: Time,
    /// The number the event will have in the log.
    pub seq: i64,
    /// The number the next consultation will have.
    pub number: i64,
    /// Ids.
    pub chance: &'a dyn Chance,
    /// The inbox's clocks.
    pub clocks: &'a Clocks,
    /// What the inbox's channel allows.
    pub rules: &'a ChannelRules,
}

/// Everything a decision changes; the store makes it true in one transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// The conversation after it.
    pub conversation: Conversation,
    /// The line to add.
    pub message: Option<Message>,
    /// The consultation's row after it, when one of its facts changed.
    pub consultation: Option<Consultation>,
    /// Session rows after it: released and accepted ones.
    pub sessions: Vec<Session>,
    /// Metric facts.
    pub facts: Vec<Fact>,
    /// Timers to set.
    pub timers: Vec<Timer>,
    /// What is to go out on the channel, in this order.
    pub orders: Vec<Order>,
    /// Rows of those who take part beside the one responsible.
    pub beside: Beside,
    /// The log's event.
    pub event: Event,
}

/// A decision in the making: the conversation being changed and what has gathered so far.
pub struct Acting<'a> {
    /// The conversation, being changed.
    pub conversation: Conversation,
    moment: Moment<'a>,
    before: Was,
    /// Who took part before.
    together: Collaboration,
    /// The session that ran before.
    session: Option<SessionId>,
    pub(crate) beside: Beside,
    pub(crate) sessions: Vec<Session>,
    facts: Vec<Fact>,
    timers: Vec<Timer>,
    orders: Vec<Order>,
    consultation_changed: bool,
    shown: bool,
}

impl<'a> Acting<'a> {
    /// Begins to change `conversation` at `moment`.
    pub fn on(conversation: Conversation, moment: Moment<'a>) -> Self {
        let before = conversation.subject().into();
        let together = conversation.row.collaboration.clone();
        let session = conversation.running.leg.map(|leg| leg.id);
        Self {
            conversation,
            moment,
            before,
            together,
            session,
            beside: Beside::default(),
            sessions: Vec::new(),
            facts: Vec::new(),
            timers: Vec::new(),
            orders: Vec::new(),
            consultation_changed: false,
            shown: false,
        }
    }

    /// Now.
    pub fn now(&self) -> Time {
        self.moment.now
    }

    /// The moment.
    pub fn moment(&self) -> &Moment<'a> {
        &self.moment
    }

    /// The customer can see this change: it gets the next position.
    pub fn show(&mut self) -> i64 {
        if !self.shown {
            self.shown = true;
            self.conversation.running.position += 1;
        }
        self.conversation.running.position
    }

    /// Opens a new consultation, queued from now on.
    pub fn open_consultation(&mut self, by: ActorKind) {
        let now = self.now();
        let id = ConsultationId::from(self.moment.chance.id(now));
        let row = &mut self.conversation.row;
        row.consultation_id = Some(id);
        row.consultation_number = Some(self.moment.number);
        row.status = Status::Queued;
        row.team_id = None;
        row.agent_id = None;
        row.agent_name = None;
        row.opened_at = Some(now);
        row.waiting_since = None;
        row.first_reply_at = None;
        row.priority = Priority::default();
        row.offered_until = None;
        row.snoozed_until = None;
        row.ended_at = None;
        row.ended_by = None;
        let running = &mut self.conversation.running;
        running.leg = None;
        running.queued_at = Some(now);
        running.first_customer_at = None;
        running.customer_messages = 0;
        running.agent_messages = 0;
        running.rounds = 0;
        running.barred.clear();
        running.placed = None;
        running.returns = 0;
        self.consultation_changed = true;
        self.fact(FactName::ConsultationOpened, now, 1, by);
        if let Some(span) = self.moment.clocks.auto_end_after {
            self.timer(TimerKind::AutoEnd, now + span);
        }
    }

    /// Writes the consultation's row with this change.
    pub fn keep_consultation(&mut self) {
        self.consultation_changed = true;
    }

    /// Records a fact that began at `start` and is true now.
    pub fn fact(&mut self, name: FactName, start: Time, value: i64, actor: ActorKind) {
        let (row, now) = (&self.conversation.row, self.now());
        let Some(consultation) = row.consultation_id else {
            return;
        };
        let in_hours = match &self.moment.clocks.hours {
            Some(hours) => hours.within(start, now),
            None => now.since(start),
        };
        self.facts.push(Fact {
            id: FactId::from(self.moment.chance.id(now)),
            name,
            start,
            end: now,
            value,
            in_hours,
            actor,
            inbox: row.inbox_id,
            team: row.team_id,
            agent: row.agent_id,
            conversation: row.id,
            consultation,
            session: self.conversation.running.leg.map(|leg| leg.id),
        });
    }

    /// Sets a timer on the current consultation.
    pub fn timer(&mut self, kind: TimerKind, due_at: Time) {
        let row = &self.conversation.row;
        if let Some(consultation) = row.consultation_id {
            self.timers.push(Timer {
                kind,
                due_at,
                conversation: row.id,
                consultation,
            });
        }
    }

    /// A line that stood there says something else now: the list's last line follows.
    pub fn amended(&mut self, message: Message) {
        let row = &mut self.conversation.row;
        let last = message.direction == row.last_direction && message.at == row.last_at;
        if last && message.kind == MessageKind::Text {
            row.last_text = match message.recalled_at {
                Some(_) => String::new(),
                None => message.text.preview(),
            };
        }
    }

    /// Has something go out on the channel, where the channel has an outbox.
    pub fn order(&mut self, order: Order) {
        if self.moment.rules.outbox {
            self.orders.push(order);
        }
    }

    /// The line of something said to or by the customer; becomes the list's last line.
    pub fn speak(&mut self, spoken: Spoken, direction: Direction, author: Actor) -> Message {
        let position = self.show();
        let kind = spoken.kind();
        let row = &mut self.conversation.row;
        row.last_at = self.moment.now;
        row.last_text = match spoken.namesake() {
            Some(attachment) if kind != MessageKind::Text => attachment.name.clone(),
            None if kind == MessageKind::Rich => spoken.content.as_ref().map_or("", Content::key).to_owned(),
            None if kind != MessageKind::Text => spoken.coming.first().map_or("", |one| &one.name).to_owned(),
            _ => spoken.text.preview(),
        };
        row.last_direction = direction;
        row.last_kind = kind;
        let outbox = self.moment.rules.outbox;
        let fate = if outbox { Delivery::Pending } else { Delivery::Sent };
        let delivery = (direction == Direction::Outbound).then_some(fate);
        let mut message = self.line(spoken.id, direction, kind, author);
        message.position = Some(position);
        message.client_id = Some(spoken.client_id);
        message.text = spoken.text;
        message.attachments = spoken.attachments;
        message.content = spoken.content;
        message.coming = spoken.coming;
        message.replies_to = spoken.replies_to;
        message.external = spoken.external;
        message.delivery = delivery;
        message
    }

    /// The internal line of something that happened.
    pub fn tell(&self, what: &str, to: Option<String>, actor: Actor) -> Message {
        let id = MessageId::from(self.moment.chance.id(self.now()));
        let mut message = self.line(id, Direction::Internal, MessageKind::Event, actor);
        message.event = Some(EventLine {
            what: what.to_owned(),
            to,
            reason: None,
            leads_to: None,
        });
        message
    }

    /// An empty line of this moment.
    pub fn line(&self, id: MessageId, direction: Direction, kind: MessageKind, author: Actor) -> Message {
        let row = &self.conversation.row;
        Message {
            id,
            conversation_id: row.id,
            consultation_id: row
                .consultation_id
                .unwrap_or_else(|| ConsultationId::from(row.id.uuid())),
            seq: self.moment.seq,
            position: None,
            at: self.moment.now,
            direction,
            kind,
            author,
            client_id: None,
            text: Text::default(),
            attachments: Vec::new(),
            delivery: None,
            event: None,
            content: None,
            coming: Vec::new(),
            replies_to: None,
            edited_at: None,
            recalled_at: None,
            reactions: Vec::new(),
            failure: None,
            external: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// Invitations end with the session, and help with the consultation.
    fn close_circle(&mut self) {
        let now = self.conversation.running.leg.map(|leg| leg.id);
        let together = &mut self.conversation.row.collaboration;
        if !self.conversation.row.status.running() {
            together.leave_consultation();
        } else if self.session.is_some() && self.session != now {
            together.leave_session();
        }
    }

    /// Ends the decision: what changed, and the event that tells of it.
    pub fn done(
        mut self,
        kind: EventKind,
        actor: Actor,
        message: Option<Message>,
        read: Option<ReadMark>,
    ) -> Change {
        self.close_circle();
        self.beside
            .follow(&self.together, &self.conversation.row.collaboration);
        // Who has read how far is no part of the row: whoever is not told of it still holds the newest one.
        let changed = read.is_none() || kind == EventKind::ConversationLooked;
        self.conversation.row.version += i64::from(changed);
        self.conversation.running.last_seq = self.moment.seq;
        let after = Was::from(self.conversation.subject());
        let event = Event {
            kind,
            at: self.moment.now,
            actor,
            conversation: Some(self.conversation.row.clone()),
            message: message.clone(),
            words_before: None,
            was: (after != self.before).then_some(self.before),
            read,
            agent: None,
            account: None,
            what: None,
            audience: None,
            position: self.shown.then_some(self.conversation.running.position),
            agent_read_position: self
                .shown
                .then_some(self.conversation.running.agent_read_position),
        };
        let consultation = if self.consultation_changed {
            Consultation::of(&self.conversation)
        } else {
            None
        };
        Change {
            conversation: self.conversation,
            message,
            consultation,
            sessions: self.sessions,
            facts: self.facts,
            timers: self.timers,
            orders: self.orders,
            beside: self.beside,
            event,
        }
    }
}

impl Moment<'_> {
    /// The seat as an actor.
    pub fn actor(seat: &Seat) -> Actor {
        Actor {
            kind: ActorKind::Agent,
            id: Some(seat.agent.to_string()),
            name: seat.name.clone(),
        }
    }
}

/// The inbox a decision concerns, for those who load its clocks.
impl Change {
    /// Where it happened.
    pub fn inbox(&self) -> InboxId {
        self.conversation.row.inbox_id
    }
}
