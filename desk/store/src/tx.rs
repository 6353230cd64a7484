//! A transaction, the same for both engines: synchronous, on a thread that belongs to the store.

use std::sync::Arc;

use yingke_conversation::Event;
use yingke_words::{Chance, Time, WorkspaceId};

use crate::{
    Record, StoreError, Value,
    audit::{Audit, insert_audit},
    log::{Logged, insert_event},
    postgres::Pg,
    sqlite::Lite,
};

pub(crate) enum Link<'a> {
    Lite(&'a mut Lite),
    Pg(&'a mut Pg),
}

/// What one workspace's part of a batch has given out and will tell when it is committed.
pub(crate) struct Head {
    pub(crate) workspace: WorkspaceId,
    pub(crate) seq: i64,
    pub(crate) number: i64,
    pub(crate) logged: Vec<Logged>,
}

/// A transaction.
pub struct Tx<'a> {
    link: Link<'a>,
    head: Option<Head>,
    now: Time,
    chance: Arc<dyn Chance>,
    written: usize,
    failed: Option<StoreError>,
    #[cfg(feature = "record")]
    taken: crate::record::Taken,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(link: Link<'a>, now: Time, chance: Arc<dyn Chance>) -> Self {
        Self {
            link,
            head: None,
            now,
            chance,
            written: 0,
            failed: None,
            #[cfg(feature = "record")]
            taken: crate::record::Taken::default(),
        }
    }

    /// The time of the batch.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Ids.
    pub fn chance(&self) -> Arc<dyn Chance> {
        Arc::clone(&self.chance)
    }

    /// A fresh id of this moment.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.chance.id(self.now))
    }

    /// The engine.
    pub fn engine(&self) -> crate::Engine {
        match self.link {
            Link::Lite(_) => crate::Engine::Sqlite,
            Link::Pg(_) => crate::Engine::Postgres,
        }
    }

    /// Runs a statement whose answer nobody waits for (on PostgreSQL it is sent later, with others).
    pub fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.written += 1;
        self.take_down(sql, values);
        let ran = match &mut self.link {
            Link::Lite(lite) => lite.run(sql, values).map(|_| ()),
            Link::Pg(pg) => {
                pg.queue(sql, values);
                Ok(())
            }
        };
        self.note(ran)
    }

    /// Runs a statement and tells how many rows it changed.
    pub fn changed(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        self.written += 1;
        self.take_down(sql, values);
        let changed = match &mut self.link {
            Link::Lite(lite) => lite.run(sql, values),
            Link::Pg(pg) => {
                pg.queue(sql, values);
                pg.flush().map(|counts| counts.last().copied().unwrap_or(0))
            }
        };
        self.note(changed)
    }

    /// Runs a query, mapping each row.
    pub fn rows<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        map: impl FnMut(&Record<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.take_down(sql, values);
        let found = match &mut self.link {
            Link::Lite(lite) => lite.rows(sql, values, map),
            Link::Pg(pg) => pg.rows(sql, values, map),
        };
        self.note(found)
    }

    /// Runs a query that answers at most one row.
    pub fn row<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        map: impl FnMut(&Record<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, values, map)?.into_iter().next())
    }

    /// Appends an event to the workspace's log; answers its number.
    pub fn emit(&mut self, event: Event) -> Result<i64, StoreError> {
        let seq = self.next_seq()?;
        let (workspace, conversation) = (self.workspace()?, event.conversation.as_ref().map(|row| row.id));
        let logged = Logged::new(workspace, seq, event)?;
        insert_event(self, &logged, conversation)?;
        let head = self.head_mut()?;
        head.seq = seq;
        head.logged.push(logged);
        Ok(seq)
    }

    /// Writes an audit record: with the act itself, or the act fails.
    pub fn audit(&mut self, audit: &Audit) -> Result<(), StoreError> {
        insert_audit(self, audit)
    }

    /// The tenant of the transaction.
    pub fn workspace(&self) -> Result<WorkspaceId, StoreError> {
        self.head
            .as_ref()
            .map(|head| head.workspace)
            .ok_or_else(no_tenant)
    }

    /// The number the next event will have.
    pub(crate) fn next_seq(&self) -> Result<i64, StoreError> {
        self.head.as_ref().map(|head| head.seq + 1).ok_or_else(no_tenant)
    }

    /// Sets the tenant of a transaction that had none, for row-level security.
    pub(crate) fn become_tenant(&mut self, workspace: WorkspaceId) {
        if let Link::Pg(pg) = &mut self.link {
            let tenant = Value::Text(workspace.to_string().into());
            pg.queue("SELECT set_config('yingke.workspace', $1, true)", &[tenant]);
        }
    }

    pub(crate) fn head_mut(&mut self) -> Result<&mut Head, StoreError> {
        self.head.as_mut().ok_or_else(no_tenant)
    }

    pub(crate) fn set_head(&mut self, head: Option<Head>) -> Option<Head> {
        std::mem::replace(&mut self.head, head)
    }

    /// Statements that wrote, so far.
    pub(crate) fn written(&self) -> usize {
        self.written
    }

    /// The first error any statement met; the transaction is lost then.
    pub(crate) fn failed(&self) -> Option<&StoreError> {
        self.failed.as_ref()
    }

    #[cfg(feature = "record")]
    fn take_down(&mut self, sql: &'static str, values: &[Value<'_>]) {
        self.taken.take(sql, values);
    }

    #[cfg(not(feature = "record"))]
    #[expect(
        clippy::unused_self,
        reason = "the recording build takes the statement down here"
    )]
    #[inline]
    fn take_down(&mut self, _: &'static str, _: &[Value<'_>]) {}

    /// What was sent, for the recording.
    #[cfg(feature = "record")]
    pub(crate) fn into_taken(self) -> crate::record::Taken {
        self.taken
    }

    fn note<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &outcome
            && self.failed.is_none()
        {
            self.failed = Some(error.clone());
        }
        outcome
    }
}

fn no_tenant() -> StoreError {
    StoreError::Inconsistent {
        table: "head",
        what: "a transaction without a tenant writes for one".into(),
    }
}
