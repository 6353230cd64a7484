//! A customer writes.

use crate::{
    Acting, ActorKind, Change, Conversation, Direction, EndedBy, EventKind, Moment, Refused, Spoken, Status,
    TimerKind, Told, told::GIVEN_BACK,
};

/// What a customer said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inbound {
    /// Words and files.
    pub spoken: Spoken,
    /// What came with it.
    pub told: Told,
}

impl Inbound {
    /// What was said on our own channel, where nothing comes with it.
    pub fn of(spoken: Spoken) -> Self {
        Self {
            spoken,
            told: Told::default(),
        }
    }
}

/// Decides what a customer's message does: after an end it opens the next consultation (inside the inbox's continue
/// span it continues the old one), otherwise it joins the running one; a snoozed one wakes.
pub fn receive(conversation: Conversation, inbound: Inbound, moment: Moment<'_>) -> Result<Change, Refused> {
    if conversation.running.blocked {
        return Err(Refused::Blocked);
    }
    if inbound.spoken.is_empty() {
        return Err(Refused::Empty);
    }
    let Inbound { spoken, told } = inbound;
    let mut acting = Acting::on(conversation, moment);
    let mut customer = acting.conversation.customer();
    if let Some(author) = &told.author {
        customer.name.clone_from(author);
    }
    let nobody_waits = told.history || told.automatic;
    if !told.history {
        // Whoever writes does not block us.
        acting.conversation.row.blocked_us_at = None;
    }
    acting.take_in(told);
    // Out-of-office answers and what was said before our time stand in the thread, and ask for nobody.
    if nobody_waits {
        let message = acting.speak(spoken, Direction::Inbound, customer.clone());
        return Ok(acting.done(EventKind::MessageReceived, customer, Some(message), None));
    }
    let mut kind = EventKind::MessageReceived;
    let given_back = acting.conversation.running.context.remove(GIVEN_BACK).is_some();
    if given_back || !acting.conversation.row.status.running() {
        acting.serve();
    }
    match acting.conversation.row.status {
        Status::Queued | Status::Offered | Status::Open => {}
        Status::Snoozed => wake_up(&mut acting),
        Status::Ended if continues(&acting) => queue_again(&mut acting),
        Status::Idle | Status::Ended => {
            acting.open_consultation(ActorKind::Customer);
            kind = EventKind::ConsultationOpened;
        }
    }
    let now = acting.now();
    let running = &mut acting.conversation.running;
    running.customer_messages += 1;
    running.first_customer_at.get_or_insert(now);
    let row = &mut acting.conversation.row;
    row.inbound_count += 1;
    row.waiting_since.get_or_insert(now);
    let message = acting.speak(spoken, Direction::Inbound, customer.clone());
    acting.notice_if_closed();
    // Whoever writes has seen what was there before.
    acting.conversation.row.customer_read_position = acting.conversation.running.position;
    acting.conversation.row.customer_received_position = acting.conversation.running.position;
    Ok(acting.done(kind, customer, Some(message), None))
}

fn continues(acting: &Acting<'_>) -> bool {
    let row = &acting.conversation.row;
    let within = row
        .ended_at
        .is_some_and(|ended| acting.now().since(ended) < acting.moment().clocks.continue_for);
    within && row.ended_by != Some(EndedBy::Block)
}

fn wake_up(acting: &mut Acting<'_>) {
    acting.conversation.row.snoozed_until = None;
    let served = acting.conversation.running.leg.is_some();
    acting.conversation.row.status = if served { Status::Open } else { Status::Queued };
    acting.keep_consultation();
}

fn queue_again(acting: &mut Acting<'_>) {
    let now = acting.now();
    let row = &mut acting.conversation.row;
    row.status = Status::Queued;
    row.agent_id = None;
    row.agent_name = None;
    row.ended_at = None;
    row.ended_by = None;
    acting.conversation.running.queued_at = Some(now);
    acting.keep_consultation();
    // The timer of its opening may be spent.
    if let Some(span) = acting.moment().clocks.auto_end_after {
        acting.timer(TimerKind::AutoEnd, now + span);
    }
}
