//! The desk through its real doors: HTTP and sockets, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, reason = "a test's unwrap is an assertion")]
#![expect(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "the helpers of tests are tests; a test that goes through many steps reads best in one piece"
)]

mod api;
mod architecture;
mod channels;
mod command_line;
mod database_away;
mod demo_cut;
mod due_work;
mod facts;
mod file_storage;
mod full_disk;
mod live;
mod logs;
mod metrics_page;
mod nodes;
mod openapi;
mod orphans;
mod routing;
mod secrets_at_rest;
mod support;
mod tls;
mod walk;
