//! The people side: who works here, what they may do, when they are there.
//!
//! Decides: whether a seat may do something to a conversation, which rights a role holds and who may grant them,
//! whether a password is acceptable, whether it is opening time. Never knows conversations' content, databases, HTTP.

mod company;
mod hours;
mod password;
mod people;
mod permission;
mod role;
mod seat;
mod status;
mod switch;

pub use company::{Companion, Part};
pub use hours::{Hours, HoursRefused, Opening};
pub use password::{PasswordRefused, check_password};
pub use people::{Holding, PeopleRefused, check_holding, check_role};
pub use permission::{Grant, Grants, Permission, Scope};
pub use role::{GrantRefused, StandardRole, check_grant};
pub use seat::{Seat, Subject};
pub use status::AgentStatus;
pub use switch::{Switch, Switches};
