//! Live push: a snapshot, then the log's events, filtered by permission and interest (DESIGN §6).

pub mod agent_socket;
pub mod attendance;
pub mod door;
pub mod floor;
pub mod frame;
pub mod hub;
pub mod interest;
pub mod outbox;
pub mod passing;
mod pump;
mod quiet;
pub mod snapshot;
mod tally;
pub mod visitor_socket;
pub mod wire;

pub use hub::Hub;
