//! Whether an agent is there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
}
