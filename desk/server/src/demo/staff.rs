//! The people, teams, inboxes and tags of the demo.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context, anyhow};
use yingke_staff::{AgentStatus, Hours, Opening, Seat, StandardRole};
use yingke_store::{
    Account, Agent, Inbox, InboxSettings, StoreError, Tag, Team, Tx, agents, insert_account, insert_agent,
    insert_inbox, insert_tag, insert_team, roles, seats, set_status, update_inbox,
};
use yingke_words::{AgentId, Email, InboxId, Language, RoleId, TagId, Time, WorkspaceId};

use super::{NOWHERE, leave::begin, talk};
use crate::{
    api::problem::Problem,
    app::App,
    channels::WEBSITE,
    found::{Founding, Owner, found as found_workspace, inbox_key},
};

/// The desk of one language: an inbox and the team that serves it.
pub struct Side {
    /// Its inbox.
    pub inbox: InboxId,
    /// Who serves it.
    pub agents: Vec<Arc<Seat>>,
}

/// The demo's house.
pub struct House {
    /// The tenant.
    pub workspace: WorkspaceId,
    chinese: Side,
    english: Side,
    /// Tags by topic.
    pub tags: HashMap<&'static str, TagId>,
}

impl House {
    /// The desk of a language.
    pub fn side(&self, language: Language) -> &Side {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

const COMPANY: &str = "山野集户外";
const TEAMS: [(&str, [&str; 4]); 2] = [
    ("国内客服组", ["周晴", "林小川", "沈嘉言", "何月"]),
    (
        "Global team",
        ["Grace Lin", "Tom Becker", "Aiko Mori", "Leo Costa"],
    ),
];
const COLORS: [&str; 6] = ["#2F7D4F", "#B4541A", "#2B6CB0", "#8A4FB5", "#B03A5B", "#5B6B2F"];

fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.code().title())
}

/// Founds the demo's workspace with everybody in it. It is on its way out from its first row on, until it is whole.
pub async fn found(app: &App) -> anyhow::Result<House> {
    let nobody_knows: [u8; 32] = app.secret();
    let password_hash = app
        .passwords
        .hash(uuid::Uuid::from_slice(&nobody_knows[..16])?.to_string())
        .await
        .map_err(said)?;
    let owner = Owner {
        name: TEAMS[0].1[0].to_owned(),
        email: Email::try_from(format!("zhouqing{NOWHERE}")).map_err(|error| anyhow!("{error}"))?,
        password_hash: password_hash.clone(),
    };
    let founding =
        Founding::new(app, owner, COMPANY, Language::Chinese, "Asia/Shanghai".to_owned()).map_err(said)?;
    let (workspace, first_inbox) = (founding.workspace, founding.inbox);
    app.db
        .write_global(move |tx| {
            found_workspace(tx, &founding)?;
            Ok(begin(tx, workspace)?)
        })
        .await
        .map_err(said)?;
    let hired = hire(app, workspace, &password_hash).await?;
    let furnished = furnish(app, workspace, first_inbox, &hired).await?;
    let (seats, tags) = (furnished.seats, furnished.tags);
    let side = |at: usize, inbox: InboxId| Side {
        inbox,
        agents: hired[at]
            .iter()
            .filter_map(|agent| seats.get(agent).cloned())
            .collect(),
    };
    Ok(House {
        workspace,
        chinese: side(0, first_inbox),
        english: side(1, furnished.second_inbox),
        tags,
    })
}

/// The agents of both teams; the first is the owner, who is there already.
async fn hire(app: &App, workspace: WorkspaceId, password_hash: &str) -> anyhow::Result<[Vec<AgentId>; 2]> {
    let owner = app.db.read(workspace, agents).await?;
    let owner = owner.first().context("the owner was just founded")?.id;
    let mut hired = [vec![owner], Vec::new()];
    for (team, (_, names)) in TEAMS.iter().enumerate() {
        for (nth, name) in names.iter().enumerate().skip(usize::from(team == 0)) {
            let one = (app.id(), app.id(), format!("agent{team}{nth}{NOWHERE}"));
            let (id, name, hash) = (one.1, (*name).to_owned(), password_hash.to_owned());
            let wanted = if nth == 0 {
                StandardRole::Supervisor
            } else {
                StandardRole::Agent
            };
            app.db
                .write(workspace, move |tx| {
                    insert_account(
                        tx,
                        &Account {
                            id: one.0,
                            email: one.2.clone(),
                            name: name.clone(),
                            password_hash: hash.clone(),
                        },
                    )?;
                    let role = roles(tx)?
                        .into_iter()
                        .find(|role| role.standard.as_deref() == Some(wanted.key()));
                    let role = role.ok_or(StoreError::Inconsistent {
                        table: "role",
                        what: format!("{} is missing", wanted.key()),
                    })?;
                    let language = if team == 0 {
                        Language::Chinese
                    } else {
                        Language::English
                    };
                    insert_agent(tx, &agent(&one, &name, role.id, language, tx.now()))
                })
                .await?;
            hired[team].push(id);
        }
    }
    Ok(hired)
}

fn agent(
    one: &(yingke_words::AccountId, AgentId, String),
    name: &str,
    role: RoleId,
    language: Language,
    now: Time,
) -> Agent {
    Agent {
        id: one.1,
        account: one.0,
        name: name.to_owned(),
        email: one.2.clone(),
        role,
        status: AgentStatus::Online,
        status_reason: None,
        status_at: now,
        language: language.tag().to_owned(),
        theme: "system".to_owned(),
        status_until: None,
        disabled_at: None,
        version: 1,
    }
}

struct Furnished {
    second_inbox: InboxId,
    seats: HashMap<AgentId, Arc<Seat>>,
    tags: HashMap<&'static str, TagId>,
}

/// Teams, inboxes, tags.
async fn furnish(
    app: &App,
    workspace: WorkspaceId,
    first: InboxId,
    hired: &[Vec<AgentId>; 2],
) -> anyhow::Result<Furnished> {
    let teams: Vec<Team> = TEAMS
        .iter()
        .zip(hired)
        .map(|((name, _), members)| Team {
            id: app.id(),
            name: (*name).to_owned(),
            members: members.clone(),
            hours: None,
            version: 1,
        })
        .collect();
    let (id, key) = (app.id(), inbox_key(app));
    let second = Inbox {
        settings: settings(Language::English),
        teams: vec![teams[1].id],
        ..Inbox::new(id, WEBSITE, "English website".to_owned(), key, app.now())
    };
    let topics = [Language::Chinese, Language::English]
        .into_iter()
        .flat_map(talk::scripts);
    let tags: Vec<(&'static str, Tag)> = topics
        .zip(COLORS.into_iter().cycle())
        .map(|(script, color)| {
            let tag = Tag {
                id: app.id(),
                name: script.topic.to_owned(),
                color: color.to_owned(),
                version: 1,
            };
            (script.topic, tag)
        })
        .collect();
    let by_topic = tags.iter().map(|(topic, tag)| (*topic, tag.id)).collect();
    let second_inbox = second.id;
    let seats = app
        .db
        .write(workspace, move |tx| {
            for team in &teams {
                insert_team(tx, team)?;
            }
            serve_first(tx, first, &teams[0])?;
            insert_inbox(tx, &second)?;
            for (_, tag) in &tags {
                insert_tag(tx, tag)?;
            }
            seats(tx, None)
        })
        .await?;
    Ok(Furnished {
        second_inbox,
        seats: seats.into_iter().map(|(id, seat)| (id, Arc::new(seat))).collect(),
        tags: by_topic,
    })
}

fn serve_first(tx: &mut Tx<'_>, first: InboxId, team: &Team) -> Result<(), StoreError> {
    if let Some(mut inbox) = yingke_store::inbox(tx, first)? {
        inbox.settings = settings(Language::Chinese);
        inbox.teams = vec![team.id];
        update_inbox(tx, &inbox)?;
    }
    Ok(())
}

fn settings(language: Language) -> InboxSettings {
    let day = || {
        vec![Opening {
            from: "09:00".to_owned(),
            to: "21:00".to_owned(),
        }]
    };
    let (greeting, closed) = match language {
        Language::Chinese => (
            "您好，这里是山野集，想去哪儿玩？",
            "我们每天 9:00–21:00 在线，请留言，上班后第一时间回复您。",
        ),
        Language::English => (
            "Hi, Shanye Outdoor here. Where are you heading?",
            "We are here from 9:00 to 21:00 Beijing time. Leave a message and we will answer first thing.",
        ),
    };
    InboxSettings {
        greeting: greeting.to_owned(),
        color: "#2F5A3C".to_owned(),
        hours_enabled: true,
        hours: Some(Hours::of_week(
            "Asia/Shanghai".to_owned(),
            [day(), day(), day(), day(), day(), day(), day()],
        )),
        closed_notice: closed.to_owned(),
        ..InboxSettings::default()
    }
}

/// Who is there when the newcomer comes in.
pub async fn sit_down(app: &App, workspace: WorkspaceId) -> Result<(), StoreError> {
    app.db
        .write(workspace, |tx| {
            for (nth, agent) in agents(tx)?.iter().enumerate() {
                let (status, reason) = match nth {
                    3 => (AgentStatus::Busy, None),
                    5 => (AgentStatus::Break, Some("meal")),
                    7 => (AgentStatus::Offline, None),
                    _ => continue,
                };
                set_status(tx, agent, status, reason, None)?;
            }
            Ok(())
        })
        .await
}
