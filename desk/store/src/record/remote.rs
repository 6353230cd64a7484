//! A PostgreSQL database as one of the store's writers has it.

use std::collections::HashMap;

use yingke_words::WorkspaceId;

use super::Batch;
use crate::{StoreError, Value, postgres::Pg};

/// What a floor on PostgreSQL stands on: one connection, with the settings and the pipelining of the store's.
pub struct RemoteGround {
    pg: Pg,
    texts: HashMap<Box<str>, &'static str>,
}

/// A transaction ready to be sent.
pub struct Ready(Vec<(&'static str, Vec<Value<'static>>)>);

impl RemoteGround {
    /// Connects.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let pg = Pg::connect(url)?;
        Ok(Self {
            pg,
            texts: HashMap::new(),
        })
    }

    /// Prepares what a batch says, so that sending it costs nothing else.
    pub fn ready(&mut self, batch: &Batch) -> Result<Ready, StoreError> {
        let mut statements = Vec::with_capacity(batch.statements.len());
        for one in &batch.statements {
            let known = self.texts.get(&*one.sql).copied();
            // A connection keeps its statements by texts that live as long as the program; there are a few dozen.
            let sql = known.unwrap_or_else(|| Box::leak(one.sql.to_string().into_boxed_str()));
            self.pg.prepare(&[sql])?;
            self.texts.insert(sql.into(), sql);
            statements.push((sql, one.values.clone()));
        }
        Ok(Ready(statements))
    }

    /// Sends a transaction whole, in one round trip: nothing in it waits for an answer.
    pub fn send(&mut self, tenant: WorkspaceId, transaction: Ready) -> Result<(), StoreError> {
        self.pg.begin("BEGIN", Some(tenant));
        for (sql, values) in transaction.0 {
            self.pg.queue_owned(sql, values);
        }
        self.pg.commit()
    }
}
