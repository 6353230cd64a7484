//! The store against real databases: every test runs on SQLite and on PostgreSQL, each on a fresh one.
#![allow(clippy::unwrap_used, reason = "a test's unwrap is an assertion")]

mod amended;
mod apps;
mod batch;
mod channels;
mod crash;
mod faults;
mod filled;
mod migrations;
mod move_engines;
mod prepare;
mod retention;
mod routed;
mod search;
mod start;
mod support;
mod trail;
mod two_nodes;
mod walls;
mod work;
