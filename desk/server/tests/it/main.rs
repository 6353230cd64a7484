//! The desk through its real doors: HTTP and sockets, on SQLite and on PostgreSQL.

mod api;
mod architecture;
mod live;
mod nodes;
mod openapi;
mod support;
mod walk;
