//! Whether an agent is there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{Span, Time};

/// An agent's status. Away is set by the system, every other by the agent; some by a supervisor too.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AgentStatus {
    /// 在线: takes new conversations.
    Online,
    /// 示忙: serves, takes none.
    Busy,
    /// 小休: a break with a reason.
    Break,
    /// 话后整理: records what a contact was about; serves, takes none, and ends by itself.
    AfterContact,
    /// 隐身: serves what they have and takes none; colleagues see them as offline.
    Invisible,
    /// 离席: set by the system when the agent's sockets are gone.
    Away,
    /// 离线.
    #[default]
    Offline,
}

impl AgentStatus {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Online,
        Self::Busy,
        Self::Break,
        Self::AfterContact,
        Self::Invisible,
        Self::Away,
        Self::Offline,
    ];

    /// The stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Break => "break",
            Self::AfterContact => "afterContact",
            Self::Invisible => "invisible",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    /// The status of a stored key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether who has it is given new conversations.
    pub const fn takes_new(self) -> bool {
        matches!(self, Self::Online)
    }

    /// Whether who has it answers the customers they have.
    pub const fn serves(self) -> bool {
        matches!(
            self,
            Self::Online | Self::Busy | Self::AfterContact | Self::Invisible
        )
    }

    /// What colleagues see.
    #[must_use]
    pub const fn shown(self) -> Self {
        match self {
            Self::Invisible => Self::Offline,
            other => other,
        }
    }

    /// Whether an agent may choose it; away is the system's.
    pub const fn chosen_by_agent(self) -> bool {
        !matches!(self, Self::Away)
    }

    /// Whether a supervisor may set it for somebody else.
    pub const fn set_by_supervisor(self) -> bool {
        matches!(self, Self::Online | Self::Busy | Self::Break | Self::Offline)
    }

    /// What becomes of an agent whom nobody has seen at the desk since `seen`: who should be there is away after the
    /// workspace's grace, and who was invisible is offline, as everybody thought. A break and an absence they announced
    /// themselves stay what they are.
    pub fn unseen(self, seen: Time, now: Time, grace: Span) -> Option<Self> {
        let gone = match self {
            Self::Online | Self::Busy | Self::AfterContact => Self::Away,
            Self::Invisible => Self::Offline,
            Self::Break | Self::Away | Self::Offline => return None,
        };
        (now.since(seen) > grace).then_some(gone)
    }

    /// What becomes of an agent who is at the desk again: the status they had set before they were away.
    pub fn returned(self, before: Option<Self>) -> Option<Self> {
        (self == Self::Away).then(|| Self::before(before))
    }

    /// What becomes of an agent whose after-contact work is over: the status they had before it.
    pub fn worked(self, before: Option<Self>) -> Option<Self> {
        (self == Self::AfterContact).then(|| Self::before(before))
    }

    /// A status to go back to: one of their own that does not end by itself.
    fn before(before: Option<Self>) -> Self {
        let own = before.filter(|status| status.chosen_by_agent() && *status != Self::AfterContact);
        own.unwrap_or(Self::Online)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AgentStatus::{AfterContact, Away, Break, Busy, Invisible, Offline, Online};

    const GRACE: Span = Span::minutes(3);

    #[test]
    fn what_each_status_means() {
        // Takes new ones, serves, is shown as, may be chosen, may be set by a supervisor.
        for (status, takes, serves, shown, own, others) in [
            (Online, true, true, Online, true, true),
            (Busy, false, true, Busy, true, true),
            (Break, false, false, Break, true, true),
            (AfterContact, false, true, AfterContact, true, false),
            (Invisible, false, true, Offline, true, false),
            (Away, false, false, Away, false, false),
            (Offline, false, false, Offline, true, true),
        ] {
            assert_eq!(
                (status.takes_new(), status.serves()),
                (takes, serves),
                "{status:?}"
            );
            assert_eq!(status.shown(), shown, "{status:?}");
            let may = (status.chosen_by_agent(), status.set_by_supervisor());
            assert_eq!(may, (own, others), "{status:?}");
            assert_eq!(AgentStatus::of_key(status.key()), Some(status));
            let wire = serde_json::to_string(&status).unwrap();
            assert_eq!(wire, format!("\"{}\"", status.key()));
        }
    }

    #[test]
    fn who_should_be_there_and_is_not_is_away() {
        let seen = Time::from_millis(1_000_000);
        for (status, after) in [
            (Online, Some(Away)),
            (Busy, Some(Away)),
            (AfterContact, Some(Away)),
            (Invisible, Some(Offline)),
            (Break, None),
            (Away, None),
            (Offline, None),
        ] {
            let at = |span| status.unseen(seen, seen + Span::millis(span), GRACE);
            assert_eq!(at(GRACE.as_millis()), None, "{status:?} within the grace");
            assert_eq!(at(GRACE.as_millis() + 1), after, "{status:?}");
            let none = status.unseen(seen, seen + Span::millis(1), Span::minutes(0));
            assert_eq!(none, after, "{status:?} without a grace");
            let back = status.unseen(seen, seen - GRACE, GRACE);
            assert_eq!(back, None, "{status:?}, a clock that went back");
        }
    }

    #[test]
    fn who_returns_is_what_they_were() {
        for status in [Online, Busy, Break, Offline, Invisible] {
            assert_eq!(Away.returned(Some(status)), Some(status));
            assert_eq!(AfterContact.worked(Some(status)), Some(status));
            let own = (status.returned(Some(Busy)), status.worked(Some(Busy)));
            assert_eq!(own, (None, None), "{status:?} was set by themselves");
        }
        for gone in [None, Some(Away), Some(AfterContact)] {
            assert_eq!(Away.returned(gone), Some(Online));
            assert_eq!(AfterContact.worked(gone), Some(Online));
        }
    }
}
