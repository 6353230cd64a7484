//! The tokens of apps: kept sealed, refreshed by one holder at a time.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use moka::sync::Cache;
use tokio::sync::Mutex;
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Token};
use yingke_store::{SealedToken, StoreError, app_token, forget_app_tokens, hold, let_go, set_app_token};
use yingke_words::{AppId, Secret, Span, Time};

use super::{account::Account, steps::Ended};
use crate::app::App;

/// Tokens that are good now, by kind.
pub type Held = BTreeMap<String, Secret<String>>;

/// How long a refresh may take before somebody else tries.
const LEASE: Span = Span::seconds(30);
/// How long one waits for another node's refresh.
const PATIENCE: Duration = Duration::from_secs(20);

type Known = Arc<Mutex<Option<(Secret<String>, Time)>>>;

/// The tokens this node knows.
pub struct TokenBook(Cache<(AppId, String), Known>);

impl TokenBook {
    /// None known.
    pub fn new() -> Self {
        Self(Cache::builder().max_capacity(4_096).build())
    }

    /// Forgets what is known of an app: its settings changed.
    pub fn forget(&self, app: AppId) {
        let kinds: Vec<_> = self
            .0
            .iter()
            .map(|(key, _)| key)
            .filter(|key| key.0 == app)
            .collect();
        for key in kinds {
            self.0.invalidate(key.as_ref());
        }
    }
}

impl Default for TokenBook {
    fn default() -> Self {
        Self::new()
    }
}

impl App {
    /// A token of `kind` that is good, another than `stale`.
    pub async fn token(
        &self,
        account: &Account,
        kind: &'static str,
        stale: Option<&Secret<String>>,
    ) -> Result<Secret<String>, DeliveryError> {
        let known = self
            .tokens
            .0
            .get_with((account.app.id, kind.to_owned()), Known::default);
        // One refresh at a time on this node; the others wait for its token.
        let mut known = known.lock().await;
        let now = self.now();
        let good = |token: &(Secret<String>, Time)| token.1 > now && Some(&token.0) != stale;
        if let Some(token) = known.as_ref().filter(|token| good(token)) {
            return Ok(token.0.clone());
        }
        let begun = tokio::time::Instant::now();
        let name = format!("token {} {kind}", account.app.id);
        let holder = self.id::<uuid::Uuid>().to_string();
        loop {
            if let Some(token) = self.kept_token(account, kind).await?.filter(&good) {
                *known = Some(token.clone());
                return Ok(token.0);
            }
            if self.holds(account, &name, &holder).await? {
                break;
            }
            if begun.elapsed() > PATIENCE {
                return Err(DeliveryError::of(ErrorKind::Away).said("token", "another node is refreshing it"));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let fresh = self.refresh(account, kind, stale).await;
        let freed = holder.clone();
        let released = self
            .db
            .write(account.workspace, move |tx| let_go(tx, &name, &freed))
            .await;
        if let Err(error) = released {
            tracing::debug!(%error, "a refresh's lease was not given back; it runs out");
        }
        let token = fresh?;
        *known = Some(token.clone());
        Ok(token.0)
    }

    /// Forgets the tokens that were got; those that somebody granted stay.
    pub async fn drop_tokens(&self, account: &Account) -> Result<(), StoreError> {
        let id = account.app.id;
        let granted: Vec<_> = account
            .channel
            .manifest()
            .form
            .iter()
            .map(|field| field.key)
            .collect();
        let written = self
            .db
            .write(account.workspace, move |tx| forget_app_tokens(tx, id, &granted))
            .await;
        self.tokens.forget(id);
        written
    }

    async fn holds(&self, account: &Account, name: &str, holder: &str) -> Result<bool, DeliveryError> {
        let (name, holder) = (name.to_owned(), holder.to_owned());
        let held = self
            .db
            .write(account.workspace, move |tx| hold(tx, &name, &holder, LEASE))
            .await;
        held.map_err(|error| away(&error))
    }

    async fn kept_token(
        &self,
        account: &Account,
        kind: &'static str,
    ) -> Result<Option<(Secret<String>, Time)>, DeliveryError> {
        let id = account.app.id;
        let kept = self
            .db
            .read(account.workspace, move |tx| app_token(tx, id, kind))
            .await;
        let Some(kept) = kept.map_err(|error| away(&error))? else {
            return Ok(None);
        };
        let plain = self.seal.reveal(&kept.sealed, id.uuid().as_bytes()).ok();
        let text = plain.and_then(|plain| String::from_utf8(plain).ok());
        Ok(text.map(|text| (Secret::new(text), kept.expires_at)))
    }

    /// Asks the provider.
    async fn refresh(
        &self,
        account: &Account,
        kind: &'static str,
        stale: Option<&Secret<String>>,
    ) -> Result<(Secret<String>, Time), DeliveryError> {
        let Some(tokens) = account.channel.tokens() else {
            return Err(DeliveryError::of(ErrorKind::Unauthorised).said("token", "the channel has none"));
        };
        // The one that is no good any more goes along: some providers hand it out again.
        let mut held: Held = stale
            .map(|token| (kind.to_owned(), token.clone()))
            .into_iter()
            .collect();
        for name in account.channel.manifest().form.iter().map(|field| field.key) {
            if let Some((token, _)) = self.kept_token(account, name).await? {
                held.insert(name.to_owned(), token);
            }
        }
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| tokens.refresh(ctx, kind, answers);
        let token: Token = match self.walk(account, "", held, step).await {
            Ended::Done(token) => token,
            Ended::Stopped(error) => return Err(error),
            Ended::Later(span) => return Err(DeliveryError::of(ErrorKind::Away).after(Some(span))),
        };
        self.keep_token(account, kind, &token).await?;
        Ok((token.value, token.expires_at))
    }

    /// Keeps a token, with what came along, or neither.
    pub async fn keep_token(
        &self,
        account: &Account,
        kind: &'static str,
        token: &Token,
    ) -> Result<(), DeliveryError> {
        let id = account.app.id;
        let sealed = |value: &Secret<String>, expires_at| SealedToken {
            sealed: self.seal.close(
                value.expose().as_bytes(),
                id.uuid().as_bytes(),
                self.chance.as_ref(),
            ),
            expires_at,
        };
        let forever = Time::from_millis(i64::MAX / 2);
        let mut kept = vec![(kind, sealed(&token.value, token.expires_at))];
        kept.extend(
            token
                .also
                .iter()
                .map(|(kind, value)| (*kind, sealed(value, forever))),
        );
        let written = self.db.write(account.workspace, move |tx| {
            kept.iter()
                .try_for_each(|(kind, token)| set_app_token(tx, id, kind, token))
        });
        written.await.map_err(|error| away(&error))
    }
}

/// A database that is away holds delivery up, and is nobody's fault.
pub fn away(error: &StoreError) -> DeliveryError {
    DeliveryError::of(ErrorKind::Away).said("database", &error.to_string())
}
