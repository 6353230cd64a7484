//! Serving: open the store, wire the parts, listen, stop gracefully.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::{Router, extract::State, routing::get};
use tokio::{net::TcpListener, sync::watch};
use yingke_conversation::Rulebook;
use yingke_store::{
    Db, Location, Ports, StoreError, installation, keep_installation, set_installation, workspaces,
};
use yingke_words::{Chance, Clock};

use crate::{
    api::{
        self, limits::Limits, passwords::Passwords, setup::TOKEN, sign_in::hash_hex, signed_in::SignIns,
        visitor_token::VisitorTokens,
    },
    app::{App, Parts},
    channels::{
        Channels, account::Accounts, fitting::Workroom, health::Pulse, token::TokenBook, turns::Turns,
        way_out::WayOut,
    },
    config::Config,
    files::{Files, Unfit, links::Links},
    gauges::{self, Gauges},
    jobs,
    jobs::deliver::Lanes,
    live::Hub,
    machine::{SystemChance, SystemClock},
    nodes, pages,
    seal::Seal,
};

/// Opens the store and puts the parts together.
pub async fn wire(config: Config) -> anyhow::Result<App> {
    wire_with(config, Arc::new(SystemClock)).await
}

/// Like [`wire`], with a clock of one's own.
pub async fn wire_with(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    wire_channels(config, clock, Channels::every()).await
}

/// Like [`wire_with`], with channels of one's own.
pub async fn wire_channels(config: Config, clock: Arc<dyn Clock>, channels: Channels) -> anyhow::Result<App> {
    let channels = Arc::new(channels);
    let hub = Hub::new(tokio::runtime::Handle::current());
    let ports = Ports {
        clock,
        chance: Arc::new(SystemChance),
        committed: hub.clone(),
        rules: Arc::clone(&channels) as Arc<dyn Rulebook>,
    };
    let location = config.location();
    let opening = ports.clone();
    let db = tokio::task::spawn_blocking(move || Db::open(&location, &opening))
        .await?
        .context("opening the store")?;
    let secret = installation_secret(&db, &ports).await?;
    let links = Arc::new(Links::new(secret.as_bytes(), Arc::clone(&ports.clock)));
    hub.attach(&db, &links);
    let (files, ring) = (Files::open(&config)?, hub.ring());
    let seal = Seal::open(config.secret_key.as_ref(), &config.data, ports.chance.as_ref())?;
    let way_out = way_out(&config)?;
    let workroom = Workroom::new(config.ffmpeg.clone());
    let node = uuid::Uuid::from_u128(u128::from_be_bytes(random(ports.chance.as_ref())))
        .simple()
        .to_string();
    Ok(App(Arc::new(Parts {
        config,
        db,
        hub,
        clock: ports.clock,
        chance: ports.chance,
        sign_ins: SignIns::new(),
        passwords: Passwords::new(),
        visitors: VisitorTokens::new(secret.as_bytes()),
        files,
        links,
        limits: Limits::new(),
        gauges: Gauges::new(),
        channels,
        accounts: Accounts::new(),
        tokens: TokenBook::new(),
        seal,
        way_out,
        workroom,
        lanes: Lanes::default(),
        pulls: Turns::default(),
        pulse: Pulse::default(),
        ring,
        node,
    })))
}

fn random<const N: usize>(chance: &dyn Chance) -> [u8; N] {
    let mut bytes = [0; N];
    chance.fill(&mut bytes);
    bytes
}

/// The way out, with what the administrator allows besides the public Internet.
fn way_out(config: &Config) -> anyhow::Result<WayOut> {
    let roots = match &config.allowed_root_certificate {
        Some(file) => std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?,
        None => Vec::new(),
    };
    let allowed = yingke_egress::Allowed {
        networks: config.allowed_networks.clone(),
        ..yingke_egress::Allowed::default()
    };
    let setup = yingke_egress::Setup {
        allowed,
        roots,
        ..yingke_egress::Setup::default()
    };
    let door = yingke_egress::Door::new(setup)?;
    let client = yingke_egress::Client::new(&door)?;
    Ok(WayOut { door, client })
}

/// The secret of the installation, made once.
async fn installation_secret(db: &Db, ports: &Ports) -> anyhow::Result<String> {
    const NAME: &str = "visitor_token_secret";
    if let Some(kept) = db.read_global(|tx| installation(tx, NAME)).await? {
        return Ok(kept);
    }
    let mut random = [0; 32];
    ports.chance.fill(&mut random);
    let fresh = api::identity::fresh_secret(random);
    let kept = db
        .write_global(move |tx| keep_installation(tx, NAME, &fresh))
        .await?;
    Ok(kept)
}

/// While no workspace exists: a fresh one-time set-up link. An earlier link is void from now on.
pub async fn setup_link(app: &App) -> anyhow::Result<Option<String>> {
    let token = uuid::Uuid::from_bytes(app.secret()).simple().to_string();
    let hash = hash_hex(&token);
    let needed = app
        .db
        .write_global(move |tx| {
            let needed = workspaces(tx)?.is_empty();
            if needed {
                set_installation(tx, TOKEN, Some(&hash))?;
            }
            Ok::<_, StoreError>(needed)
        })
        .await?;
    Ok(needed.then(|| format!("{}/setup#{token}", app.config.base_url())))
}

/// Every route.
pub fn router(app: &App) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(gauges::show))
        .with_state(app.clone())
        .merge(api::router(app))
        .fallback_service(pages::router())
}

/// Whether requests should be sent here.
async fn ready(State(app): State<App>) -> Result<&'static str, api::problem::Problem> {
    if app.hub.closing() {
        return Err(api::problem::Code::Busy.into());
    }
    app.db
        .read_global(|tx| Ok::<_, api::problem::Problem>(workspaces(tx)?.len()))
        .await?;
    Ok("ready")
}

/// A running server.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The parts.
    pub app: App,
    stop: watch::Sender<bool>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
    jobs: Vec<tokio::task::JoinHandle<()>>,
    _alone: Option<std::fs::File>,
}

/// A server that keeps its data in a file serves it alone, for as long as it keeps what this gives.
fn alone(config: &Config) -> anyhow::Result<Option<std::fs::File>> {
    if !matches!(config.location(), Location::File(_)) {
        return Ok(None);
    }
    let path = config.data.join("serving.lock");
    let file = std::fs::File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => anyhow::bail!(
            "another server serves the data in {}; stop it first, or give this one a folder of its own with YINGKE_DATA",
            config.data.display()
        ),
        Err(std::fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", path.display()))
        }
    }
}

/// A storage that refuses us is for an administrator to put right. One that does not answer comes back by itself: what
/// is written goes on meanwhile.
async fn check_files(app: &App) -> anyhow::Result<()> {
    if !app.files.remote() {
        return Ok(());
    }
    match app.files.check(app.chance.as_ref()).await {
        Err(unfit @ Unfit::Away(_)) => {
            tracing::error!(%unfit, "files can be neither sent nor seen for now");
            Ok(())
        }
        other => Ok(other?),
    }
}

/// Starts to serve `app`.
pub async fn start(app: App) -> anyhow::Result<Running> {
    let alone = alone(&app.config)?;
    check_files(&app).await?;
    let listener = TcpListener::bind(app.config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; is another server running there?",
            app.config.listen
        )
    })?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let mut jobs = jobs::start(&app, &stopped);
    jobs.extend(nodes::join(&app, &stopped));
    let mut stopping = stopped;
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let served = tokio::spawn(async move {
        let stopping = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        axum::serve(listener, service)
            .with_graceful_shutdown(stopping)
            .await
    });
    Ok(Running {
        address,
        app,
        stop,
        served,
        jobs,
        _alone: alone,
    })
}

impl Running {
    /// Stops gracefully: sockets are told to come back, requests under way are finished, what waits is written.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.app.hub.close();
        let _ = self.stop.send(true);
        if tokio::time::timeout(Duration::from_secs(20), self.served)
            .await
            .is_err()
        {
            tracing::warn!("some requests did not end within 20 s and are cut");
        }
        let patience = tokio::time::Instant::now() + Duration::from_secs(1);
        for mut job in self.jobs {
            // They see the stop themselves; who does not is not waited for.
            if tokio::time::timeout_at(patience, &mut job).await.is_err() {
                job.abort();
            }
        }
        let db = Arc::clone(&self.app.db);
        tokio::task::spawn_blocking(move || db.close()).await?;
        Ok(())
    }
}
