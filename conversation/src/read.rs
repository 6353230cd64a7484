//! Who has read how far.

use yingke_staff::{Permission, Seat};

use crate::{Acting, Change, Conversation, EventKind, Moment, Order, ReadMark, Refused};

/// An agent has read up to the `count`th customer message. When it is the serving agent and nothing is left unread,
/// the customer sees "read". Whoever was mentioned has looked.
pub fn read(
    conversation: Conversation,
    count: i64,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::ReadConversations, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    let count = count.clamp(0, conversation.row.inbound_count);
    let serving = conversation.row.is_served_by(seat.agent);
    let complete = count == conversation.row.inbound_count;
    let mut acting = Acting::on(conversation, moment);
    if serving
        && complete
        && acting.conversation.running.agent_read_position < acting.conversation.running.position
    {
        let position = acting.show();
        acting.conversation.running.agent_read_position = position;
        if acting.moment().rules.does("readMark") {
            acting.order(Order::Read);
        }
    }
    let mark = ReadMark {
        agent: seat.agent,
        count,
    };
    let mentioned = &mut acting.conversation.row.collaboration.mentioned;
    let kind = if mentioned.contains(&seat.agent) {
        EventKind::ConversationLooked
    } else {
        EventKind::ConversationRead
    };
    mentioned.retain(|one| *one != seat.agent);
    Ok(acting.done(kind, Moment::actor(seat), None, Some(mark)))
}

/// The customer's device has received (and, with `read`, shown) everything up to `position`.
/// None when that is nothing new.
pub fn seen(conversation: Conversation, received: i64, read: i64, moment: Moment<'_>) -> Option<Change> {
    let (row, last) = (&conversation.row, conversation.running.position);
    let received = received.max(read).min(last).max(row.customer_received_position);
    let read = read.min(last).max(row.customer_read_position);
    if received == row.customer_received_position && read == row.customer_read_position {
        return None;
    }
    let customer = conversation.customer();
    let mut acting = Acting::on(conversation, moment);
    acting.conversation.row.customer_received_position = received;
    acting.conversation.row.customer_read_position = read;
    Some(acting.done(EventKind::ConversationSeen, customer, None, None))
}
