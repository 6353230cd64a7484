//! A desk with a past, to look around in: two teams, eight agents, sixty days of consultations in 中文 and English.
//! Everything in it was decided by the rooms and written by the commands, under a clock that is set back.

mod leave;
mod plan;
mod play;
mod staff;
mod talk;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use anyhow::bail;
use sha2::{Digest, Sha256};
use yingke_staff::StandardRole;
use yingke_store::{
    Invitation, StoreError, agents, inboxes, insert_invitation, installation, roles, set_installation,
    workspaces,
};
use yingke_words::{AgentId, Clock, Span, Time, WorkspaceId};

pub use leave::{leave, take_up};

use crate::{
    api::signed_in::seal_cookie,
    app::App,
    config::Config,
    machine::{SystemChance, SystemClock},
    serve,
};

/// Under which name the installation keeps which workspace is the demo.
pub const MARK: &str = "demo";
/// Addresses of people who are made up; nobody can sign in as them.
const NOWHERE: &str = "@staff.demo.invalid";
/// The address of whoever takes the owner's seat.
pub const YOU: &str = "you@demo.invalid";
/// How far the past goes back.
const DAYS: i64 = 60;
/// How long the link to the owner's seat is good for.
const LINK: Span = Span::hours(72);

/// A clock that stands where the play is.
struct StageClock(AtomicI64);

impl StageClock {
    fn set(&self, at: Time) {
        self.0.store(at.millis(), Ordering::Release);
    }
}

impl Clock for StageClock {
    fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::Acquire))
    }
}

/// Fills an empty installation with `consultations`; one that holds the demo already is left as it is. Nobody may
/// serve it meanwhile.
pub async fn fill(config: &Config, consultations: usize) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let clock = Arc::new(StageClock(AtomicI64::new(now.millis())));
    clock.set(now - Span::days(DAYS));
    let app = serve::wire_with(config.clone(), clock.clone()).await?;
    // One that was cut while it was made goes first.
    leave::take_up(&app).await?;
    let (known, mark) = app
        .db
        .read_global(|tx| Ok::<_, StoreError>((workspaces(tx)?, installation(tx, MARK)?)))
        .await?;
    if mark.is_none() && !known.is_empty() {
        bail!(
            "{} holds a desk already; the demo needs an empty one. Name another folder: YINGKE_DATA=./demo-data",
            config.data.display()
        );
    }
    if mark.is_none() {
        let house = staff::found(&app).await?;
        let plan = plan::plan(
            &SystemChance,
            &house,
            (now - Span::days(DAYS), now),
            consultations,
        );
        play::play(&app, &clock, &house, plan).await?;
        clock.set(now);
        let workspace = house.workspace.to_string();
        app.db
            .write_global(move |tx| {
                set_installation(tx, MARK, Some(&workspace))?;
                leave::stay(tx)
            })
            .await?;
    }
    Ok(tokio::task::spawn_blocking(move || app.db.close()).await?)
}

/// The workspace that is a demo, if there is one.
pub async fn workspace(app: &App) -> Result<Option<WorkspaceId>, StoreError> {
    let mark = app.db.read_global(|tx| installation(tx, MARK)).await?;
    Ok(mark.and_then(|id| id.parse().ok()))
}

/// Where to go in the demo.
pub struct Doors {
    /// The way to the owner's seat, while nobody real sits there.
    pub owner: Option<String>,
    /// Where whoever took that seat signs in, as [`YOU`].
    pub sign_in: String,
    /// The shop with the widget on it.
    pub shop: String,
}

/// The doors of the demo: the link to the owner's seat is fresh, earlier ones are void.
pub async fn doors(app: &App) -> anyhow::Result<Option<Doors>> {
    let Some(workspace) = workspace(app).await? else {
        return Ok(None);
    };
    let secret: [u8; 32] = app.secret();
    let (id, now) = (app.id(), app.now());
    let base = app.config.base_url();
    let (taken, key) = app
        .db
        .write(workspace, move |tx| {
            let people = agents(tx)?;
            let taken = people.iter().any(|agent| agent.email == YOU);
            let owner = roles(tx)?
                .into_iter()
                .find(|role| role.standard.as_deref() == Some(StandardRole::Owner.key()));
            if let (false, Some(owner)) = (taken, owner) {
                insert_invitation(
                    tx,
                    &Invitation {
                        id,
                        token_hash: Sha256::digest(secret).to_vec(),
                        email: YOU.to_owned(),
                        role: owner.id,
                        teams: Vec::new(),
                        invited_by: people
                            .first()
                            .map_or_else(|| AgentId::from(uuid::Uuid::nil()), |one| one.id),
                        created_at: now,
                        expires_at: now + LINK,
                    },
                )?;
            }
            let key = inboxes(tx)?.into_iter().next().map(|inbox| inbox.key);
            Ok::<_, StoreError>((taken, key.unwrap_or_default()))
        })
        .await?;
    let owner = (!taken).then(|| format!("{base}/invite#{}", seal_cookie(workspace, &secret)));
    Ok(Some(Doors {
        owner,
        sign_in: format!("{base}/sign-in"),
        shop: format!("{base}/try/{key}"),
    }))
}
