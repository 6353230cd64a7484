//! Somebody becomes responsible.

use yingke_staff::{Permission, Seat};
use yingke_words::{AgentId, TeamId};

use crate::{Acting, Change, Conversation, EventKind, Moment, Refused, Release, Status};

/// Who is to be responsible.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Assignee {
    /// A person, at once.
    Agent(AgentId, String),
    /// A team's queue.
    Team(TeamId, String),
}

/// Decides an assignment: to a person it opens their session, to a team it puts the consultation into its queue.
pub fn assign(
    conversation: Conversation,
    to: &Assignee,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::Assign, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if !conversation.row.status.running() {
        return Err(Refused::Ended);
    }
    let mut acting = Acting::on(conversation, moment);
    let actor = Moment::actor(seat);
    let name = match to {
        Assignee::Agent(agent, _) if acting.conversation.row.agent_id == Some(*agent) => {
            return Err(Refused::AlreadyAssigned);
        }
        Assignee::Agent(agent, name) => {
            acting.accept(*agent, name, &actor);
            name
        }
        Assignee::Team(team, name) => {
            acting.release(Release::Returned, &actor);
            let now = acting.now();
            let row = &mut acting.conversation.row;
            row.status = Status::Queued;
            row.snoozed_until = None;
            row.team_id = Some(*team);
            row.agent_name = None;
            acting.conversation.running.queued_at.get_or_insert(now);
            acting.keep_consultation();
            acting.show();
            name
        }
    };
    let what = if acting.conversation.row.status == Status::Open {
        "assigned"
    } else {
        "queued"
    };
    let line = acting.tell(what, Some(name.clone()), actor.clone());
    Ok(acting.done(EventKind::ConsultationAssigned, actor, Some(line), None))
}
