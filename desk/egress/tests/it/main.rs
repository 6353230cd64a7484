//! What leaves by the door, against servers that are real or do what no good one does.
#![allow(clippy::unwrap_used, reason = "a test's unwrap is an assertion")]

mod addresses;
mod bounds;
mod forms;
mod mail_real;
mod mail_scripted;
mod mailbox_real;
mod mailbox_scripted;
mod outcomes;
mod rebinding;
mod redirects;
mod sockets;
mod stand;
mod tls;
