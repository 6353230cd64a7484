//! What channels did is written every few seconds, and once more at the end.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

/// How much a killed process may leave uncounted.
const EVERY: Duration = Duration::from_secs(5);

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let _ = tokio::time::timeout(EVERY, stopped.changed()).await;
        app.keep_pulse().await;
    }
}
