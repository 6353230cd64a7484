//! What every request can reach.

use std::sync::Arc;

use tokio::sync::Notify;
use yingke_store::Db;
use yingke_words::{Chance, Clock, Time};

use crate::{
    api::{limits::Limits, passwords::Passwords, signed_in::SignIns, visitor_token::VisitorTokens},
    channels::{
        Channels, account::Accounts, fitting::Workroom, health::Pulse, token::TokenBook, turns::Turns,
        way_out::WayOut,
    },
    config::Config,
    files::{Files, links::Links},
    gauges::Gauges,
    jobs::deliver::Lanes,
    live::Hub,
    seal::Seal,
};

/// The running desk. Cheap to clone.
#[derive(Clone)]
pub struct App(pub Arc<Parts>);

/// Its parts.
pub struct Parts {
    /// Where and how we run.
    pub config: Config,
    /// The store.
    pub db: Arc<Db>,
    /// Live push.
    pub hub: Arc<Hub>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub chance: Arc<dyn Chance>,
    /// Who is signed in.
    pub sign_ins: SignIns,
    /// Password hashing, bounded.
    pub passwords: Passwords,
    /// Tokens of visitors.
    pub visitors: VisitorTokens,
    /// The bytes of attachments.
    pub files: Files,
    /// The addresses under which visitors get them.
    pub links: Arc<Links>,
    /// Rate limits.
    pub limits: Limits,
    /// What is measured while we run.
    pub gauges: Gauges,
    /// The channels there are.
    pub channels: Arc<Channels>,
    /// Apps, opened.
    pub accounts: Accounts,
    /// Their tokens.
    pub tokens: TokenBook,
    /// What seals secrets in the database.
    pub seal: Seal,
    /// The one way out.
    pub way_out: WayOut,
    /// Where files are made what channels take.
    pub workroom: Workroom,
    /// Whose turn it is to go out.
    pub lanes: Lanes,
    /// Whose turn it is to pull.
    pub pulls: Turns,
    /// What channels did, not written yet.
    pub pulse: Pulse,
    /// Rings when something is to go out.
    pub ring: Arc<Notify>,
    /// The name of this process among the nodes.
    pub node: String,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Now.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// How often accounts are pulled from without a hint.
    pub fn pull_every(&self, usual: std::time::Duration) -> std::time::Duration {
        self.config
            .pull_seconds
            .map_or(usual, std::time::Duration::from_secs)
    }

    /// A fresh id.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.chance.id(self.now()))
    }

    /// A fresh random secret.
    pub fn secret<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill(&mut bytes);
        bytes
    }
}
