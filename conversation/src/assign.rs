//! Somebody becomes responsible.

use yingke_staff::{Permission, Seat};
use yingke_words::{AgentId, TeamId};

use crate::{Acting, Actor, Change, Conversation, EventKind, Moment, Refused, Release, Status};

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
        Assignee::Agent(agent, _) if acting.conversation.row.is_served_by(*agent) => {
            return Err(Refused::AlreadyAssigned);
        }
        Assignee::Agent(agent, name) => {
            acting.accept(*agent, name, &actor);
            name
        }
        Assignee::Team(team, name) => {
            acting.queue_for(*team, &actor);
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

impl Acting<'_> {
    /// Puts the running consultation into the queue of a team.
    pub(crate) fn queue_for(&mut self, team: TeamId, by: &Actor) {
        self.withdraw_offer();
        self.release(Release::Returned, by);
        let now = self.now();
        let row = &mut self.conversation.row;
        row.status = Status::Queued;
        row.snoozed_until = None;
        row.team_id = Some(team);
        row.agent_name = None;
        self.conversation.running.queued_at.get_or_insert(now);
        self.keep_consultation();
        self.show();
    }
}
