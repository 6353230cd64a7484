//! The desk through its real doors: HTTP and sockets, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, reason = "a test's unwrap is an assertion")]

mod api;
mod architecture;
mod live;
mod nodes;
mod openapi;
mod support;
mod walk;
