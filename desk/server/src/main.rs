//! The command line.

use std::{io::Write as _, path::PathBuf};

use anyhow::Context;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;
use yingke_server::{config::Config, serve};

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

#[derive(Subcommand)]
enum Command {
    /// Serve the workbench, the widget and the API.
    Serve,
    /// Bring the database to this version's schema.
    Migrate,
    /// Print the OpenAPI document.
    #[command(hide = true)]
    Openapi,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let config = Config::load(arguments.config.as_ref(), |name| std::env::var(name).ok())?;
    log(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    match arguments.command {
        Command::Openapi => say(&yingke_server::api::document_text()),
        Command::Serve => runtime.block_on(run(config)),
        Command::Migrate => {
            let ran = yingke_store::migrate(&config.location())?;
            say(&format!("{ran} migrations ran."))
        }
    }
}

fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if config.log_json {
        log.json().init()
    } else {
        log.init()
    }
}

/// Prints a line for people; everything else is the log's.
fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

async fn run(config: Config) -> anyhow::Result<()> {
    let app = serve::wire(config).await?;
    let link = serve::setup_link(&app).await?;
    let running = serve::start(app).await?;
    say(&format!("Yingke listens on http://{}", running.address))?;
    if let Some(link) = link {
        say(&format!("Set it up here (the link works once):\n\n  {link}\n"))?;
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
