//! Fakes of the platforms: each holds the state its platform holds (tokens that run out, windows, quotas, media) and signs
//! as it does. They use none of our parsers and none of our schemes: a fake that did would share their mistakes.
//!
//! Every fake listens on a free port of this machine and ends when it is dropped.

pub mod discord;
mod faults;
pub mod line;
pub mod oauth;
pub mod open;
mod served;
pub mod telegram;
pub mod wechat_oa;
pub mod wecom_kf;

pub use faults::{Fault, Faults};
pub use served::Served;
