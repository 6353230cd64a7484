//! One workspace's part of a batch: lock the head, load, decide, apply, then the closures.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;
use yingke_words::WorkspaceId;

use crate::{
    Command, CommandError, Done, StoreError, Tx,
    apply::Pending,
    decide::{Turn, Verdict, done, stale},
    load::Loaded,
    log::{Logged, lock_head, write_head},
    params, sql,
};

/// A closure with the way back to its caller. It may run again after a rollback.
pub(crate) trait Job: Send {
    /// Runs it; false when it refused after writing, so that its writes must go.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Tells its caller.
    fn settle(&mut self, committed: Result<(), StoreError>);
}

/// What waits for the writer.
pub(crate) enum Item {
    /// A hot write.
    Command(Box<Pledge>),
    /// Any other write.
    Closure(Box<dyn Job>),
}

/// A command with the way back to its caller.
pub(crate) struct Pledge {
    pub(crate) command: Command,
    pub(crate) answer: Option<oneshot::Sender<Result<Done, CommandError>>>,
    outcome: Option<Result<Done, CommandError>>,
}

impl Pledge {
    pub(crate) fn new(command: Command, answer: oneshot::Sender<Result<Done, CommandError>>) -> Self {
        Self {
            command,
            answer: Some(answer),
            outcome: None,
        }
    }
}

impl Item {
    /// Tells the caller how it ended.
    pub(crate) fn settle(&mut self, committed: Result<(), StoreError>) {
        match self {
            Self::Closure(job) => job.settle(committed),
            Self::Command(pledge) => {
                let outcome = match committed {
                    Ok(()) => pledge.outcome.take().unwrap_or(Err(CommandError::NotFound)),
                    Err(error) => Err(error.into()),
                };
                if let Some(answer) = pledge.answer.take() {
                    // The caller may have gone; what was written stays written.
                    let _ = answer.send(outcome);
                }
            }
        }
    }
}

/// Runs `items` of `workspace` (none: closures over tables without a tenant) inside `tx`; answers the new events.
/// An error means that the whole transaction is lost.
pub(crate) fn run(
    tx: &mut Tx<'_>,
    workspace: Option<WorkspaceId>,
    items: &mut [&mut Item],
) -> Result<Vec<Logged>, StoreError> {
    let head = workspace
        .map(|workspace| lock_head(tx, workspace))
        .transpose()?
        .flatten();
    let before = head.as_ref().map(|head| (head.seq, head.number));
    tx.set_head(head);
    if workspace.is_some() && before.is_none() {
        refuse_unknown(items);
        return Ok(Vec::new());
    }
    run_commands(tx, items)?;
    for item in items.iter_mut() {
        if let Item::Closure(job) = item {
            run_closure(tx, job.as_mut())?;
        }
    }
    let Some(head) = tx.set_head(None) else {
        return Ok(Vec::new());
    };
    // A transaction without a tenant may have founded one.
    if before != Some((head.seq, head.number)) {
        write_head(tx, &head)?;
    }
    Ok(head.logged)
}

fn refuse_unknown(items: &mut [&mut Item]) {
    for item in items.iter_mut() {
        let unknown = StoreError::Inconsistent {
            table: "workspace",
            what: "unknown".into(),
        };
        match item {
            Item::Command(pledge) => pledge.outcome = Some(Err(CommandError::NotFound)),
            Item::Closure(job) => job.settle(Err(unknown)),
        }
    }
}

fn run_closure(tx: &mut Tx<'_>, job: &mut dyn Job) -> Result<(), StoreError> {
    let (written, logged) = (tx.written(), tx.head_mut().map_or(0, |head| head.logged.len()));
    let kept = catch_unwind(AssertUnwindSafe(|| job.run(tx))).map_err(panicked)?;
    if let Some(error) = tx.failed() {
        return Err(error.clone());
    }
    let wrote = tx.written() > written || tx.head_mut().map_or(0, |head| head.logged.len()) > logged;
    if kept || !wrote {
        return Ok(());
    }
    Err(StoreError::Driver(
        "a closure refused after it had written".into(),
    ))
}

fn run_commands(tx: &mut Tx<'_>, items: &mut [&mut Item]) -> Result<(), StoreError> {
    let mut pledges: Vec<&mut Pledge> = items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Command(pledge) => Some(pledge.as_mut()),
            Item::Closure(_) => None,
        })
        .collect();
    if pledges.is_empty() {
        return Ok(());
    }
    let mut loaded = Loaded::read(tx, pledges.iter().map(|pledge| &pledge.command))?;
    let mut pending = Pending::default();
    for pledge in &mut pledges {
        let outcome = run_command(tx, &mut loaded, &mut pending, &pledge.command);
        match outcome {
            Err(CommandError::Store(error)) => return Err(error),
            outcome => pledge.outcome = Some(outcome),
        }
    }
    pending.write(tx, &loaded)
}

fn run_command(
    tx: &mut Tx<'_>,
    loaded: &mut Loaded,
    pending: &mut Pending,
    command: &Command,
) -> Result<Done, CommandError> {
    let source = tx.chance();
    let (now, seq) = (tx.now(), tx.next_seq()?);
    let number = tx.head_mut()?.number + 1;
    let turn = Turn {
        now,
        seq,
        number,
        chance: &source,
    };
    let verdict = catch_unwind(AssertUnwindSafe(|| loaded.decide(command, &turn))).map_err(panicked)?;
    if let Command::TimerDue { work, holder, .. } = command {
        let over = verdict.is_ok() || verdict.as_ref().is_err_and(stale);
        if over {
            remove_work(tx, *work, holder)?;
        }
    }
    match verdict? {
        Verdict::Nothing(done) => Ok(*done),
        Verdict::Later(timer) => {
            pending.set(timer);
            loaded
                .conversations
                .get(&timer.conversation)
                .map(|known| done(known, None, false))
                .ok_or(CommandError::NotFound)
        }
        Verdict::Change(change, arrival) => {
            loaded.follow(&change, command);
            let done = done(&change.conversation, change.message.clone(), false);
            let opened = change.conversation.row.consultation_number == Some(number);
            let logged = pending.take(tx, *change, arrival, command)?;
            let head = tx.head_mut()?;
            head.seq = seq;
            head.number += i64::from(opened);
            head.logged.push(logged);
            Ok(done)
        }
    }
}

fn remove_work(tx: &mut Tx<'_>, work: yingke_words::WorkId, holder: &str) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM work WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"),
        params![workspace, work, holder],
    )
}

#[expect(clippy::needless_pass_by_value, reason = "what catch_unwind hands over")]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> StoreError {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a text");
    StoreError::Panicked(text.to_owned())
}
