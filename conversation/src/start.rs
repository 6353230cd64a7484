//! We write first: a thread of ours with a customer we know, on a channel that lets us begin one; and what the thread it
//! goes on from says of that.

use serde_json::json;
use yingke_staff::{Permission, Seat, Subject};
use yingke_words::{ConversationId, InboxId};

use crate::{
    Acting, Change, Content, Conversation, EventKind, Means, Moment, Outbound, Reachable, Refused, reply::say,
};

/// Whether `seat` may write first in `inbox`, to whom `thread` belongs if there is one. A consultation that runs is
/// whose it is; what is new, or over, is anybody's who serves the inbox's queue.
pub fn may_start(seat: &Seat, inbox: InboxId, thread: Option<&Conversation>) -> bool {
    let fresh = Subject {
        inbox,
        team: None,
        agent: None,
        queued: true,
        company: Vec::new(),
        calls: false,
    };
    let running = thread.filter(|thread| thread.row.status.running());
    let subject = running.map_or(fresh, Conversation::subject);
    let own = thread.is_some_and(|thread| seat.may(Permission::Reply, &thread.subject()));
    own || seat.may(Permission::Reply, &subject)
}

/// Decides what writing first does: it opens a consultation of ours, or goes on in the one that runs. `conversation` is
/// the thread with the customer's address on the channel, empty when there is none yet.
pub fn start(
    conversation: Conversation,
    outbound: Outbound,
    known: &Reachable,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let kind = moment.rules.opens_with.ok_or(Refused::CannotBegin)?;
    if !may_start(seat, conversation.row.inbox_id, Some(&conversation)) {
        return Err(Refused::NotPermitted);
    }
    if conversation.running.blocked {
        return Err(Refused::Blocked);
    }
    if known.address(kind).as_ref() != Some(&conversation.running.external_id) {
        return Err(Refused::NoAddress);
    }
    if !known.agreed(kind) {
        return Err(Refused::NoConsent);
    }
    let mut conversation = conversation;
    if conversation.row.inbound_count == 0 {
        remember(&mut conversation, &outbound);
    }
    say(conversation, outbound, seat, moment)
}

/// Until the customer answers, what we began with is what our next message follows.
fn remember(conversation: &mut Conversation, outbound: &Outbound) {
    let Some(Content::Mail(mail)) = &outbound.spoken.content else {
        return;
    };
    let context = &mut conversation.running.context;
    context.insert("subject".to_owned(), json!(mail.subject));
    context.insert("began".to_owned(), json!(outbound.spoken.id.to_string()));
}

/// A thread goes on elsewhere, by `means`, in the conversation `to`: an internal line says so and leads there.
pub fn go_on(
    conversation: Conversation,
    means: Means,
    to: ConversationId,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::Reply, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    let actor = Moment::actor(seat);
    let acting = Acting::on(conversation, moment);
    let mut line = acting.tell("wentOn", Some(means.key().to_owned()), actor.clone());
    if let Some(event) = &mut line.event {
        event.leads_to = Some(to);
    }
    Ok(acting.done(EventKind::ConversationChanged, actor, Some(line), None))
}
