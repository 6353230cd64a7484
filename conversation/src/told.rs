//! What a channel tells besides messages: who is there, who holds the thread, that we are blocked, what was said to the
//! customer elsewhere.

use yingke_words::{Span, Time};

use crate::{
    Acting, Actor, ActorKind, Change, Context, Conversation, Delivery, Direction, EventKind, EventLine,
    Message, Moment, Order, Refused, Spoken, Trigger, Window,
};

/// Whoever comes again sooner than this after the last word is not greeted again.
const GREETED_FOR: Span = Span::hours(24);

/// In a thread's context: nobody answers on the provider's side any more, and its next message finds us not serving yet.
pub(crate) const GIVEN_BACK: &str = "given_back";

/// What came with something a customer did on a channel.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// What it lets us do.
    pub opens: Option<Trigger>,
    /// When it happened, by the provider's clock.
    pub at: Option<Time>,
    /// What an answer will need: replaces what was kept, key by key.
    pub context: Context,
    /// Who wrote, when several people write there.
    pub author: Option<String>,
    /// A machine wrote it: nobody waits for an answer.
    pub automatic: bool,
    /// It was said before we were connected.
    pub history: bool,
}

/// What else happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Happened {
    /// They entered the chat or began to follow. They are greeted where nobody is talking to them and the channel lets us.
    Entered {
        /// From where.
        source: String,
        /// The inbox's greeting, in their language; none where it has none.
        greeting: Option<Box<Spoken>>,
    },
    /// They blocked us, or no longer do.
    Blocked {
        /// Whether we are.
        blocked: bool,
    },
    /// Something else is known of them now.
    Known,
    /// We answer again.
    Ours,
    /// Nobody on the provider's side answers any more.
    Ended,
    /// Somebody there does.
    Theirs {
        /// Who; empty while nobody has taken it.
        by: String,
    },
}

/// Takes in what a channel tells of a conversation. None when it changes nothing.
pub fn happened(
    conversation: Conversation,
    what: &Happened,
    told: Told,
    moment: Moment<'_>,
) -> Option<Change> {
    let before = reach(&conversation);
    let customer = conversation.customer();
    let mut acting = Acting::on(conversation, moment);
    acting.take_in(told);
    if let Happened::Entered { greeting, .. } = what
        && let Some(line) = greeting.as_ref().and_then(|greeting| acting.greet(greeting))
    {
        return Some(acting.done(EventKind::MessageSent, Actor::system(), Some(line), None));
    }
    let (line, to) = match what {
        Happened::Entered { source, .. } => (Some("entered"), Some(source.clone())),
        Happened::Blocked { blocked: true } => {
            if let Some(window) = &mut acting.conversation.row.window {
                window.until = window.until.min(moment.now);
            }
            acting.conversation.row.blocked_us_at.get_or_insert(moment.now);
            (Some("blockedUs"), None)
        }
        Happened::Blocked { blocked: false } => {
            acting.conversation.row.blocked_us_at = None;
            (Some("unblockedUs"), None)
        }
        Happened::Known => (None, None),
        Happened::Ours | Happened::Ended => {
            let held = acting.conversation.row.held_by.take();
            if *what == Happened::Ended && acting.conversation.row.status.running() {
                let context = &mut acting.conversation.running.context;
                context.insert(GIVEN_BACK.to_owned(), true.into());
            }
            (held.map(|_| "givenBack"), None)
        }
        Happened::Theirs { by } => {
            let changed = acting.conversation.row.held_by.as_ref() != Some(by);
            acting.conversation.row.held_by = Some(by.clone());
            (changed.then_some("heldElsewhere"), Some(by.clone()))
        }
    };
    // Nothing is told of a thread that has not begun.
    let line = line.filter(|_| acting.conversation.row.consultation_id.is_some());
    if line.is_none() && reach(&acting.conversation) == before {
        return None;
    }
    let line = line.map(|what| acting.tell(what, to.filter(|to| !to.is_empty()), customer.clone()));
    Some(acting.done(EventKind::ConversationChanged, customer, line, None))
}

/// How a customer can be reached, as channels tell it.
fn reach(conversation: &Conversation) -> (Option<Window>, Option<Time>, Option<String>, Context) {
    let row = &conversation.row;
    let (held, context) = (row.held_by.clone(), conversation.running.context.clone());
    (row.window, row.blocked_us_at, held, context)
}

/// Something was said to the customer, but not from here: the thread shows it, and the customer no longer waits. It is
/// nobody's work here, so it leaves no facts.
pub fn echo(
    conversation: Conversation,
    spoken: Spoken,
    by: &str,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if spoken.is_empty() {
        return Err(Refused::Empty);
    }
    let actor = Actor {
        kind: ActorKind::System,
        id: None,
        name: by.to_owned(),
    };
    let mut acting = Acting::on(conversation, moment);
    acting.conversation.row.waiting_since = None;
    let mut message = acting.speak(spoken, Direction::Outbound, actor.clone());
    message.delivery = Some(Delivery::Sent);
    Ok(acting.done(EventKind::MessageSent, actor, Some(message), None))
}

impl Acting<'_> {
    /// Keeps what came with something the customer did.
    pub(crate) fn take_in(&mut self, told: Told) {
        let now = self.now();
        // A provider's clock may be ahead, and what it tells may be late: the window is the provider's, counted from then.
        let at = told.at.unwrap_or(now).min(now);
        if let Some(trigger) = told.opens {
            let rules = self.moment().rules;
            self.conversation.row.window = rules.opened(self.conversation.row.window, trigger, at);
        }
        self.conversation.running.context.extend(told.context);
    }

    /// The provider learns that we answer, where it asks.
    pub(crate) fn serve(&mut self) {
        if self.moment().rules.does("service") {
            self.order(Order::Serve);
        }
    }

    /// Greets; none where it may not be. It is nobody's answer: it stops no clock and opens no consultation.
    fn greet(&mut self, greeting: &Spoken) -> Option<Message> {
        let (row, now) = (&self.conversation.row, self.now());
        let fresh = self.conversation.running.position == 0 || now.since(row.last_at) >= GREETED_FOR;
        if row.status.running() || self.conversation.running.blocked || !fresh {
            return None;
        }
        self.spend(greeting, true).ok()?;
        let mut line = self.speak(greeting.clone(), Direction::Outbound, Actor::system());
        line.event = Some(EventLine {
            what: "greeted".to_owned(),
            to: None,
            reason: None,
            leads_to: None,
        });
        self.order(Order::Say {
            seq: line.seq,
            automatic: true,
        });
        Some(line)
    }

    /// Takes from the channel's window what saying this needs.
    pub(crate) fn spend(&mut self, spoken: &Spoken, automatic: bool) -> Result<(), Refused> {
        let rules = self.moment().rules;
        if !rules.carries(spoken) {
            return Err(Refused::NotCarried);
        }
        if self.conversation.row.held_by.is_some() {
            return Err(Refused::HeldElsewhere);
        }
        // An approved message is a notice of its own kind: it needs no window, and opens none.
        let notice = matches!(spoken.content, Some(crate::Content::Template(_)));
        if !rules.windows.is_empty() && !notice {
            let parts = rules.parts(spoken);
            let window = Window::spend(self.conversation.row.window, parts, automatic, self.now())?;
            self.conversation.row.window = Some(window);
        }
        Ok(())
    }
}
