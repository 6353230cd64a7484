//! The store against real databases: every test runs on SQLite and on PostgreSQL, each on a fresh one.

mod batch;
mod prepare;
mod support;
