//! One workspace's part of a batch: lock the head, load, decide, apply, then the closures.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;
use uuid::Uuid;
use yingke_conversation::{Amend, Arrival, Change, Message, Rulebook};
use yingke_words::{InboxId, WorkspaceId};

use crate::{
    AmendLine, Command, CommandError, Done, LineRef, StoreError, Tx,
    apply::Pending,
    decide::{Turn, Verdict, done, stale},
    intake::Intaking,
    lines::{self, Place},
    load::Loaded,
    log::{Logged, lock_head, write_head},
    outbox, params, sql,
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
    /// What a provider sent.
    Intake(Box<Intaking>),
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
    /// The commands in it.
    fn commands(&self) -> impl Iterator<Item = &Command> + Clone {
        let (one, many) = match self {
            Self::Command(pledge) => (Some(&pledge.command), None),
            Self::Intake(intaking) => (None, Some(&intaking.intake.commands)),
            Self::Closure(_) => (None, None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// Tells the caller how it ended.
    pub(crate) fn settle(&mut self, committed: Result<(), StoreError>) {
        match self {
            Self::Closure(job) => job.settle(committed),
            Self::Intake(intaking) => intaking.settle(committed),
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
    rules: &dyn Rulebook,
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
    run_commands(tx, items, rules)?;
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
            Item::Intake(intaking) => intaking.settle(Err(unknown)),
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

fn run_commands(tx: &mut Tx<'_>, items: &mut [&mut Item], rules: &dyn Rulebook) -> Result<(), StoreError> {
    let needed = items.iter().flat_map(|item| item.commands());
    if needed.clone().next().is_none() && !items.iter().any(|item| matches!(item, Item::Intake(_))) {
        return Ok(());
    }
    let mut work = Work {
        loaded: Loaded::read(tx, needed)?,
        pending: Pending::default(),
        rules,
    };
    for item in items.iter_mut() {
        match item {
            Item::Command(pledge) => {
                let outcome = match work.run(tx, &pledge.command) {
                    Ok(done) => done.ok_or(CommandError::NotFound),
                    Err(CommandError::Store(error)) => return Err(error),
                    Err(refused) => Err(refused),
                };
                pledge.outcome = Some(outcome);
            }
            Item::Intake(intaking) => {
                intaking.outcomes.clear();
                for index in 0..intaking.intake.commands.len() {
                    let outcome = work.run(tx, &intaking.intake.commands[index]);
                    if let Err(CommandError::Store(error)) = outcome {
                        return Err(error);
                    }
                    intaking.outcomes.push(outcome);
                }
                intaking.write(tx)?;
            }
            Item::Closure(_) => {}
        }
    }
    work.pending.write(tx, &work.loaded)
}

/// The commands of a batch at work: what they know, what they have decided.
struct Work<'a> {
    loaded: Loaded,
    pending: Pending,
    rules: &'a dyn Rulebook,
}

impl Work<'_> {
    /// Decides and writes one command; none when it changed nothing that could be told.
    fn run(&mut self, tx: &mut Tx<'_>, command: &Command) -> Result<Option<Done>, CommandError> {
        let verdict = self.ask(tx, |loaded, turn| loaded.decide(command, turn))?;
        if let Command::TimerDue { work, holder, .. } = command {
            let over = verdict.is_ok() || verdict.as_ref().is_err_and(stale);
            if over {
                remove_work(tx, *work, holder)?;
            }
        }
        if let Command::Settle(settle) = command {
            match &settle.problem {
                Some(problem) => outbox::bury(tx, settle.delivery, problem)?,
                None => outbox::settled(tx, settle.delivery)?,
            }
        }
        match verdict? {
            Verdict::Still => Ok(None),
            Verdict::Park(key, amend) => {
                lines::park(tx, key, &amend)?;
                self.loaded.parked.entry(key).or_default().push(amend);
                Ok(None)
            }
            Verdict::Each(places) => {
                if let Command::Amend(one) = command {
                    for place in places {
                        self.tell(tx, place, &one.amend)?;
                    }
                }
                Ok(None)
            }
            Verdict::Nothing(done) => Ok(Some(*done)),
            Verdict::Later(timer) => {
                self.pending.set(timer);
                let known = self.loaded.conversations.get(&timer.conversation);
                Ok(known.map(|known| done(known, None, false)))
            }
            Verdict::Change(change, arrival) => {
                let done = self.write(tx, (*change, arrival), command)?;
                if let Command::Start(start) = command
                    && let Some(left) = start.left(done.conversation.id)
                {
                    self.follow_up(tx, &left)?;
                }
                Ok(Some(done))
            }
        }
    }

    /// Writes what follows from a command that is written already: it was seen to be allowed before.
    fn follow_up(&mut self, tx: &mut Tx<'_>, command: &Command) -> Result<(), CommandError> {
        match self.ask(tx, |loaded, turn| loaded.decide(command, turn))? {
            Ok(Verdict::Change(change, arrival)) => self.write(tx, (*change, arrival), command).map(|_| ()),
            Ok(_) => Ok(()),
            Err(CommandError::Store(error)) => Err(error.into()),
            Err(refused) => Err(StoreError::Inconsistent {
                table: "conversation",
                what: format!("what was allowed is refused: {refused}"),
            }
            .into()),
        }
    }

    /// Asks the deciding room, in its turn.
    fn ask<T>(
        &self,
        tx: &mut Tx<'_>,
        decide: impl FnOnce(&Loaded, &Turn<'_>) -> Result<T, CommandError>,
    ) -> Result<Result<T, CommandError>, StoreError> {
        let source = tx.chance();
        let turn = Turn {
            now: tx.now(),
            seq: tx.next_seq()?,
            number: tx.head_mut()?.number + 1,
            chance: &source,
            rules: self.rules,
        };
        catch_unwind(AssertUnwindSafe(|| decide(&self.loaded, &turn))).map_err(panicked)
    }

    fn write(
        &mut self,
        tx: &mut Tx<'_>,
        decided: (Change, Option<Arrival>),
        command: &Command,
    ) -> Result<Done, CommandError> {
        let change = &decided.0;
        let (seq, number) = (tx.next_seq()?, tx.head_mut()?.number + 1);
        self.loaded.follow(change, command);
        let done = done(&change.conversation, change.message.clone(), false);
        let opened = change.conversation.row.consultation_number == Some(number);
        let logged = self.pending.take(tx, decided, command, &self.loaded)?;
        let head = tx.head_mut()?;
        head.seq = seq;
        head.number += i64::from(opened);
        head.logged.push(logged);
        if let Some(message) = done.message.as_ref().filter(|one| !one.external.is_empty()) {
            self.name(tx, message, done.conversation.inbox_id, command)?;
        }
        Ok(done)
    }

    /// Gives a line its provider's ids; what was told of them before is told now.
    fn name(
        &mut self,
        tx: &mut Tx<'_>,
        message: &Message,
        inbox: InboxId,
        command: &Command,
    ) -> Result<(), CommandError> {
        let place = (message.conversation_id, message.seq);
        let keys = lines::keys_of(inbox, message);
        let fresh: Vec<Uuid> = keys
            .into_iter()
            .filter(|key| !self.loaded.externals.contains_key(key))
            .collect();
        if matches!(command, Command::Settle(_)) && !fresh.is_empty() {
            // Only now is it known which ids it has.
            self.loaded.read_parked(tx, fresh.clone())?;
        }
        for key in fresh {
            lines::bind(tx, key, place.0, place.1)?;
            self.loaded.externals.insert(key, place);
            let Some(waiting) = self.loaded.parked.remove(&key) else {
                continue;
            };
            lines::unpark(tx, key)?;
            for what in waiting {
                self.tell(tx, place, &what)?;
            }
        }
        Ok(())
    }

    /// Tells a line what happens to it.
    fn tell(&mut self, tx: &mut Tx<'_>, place: Place, what: &Amend) -> Result<(), CommandError> {
        let verdict = self.ask(tx, |known, turn| known.amend_at(place, what, turn))??;
        let Verdict::Change(change, _) = verdict else {
            return Ok(());
        };
        let line = LineRef::At {
            conversation: place.0,
            seq: place.1,
        };
        let amend = what.clone();
        let told = Command::Amend(Box::new(AmendLine { line, amend }));
        self.write(tx, (*change, None), &told).map(drop)
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
