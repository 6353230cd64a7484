//! Founding a workspace: its standard roles, its owner, its website inbox.

use yingke_staff::{AgentStatus, Hours, PresenceRules, StandardRole, Switches};
use yingke_store::{
    Account, Agent, Audit, Auditor, Inbox, InboxSettings, Origin, Role, Tx, Workspace, insert_account,
    insert_agent, insert_inbox, insert_role, insert_workspace,
};
use yingke_words::{AccountId, AgentId, Email, InboxId, Language, RoleId, Time, WorkspaceId};

use crate::{api::problem::Problem, app::App};

/// Everything a new workspace is made of.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its owner's account.
    pub account: AccountId,
    /// Its owner's seat.
    pub agent: AgentId,
    /// Its first inbox.
    pub inbox: InboxId,
    /// The key of that inbox's widget.
    pub inbox_key: String,
    roles: Vec<(StandardRole, RoleId)>,
    owner: String,
    email: Email,
    password_hash: String,
    company: String,
    language: Language,
    time_zone: String,
}

/// Who is to own the new workspace.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Their password's hash.
    pub password_hash: String,
}

/// A name people read: trimmed, 1–80 characters, one line.
pub fn check_name(field: &str, name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let fits = (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits {
        Ok(name.to_owned())
    } else {
        Err(Problem::field(field, "1 to 80 characters in one line"))
    }
}

/// A time zone that exists.
pub fn check_time_zone(name: &str) -> Result<(), Problem> {
    let hours = Hours::of_week(name.to_owned(), Default::default());
    hours.check().map_err(|error| Problem::field("timeZone", error))
}

/// A fresh public key of a widget.
pub fn inbox_key(app: &App) -> String {
    uuid::Uuid::from_bytes(app.secret()).simple().to_string()
}

impl Founding {
    /// Checks what was asked and gives everything its id.
    pub fn new(
        app: &App,
        owner: Owner,
        company: &str,
        language: Language,
        time_zone: String,
    ) -> Result<Self, Problem> {
        check_time_zone(&time_zone)?;
        Ok(Self {
            workspace: app.id(),
            account: app.id(),
            agent: app.id(),
            inbox: app.id(),
            inbox_key: inbox_key(app),
            roles: StandardRole::ALL
                .into_iter()
                .map(|role| (role, app.id()))
                .collect(),
            owner: check_name("name", &owner.name)?,
            email: owner.email,
            password_hash: owner.password_hash,
            company: check_name("company", company)?,
            language,
            time_zone,
        })
    }

    fn greeting(&self) -> &'static str {
        match self.language {
            Language::Chinese => "您好，请问有什么可以帮您？",
            Language::English => "Hi, how can we help you?",
        }
    }

    fn inbox_name(&self) -> &'static str {
        match self.language {
            Language::Chinese => "官网在线",
            Language::English => "Website",
        }
    }
}

/// Writes the new workspace, in a transaction without a tenant.
pub fn found(tx: &mut Tx<'_>, founding: &Founding) -> Result<(), Problem> {
    let now = tx.now();
    insert_workspace(
        tx,
        &Workspace {
            id: founding.workspace,
            short: 0,
            name: founding.company.clone(),
            language: founding.language,
            time_zone: founding.time_zone.clone(),
            switches: Switches::default(),
            presence: PresenceRules::default(),
            created_at: now,
            version: 1,
        },
    )?;
    let owner_role = found_roles(tx, founding)?;
    insert_account(
        tx,
        &Account {
            id: founding.account,
            email: founding.email.to_string(),
            name: founding.owner.clone(),
            password_hash: founding.password_hash.clone(),
        },
    )?;
    insert_agent(tx, &owner(founding, owner_role, now))?;
    insert_inbox(tx, &website(founding, now))?;
    Ok(tx.audit(&record(founding))?)
}

/// The standard roles; answers the owner's.
fn found_roles(tx: &mut Tx<'_>, founding: &Founding) -> Result<RoleId, Problem> {
    let mut owners = None;
    for (standard, id) in &founding.roles {
        if *standard == StandardRole::Owner {
            owners = Some(*id);
        }
        let key = Some(standard.key().to_owned());
        insert_role(
            tx,
            &Role {
                id: *id,
                name: String::new(),
                standard: key,
                grants: standard.grants(),
                version: 1,
            },
        )?;
    }
    Ok(owners.expect("the standard roles hold an owner"))
}

fn website(founding: &Founding, now: Time) -> Inbox {
    let (name, key) = (founding.inbox_name().to_owned(), founding.inbox_key.clone());
    Inbox {
        settings: InboxSettings {
            greeting: founding.greeting().to_owned(),
            ..InboxSettings::default()
        },
        ..Inbox::new(founding.inbox, crate::channels::WEBSITE, name, key, now)
    }
}

fn record(founding: &Founding) -> Audit {
    Audit {
        by: Auditor {
            kind: "agent",
            id: Some(founding.agent),
            name: founding.owner.clone(),
            role: StandardRole::Owner.key().to_owned(),
        },
        act: "workspace.found",
        object_kind: "workspace",
        object_id: Some(founding.workspace.uuid()),
        object_name: founding.company.clone(),
        before: None,
        after: None,
        origin: Origin::default(),
    }
}

fn owner(founding: &Founding, role: RoleId, now: Time) -> Agent {
    Agent {
        id: founding.agent,
        account: founding.account,
        name: founding.owner.clone(),
        email: founding.email.to_string(),
        role,
        status: AgentStatus::Online,
        status_reason: None,
        status_at: now,
        language: founding.language.tag().to_owned(),
        theme: "system".to_owned(),
        status_until: None,
        disabled_at: None,
        version: 1,
    }
}
