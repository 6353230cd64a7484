//! PostgreSQL: a connection that runs on its own thread, pipelining what answers nothing.

pub(crate) mod tls;

use std::{cell::Cell, collections::HashMap, time::Duration};

use futures_util::future::join_all;
use tls::Address;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls, Socket, Statement, tls::MakeTlsConnect, types::ToSql};
use uuid::Uuid;
use yingke_words::WorkspaceId;

use crate::{Record, StoreError, Value};

/// A connection with the runtime that drives it and its prepared statements.
pub(crate) struct Pg {
    runtime: Runtime,
    client: Client,
    statements: HashMap<&'static str, Statement>,
    waiting: Vec<(&'static str, Vec<Value<'static>>)>,
    /// How long an answer is waited for.
    patience: Option<Duration>,
    /// An answer did not come; what the connection says later would be taken for another's.
    lost: Cell<bool>,
}

/// A server that has not answered for so long is frozen or cut off: it stops each statement of ours after 5 s itself.
const PATIENCE: Duration = Duration::from_secs(7);
/// A connection that does not stand after so long is given up, whatever it waits for.
const CONNECT: Duration = Duration::from_secs(5);

const LIMITS: &str = "-c lock_timeout=5000 -c statement_timeout=5000 \
    -c idle_in_transaction_session_timeout=2000 -c default_transaction_isolation=read\\ committed";

impl Pg {
    /// Connects, with our time-outs whatever the server's configuration says.
    pub(crate) fn connect(url: &str) -> Result<Self, StoreError> {
        Self::connect_with(url, LIMITS, Some(PATIENCE))
    }

    /// Connects without statement time-outs: migrations and moves take their time.
    pub(crate) fn connect_patient(url: &str) -> Result<Self, StoreError> {
        Self::connect_with(url, "", None)
    }

    fn connect_with(url: &str, options: &str, patience: Option<Duration>) -> Result<Self, StoreError> {
        let mut address = Address::of(url)?;
        let tls = address.tls()?;
        address
            .config
            .application_name("yingke")
            .options(options)
            .connect_timeout(CONNECT)
            .keepalives_idle(Duration::from_secs(15))
            .tcp_user_timeout(Duration::from_secs(5));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::Driver(error.to_string()))?;
        let connecting = async {
            match tls {
                Some(tls) => open(&address.config, tls).await,
                None => open(&address.config, NoTls).await,
            }
        };
        let connected = runtime.block_on(async { tokio::time::timeout(CONNECT, connecting).await });
        let client = connected.map_err(|_| StoreError::Away("it does not answer".into()))??;
        Ok(Self {
            runtime,
            client,
            statements: HashMap::new(),
            waiting: Vec::new(),
            patience,
            lost: Cell::new(false),
        })
    }

    /// Waits for what the server answers, but not for ever.
    fn wait<F: Future>(&self, answer: F) -> Result<F::Output, StoreError> {
        let Some(patience) = self.patience else {
            return Ok(self.runtime.block_on(answer));
        };
        let answered = async { tokio::time::timeout(patience, answer).await };
        self.runtime.block_on(answered).map_err(|_| {
            self.lost.set(true);
            StoreError::Away("it does not answer".into())
        })
    }

    /// Whether the connection is gone. It is looked after only while something runs on it, so it is given a turn
    /// first: one that broke while nobody asked is noticed before the next write or read meets it.
    pub(crate) fn broken(&mut self) -> bool {
        if self.lost.get() {
            return true;
        }
        self.runtime.block_on(async {
            for _ in 0..2 {
                tokio::task::yield_now().await;
            }
        });
        self.client.is_closed()
    }

    /// Runs statements without parameters, one after the other.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.wait(self.client.batch_execute(sql))??)
    }

    /// Runs refinery's migrations on this connection.
    pub(crate) fn migrate(&mut self, runner: &refinery::Runner) -> Result<usize, StoreError> {
        let report = self.runtime.block_on(runner.run_async(&mut self.client));
        report
            .map(|report| report.applied_migrations().len())
            .map_err(|error| StoreError::Driver(error.to_string()))
    }

    /// Begins a transaction of one tenant (none: only the tables without row-level security answer).
    pub(crate) fn begin(&mut self, how: &'static str, workspace: Option<WorkspaceId>) {
        self.waiting.clear();
        self.waiting.push((how, Vec::new()));
        let tenant = workspace.map_or(Uuid::nil(), WorkspaceId::uuid).to_string();
        self.waiting.push((
            "SELECT set_config('yingke.workspace', $1, true)",
            vec![Value::Text(tenant.into())],
        ));
    }

    /// Queues a statement that answers nothing; it is sent with the next one that does, or at the end.
    pub(crate) fn queue(&mut self, sql: &'static str, values: &[Value<'_>]) {
        self.waiting.push((
            sql,
            values.iter().map(|value| value.clone().into_owned()).collect(),
        ));
    }

    /// Queues a statement with values of its own.
    #[cfg(feature = "record")]
    pub(crate) fn queue_owned(&mut self, sql: &'static str, values: Vec<Value<'static>>) {
        self.waiting.push((sql, values));
    }

    /// Sends what waits, in one round trip; the rows that each changed.
    pub(crate) fn flush(&mut self) -> Result<Vec<u64>, StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        let texts: Vec<&'static str> = waiting.iter().map(|(sql, _)| *sql).collect();
        self.prepare(&texts)?;
        let (client, statements) = (&self.client, &self.statements);
        let sent = waiting.iter().map(|(sql, values)| {
            let statement = &statements[sql];
            client.execute_raw(statement, values.iter().map(|value| value as &dyn ToSql))
        });
        let answers = self.wait(join_all(sent))?;
        answers
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(StoreError::from)
    }

    /// Sends what waits and then a query, in one round trip.
    pub(crate) fn rows<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        mut map: impl FnMut(&Record<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        let texts: Vec<&'static str> = waiting.iter().map(|(sql, _)| *sql).chain([sql]).collect();
        self.prepare(&texts)?;
        let (client, statements) = (&self.client, &self.statements);
        let sent = waiting.iter().map(|(sql, values)| {
            client.execute_raw(&statements[sql], values.iter().map(|value| value as &dyn ToSql))
        });
        let values: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let asked = client.query(&statements[sql], &values);
        let (answers, rows) = self.wait(async { tokio::join!(join_all(sent), asked) })?;
        answers.into_iter().collect::<Result<Vec<u64>, _>>()?;
        rows?.iter().map(|row| map(&Record::Pg(row))).collect()
    }

    /// Ends the transaction. What waits goes along in the same round trip; when any of it failed nothing happened.
    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        let texts: Vec<&'static str> = self.waiting.iter().map(|(sql, _)| *sql).collect();
        self.prepare(&texts)?;
        let waiting = std::mem::take(&mut self.waiting);
        self.prepare(&["COMMIT"])?;
        let (client, statements) = (&self.client, &self.statements);
        let sent = waiting.iter().map(|(sql, values)| {
            client.execute_raw(&statements[sql], values.iter().map(|value| value as &dyn ToSql))
        });
        let none: [&dyn ToSql; 0] = [];
        let committed = client.execute_raw(&statements["COMMIT"], none);
        let answered = self.wait(async { tokio::join!(join_all(sent), committed) });
        let (answers, committed) = answered.map_err(|_| StoreError::Unknown)?;
        for answer in answers {
            answer.map_err(uncommitted)?;
        }
        committed.map(drop).map_err(uncommitted)
    }

    /// Gives the transaction up.
    pub(crate) fn rollback(&mut self) {
        self.waiting.clear();
        if self.lost.get() {
            return;
        }
        if let Err(error) = self.batch("ROLLBACK") {
            tracing::warn!(%error, "a rollback did not reach the database; it rolls back by itself");
        }
    }

    /// Runs a query whose text was made at run time.
    pub(crate) fn ask(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let values: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        Ok(self.wait(self.client.query(sql, &values))??)
    }

    /// Runs a statement whose text was made at run time once for each of `rows`, in one round trip.
    pub(crate) fn each(&mut self, sql: &str, rows: &[Vec<Value<'static>>]) -> Result<(), StoreError> {
        let statement = self.wait(self.client.prepare(sql))??;
        let (client, statement) = (&self.client, &statement);
        let sent = rows
            .iter()
            .map(|values| client.execute_raw(statement, values.iter().map(|value| value as &dyn ToSql)));
        let answers = self.wait(join_all(sent))?;
        answers.into_iter().collect::<Result<Vec<u64>, _>>()?;
        Ok(())
    }

    /// Prepares a statement without keeping it.
    pub(crate) fn check(&mut self, statement: &str) -> Result<(), StoreError> {
        self.wait(self.client.prepare(statement))??;
        Ok(())
    }

    /// Prepares those of `texts` that this connection has not seen.
    pub(crate) fn prepare(&mut self, texts: &[&'static str]) -> Result<(), StoreError> {
        for &sql in texts {
            if !self.statements.contains_key(sql) {
                let statement = self.wait(self.client.prepare(sql))??;
                self.statements.insert(sql, statement);
            }
        }
        Ok(())
    }
}

/// Connects and lets the connection run. Whatever the server says against it: it cannot be reached.
async fn open<T>(config: &Config, tls: T) -> Result<Client, StoreError>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let connected = config.connect(tls).await;
    let (client, connection) = connected.map_err(|error| StoreError::Away(told(&error)))?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a database connection broke");
        }
    });
    Ok(client)
}

/// What an error around a COMMIT means. A broken connection may have broken after it, and a server that sends us away
/// may have done it first; any other error of the server's came before it.
fn uncommitted(error: tokio_postgres::Error) -> StoreError {
    if error.as_db_error().is_none() {
        return StoreError::Unknown;
    }
    match error.into() {
        StoreError::Away(_) => StoreError::Unknown,
        other => other,
    }
}

/// The error with its cause.
fn told(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// Refuses a server that could lose what it acknowledged, and a role that walks through row-level security.
pub(crate) fn check_server(pg: &mut Pg) -> Result<(), StoreError> {
    let found = pg.rows(
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
                rolsuper OR rolbypassrls
         FROM pg_roles WHERE rolname = current_user",
        &[],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<bool>(3)?)),
    )?;
    let Some((fsync, full_pages, synchronous, walks_through)) = found.into_iter().next() else {
        return Err(StoreError::Driver(
            "the database does not know its own role".into(),
        ));
    };
    let unsafe_setting = [
        ("fsync", &fsync),
        ("full_page_writes", &full_pages),
        ("synchronous_commit", &synchronous),
    ]
    .into_iter()
    .find(|(_, value)| *value == "off");
    if let Some((name, _)) = unsafe_setting {
        return Err(StoreError::Driver(format!(
            "{name} is off: this server can lose messages it acknowledged. Set {name} = on in postgresql.conf"
        )));
    }
    if walks_through {
        return Err(StoreError::Driver(
            "the database role is a superuser or bypasses row-level security. Use a role of its own: \
             CREATE ROLE yingke LOGIN; and make it the owner of the database"
                .into(),
        ));
    }
    Ok(())
}
