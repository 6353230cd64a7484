//! A founded desk: its owner by the server's own set-up, its agents and their sign-ins by the store.

use std::{path::Path, sync::Arc, time::SystemTime};

use anyhow::Context;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use yingke_staff::{AgentStatus, StandardRole};
use yingke_store::{
    Account, Agent, Committed, Db, Indexable, Location, Logged, Ports, SearchProjection, SignIn, StoreError,
    advance, agents, head_seq, index_messages, insert_account, insert_agent, insert_sign_in, roles,
};
use yingke_words::{AccountId, AgentId, Chance, Clock, Span, Time, WorkspaceId};

use crate::{
    http::Client,
    server::{Server, Setting},
};

/// How many agents the workspace has besides its owner.
pub const AGENTS: usize = 200;

/// Who and what a run needs to know.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Its website inbox.
    pub inbox: Uuid,
    /// The key of its widget.
    pub inbox_key: String,
    /// The owner first.
    pub agents: Vec<(AccountId, AgentId)>,
}

struct Machine;

impl Clock for Machine {
    fn now(&self) -> Time {
        Time::from_millis(now())
    }
}

impl Chance for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the kernel gives random bytes");
    }
}

impl Committed for Machine {
    fn committed(&self, _: WorkspaceId, _: Vec<Logged>) {}
}

/// Milliseconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(0)
}

/// Opens the store beside a server, runs `work`, closes it.
pub fn with_store<T, F: Future<Output = anyhow::Result<T>>>(
    location: &Location,
    work: impl FnOnce(Arc<Db>) -> F,
) -> anyhow::Result<T> {
    let ports = Ports {
        clock: Arc::new(Machine),
        chance: Arc::new(Machine),
        committed: Arc::new(Machine),
        rules: Arc::new(yingke_conversation::ChannelRules::default()),
    };
    let db = Db::open(location, &ports)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let done = runtime.block_on(work(Arc::clone(&db)));
    db.close();
    done
}

/// Founds a desk in `data` through a server's set-up, then gives it agents.
pub fn found(data: &Path, database: Option<String>, location: &Location) -> anyhow::Result<Desk> {
    let server = Server::start(&Setting {
        data: data.to_owned(),
        database,
        record: None,
        port: 0,
    })?;
    let token = server
        .setup_token
        .clone()
        .context("a fresh server prints a link")?;
    let asked = json!({
        "token": token, "name": "何婧", "email": "hejing@shop.example", "password": "correct horse battery",
        "company": "山野集", "language": "zh-CN", "timeZone": "Asia/Shanghai",
    });
    let answer = Client::connect(server.address)?.succeed("POST /api/v1/setup", "", Some(&asked))?;
    server.stop()?;
    std::fs::write(data.join("set-up"), "")?;
    let mut desk = Desk {
        workspace: id_at(&answer.body, "workspaceId")?.into(),
        inbox: id_at(&answer.body, "inboxId")?,
        inbox_key: text_at(&answer.body, "inboxKey")?,
        agents: Vec::new(),
    };
    desk.agents = with_store(location, |db| hire(db, desk.workspace))?;
    Ok(desk)
}

async fn hire(db: Arc<Db>, workspace: WorkspaceId) -> anyhow::Result<Vec<(AccountId, AgentId)>> {
    let hired: Vec<(AccountId, AgentId)> = (0..AGENTS)
        .map(|_| (Machine.id(Machine.now()).into(), Machine.id(Machine.now()).into()))
        .collect();
    let (all, accounts) = (hired.clone(), hired.clone());
    db.write_global(move |tx| {
        for (number, (account, _)) in accounts.iter().enumerate() {
            insert_account(
                tx,
                &Account {
                    id: *account,
                    email: format!("agent{number}@shop.example"),
                    name: format!("客服{number}"),
                    password_hash: "-".into(),
                },
            )?;
        }
        Ok::<_, StoreError>(())
    })
    .await?;
    let owner = db
        .write(workspace, move |tx| {
            let found = agents(tx)?;
            let standard = Some(StandardRole::Agent.key().to_owned());
            let role = roles(tx)?.into_iter().find(|role| role.standard == standard);
            let role = role.map(|role| role.id).ok_or(StoreError::Closed)?;
            for (number, (account, agent)) in all.iter().enumerate() {
                insert_agent(
                    tx,
                    &Agent {
                        id: *agent,
                        account: *account,
                        name: format!("客服{number}"),
                        email: format!("agent{number}@shop.example"),
                        role,
                        status: AgentStatus::Online,
                        status_reason: None,
                        status_at: tx.now(),
                        language: "zh-CN".into(),
                        theme: "system".into(),
                        status_until: None,
                        disabled_at: None,
                        version: 1,
                    },
                )?;
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    let owner = owner.into_iter().next().context("the owner is an agent")?;
    Ok([(owner.account, owner.id)].into_iter().chain(hired).collect())
}

/// Puts what was filled in into the search index, and tells the projection so.
pub fn index(location: &Location, desk: &Desk, lines: impl Iterator<Item = Indexable>) -> anyhow::Result<()> {
    const AT_ONCE: usize = 25_000;
    let workspace = desk.workspace;
    let mut lines = lines.peekable();
    with_store(location, |db| async move {
        while lines.peek().is_some() {
            let part: Vec<Indexable> = lines.by_ref().take(AT_ONCE).collect();
            db.write_bulk(workspace, move |tx| index_messages(tx, &part))
                .await?;
        }
        db.write(workspace, move |tx| {
            let head = head_seq(tx, workspace)?;
            advance(tx, SearchProjection::CURSOR, head)
        })
        .await?;
        Ok(())
    })
}

/// Signs in `count` times: once the owner, then agents in turn. The cookies' headers, whole lines.
pub fn sign_in(location: &Location, desk: &Desk, count: usize) -> anyhow::Result<Vec<String>> {
    let workspace = desk.workspace;
    let seats: Vec<(AccountId, AgentId)> = (0..count)
        .map(|nth| {
            desk.agents[if nth == 0 {
                0
            } else {
                1 + (nth - 1) % (desk.agents.len() - 1)
            }]
        })
        .collect();
    with_store(location, |db| async move {
        let mut cookies = Vec::with_capacity(count);
        for part in seats.chunks(200) {
            let mut rows = Vec::with_capacity(part.len());
            for (account, agent) in part {
                let mut secret = [0; 32];
                Machine.fill(&mut secret);
                let now = Machine.now();
                rows.push(SignIn {
                    id: Machine.id(now).into(),
                    token_hash: Sha256::digest(secret).to_vec(),
                    account: *account,
                    agent: *agent,
                    created_at: now,
                    seen_at: now,
                    expires_at: now + Span::hours(12),
                    address: "127.0.0.1".into(),
                    user_agent: "bench".into(),
                });
                let token = [workspace.uuid().as_bytes().as_slice(), &secret].concat();
                cookies.push(format!("cookie: yingke={}\r\n", URL_SAFE_NO_PAD.encode(token)));
            }
            db.write(workspace, move |tx| {
                rows.iter().try_for_each(|row| insert_sign_in(tx, row))
            })
            .await?;
        }
        Ok(cookies)
    })
}

impl Desk {
    /// For the cache.
    pub fn json(&self) -> Value {
        let agents: Vec<Value> = self
            .agents
            .iter()
            .map(|(account, agent)| json!([account.uuid(), agent.uuid()]))
            .collect();
        json!({
            "workspaceId": self.workspace.uuid(), "inboxId": self.inbox, "inboxKey": self.inbox_key, "agents": agents,
        })
    }

    /// From the cache.
    pub fn of_json(kept: &Value) -> anyhow::Result<Self> {
        let agents = kept["agents"].as_array().context("agents")?;
        let pair = |pair: &Value| -> anyhow::Result<(AccountId, AgentId)> {
            let id = |at: usize| -> anyhow::Result<Uuid> { Ok(pair[at].as_str().context("an id")?.parse()?) };
            Ok((id(0)?.into(), id(1)?.into()))
        };
        Ok(Self {
            workspace: id_at(kept, "workspaceId")?.into(),
            inbox: id_at(kept, "inboxId")?,
            inbox_key: text_at(kept, "inboxKey")?,
            agents: agents.iter().map(pair).collect::<anyhow::Result<_>>()?,
        })
    }
}

fn text_at(body: &Value, name: &str) -> anyhow::Result<String> {
    Ok(body[name]
        .as_str()
        .with_context(|| format!("{name} in {body}"))?
        .to_owned())
}

fn id_at(body: &Value, name: &str) -> anyhow::Result<Uuid> {
    Ok(text_at(body, name)?.parse()?)
}
