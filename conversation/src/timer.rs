//! Clocks that run on a consultation.

use yingke_words::{ConsultationId, ConversationId, Time};

use crate::status::keyed;

keyed! {
    /// What a timer does when it is due.
    TimerKind {
        /// Wake a snoozed consultation.
        Wake = "timer.wake",
        /// An offer that nobody accepted goes back.
        OfferEnds = "timer.offer",
        /// End a consultation in which nobody wrote for the inbox's time.
        AutoEnd = "timer.auto_end",
        /// Tell a customer who waits that it is outside hours.
        ClosedNotice = "timer.closed_notice",
    }
}

/// Something that becomes due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timer {
    /// What.
    pub kind: TimerKind,
    /// When.
    pub due_at: Time,
    /// On which conversation.
    pub conversation: ConversationId,
    /// For which consultation; another one makes the timer void.
    pub consultation: ConsultationId,
}
