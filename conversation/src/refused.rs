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
    /// It does not wait for anybody (any more).
    #[error("it does not wait any more")]
    NotWaiting,
    /// It is not offered to this agent.
    #[error("not offered to this agent")]
    NotOffered,
    /// Another node decides who gets what.
    #[error("another node decides who gets what")]
    RoutedElsewhere,
    /// They have no place free.
    #[error("no place is free")]
    AtCapacity,
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
    /// The channel lets us write only after the customer has.
    #[error("the channel's window is closed: the customer has to write first")]
    WindowClosed,
    /// It needs more of the channel's messages than are left.
    #[error("more messages than the channel still takes before the customer writes again")]
    WindowQuota,
    /// What is left of the window is kept for people.
    #[error("what is left of the channel's window is kept for people")]
    WindowReserved,
    /// Somebody on the provider's side holds the thread.
    #[error("somebody on the provider's side holds the thread")]
    HeldElsewhere,
    /// The channel does not carry this.
    #[error("the channel does not carry this")]
    NotCarried,
    /// The channel begins no thread: the customer has to write first.
    #[error("on this channel the customer has to write first")]
    CannotBegin,
    /// Nothing is known under which the customer could be reached that way.
    #[error("no address or number of the customer is known for this")]
    NoAddress,
    /// The customer has not agreed to be written to by SMS.
    #[error("the customer has not agreed to be written to by SMS")]
    NoConsent,
    /// There is no such line, or it is not of the kind.
    #[error("there is no such message")]
    MessageUnknown,
    /// Too late to change or take back.
    #[error("too late to change or take back")]
    MessageTooOld,
    /// No colleague or team with a seat here.
    #[error("there is no such colleague or team")]
    ColleagueUnknown,
    /// Their role reads no conversations.
    #[error("the colleague's role reads no conversations")]
    ColleagueCannotRead,
    /// They take part already.
    #[error("the colleague takes part already")]
    AlreadyThere,
    /// Help is asked for already.
    #[error("help is asked for already")]
    HelpAsked,
    /// As many follow as can.
    #[error("no more colleagues can follow this conversation")]
    TooManyFollowers,
}

impl Refused {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotPermitted => "not_permitted",
            Self::Ended => "consultation_ended",
            Self::NotEnded => "consultation_not_ended",
            Self::AlreadyAssigned => "already_assigned",
            Self::NotWaiting => "not_waiting",
            Self::NotOffered => "not_offered",
            Self::RoutedElsewhere => "routed_elsewhere",
            Self::AtCapacity => "at_capacity",
            Self::TimePassed => "time_passed",
            Self::ReopenTooLate => "reopen_too_late",
            Self::Blocked => "customer_blocked",
            Self::Empty => "message_empty",
            Self::TimerStale => "timer_stale",
            Self::WindowClosed => "window_closed",
            Self::WindowQuota => "window_quota",
            Self::WindowReserved => "window_reserved",
            Self::HeldElsewhere => "held_elsewhere",
            Self::NotCarried => "not_carried",
            Self::CannotBegin => "cannot_begin",
            Self::NoAddress => "no_address",
            Self::NoConsent => "no_consent",
            Self::MessageUnknown => "message_unknown",
            Self::MessageTooOld => "message_too_old",
            Self::ColleagueUnknown => "colleague_unknown",
            Self::ColleagueCannotRead => "colleague_cannot_read",
            Self::AlreadyThere => "already_there",
            Self::HelpAsked => "help_asked",
            Self::TooManyFollowers => "too_many_followers",
        }
    }
}
