//! Due timers: leased, then carried out as commands; the deciding room says what a timer does.

use std::time::Duration;

use tokio::sync::watch;
use yingke_conversation::Refused;
use yingke_store::{
    Command, CommandError, FETCH, StoreError, Work, give_up, lease_due, next_due, release_all,
};
use yingke_words::Span;

use super::fetch;
use crate::{app::App, presence};

/// How long a lease holds: a node that vanished is taken over after it.
const LEASE: Span = Span::seconds(15);
/// So often work is tried that fails by itself. One that waits for the database, or for room on its disk, is not at fault.
const TRIES: i64 = 8;
/// So often work of a kind that we do not know: another node, of a newer version, may. An hour of leases.
const TRIES_OF_OTHERS: i64 = 240;
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
    // Another node need not wait for our leases to run out.
    let given = app.db.write_global(move |tx| release_all(tx, &holder)).await;
    if let Err(error) = given {
        tracing::warn!(%error, "leases were not given back; they run out");
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
    if due.kind == FETCH {
        // A file may take minutes; timers do not wait for it.
        let (app, holder) = (app.clone(), holder.to_owned());
        tokio::spawn(async move { fetch::carry_out(&app, &holder, due).await });
        return;
    }
    if presence::concerns(&due) {
        return presence::carry_out(app, holder, due).await;
    }
    let Some(timer) = due.timer() else {
        tracing::error!(work = %due.id, kind = %due.kind, "work of an unknown kind; another version's?");
        if due.attempts >= TRIES_OF_OTHERS {
            abandon(app, holder, due, "kind_unknown").await;
        }
        return;
    };
    let command = Command::TimerDue {
        work: due.id,
        holder: holder.to_owned(),
        timer,
    };
    let Err(error) = app.db.command(due.workspace, command).await else {
        return;
    };
    if matches!(error, CommandError::Refused(Refused::TimerStale)) {
        return;
    }
    tracing::warn!(%error, work = %due.id, attempts = due.attempts, "a timer was not carried out; its lease runs out");
    if let (Some(problem), true) = (own_problem(&error), due.attempts >= TRIES) {
        abandon(app, holder, due, problem).await;
    }
}

/// What is wrong with the work itself; nothing when what failed is around it and passes.
fn own_problem(error: &CommandError) -> Option<&'static str> {
    match error {
        CommandError::Refused(_) => Some("refused"),
        CommandError::NotFound | CommandError::Attachment => Some("not_found"),
        CommandError::Store(StoreError::Panicked(_)) => Some("panicked"),
        CommandError::Store(StoreError::Inconsistent { .. } | StoreError::Driver(_)) => Some("database"),
        CommandError::Store(_) => None,
    }
}

/// Gives up what will never be done. It stays, for the doctor to show.
async fn abandon(app: &App, holder: &str, due: Work, problem: &'static str) {
    tracing::error!(work = %due.id, kind = %due.kind, problem, "work is given up");
    let holder = holder.to_owned();
    let given = app
        .db
        .write(due.workspace, move |tx| give_up(tx, &due, &holder, problem))
        .await;
    if let Err(error) = given {
        tracing::warn!(%error, "work could not be given up; it is tried again");
    }
}
