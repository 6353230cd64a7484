//! What was measured is put away, so that it takes no more room when nobody asks for it.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

/// How often.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        app.gauges.settle();
        let _ = tokio::time::timeout(PAUSE, stopped.changed()).await;
    }
}
