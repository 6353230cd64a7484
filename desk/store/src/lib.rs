//! One writer, one log: conversations on SQLite or PostgreSQL (DESIGN §5).
//!
//! Hot writes are [`Command`]s: a batch loads what it needs in arrays, asks the deciding room, applies the changes.
//! Everything else is a closure over a [`Tx`]. Both are durable when they answer. Every change appends an event to the
//! workspace's gapless log in the same transaction; [`Committed`] is told in the order of the log.
//! Performs, never decides: no branch on status, role or capacity stands here.

mod apply;
mod audit;
mod batch;
mod command;
mod conversations;
mod db;
mod decide;
mod dialect;
mod error;
mod inboxes;
mod load;
mod log;
mod messages;
mod migrate;
mod postgres;
mod queue;
mod reader;
mod sqlite;
mod stop;
mod tx;
mod value;
mod workspaces;
mod writer;

pub use audit::{Audit, AuditRow, Auditor, Origin, StoredAudit, audits};
pub use command::{AgentAct, Command, CustomerAct, Done, Receive, identity_key};
pub use conversations::conversation;
pub use db::{Db, Location, Ports};
pub use dialect::Engine;
pub use error::{CommandError, StoreError};
pub use inboxes::{
    Inbox, InboxSettings, PreChatField, inbox, inbox_of_key, inboxes, insert_inbox, remove_inbox,
    update_inbox,
};
pub use log::{Logged, events_after, head_seq};
pub use messages::{shown_after, shown_before, thread};
pub use migrate::{migrate, prepare};
pub use tx::Tx;
pub use value::{Column, Record, Value};
pub use workspaces::{
    Workspace, insert_workspace, installation, keep_installation, set_installation, update_workspace,
    workspace, workspaces,
};
pub use writer::{Committed, Gauge};
