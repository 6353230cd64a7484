//! Somebody is to call the customer 电话任务: what to say and the number stand in a note, and the conversation comes back
//! to whoever calls when it is time.

use yingke_staff::{Permission, Seat};
use yingke_words::{AgentId, Time};

use crate::{
    Acting, ActorKind, Assignee, Change, Content, Conversation, Direction, EventKind, MessageKind, Moment,
    Refused, Spoken,
};

/// A call to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneTask {
    /// What to say.
    pub note: Spoken,
    /// The number, as it was written down.
    pub number: String,
    /// When it is time.
    pub until: Time,
    /// Who calls.
    pub to: Assignee,
}

/// Decides what a phone task does: the note stands in the thread, whoever calls becomes responsible, and the
/// consultation is hidden until it is time. After an end it opens a consultation of ours.
pub fn phone_task(
    conversation: Conversation,
    task: PhoneTask,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    check(&conversation, &task, seat, moment)?;
    let actor = Moment::actor(seat);
    let mut acting = Acting::on(conversation, moment);
    let mut kind = EventKind::NoteAdded;
    if !acting.conversation.row.status.running() {
        acting.open_consultation(ActorKind::Agent);
        kind = EventKind::ConsultationOpened;
        if matches!(task.to, Assignee::Agent(..)) {
            // We opened it, and it has its agent: it never waited for a human.
            acting.conversation.running.queued_at = None;
        }
    }
    match &task.to {
        Assignee::Agent(agent, _) if serves(&acting.conversation, *agent) => {}
        Assignee::Agent(agent, name) => acting.accept(*agent, name, &actor),
        Assignee::Team(team, _) => acting.queue_for(*team, &actor),
    }
    acting.hide_until(task.until);
    let contact = Content::Contact {
        name: acting.conversation.row.customer_name.clone(),
        phone: task.number,
    };
    let mut line = acting.line(
        task.note.id,
        Direction::Internal,
        MessageKind::Note,
        actor.clone(),
    );
    line.client_id = Some(task.note.client_id);
    line.text = task.note.text;
    line.content = Some(contact);
    Ok(acting.done(kind, actor, Some(line), None))
}

fn serves(conversation: &Conversation, agent: AgentId) -> bool {
    conversation.row.agent_id == Some(agent) && conversation.running.leg.is_some()
}

fn check(
    conversation: &Conversation,
    task: &PhoneTask,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<(), Refused> {
    let subject = conversation.subject();
    let may = |permission| seat.may(permission, &subject);
    let stays = matches!(task.to, Assignee::Agent(agent, _) if subject.agent == Some(agent));
    if !may(Permission::WriteNotes) || !may(Permission::End) || !(stays || may(Permission::Assign)) {
        return Err(Refused::NotPermitted);
    }
    if conversation.running.blocked {
        return Err(Refused::Blocked);
    }
    if task.number.trim().is_empty() {
        return Err(Refused::NoAddress);
    }
    if task.note.text.is_empty() {
        return Err(Refused::Empty);
    }
    if task.until <= moment.now {
        return Err(Refused::TimePassed);
    }
    Ok(())
}
