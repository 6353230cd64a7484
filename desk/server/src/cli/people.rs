//! Accounts and workspaces from the command line: for whoever has the machine, should the interface be closed to them.

use clap::Subcommand;
use yingke_conversation::Actor;
use yingke_store::{
    Account, Audit, Auditor, Origin, Tx, account_of, delete_sign_ins, seats_of, set_password, workspaces,
};
use yingke_words::{AgentId, Email, Language, Secret};

use super::{ask, say};
use crate::{
    api::{problem::Problem, settings::announce, sign_in::check_new_password},
    app::App,
    config::Config,
    found::{Founding, Owner, found},
    serve,
};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Show an account and its seats.
    Show {
        /// Its mail address.
        email: String,
    },
    /// Set a new password (read from standard input) and end every sign-in of the account.
    Password {
        /// Its mail address.
        email: String,
    },
}

/// What to do with workspaces.
#[derive(Debug, Subcommand)]
pub enum Workspace {
    /// List them.
    List,
    /// Found another one with an owner of its own; the password is read from standard input.
    Add {
        /// The company's name.
        name: String,
        /// The owner's name.
        #[arg(long)]
        owner: String,
        /// The owner's mail address; a new account.
        #[arg(long)]
        email: String,
        /// zh-CN or en.
        #[arg(long, default_value = "zh-CN")]
        language: String,
        /// IANA name.
        #[arg(long, default_value = "Asia/Shanghai")]
        time_zone: String,
    },
}

fn told(problem: &Problem) -> anyhow::Error {
    anyhow::anyhow!("{} ({})", problem.code().title(), problem.code().as_str())
}

fn address(text: String) -> anyhow::Result<Email> {
    Email::try_from(text).map_err(|error| anyhow::anyhow!("{error}"))
}

async fn new_password(app: &App, words: &[&str]) -> anyhow::Result<String> {
    let password = Secret::new(ask("New password")?);
    check_new_password(&password, words).map_err(|problem| told(&problem))?;
    app.passwords
        .hash(password.expose().clone())
        .await
        .map_err(|problem| told(&problem))
}

/// Carries out what is asked of accounts.
pub async fn user(user: User, config: Config) -> anyhow::Result<()> {
    let app = serve::wire(config).await?;
    let (User::Show { email } | User::Password { email }) = &user;
    let email = address(email.clone())?;
    let wanted = email.clone();
    let found = app
        .db
        .read_global(move |tx| {
            let Some(account) = account_of(tx, wanted.as_str())? else {
                return Ok(None);
            };
            let seats = seats_of(tx, account.id)?;
            Ok::<_, yingke_store::StoreError>(Some((account, seats)))
        })
        .await?;
    let Some((account, seats)) = found else {
        anyhow::bail!("no account has the address {email}")
    };
    say(&format!(
        "{}  {}  {} seats",
        account.email,
        account.name,
        seats.len()
    ))?;
    if matches!(user, User::Password { .. }) {
        let hash = new_password(&app, &[&account.name, email.as_str()]).await?;
        app.db
            .write_global({
                let id = account.id;
                move |tx| set_password(tx, id, &hash)
            })
            .await?;
        for (workspace, agent) in seats {
            let account = account.clone();
            app.db
                .write(workspace, move |tx| sign_out(tx, agent, &account))
                .await
                .map_err(|problem: Problem| told(&problem))?;
        }
        say("The password is set; every sign-in of the account has ended.")?;
    }
    close(app).await
}

/// Ends an agent's sign-ins. The server that runs learns it from the log and cuts their sockets.
fn sign_out(tx: &mut Tx<'_>, agent: AgentId, account: &Account) -> Result<(), Problem> {
    delete_sign_ins(tx, agent, None)?;
    tx.audit(&Audit {
        by: Auditor::system(),
        act: "users.set_password",
        object_kind: "agent",
        object_id: Some(agent.uuid()),
        object_name: account.name.clone(),
        before: None,
        after: None,
        origin: Origin::default(),
    })?;
    announce(tx, Actor::system(), "signIns")
}

/// Carries out what is asked of workspaces.
pub async fn workspace(asked: Workspace, config: Config) -> anyhow::Result<()> {
    let app = serve::wire(config).await?;
    match asked {
        Workspace::List => {
            for one in app.db.read_global(workspaces).await? {
                say(&format!("{}  {}  {}", one.id, one.created_at, one.name))?;
            }
        }
        Workspace::Add {
            name,
            owner,
            email,
            language,
            time_zone,
        } => {
            let email = address(email)?;
            let taken = email.clone();
            let known = app
                .db
                .read_global(move |tx| account_of(tx, taken.as_str()))
                .await?;
            anyhow::ensure!(
                known.is_none(),
                "{email} has an account already; invite it from the new workspace"
            );
            let password_hash = new_password(&app, &[&owner, email.as_str(), &name]).await?;
            let owner = Owner {
                name: owner,
                email,
                password_hash,
            };
            let founding = Founding::new(&app, owner, &name, Language::of_tag(&language), time_zone)
                .map_err(|problem| told(&problem))?;
            let id = founding.workspace;
            app.db
                .write_global(move |tx| found(tx, &founding))
                .await
                .map_err(|problem: Problem| told(&problem))?;
            say(&format!("Founded {name}: {id}"))?;
        }
    }
    close(app).await
}

async fn close(app: App) -> anyhow::Result<()> {
    Ok(tokio::task::spawn_blocking(move || app.db.close()).await?)
}
