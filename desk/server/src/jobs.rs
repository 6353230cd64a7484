//! What runs beside requests: deliveries, who gets what, what is fetched and pulled, due timers, the search index, retention, objects without rows, absence, customers who come
//! and leave, measures.

mod absence;
pub mod assign;
mod attendance;
pub mod deliver;
mod due;
mod fetch;
mod index;
mod listen;
mod measures;
mod orphans;
pub mod pull;
mod pulse;
mod sweep;
mod typing;

use tokio::{sync::watch, task::JoinHandle};

use crate::app::App;

/// Starts every job; they end when `stopped` says so.
pub fn start(app: &App, stopped: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(absence::run(app.clone(), stopped.clone())),
        tokio::spawn(assign::run(app.clone(), stopped.clone())),
        tokio::spawn(attendance::run(app.clone(), stopped.clone())),
        tokio::spawn(deliver::run(app.clone(), stopped.clone())),
        tokio::spawn(due::run(app.clone(), stopped.clone())),
        tokio::spawn(index::run(app.clone(), stopped.clone())),
        tokio::spawn(listen::run(app.clone(), stopped.clone())),
        tokio::spawn(measures::run(app.clone(), stopped.clone())),
        tokio::spawn(orphans::run(app.clone(), stopped.clone())),
        tokio::spawn(pull::run(app.clone(), stopped.clone())),
        tokio::spawn(pulse::run(app.clone(), stopped.clone())),
        tokio::spawn(sweep::run(app.clone(), stopped.clone())),
        tokio::spawn(typing::run(app.clone(), stopped.clone())),
    ]
}
