//! Due timers: leased, then carried out as commands; the deciding room says what a timer does.

use std::time::Duration;

use tokio::sync::watch;
use yingke_store::{Command, CommandError, StoreError, Work, lease_due, next_due};
use yingke_words::Span;

use crate::app::App;

/// How long a lease holds: a node that vanished is taken over after it.
const LEASE: Span = Span::seconds(15);
/// How often due work is looked for.
const LOOK: Duration = Duration::from_millis(500);

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let holder = app.id::<uuid::Uuid>().to_string();
    let mut looks = 0_u64;
    while !*stopped.borrow() {
        // Now and then also what somebody holds whose lease may have run out.
        let thorough = looks.is_multiple_of(20);
        looks += 1;
        match lease(&app, &holder, thorough).await {
            Ok(due) => {
                for timer in due {
                    carry_out(&app, &holder, timer).await;
                }
            }
            Err(error) => tracing::warn!(%error, "due work cannot be read; trying again"),
        }
        let _ = tokio::time::timeout(LOOK, stopped.changed()).await;
    }
}

async fn lease(app: &App, holder: &str, thorough: bool) -> Result<Vec<Work>, StoreError> {
    let (now, holder) = (app.now(), holder.to_owned());
    let next = app.db.read_global(next_due).await?;
    if !thorough && next.is_none_or(|next| next > now) {
        return Ok(Vec::new());
    }
    app.db
        .write_global(move |tx| lease_due(tx, now, &holder, LEASE, 100))
        .await
}

async fn carry_out(app: &App, holder: &str, due: Work) {
    let Some(timer) = due.timer() else {
        tracing::error!(work = %due.id, kind = %due.kind, "work of an unknown kind; another version's?");
        return;
    };
    let command = Command::TimerDue {
        work: due.id,
        holder: holder.to_owned(),
        timer,
    };
    match app.db.command(due.workspace, command).await {
        Ok(_) | Err(CommandError::Refused(_) | CommandError::NotFound) => {}
        Err(error) => {
            tracing::warn!(%error, work = %due.id, "a timer was not carried out; its lease runs out");
        }
    }
}
