//! What an administrator of the machine does besides serving.

mod doctor;
mod people;
mod trail;

use std::{
    io::{BufRead as _, Write as _},
    path::PathBuf,
};

use anyhow::Context;
use clap::Subcommand;
use trail::note;
use yingke_store::{Location, TableSum};

use crate::config::Config;

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the workbench, the widget and the API.
    Serve,
    /// Fill an empty installation with a desk to look around in, and serve it.
    Demo {
        /// How many consultations there were.
        #[arg(long, default_value_t = 2_000)]
        consultations: usize,
    },
    /// Bring the database to this version's schema.
    Migrate,
    /// Move an installation to the other engine. Stop the server first; the target must be empty.
    Move {
        /// Where to: postgres://… or the path of a SQLite file.
        to: String,
    },
    /// Back the database up into a file with a manifest beside it, while the server runs. Files that people sent are not
    /// in it: copy their folder, or back the bucket up.
    Backup {
        /// The file to write.
        to: PathBuf,
    },
    /// Restore a backup into an empty data folder.
    Restore {
        /// The file to read.
        from: PathBuf,
    },
    /// Print the `OpenAPI` document.
    #[command(hide = true)]
    Openapi,
    /// Look for what is wrong with configuration, database and machine.
    Doctor,
    /// The people who can sign in.
    #[command(subcommand)]
    User(people::User),
    /// The workspaces of this installation.
    #[command(subcommand)]
    Workspace(people::Workspace),
}

/// Prints a line for people; everything else is the log's.
pub fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Prints a document for programs, as it is.
fn write_all(text: &str) -> anyhow::Result<()> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Reads a line that somebody types or pipes in.
fn ask(what: &str) -> anyhow::Result<String> {
    write!(std::io::stderr(), "{what}: ")?;
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("nothing was typed")?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// Carries out any command but `serve`.
pub async fn carry_out(command: Command, config: Config) -> anyhow::Result<()> {
    match command {
        Command::Serve | Command::Demo { .. } => unreachable!("main serves"),
        Command::Migrate => {
            let ran = in_thread(move || yingke_store::migrate(&config.location())).await??;
            say(&format!("{ran} migrations ran."))
        }
        Command::Move { to } => {
            let (from, to) = (config.location(), location_of(&to));
            let target = to.clone();
            let moved = in_thread(move || yingke_store::move_everything(&from, &target)).await??;
            say(&told(&moved))?;
            note(&to, "installation.move").await?;
            say("Every table has the same rows on both sides. Point the configuration to the new database.")
        }
        Command::Backup { to } => {
            let now = yingke_words::Clock::now(&crate::machine::SystemClock);
            let location = config.location();
            let source = location.clone();
            let manifest = in_thread(move || yingke_store::backup(&source, &to, now)).await??;
            say(&told(&manifest.tables))?;
            note(&location, "installation.backup").await
        }
        Command::Restore { from } => {
            let location = config.location();
            let target = location.clone();
            let manifest = in_thread(move || yingke_store::restore(&from, &target)).await??;
            say(&told(&manifest.tables))?;
            note(&location, "installation.restore").await?;
            say("Restored: every table has the rows and checksums of the backup.")
        }
        Command::Openapi => write_all(&crate::api::document_text()),
        Command::Doctor => doctor::examine(config).await,
        Command::User(user) => people::user(user, config).await,
        Command::Workspace(workspace) => people::workspace(workspace, config).await,
    }
}

fn location_of(text: &str) -> Location {
    if text.starts_with("postgres") {
        Location::Url(text.to_owned())
    } else {
        Location::File(text.into())
    }
}

fn told(tables: &[TableSum]) -> String {
    let rows: Vec<String> = tables
        .iter()
        .map(|table| {
            format!(
                "{:>12} rows  {}  {}",
                table.rows,
                &table.sum[..16.min(table.sum.len())],
                table.table
            )
        })
        .collect();
    rows.join("\n")
}

async fn in_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    Ok(tokio::task::spawn_blocking(work).await?)
}
