//! The thread between a customer and the desk.
//!
//! Decides: whether a message opens a consultation or joins one, what a reply, a note, an assignment, a snooze, an end
//! or a reopening does, which metric facts that leaves, and how a customer can be reached whom the channel does not let us
//! write to. Every decision takes the conversation as it is and a
//! [`Moment`] (time, number, chance are arguments) and answers a [`Change`] or a [`Refused`].
//! Never knows databases, sockets, HTTP, or which channel a message came by.
//!
//! Three objects (DESIGN §8): *conversation* 对话 ⊃ *consultation* 会话 ⊃ *session* 接待段. What a decision needs of the
//! current consultation and session travels on the [`Conversation`] itself, so that one row read is enough.

mod amend;
mod assign;
mod change;
mod closed_notice;
mod collaboration;
mod consultation;
mod content;
mod conversation;
mod end;
mod event;
mod fact;
mod follow;
mod help;
mod invite;
mod mention;
mod message;
mod note;
mod order;
mod phone_task;
mod priority;
mod profile;
mod reachable;
mod read;
mod receive;
mod recontact;
mod refused;
mod reopen;
mod reply;
mod route;
mod rules;
mod serving;
mod snooze;
mod start;
mod status;
mod tag;
mod timer;
mod told;
mod visitor;
mod window;

pub use amend::{Amend, Correction, amend, correct, is_meant};
pub use assign::{Assignee, assign};
pub use change::{Acting, Change, Clocks, Moment};
pub use closed_notice::closed_notice;
pub use collaboration::{Beside, Collaboration, Follower, MOST_FOLLOWERS};
pub use consultation::{Consultation, Release, Session};
pub use content::{Choice, Content, Degrees, Link, Location, Mail, Menu, Proof, Template};
pub use conversation::{Arrival, Context, Conversation, Leg, Row, Running};
pub use end::{TimedOut, end_by_agent, end_by_customer, end_by_timeout};
pub use event::{AccountHealth, AccountState, AgentPresence, Event, EventKind, ReadMark, Was};
pub use fact::{Fact, FactName, Handing};
pub use follow::{follow, unfollow};
pub use help::{Help, ask_help, see_to_help};
pub use invite::{InvitationEnded, Invited, Inviting, invite, uninvite};
pub use mention::{Colleagues, Mention, Mentioning, Naming};
pub use message::{
    Actor, ActorKind, AttachmentRef, ClientId, Coming, ComingKind, Delivery, DeliveryFailure, Direction,
    EventLine, Message, MessageKind, Reaction, Spoken, Text, TextRefused,
};
pub use note::note;
pub use order::Order;
pub use phone_task::{PhoneTask, phone_task};
pub use priority::Priority;
pub use profile::{AttributeValue, Profile, ProfileRefused, merge};
pub use reachable::{AddressKind, Consent, Reachable};
pub use read::{read, seen};
pub use receive::{Inbound, receive};
pub use recontact::{Approved, Asked, Barred, Door, Ladder, Means, Rung, Shut, ladder};
pub use refused::Refused;
pub use reopen::{REOPEN_WITHIN, reopen};
pub use reply::{Outbound, reply};
pub use route::{
    InHand, Returned, Routed, accept_offer, decline_offer, is_waited_for, offer_ends, place, route, take_from,
};
pub use rules::{ChannelRules, Rulebook, TextLimit, Unit};
pub use snooze::{snooze, wake};
pub use start::{go_on, may_start, start};
pub use status::{EndedBy, Status};
pub use tag::tag;
pub use timer::{Timer, TimerKind};
pub use told::{Happened, Told, echo, happened};
pub use visitor::{VisitorAgent, VisitorAttachment, VisitorLinks, VisitorMessage, VisitorState};
pub use window::{Trigger, Window, WindowRefused, WindowRule};

#[cfg(test)]
mod tests;
