//! Labels.

use yingke_staff::{Permission, Seat};
use yingke_words::TagId;

use crate::{Acting, Change, Conversation, EventKind, Moment, Refused};

/// Replaces the tags; the order given is the order shown, doubles are dropped.
pub fn tag(
    conversation: Conversation,
    tags: Vec<TagId>,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::Tag, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    let mut acting = Acting::on(conversation, moment);
    let mut kept: Vec<TagId> = Vec::with_capacity(tags.len());
    for tag in tags {
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    acting.conversation.row.tags = kept;
    Ok(acting.done(EventKind::ConversationTagged, Moment::actor(seat), None, None))
}
