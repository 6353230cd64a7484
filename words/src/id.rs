//! Typed ids: a newtype a thing, so that one is never taken for another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// The id as its UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    )*};
}

ids! {
    /// A tenant 企业.
    WorkspaceId,
    /// A person who signs in, over all workspaces.
    AccountId,
    /// A human seat 客服 in one workspace.
    AgentId,
    /// A group of agents 客服组.
    TeamId,
    /// A named set of grants.
    RoleId,
    /// A signed-in browser.
    SignInId,
    /// An invitation to become an agent.
    InvitationId,
    /// One configured account of a channel 接入点.
    InboxId,
    /// The person who writes 客户.
    CustomerId,
    /// One external id of a customer on one inbox 渠道身份.
    IdentityId,
    /// The long-lived thread 对话.
    ConversationId,
    /// One episode of a conversation 会话.
    ConsultationId,
    /// One agent's leg of a consultation 接待段.
    SessionId,
    /// A message, a note or an event line.
    MessageId,
    /// A stored file.
    AttachmentId,
    /// A label on conversations 标签.
    TagId,
    /// One row of the audit trail.
    AuditId,
    /// One metric fact.
    FactId,
    /// One piece of due work.
    WorkId,
}
