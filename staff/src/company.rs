//! Who takes part in a conversation beside the one responsible, and what that lets them do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::AgentId;

use crate::Permission;

/// How somebody takes part.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// 关注: reads and notes for as long as they follow.
    Follows,
    /// 悄悄协同: invited without the customer knowing; reads and notes.
    Whispers,
    /// 邀请协同: invited for the customer to see; also replies.
    Joins,
}

/// Somebody who takes part.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
pub struct Companion {
    /// Who.
    pub agent: AgentId,
    /// How.
    pub part: Part,
}

impl Part {
    /// The stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Whispers => "whispers",
            Self::Joins => "joins",
        }
    }

    /// Whether it gives `permission` to whoever holds it for conversations of their own.
    pub const fn gives(self, permission: Permission) -> bool {
        match permission {
            Permission::ReadConversations | Permission::WriteNotes => true,
            Permission::Reply => matches!(self, Self::Joins),
            _ => false,
        }
    }
}
