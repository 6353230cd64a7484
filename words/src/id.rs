//! Typed ids: a newtype a thing, so that one is never taken for another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a text is not an id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a hyphenated lower-case UUID")]
pub struct IdRefused;

/// One spelling of an id, so that two texts are never the same thing (DESIGN §10).
fn spelled(text: &str) -> Result<Uuid, IdRefused> {
    let plain = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    match Uuid::try_parse(text) {
        Ok(id) if plain => Ok(id),
        _ => Err(IdRefused),
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
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
            type Err = IdRefused;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                spelled(text).map(Self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                spelled(&text).map(Self).map_err(D::Error::custom)
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
    /// A provider's credentials and callback 应用.
    AppId,
    /// What a provider sent, as it came.
    PayloadId,
    /// One thing on its way out.
    DeliveryId,
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
    /// Something agents are good at 技能.
    SkillId,
    /// A rule of routing.
    RuleId,
    /// One decision of routing, with its reasons.
    DecisionId,
    /// One row of the audit trail.
    AuditId,
    /// One metric fact.
    FactId,
    /// One piece of due work.
    WorkId,
}

#[cfg(test)]
mod tests {
    use super::TagId;

    #[test]
    fn an_id_has_one_spelling() {
        let text = "0197b6a0-0000-7000-8000-00000000abcd";
        assert_eq!(text.parse::<TagId>().unwrap().to_string(), text);
        let quoted = |text: &str| serde_json::from_str::<TagId>(&format!("\"{text}\""));
        assert_eq!(quoted(text).unwrap().to_string(), text);
        for other in [
            "0197B6A0-0000-7000-8000-00000000ABCD",
            "0197b6a00000700080000000000abcd0",
            "{0197b6a0-0000-7000-8000-00000000abcd}",
            "urn:uuid:0197b6a0-0000-7000-8000-00000000abcd",
            "",
        ] {
            assert!(
                other.parse::<TagId>().is_err() && quoted(other).is_err(),
                "{other}"
            );
        }
        for value in ["1", "null", "[]", "{}"] {
            assert!(serde_json::from_str::<TagId>(value).is_err(), "{value}");
        }
    }
}
