//! 提及: a note names colleagues and teams, who follow the conversation from then on.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Permission, Seat};
use yingke_words::{AgentId, TeamId};

use crate::{Acting, Refused};

/// Whom a note names, with the name they had then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Mention {
    /// A colleague.
    Agent {
        /// Who.
        id: AgentId,
        /// Their name.
        name: String,
    },
    /// Everybody of a team.
    Team {
        /// Which.
        id: TeamId,
        /// Its name.
        name: String,
    },
}

/// Whom a note is to name, by their ids.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentioning {
    /// Colleagues.
    pub agents: Vec<AgentId>,
    /// Teams.
    pub teams: Vec<TeamId>,
}

/// Whom a note is to name, among those who are here.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// Whom.
    pub asked: &'a Mentioning,
    /// Who is here.
    pub colleagues: &'a Colleagues,
}

/// Whom a note names, and whom that calls.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Mentioned {
    mentions: Vec<Mention>,
    agents: Vec<AgentId>,
}

/// The colleagues who have a seat that is not closed, and the teams.
#[derive(Clone, Debug, Default)]
pub struct Colleagues {
    /// By their ids.
    pub seats: HashMap<AgentId, Seat>,
    /// The teams' names.
    pub teams: HashMap<TeamId, String>,
}

impl Mentioning {
    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty() && self.teams.is_empty()
    }
}

impl Colleagues {
    /// Whom `asked` names. A colleague has to be here and able to read conversations at all; of a team those are called
    /// who are.
    pub(crate) fn named(&self, asked: &Mentioning) -> Result<Mentioned, Refused> {
        let reads = |seat: &&Seat| seat.grants.holds_any(Permission::ReadConversations);
        let mut named = Mentioned::default();
        for id in &asked.agents {
            let seat = self.seats.get(id).ok_or(Refused::ColleagueUnknown)?;
            let seat = Some(seat).filter(reads).ok_or(Refused::ColleagueCannotRead)?;
            let name = seat.name.clone();
            named.add(Mention::Agent { id: *id, name }, [*id]);
        }
        for id in &asked.teams {
            let name = self.teams.get(id).ok_or(Refused::ColleagueUnknown)?.clone();
            let of_it = |seat: &&Seat| seat.teams.contains(id);
            let members = self.seats.values().filter(of_it).filter(reads);
            let mut members: Vec<AgentId> = members.map(|seat| seat.agent).collect();
            members.sort_unstable();
            named.add(Mention::Team { id: *id, name }, members);
        }
        Ok(named)
    }
}

impl Mentioned {
    /// Adds whom a mention calls; the same twice is once.
    fn add(&mut self, mention: Mention, calls: impl IntoIterator<Item = AgentId>) {
        if self.mentions.contains(&mention) {
            return;
        }
        self.mentions.push(mention);
        for agent in calls {
            if !self.agents.contains(&agent) {
                self.agents.push(agent);
            }
        }
    }
}

impl Acting<'_> {
    /// `by` names colleagues: they follow from now on, unless they serve it anyway, and are told until they look. Whoever
    /// names themselves is not told.
    pub(crate) fn mention(&mut self, named: Mentioned, by: AgentId) -> Result<Vec<Mention>, Refused> {
        for agent in named.agents.into_iter().filter(|agent| *agent != by) {
            if self.conversation.row.agent_id != Some(agent) {
                self.join(agent)?;
            }
            let mentioned = &mut self.conversation.row.collaboration.mentioned;
            if !mentioned.contains(&agent) {
                mentioned.push(agent);
            }
            self.beside.mentioned.push(agent);
        }
        Ok(named.mentions)
    }
}
