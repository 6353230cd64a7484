//! The outbox's worker. It reads as a list of steps: lease, wait for the channel's turn, render, send, settle.

mod lanes;
mod verdict;

use std::{sync::Arc, time::Duration};

use tokio::sync::{Semaphore, watch};
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Outbound, Sent};
use yingke_conversation::Order;
use yingke_store::{
    Command, Delivery, Engine, Settle, StoreError, lease_deliveries, next_delivery, postpone_delivery,
    release_deliveries, renew_delivery, steps, take_over_deliveries,
};
use yingke_words::{Span, Time};

use crate::{
    app::App,
    channels::{
        account::{Account, Unusable},
        outgoing::Asked,
        steps::{Ended, Kept},
        take,
        token::Held,
    },
    jobs::listen::UNREACHABLE,
};

pub use lanes::Lanes;
use verdict::Verdict;

/// How long a lease holds that nobody renews: so long waits a conversation whose server was killed on another machine.
const LEASE: Span = Span::seconds(10);
/// How often who is still at it says so.
const RENEWED: Duration = Duration::from_secs(3);
/// How long after a server was killed the provider may still be at what it had sent.
const SETTLED: Span = Span::seconds(10);
/// How often the outbox is looked at when nobody rings.
const LOOK: Duration = Duration::from_millis(500);
/// So many are leased at a time.
const TAKEN: i64 = 256;
/// How an account is that no longer lets us send.
const UNAUTHORISED: &str = "unauthorised";
/// So many are under way at once on this node.
const AT_ONCE: u32 = 512;

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let holder: Arc<str> = app.id::<uuid::Uuid>().to_string().into();
    let room = Arc::new(Semaphore::new(AT_ONCE as usize));
    take_over(&app).await;
    while !*stopped.borrow() {
        let leased = match lease(&app, &holder, room.available_permits()).await {
            Ok(leased) => leased,
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read; trying again");
                Vec::new()
            }
        };
        let idle = leased.is_empty();
        for delivery in leased {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else {
                return;
            };
            let (app, holder) = (app.clone(), Arc::clone(&holder));
            tokio::spawn(async move {
                one(&app, &holder, delivery).await;
                drop(place);
                // What comes next in the same conversation may go now.
                app.ring.notify_one();
            });
        }
        if idle {
            tokio::select! {
                () = app.ring.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
                _ = stopped.changed() => {}
            }
        }
    }
    // What is under way ends, or its lease runs out.
    let _ = tokio::time::timeout(Duration::from_millis(800), room.acquire_many(AT_ONCE)).await;
    let given = app
        .db
        .write_global(move |tx| release_deliveries(tx, &holder))
        .await;
    if let Err(error) = given {
        tracing::warn!(%error, "leases of the outbox were not given back; they run out");
    }
}

/// Whoever serves a file serves it alone: what an earlier start of the server left held is nobody's.
async fn take_over(app: &App) {
    if app.db.engine() != Engine::Sqlite {
        return;
    }
    let settled = app.now() + SETTLED;
    match app
        .db
        .write_global(move |tx| take_over_deliveries(tx, settled))
        .await
    {
        Ok(0) => {}
        Ok(taken) => tracing::info!(taken, "what an earlier start had in hand is taken up again"),
        Err(error) => {
            tracing::warn!(%error, "what an earlier start had in hand waits until its leases run out");
        }
    }
}

async fn lease(app: &App, holder: &str, room: usize) -> Result<Vec<Delivery>, StoreError> {
    let (now, holder) = (app.now(), holder.to_owned());
    let next = app.db.read_global(move |tx| next_delivery(tx, now)).await?;
    if room == 0 || next.is_none_or(|next| next > now) {
        return Ok(Vec::new());
    }
    let most = TAKEN.min(i64::try_from(room).unwrap_or(TAKEN));
    app.db
        .write_global(move |tx| lease_deliveries(tx, now, &holder, LEASE, most))
        .await
}

/// One delivery, from its lease to its end or its next try.
async fn one(app: &App, holder: &str, delivery: Delivery) {
    let account = match app.account(delivery.workspace, delivery.app).await {
        Ok(account) => account,
        Err(Unusable::Store(error)) => {
            tracing::debug!(%error, "a delivery waits for the database");
            return postpone(app, holder, &delivery, Span::seconds(2)).await;
        }
        Err(unusable) => {
            let error = DeliveryError::of(ErrorKind::Unauthorised).said("app", &unusable.to_string());
            return end(app, &delivery, None, Err(error)).await;
        }
    };
    let rate = account.channel.manifest().rate;
    let place = match app.lanes.enter(&rate, &delivery, app.now()) {
        Ok(place) => place,
        Err(span) => return postpone(app, holder, &delivery, span).await,
    };
    let outcome = held(app, holder, &delivery, send(app, holder, &account, &delivery)).await;
    app.lanes.left(&delivery, &outcome, app.now());
    drop(place);
    match verdict::of(&account, &delivery, outcome, app.chance.as_ref()) {
        Verdict::Settled(sent) => end(app, &delivery, Some(&account), Ok(sent)).await,
        Verdict::Dead(error) => {
            if error.breaks_the_account() {
                let health = yingke_channel_contract::Health::Broken {
                    code: UNAUTHORISED,
                    detail: error.detail.clone(),
                };
                app.account_is(account.workspace, account.app.id, &health).await;
            }
            end(app, &delivery, Some(&account), Err(error)).await;
        }
        Verdict::Again(span) => later(app, holder, &delivery, (span, delivery.attempts)).await,
        Verdict::Gone => end(app, &delivery, Some(&account), Ok(Sent::Sent(Vec::new()))).await,
    }
}

/// Says again and again that the delivery is in hand, until `sending` ends.
async fn held(
    app: &App,
    holder: &str,
    delivery: &Delivery,
    sending: impl Future<Output = Outcome>,
) -> Outcome {
    let mut sending = std::pin::pin!(sending);
    loop {
        match tokio::time::timeout(RENEWED, &mut sending).await {
            Ok(outcome) => return outcome,
            Err(_) => renew(app, holder, delivery).await,
        }
    }
}

async fn renew(app: &App, holder: &str, delivery: &Delivery) {
    let (one, holder, until) = (delivery.clone(), holder.to_owned(), app.now() + LEASE);
    let renewed = app
        .db
        .write(delivery.workspace, move |tx| {
            renew_delivery(tx, &one, &holder, until)
        })
        .await;
    match renewed {
        Ok(true) => {}
        Ok(false) => {
            tracing::warn!(delivery = %delivery.id, "another took up a delivery that is in hand here");
        }
        Err(error) => tracing::debug!(%error, "a lease was not renewed"),
    }
}

/// How a try ended.
pub enum Outcome {
    /// It walked its steps.
    Ended(Ended<Sent>),
    /// There is nothing to be said any more.
    Nothing,
    /// A process was killed while it sent this: nobody knows whether it arrived.
    Unsure(Box<Outbound>),
    /// The database failed.
    Store(StoreError),
}

async fn send(app: &App, holder: &str, account: &Arc<Account>, delivery: &Delivery) -> Outcome {
    let mut outbound = match app.asked(delivery).await {
        Ok(Asked::Out(outbound)) => outbound,
        Ok(Asked::Nothing) => return Outcome::Nothing,
        Err(error) => return Outcome::Store(error),
    };
    let manifest = account.channel.manifest();
    if delivery.begun_at.is_some() && !manifest.idempotent {
        return looked(app, account, delivery, outbound).await;
    }
    // Held until all is sent: what was made for it is gone with it.
    let _made = match &mut *outbound {
        Outbound::Draft(draft) => match app.fit(account, draft).await {
            Ok(made) => made,
            Err(error) => return Outcome::Ended(Ended::Stopped(error)),
        },
        _ => Vec::new(),
    };
    let id = delivery.id;
    let answers = match app.db.read(delivery.workspace, move |tx| steps(tx, id)).await {
        Ok(kept) => kept
            .iter()
            .filter_map(|answer| serde_json::from_str(answer).ok())
            .collect(),
        Err(error) => return Outcome::Store(error),
    };
    let kept = Kept {
        delivery,
        holder,
        answers,
        noted: !manifest.idempotent && matters(&delivery.order),
    };
    let of = account_of(account, delivery);
    let step = |ctx: &Ctx<'_>, answers: &[Answer]| account.channel.render(ctx, &outbound, answers);
    let ended = app.walk_kept(account, &of, kept, step).await;
    match &ended {
        Ended::Stopped(error) if error.kind == ErrorKind::Unknown && !manifest.idempotent => {
            looked(app, account, delivery, outbound).await
        }
        _ => Outcome::Ended(ended),
    }
}

/// Whether doing it twice would be seen.
const fn matters(order: &Order) -> bool {
    matches!(order, Order::Say { .. })
}

/// Asks the provider whether it arrived after all, where it lets us.
async fn looked(app: &App, account: &Arc<Account>, delivery: &Delivery, outbound: Box<Outbound>) -> Outcome {
    let Some(reconcile) = account.channel.reconcile() else {
        return Outcome::Unsure(outbound);
    };
    let of = account_of(account, delivery);
    let step = |ctx: &Ctx<'_>, answers: &[Answer]| reconcile.look(ctx, &outbound, answers);
    match app.walk(account, &of, Held::new(), step).await {
        Ended::Done(yingke_channel_contract::Found::There(sent)) => Outcome::Ended(Ended::Done(sent)),
        Ended::Done(yingke_channel_contract::Found::Absent) => Outcome::Ended(Ended::Stopped(
            DeliveryError::of(ErrorKind::Away).said("absent", "it had not arrived"),
        )),
        Ended::Stopped(error) if error.retry() != yingke_channel_contract::Retry::Never => {
            Outcome::Ended(Ended::Stopped(error))
        }
        Ended::Later(span) => Outcome::Ended(Ended::Later(span)),
        Ended::Stopped(_) => Outcome::Unsure(outbound),
    }
}

/// The provider's id of the account that a delivery goes out by.
fn account_of(account: &Account, delivery: &Delivery) -> String {
    let inbox = account.inboxes.iter().find(|inbox| inbox.id == delivery.inbox);
    inbox.map(|inbox| inbox.account.clone()).unwrap_or_default()
}

/// It was not its turn: that is no try.
async fn postpone(app: &App, holder: &str, delivery: &Delivery, span: Span) {
    later(app, holder, delivery, (span, delivery.attempts - 1)).await;
}

async fn later(app: &App, holder: &str, delivery: &Delivery, (span, tries): (Span, i64)) {
    let (again, holder, next) = (delivery.clone(), holder.to_owned(), (app.now() + span, tries));
    let written = app
        .db
        .write(delivery.workspace, move |tx| {
            postpone_delivery(tx, &again, &holder, next)
        })
        .await;
    if let Err(error) = written {
        tracing::debug!(%error, "a delivery's lease was not given back; it runs out");
    }
}

/// It has come to its end: the line shows it, and what was given up stands among the dead letters.
async fn end(
    app: &App,
    delivery: &Delivery,
    account: Option<&Arc<Account>>,
    ended: Result<Sent, DeliveryError>,
) {
    let now = app.now();
    count(app, delivery, &ended, now);
    let line = match &delivery.order {
        Order::Say { seq, .. } => Some((*seq, take::came(&ended))),
        _ => None,
    };
    let problem = ended
        .as_ref()
        .err()
        .filter(|_| matters(&delivery.order))
        .map(|error| serde_json::to_string(error).expect("an error is plain data"));
    let settle = Settle {
        delivery: delivery.id,
        conversation: delivery.conversation,
        line,
        problem,
    };
    let settled = app
        .db
        .command(delivery.workspace, Command::Settle(Box::new(settle)))
        .await;
    if let Err(error) = settled
        && !matches!(error, yingke_store::CommandError::NotFound)
    {
        tracing::warn!(%error, delivery = %delivery.id, "a delivery's end was not kept; it is taken up again");
    }
    if let (Some(account), Ok(_)) = (account, &ended)
        && tells_of_health(account)
    {
        app.account_is(
            account.workspace,
            account.app.id,
            &yingke_channel_contract::Health::Connected,
        )
        .await;
    }
}

/// Whether that something went out says that the account is well again: of a connection that is kept open, and is not let
/// in or does not come about, it says nothing.
fn tells_of_health(account: &Account) -> bool {
    let health = &account.app.health;
    let of_ours = health.code == UNAUTHORISED;
    let listens = account.channel.listener().is_some();
    let of_its_connection = listens && (health.state == "broken" && !of_ours || health.code == UNREACHABLE);
    health.state != "connected" && !of_its_connection
}

fn count(app: &App, delivery: &Delivery, ended: &Result<Sent, DeliveryError>, now: Time) {
    if !matters(&delivery.order) {
        return;
    }
    app.pulse
        .count(delivery.workspace, delivery.inbox, now, |hour| match ended {
            Ok(_) => {
                hour.sent += 1;
                hour.delivery.add(now.since(delivery.created_at));
                hour.last_outbound_at = Some(now.millis());
            }
            Err(error) => {
                hour.failed += 1;
                hour.last_error = Some((error.kind.key().to_owned(), error.detail.clone()));
                hour.last_error_at = Some(now.millis());
            }
        });
}
