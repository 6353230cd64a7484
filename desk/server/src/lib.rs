//! The desk: it performs what the deciding rooms decide. HTTP in `api`, push in `live`, due work in `jobs`, wiring in
//! `serve`. No rule on status, role or capacity stands here.

pub mod api;
pub mod app;
pub mod channels;
pub mod cli;
pub mod config;
pub mod demo;
pub mod files;
pub mod found;
pub mod gauges;
pub mod jobs;
pub mod live;
pub mod machine;
mod nodes;
mod pages;
pub mod presence;
mod proxies;
mod seal;
pub mod serve;
