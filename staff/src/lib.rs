//! The people side: who works here, what they may do, when they are there.
//!
//! Decides: whether a seat may do something to a conversation, which rights a role holds and who may grant them,
//! whether a password is acceptable, whether it is opening time, which holidays a calendar holds. Never knows conversations' content, databases, HTTP.

mod capacity;
mod company;
mod holidays;
mod hours;
mod password;
mod people;
mod permission;
mod presence;
mod role;
mod seat;
mod status;
mod switch;

pub use capacity::{Capacity, Load, PLACE, Places, Pool, Pools, Weight, Weights};
pub use company::{Companion, Part};
pub use holidays::{HolidayProblem, HolidayWrong, Holidays, LONGEST as LONGEST_CALENDAR, read_holidays};
pub use hours::{CalendarDay, Hours, HoursRefused, Opening, OpeningRefused};
pub use jiff::civil::Date;
pub use password::{PasswordRefused, check_password};
pub use people::{Holding, PeopleRefused, check_holding, check_role};
pub use permission::{Grant, Grants, Permission, Scope};
pub use presence::{AfterContact, BreakReason, PresenceRefused, PresenceRules, SetBy, StatusRefused};
pub use role::{GrantRefused, StandardRole, check_grant};
pub use seat::{Seat, Subject};
pub use status::AgentStatus;
pub use switch::{Switch, Switches};
