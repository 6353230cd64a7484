//! Who would get it, as things stand now: a floor of its own that nothing follows from.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{Row, Status};
use yingke_routing::{ATTRIBUTE, Case, Existing, Facts, Place, Settings};
use yingke_store::{StoreError, Tx, inboxes, served, tags, waiting};
use yingke_words::{AgentId, ConversationId, InboxId, TagId, TeamId};

use super::{
    book,
    cases::{cases, kind},
    memory::Memory,
    people::{Staff, staff},
};
use crate::api::routing::DryRunResult;

/// At most so many are looked at.
const MOST: i64 = 20_000;

/// A conversation that does not exist.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Described {
    /// The first words.
    text: String,
    /// Where it arrives; none = the first inbox.
    inbox_id: Option<InboxId>,
    /// Its tags.
    #[serde(default)]
    tag_ids: Vec<TagId>,
    /// The customer's language.
    language: Option<String>,
    /// The customer's province.
    province: Option<String>,
    /// The customer's city.
    city: Option<String>,
    /// The page they are on.
    page: Option<String>,
    /// The team they chose.
    team_id: Option<TeamId>,
    /// Their account manager.
    manager_id: Option<AgentId>,
    /// Who served them last, just now.
    last_agent_id: Option<AgentId>,
    /// What else is known of them, `name`, `email`, `phone`, `company` or an attribute's name.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

/// What is tried.
pub enum Trial {
    /// A conversation that exists.
    Real(Box<Row>),
    /// One that does not.
    Described(Box<Described>),
}

/// Tries it with these settings, or with those that are stored.
pub fn trial(tx: &mut Tx<'_>, what: Trial, settings: Option<Settings>) -> Result<DryRunResult, StoreError> {
    let (mut book, version) = book(tx)?;
    book.settings = settings.unwrap_or(book.settings);
    let (staff, now) = (staff(tx, &book)?, tx.now());
    let (hands, queue) = (served(tx, MOST)?, waiting(tx, MOST)?);
    let case = match what {
        Trial::Real(row) => cases(tx, vec![*row], &book, &staff)?.pop().map(|(_, case)| case),
        Trial::Described(described) => described.case(tx, &book, &staff)?,
    };
    let mut memory = Memory::begin(book, (version, 0), (staff, HashMap::new()), now);
    let Some(mut case) = case else {
        return Ok(DryRunResult::nobody());
    };
    // As if it came now: what somebody has of it already is let go.
    let hands: Vec<Row> = hands
        .into_iter()
        .filter(|row| row.id != case.conversation)
        .collect();
    memory.open(&hands, now);
    case.since = now;
    let plan = memory.book.plan(&case, now);
    let mut result = DryRunResult {
        agent_id: None,
        stage: None,
        team_id: plan.team,
        priority: plan.priority,
        rules: plan.rules,
        why: None,
        waiting: 0,
    };
    if plan.ask.rungs.is_empty() && plan.ask.own.is_empty() {
        return Ok(result);
    }
    memory.floor.ask(plan.ask, now);
    if let Some(decision) = memory.floor.take().pop() {
        result.agent_id = Some(decision.agent);
        result.stage = Some(decision.stage);
        result.why = decision.why.map(|why| *why);
        return Ok(result);
    }
    let before = queue
        .iter()
        .filter(|row| row.status == Status::Queued && row.id != case.conversation);
    result.waiting = u32::try_from(before.count()).unwrap_or(u32::MAX);
    result.why = memory.floor.why_it_waits(case.conversation, now);
    Ok(result)
}

impl Described {
    /// The first field that names what is not there.
    pub fn unknown(&self, tx: &mut Tx<'_>, existing: &Existing) -> Result<Option<&'static str>, StoreError> {
        let (inboxes, tags) = (inboxes(tx)?, tags(tx)?);
        let tag = |id: &TagId| tags.iter().any(|tag| tag.id == *id);
        let agent = |id: Option<AgentId>| id.is_none_or(|id| existing.agents.contains(&id));
        let fields = [
            (
                "described.inboxId",
                self.inbox_id
                    .is_none_or(|id| inboxes.iter().any(|one| one.id == id)),
            ),
            ("described.tagIds", self.tag_ids.iter().all(tag)),
            (
                "described.teamId",
                self.team_id.is_none_or(|id| existing.teams.contains(&id)),
            ),
            ("described.managerId", agent(self.manager_id)),
            ("described.lastAgentId", agent(self.last_agent_id)),
        ];
        let unknown = fields.into_iter().find(|(_, known)| !known);
        Ok(unknown.map(|(field, _)| field))
    }

    fn case(
        self,
        tx: &mut Tx<'_>,
        book: &yingke_routing::Book,
        staff: &Staff,
    ) -> Result<Option<Case>, StoreError> {
        let found = inboxes(tx)?;
        let inbox = found
            .into_iter()
            .find(|inbox| self.inbox_id.is_none_or(|asked| asked == inbox.id));
        let Some(inbox) = inbox else { return Ok(None) };
        let (now, names) = (tx.now(), tags(tx)?);
        let mut facts = Facts::default();
        for (field, value) in [
            ("inbox", Some(inbox.id.to_string())),
            ("channel", Some(inbox.channel.clone())),
            ("text", Some(self.text)),
            ("language", self.language.clone()),
            ("page", self.page),
            ("province", self.province.clone()),
            ("city", self.city.clone()),
            ("team", self.team_id.map(|team| team.to_string())),
        ] {
            facts.add(field, &value.unwrap_or_default());
        }
        for tag in names.iter().filter(|tag| self.tag_ids.contains(&tag.id)) {
            facts.add("tag", &tag.id.to_string());
            facts.add("tag", &tag.name);
        }
        for (name, value) in &self.attributes {
            if ["name", "email", "phone", "company"].contains(&name.as_str()) {
                facts.add(name, value);
            }
            facts.add(&format!("{ATTRIBUTE}{name}"), value);
        }
        let city = self.city.filter(|city| !city.trim().is_empty());
        let hours = inbox.settings.open_hours();
        Ok(Some(Case {
            conversation: ConversationId::from(uuid::Uuid::nil()),
            number: i64::MAX,
            inbox: inbox.id,
            bound: staff.bound.contains(&inbox.id),
            since: now,
            kind: kind(&inbox.channel, book, staff),
            team: self.team_id,
            priority: None,
            facts,
            open: hours.is_none_or(|hours| hours.open_at(now)),
            place: self.province.map(|province| Place { province, city }),
            language: self.language,
            manager: self.manager_id,
            last_agent: self.last_agent_id.map(|agent| (agent, now, true)),
            barred: Vec::new(),
        }))
    }
}
