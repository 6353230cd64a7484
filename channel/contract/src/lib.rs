//! What every channel is to the house: one manifest, pure methods, canonical events and drafts.
//!
//! Decides: how a provider's signature is checked, what a canonical event, draft, error and step is, what a channel must
//! keep to (the kit). Never knows a provider's wire format, a database, a socket or the time.
//!
//! Order is held by types: [`Verified`] can only be made by a [`scheme`], and [`Channel::parse`] takes nothing else.

mod abilities;
mod answer;
mod channel;
mod context;
mod error;
mod fault;
mod inbound;
mod incoming;
#[cfg(feature = "kit")]
pub mod kit;
mod listener;
mod manifest;
mod outbound;
mod request;
pub mod scheme;
mod step;

pub use abilities::{
    Agreed, Asking, Connect, Connected, Consent, Console, Directory, Found, Media, Page, Puller, Reconcile,
    TemplateInfo, Templates, Token, Tokens, Tried,
};
pub use answer::{Answer, Failure, Obstacle};
pub use channel::Channel;
pub use context::{Ctx, Settings};
pub use error::{DeliveryError, ErrorKind, Retry};
pub use fault::{Fault, Wrong};
pub use inbound::{
    Author, Call, CallState, FileKind, Health, Inbound, Mark, Message, Parsed, Peer, Problem, PullHint,
    RemoteFile, Service, What,
};
pub use incoming::{Incoming, Refusal, Verified};
pub use listener::{Credentials, Dial, Do, Frame, Heard, Listener, Mailbox, Mailed, Turned};
pub use manifest::{
    Ability, Field, FieldKind, FileLimit, Hint, Level, Limits, Manifest, Proved, Rate, Receipts, SetupStep,
    Trouble, Way, Words, form,
};
pub use outbound::{Draft, OutFile, Outbound, Part, Recipient, Sent};
pub use request::{Body, FormPart, MailDuty, MailOut, MailTrial, PartBody, Request, Security};
pub use step::Step;

// What the contract speaks of and the deciding room defines.
pub use yingke_conversation::{
    AddressKind, ChannelRules, Choice, Content, Degrees, Link, Location, Mail, Menu, Profile, Proof,
    Template, TextLimit, Trigger, Unit, WindowRule,
};
