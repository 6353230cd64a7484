//! 邀请协同: a colleague is invited into a running consultation, for the customer to see or not.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Part, Permission, Seat};
use yingke_words::{AgentId, Time};

use crate::{
    Acting, Actor, Change, Colleagues, Conversation, Direction, EventKind, Message, Moment, Refused,
    status::keyed,
};

keyed! {
    /// How an invitation ended.
    InvitationEnded {
        /// The invited left.
        Left = "left",
        /// Somebody sent them away.
        Removed = "removed",
        /// It was over with the session.
        Session = "session",
    }
}

/// A colleague who was invited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InvitedColleague)]
pub struct Invited {
    /// Who.
    pub agent_id: AgentId,
    /// What they may do, and whether the customer is told.
    pub part: Part,
    /// Who invited them.
    pub by: AgentId,
    /// What for, if somebody said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Since when.
    pub at: Time,
}

/// Whom to invite, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inviting {
    /// Who.
    pub agent: AgentId,
    /// What they may do, and whether the customer is told.
    pub part: Part,
    /// What for; may be empty.
    pub reason: String,
}

/// Invites a colleague until the session ends, they leave, or are sent away. Who is invited again takes part as asked last.
pub fn invite(
    conversation: Conversation,
    asked: &Inviting,
    colleagues: &Colleagues,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::Assign, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if !conversation.row.status.running() {
        return Err(Refused::Ended);
    }
    let invited = colleagues
        .seats
        .get(&asked.agent)
        .ok_or(Refused::ColleagueUnknown)?;
    if !invited.grants.holds_any(Permission::ReadConversations) {
        return Err(Refused::ColleagueCannotRead);
    }
    let (row, agent) = (&conversation.row, asked.agent);
    let already = |one: &Invited| one.agent_id == agent && one.part == asked.part;
    if row.agent_id == Some(agent) || row.collaboration.invited.iter().any(already) {
        return Err(Refused::AlreadyThere);
    }
    let mut acting = Acting::on(conversation, moment);
    let actor = Moment::actor(seat);
    let all = &mut acting.conversation.row.collaboration.invited;
    all.retain(|one| one.agent_id != agent);
    all.push(Invited {
        agent_id: agent,
        part: asked.part,
        by: seat.agent,
        reason: asked.reason.clone(),
        at: moment.now,
    });
    let line = acting.tell_of_invitation(asked, &invited.name, actor.clone());
    Ok(acting.done(EventKind::ConversationJoined, actor, Some(line), None))
}

/// `agent` no longer takes part: they leave, or whoever may assign sends them away. None when they do not.
pub fn uninvite(
    conversation: Conversation,
    agent: AgentId,
    colleagues: &Colleagues,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Option<Change>, Refused> {
    let (subject, own) = (conversation.subject(), agent == seat.agent);
    if !seat.sees(&subject) || !(own || seat.may(Permission::Assign, &subject)) {
        return Err(Refused::NotPermitted);
    }
    let takes_part = |one: &Invited| one.agent_id == agent;
    if !conversation.row.collaboration.invited.iter().any(takes_part) {
        return Ok(None);
    }
    let mut acting = Acting::on(conversation, moment);
    let actor = Moment::actor(seat);
    acting
        .conversation
        .row
        .collaboration
        .invited
        .retain(|one| !takes_part(one));
    let (what, ended) = if own {
        ("left", InvitationEnded::Left)
    } else {
        ("uninvited", InvitationEnded::Removed)
    };
    acting.beside.ended = ended;
    let name = colleagues.seats.get(&agent).map(|seat| seat.name.clone());
    let line = acting.tell(what, name, actor.clone());
    Ok(Some(acting.done(
        EventKind::ConversationJoined,
        actor,
        Some(line),
        None,
    )))
}

impl Acting<'_> {
    /// The line of an invitation. Where nothing has to leave the house the customer sees who joined, when that is meant.
    fn tell_of_invitation(&mut self, asked: &Inviting, name: &str, actor: Actor) -> Message {
        let openly = asked.part == Part::Joins;
        let what = if openly { "joined" } else { "whispers" };
        let mut line = self.tell_why(what, Some(name.to_owned()), asked.reason.clone(), actor);
        if openly && !self.moment().rules.outbox {
            line.direction = Direction::Outbound;
            line.position = Some(self.show());
        }
        line
    }

    /// The internal line of something that happened, with the words somebody found for it.
    pub(crate) fn tell_why(&self, what: &str, to: Option<String>, reason: String, actor: Actor) -> Message {
        let mut line = self.tell(what, to, actor);
        if let Some(event) = &mut line.event {
            event.reason = Some(reason).filter(|reason| !reason.is_empty());
        }
        line
    }
}
