//! What every room shares: typed ids, time, secrets, languages, and the ports for clock and chance.
//!
//! Decides nothing. Knows nothing of conversations, databases or the network; imports no other room.

mod chance;
mod email;
mod id;
mod language;
mod phone;
mod secret;
mod time;

pub use chance::{Chance, Clock};
pub use email::{Email, EmailRefused};
pub use id::{
    AccountId, AgentId, AppId, AttachmentId, AuditId, ConsultationId, ConversationId, CustomerId, DecisionId,
    DeliveryId, FactId, IdRefused, IdentityId, InboxId, InvitationId, MessageId, PayloadId, RoleId, RuleId,
    SessionId, SignInId, SkillId, TagId, TeamId, WorkId, WorkspaceId,
};
pub use language::Language;
pub use phone::{Phone, PhoneRefused};
pub use secret::Secret;
pub use time::{Span, Time};
