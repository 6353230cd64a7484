//! The command line.

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use tracing_subscriber::{EnvFilter, filter::LevelFilter, layer::SubscriberExt, util::SubscriberInitExt};
use yingke_server::{
    cli::{self, Command, say},
    config::Config,
    demo, serve,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Yingke 迎客: self-hosted customer service.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The configuration file (TOML); variables YINGKE_* overlay it.
    #[arg(long, global = true, env = "YINGKE_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let config = Config::load(arguments.config.as_ref(), |name| std::env::var(name).ok())?;
    log(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve => run(config).await,
            Command::Demo { consultations } => {
                say("Making the demo: sixty days of consultations. This takes a moment …")?;
                demo::fill(&config, consultations).await?;
                run(config).await
            }
            other => cli::carry_out(other, config).await,
        }
    })
}

/// Nobody can have more logged: what libraries trace beyond it holds what people type (T31).
const MOST: LevelFilter = LevelFilter::DEBUG;

fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if config.log_json {
        log.json().finish().with(MOST).init();
    } else {
        log.finish().with(MOST).init();
    }
}

/// Every socket needs a file descriptor: take as many as the machine allows.
fn raise_descriptors() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of file descriptors stays as it is");
    }
}

async fn run(config: Config) -> anyhow::Result<()> {
    raise_descriptors();
    let app = serve::wire(config).await?;
    demo::take_up(&app).await?;
    let running = serve::start(app).await?;
    // A second server on the same data has been refused by now: it would void the links of the first.
    let link = serve::setup_link(&running.app).await?;
    let doors = demo::doors(&running.app).await?;
    say(&format!("Yingke listens on http://{}", running.address))?;
    if let Some(link) = link {
        say(&format!("Set it up here (the link works once):\n\n  {link}\n"))?;
    }
    if let Some(doors) = doors {
        say(&format!(
            "A shop with the chat window on it:\n\n  {}\n",
            doors.shop
        ))?;
        say(&match doors.owner {
            Some(owner) => format!(
                "Take the owner's seat here (the link works once; later you sign in as {}):\n\n  {owner}\n",
                demo::YOU
            ),
            None => format!(
                "The owner's seat is taken; sign in as {}, with the password you chose:\n\n  {}\n",
                demo::YOU,
                doors.sign_in
            ),
        })?;
    }
    stopped().await;
    say("Stopping: sockets are told to come back, what was accepted is written.")?;
    running.stop().await
}

/// Ctrl-C, or the service manager's TERM.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
