//! Whether an agent is there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{Span, Time};

/// How long an agent's last socket may be gone before they are away: longer than a reload, a tunnel, a restart of ours.
const GRACE: Span = Span::minutes(3);

/// An agent's status. Online, busy and break are the agent's own acts; away is set by the system.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AgentStatus {
    /// 在线: takes new conversations.
    Online,
    /// 示忙: serves, takes none.
    Busy,
    /// 小休: a break with a reason.
    Break,
    /// 离席: set by the system when the agent's sockets are gone.
    Away,
    /// 离线.
    #[default]
    Offline,
}

impl AgentStatus {
    /// The stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Break => "break",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    /// The status of a stored key.
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Online, Self::Busy, Self::Break, Self::Away, Self::Offline]
            .into_iter()
            .find(|status| status.key() == key)
    }

    /// Whether an agent may choose it; away is the system's.
    pub const fn chosen_by_agent(self) -> bool {
        !matches!(self, Self::Away)
    }
    /// What becomes of an agent whom nobody has seen at the desk since `seen`: who should be there is away after a
    /// while. A break and an absence they announced themselves stay what they are.
    pub fn unseen(self, seen: Time, now: Time) -> Option<Self> {
        let should_be_there = matches!(self, Self::Online | Self::Busy);
        (should_be_there && now.since(seen) > GRACE).then_some(Self::Away)
    }

    /// What becomes of an agent who is at the desk again: the status they had set before they were away.
    pub fn returned(self, before: Option<Self>) -> Option<Self> {
        let own = before.filter(|status| status.chosen_by_agent());
        (self == Self::Away).then(|| own.unwrap_or(Self::Online))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AgentStatus::{Away, Break, Busy, Offline, Online};

    #[test]
    fn who_should_be_there_and_is_not_is_away() {
        let seen = Time::from_millis(1_000_000);
        for (status, after) in [
            (Online, Some(Away)),
            (Busy, Some(Away)),
            (Break, None),
            (Away, None),
            (Offline, None),
        ] {
            assert_eq!(
                status.unseen(seen, seen + GRACE),
                None,
                "{status:?} within the grace"
            );
            assert_eq!(
                status.unseen(seen, seen + GRACE + Span::millis(1)),
                after,
                "{status:?}"
            );
            assert_eq!(
                status.unseen(seen, seen - GRACE),
                None,
                "{status:?}, a clock that went back"
            );
        }
    }

    #[test]
    fn who_returns_is_what_they_were() {
        for status in [Online, Busy, Break, Offline] {
            assert_eq!(Away.returned(Some(status)), Some(status));
            assert_eq!(
                status.returned(Some(Busy)),
                None,
                "{status:?} was set by themselves"
            );
        }
        assert_eq!(Away.returned(None), Some(Online));
        assert_eq!(Away.returned(Some(Away)), Some(Online));
    }
}
