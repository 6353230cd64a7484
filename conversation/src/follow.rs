//! 关注: a colleague follows a conversation, or no longer does.

use yingke_staff::{Permission, Seat};
use yingke_words::AgentId;

use crate::{Acting, Change, Conversation, EventKind, Moment, Refused};

/// Whoever sees a conversation may follow it: they read and note in it while they do, whoever serves it. None when they
/// follow already.
pub fn follow(
    conversation: Conversation,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Option<Change>, Refused> {
    if !seat.sees(&conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if conversation.row.collaboration.is_followed_by(seat.agent) {
        return Ok(None);
    }
    let mut acting = Acting::on(conversation, moment);
    acting.join(seat.agent)?;
    Ok(Some(acting.done(
        EventKind::ConversationJoined,
        Moment::actor(seat),
        None,
        None,
    )))
}

/// `agent` no longer follows: their own act, or that of whoever may assign it. What mentioned them is then seen, too.
/// None when they do not follow.
pub fn unfollow(
    conversation: Conversation,
    agent: AgentId,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Option<Change>, Refused> {
    let subject = conversation.subject();
    let own = agent == seat.agent;
    if !seat.sees(&subject) || !(own || seat.may(Permission::Assign, &subject)) {
        return Err(Refused::NotPermitted);
    }
    if !conversation.row.collaboration.is_followed_by(agent) {
        return Ok(None);
    }
    let mut acting = Acting::on(conversation, moment);
    let together = &mut acting.conversation.row.collaboration;
    together.followers.retain(|one| one.agent_id != agent);
    together.mentioned.retain(|one| *one != agent);
    let actor = Moment::actor(seat);
    Ok(Some(acting.done(
        EventKind::ConversationJoined,
        actor,
        None,
        None,
    )))
}
