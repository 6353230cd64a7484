//! Why a decision says no. Every code is produced here and is a text key of the interface.

/// A refusal; nothing was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The seat may not do this to this conversation.
    #[error("not permitted for this conversation")]
    NotPermitted,
    /// The consultation has ended.
    #[error("the consultation has ended")]
    Ended,
    /// It has not ended.
    #[error("the consultation has not ended")]
    NotEnded,
    /// The agent is already responsible.
    #[error("already assigned to this agent")]
    AlreadyAssigned,
    /// Snooze needs a time to come.
    #[error("the time lies in the past")]
    TimePassed,
    /// Ended too long ago to be reopened.
    #[error("ended more than 48 hours ago")]
    ReopenTooLate,
    /// The customer is blocked.
    #[error("the customer is blocked")]
    Blocked,
    /// Neither words nor files.
    #[error("nothing was said")]
    Empty,
    /// The timer's cause is gone.
    #[error("the timer no longer applies")]
    TimerStale,
}

impl Refused {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotPermitted => "not_permitted",
            Self::Ended => "consultation_ended",
            Self::NotEnded => "consultation_not_ended",
            Self::AlreadyAssigned => "already_assigned",
            Self::TimePassed => "time_passed",
            Self::ReopenTooLate => "reopen_too_late",
            Self::Blocked => "customer_blocked",
            Self::Empty => "message_empty",
            Self::TimerStale => "timer_stale",
        }
    }
}
