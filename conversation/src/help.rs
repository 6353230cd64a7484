//! 求助: whoever works on a conversation asks those who oversee it for help; one of them sees to it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Permission, Seat};
use yingke_words::{AgentId, Time};

use crate::{Acting, Change, Conversation, EventKind, Moment, Refused};

/// Help that is asked for and not seen to yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Help {
    /// Who asks.
    pub agent_id: AgentId,
    /// Their name then.
    pub name: String,
    /// With what, if they said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Since when.
    pub at: Time,
}

/// Asks everybody who oversees the conversation for help, in `reason`'s words; they may be none.
pub fn ask_help(
    conversation: Conversation,
    reason: String,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::WriteNotes, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if !conversation.row.status.running() {
        return Err(Refused::Ended);
    }
    if conversation.row.collaboration.help.is_some() {
        return Err(Refused::HelpAsked);
    }
    let mut acting = Acting::on(conversation, moment);
    let actor = Moment::actor(seat);
    acting.conversation.row.collaboration.help = Some(Help {
        agent_id: seat.agent,
        name: seat.name.clone(),
        reason: reason.clone(),
        at: moment.now,
    });
    let line = acting.tell_why("helpAsked", None, reason, actor.clone());
    Ok(acting.done(EventKind::ConversationJoined, actor, Some(line), None))
}

/// Somebody who oversees it has seen to it, or whoever asked or serves needs it no more. None when nothing is asked for.
pub fn see_to_help(
    conversation: Conversation,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Option<Change>, Refused> {
    let (subject, help) = (conversation.subject(), &conversation.row.collaboration.help);
    let asked = help.as_ref().is_some_and(|help| help.agent_id == seat.agent);
    let close = asked || subject.agent == Some(seat.agent);
    if !seat.sees(&subject) || !(close || seat.oversees(&subject)) {
        return Err(Refused::NotPermitted);
    }
    if help.is_none() {
        return Ok(None);
    }
    let mut acting = Acting::on(conversation, moment);
    let actor = Moment::actor(seat);
    acting.conversation.row.collaboration.help = None;
    acting.beside.seen_to_by = Some(seat.agent);
    let line = acting.tell("helpSeenTo", None, actor.clone());
    Ok(Some(acting.done(
        EventKind::ConversationJoined,
        actor,
        Some(line),
        None,
    )))
}
