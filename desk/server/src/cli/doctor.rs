//! Looks for what is wrong, and says what to do about it.

use std::net::IpAddr;

use anyhow::Context;

use crate::{
    config::Config,
    files::{
        Files,
        ffmpeg::{Ffmpeg, Unchanged},
        is_plain,
    },
    machine::{SystemChance, SystemClock},
    pages, serve,
};
use yingke_store::{Way, cursors, given_up, way_to, workspaces};
use yingke_words::Clock;

use super::say;

fn found(good: bool, what: &str, advice: &str) -> anyhow::Result<bool> {
    say(&if good {
        format!("  ok    {what}")
    } else {
        format!("  WRONG {what}\n        {advice}")
    })?;
    Ok(good)
}

/// Says what is allowed and still unwise.
fn warn(what: &str, advice: &str) -> anyhow::Result<()> {
    say(&format!("  warn  {what}\n        {advice}"))
}

/// Whether what this node says to others can be read or forged on the way.
fn examine_ways(config: &Config) -> anyhow::Result<()> {
    if let Some(url) = &config.database_url {
        match way_to(url.expose())? {
            Way::Local | Way::Checked => {}
            Way::Plain => warn(
                "the way to the database is not encrypted",
                "anybody in between can read and change it: add ?sslmode=verify-full&sslrootcert=FILE to database_url",
            )?,
            Way::Encrypted => warn(
                "nobody checks which database answers",
                "sslmode=require takes any certificate: use sslmode=verify-full, with sslrootcert=FILE if need be",
            )?,
        }
    }
    if let Some(url) = &config.nats_url {
        let server: async_nats::ServerAddr = url.expose().parse().context("nats_url is not an address")?;
        if !is_local(server.host()) && !server.tls_required() {
            warn(
                "the way to NATS is not encrypted",
                "what people type passes there: use a tls:// address, with nats_root_certificate if need be",
            )?;
        }
    }
    if let Some(endpoint) = config
        .s3_endpoint
        .as_deref()
        .filter(|endpoint| is_plain(endpoint))
    {
        // What is no address at all is found wrong with the files.
        let address = endpoint.parse::<http::Uri>().ok();
        if address.is_some_and(|address| !address.host().is_some_and(is_local)) {
            warn(
                "the way to the file storage is not encrypted",
                "files pass there for anybody to read: use an https:// s3_endpoint, with s3_root_certificate if need be",
            )?;
        }
    }
    Ok(())
}

fn is_local(host: &str) -> bool {
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}

/// Whether files can be kept.
async fn examine_files(config: &Config) -> anyhow::Result<bool> {
    let what = match &config.files_url {
        Some(url) => format!("files in {url}"),
        None => format!("files in {}", config.files().display()),
    };
    let tried = match Files::open(config) {
        Ok(files) => files.check(&SystemChance).await.map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    match tried {
        Ok(()) => found(true, &what, ""),
        Err(error) => found(false, &what, &format!("{error:#}")),
    }
}

/// Whether sound and film can be changed into what channels take.
async fn examine_ffmpeg(config: &Config) -> anyhow::Result<()> {
    match Ffmpeg::new(config.ffmpeg.clone()).about().await {
        Ok((version, amr)) => {
            let amr = if amr { "" } else { " (writes no AMR)" };
            found(true, &format!("{version}{amr}"), "").map(drop)
        }
        Err(why) => {
            let why = match why {
                Unchanged::Absent => "there is no such program".to_owned(),
                Unchanged::Failed(words) => format!("it does not run: {words}"),
                other => other.to_string(),
            };
            warn(
                &format!("ffmpeg ({}): {why}", config.ffmpeg.display()),
                "voice messages and films in other formats than a channel's are not sent: install it \
                 (apt-get install ffmpeg), or set ffmpeg (YINGKE_FFMPEG) to where it is",
            )
        }
    }
}

/// Examines configuration, machine and database; fails when something is wrong.
pub async fn examine(config: Config) -> anyhow::Result<()> {
    let mut good = true;
    let listen = config.listen;
    let open = !listen.ip().is_loopback() && !config.secure();
    good &= found(
        !open,
        &format!("listens on {listen}"),
        "plain HTTP beyond this machine: put a TLS proxy in front and set base_url to its https:// address",
    )?;
    if !listen.ip().is_loopback() && config.secure() && config.trusted_proxies.is_empty() {
        warn(
            "no trusted proxy is named",
            "everybody seems to come from the proxy's address and shares its limits: set trusted_proxies to it",
        )?;
    }
    let year = SystemClock.now() > yingke_words::Time::from_millis(1_750_000_000_000);
    good &= found(
        year,
        "the clock",
        "it shows a time before this version was made: set it (NTP)",
    )?;
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum;
    good &= found(
        limit.is_none_or(|limit| limit >= 65_536),
        &format!(
            "file descriptors: {}",
            limit.map_or("unlimited".into(), |limit| limit.to_string())
        ),
        "each socket needs one: raise LimitNOFILE to 65536 or more",
    )?;
    let missing = pages::missing();
    good &= found(
        missing.is_empty(),
        "the interface, inside the program",
        &format!(
            "built without {}: `make program` builds it with everything",
            missing.join(" and ")
        ),
    )?;
    examine_ways(&config)?;
    good &= examine_files(&config).await?;
    examine_ffmpeg(&config).await?;
    good &= examine_database(config).await?;
    anyhow::ensure!(good, "something is wrong");
    say("Nothing is wrong.")
}

async fn examine_database(config: Config) -> anyhow::Result<bool> {
    let app = match serve::wire(config).await {
        Ok(app) => app,
        Err(error) => return found(false, "the database", &format!("{error:#}")),
    };
    let mut good = found(true, &format!("the database ({:?})", app.db.engine()), "")?;
    for workspace in app.db.read_global(workspaces).await? {
        let lags = app.db.read(workspace.id, cursors).await?;
        let parked = lags.iter().any(|lag| lag.cursor.parked_at.is_some());
        let advice = "a projection was parked: restart the server, and report it if it happens again";
        good &= found(!parked, &format!("projections of {}", workspace.name), advice)?;
        let dead = app.db.read(workspace.id, |tx| given_up(tx, 100)).await?.len();
        good &= found(
            dead == 0,
            &format!("{dead} pieces of work of {} were given up", workspace.name),
            "see the log for their reasons",
        )?;
    }
    tokio::task::spawn_blocking(move || app.db.close()).await?;
    Ok(good)
}
