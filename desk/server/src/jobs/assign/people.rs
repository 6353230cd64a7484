//! The people of a floor, as the store knows them.

use std::collections::{HashMap, HashSet};

use yingke_routing::{AgentRouting, Book, FloorRules, Person, Standing};
use yingke_staff::{Capacity, Permission, Seat};
use yingke_store::{Agent, StoreError, Tx, agent_routings, agents, bound_inboxes, seats};
use yingke_words::{AgentId, InboxId, Span, TeamId, Time};

/// Everybody who may be given conversations.
#[derive(Clone, Default)]
pub struct Staff {
    /// As routing sees them.
    pub people: Vec<Person>,
    /// Their names.
    pub names: HashMap<AgentId, String>,
    /// The inboxes that not everyone serves.
    pub bound: HashSet<InboxId>,
    /// The channels that somebody has a limit of their own for: their places are the floor's numbers.
    pub limited: Vec<String>,
}

/// Everybody of the workspace who answers customers.
pub fn staff(tx: &mut Tx<'_>, book: &Book) -> Result<Staff, StoreError> {
    let (seats, routings) = (seats(tx, None)?, agent_routings(tx)?);
    let bound: HashSet<InboxId> = bound_inboxes(tx)?.into_iter().collect();
    let mut staff = Staff {
        bound,
        ..Staff::default()
    };
    let usual = &book.settings.capacity;
    let own = |agent: AgentId| routings.get(&agent).cloned().unwrap_or_default();
    let limits = |routing: &AgentRouting| routing.capacity.clone().unwrap_or_else(|| usual.clone()).channels;
    for routing in routings.values() {
        staff.limited.extend(limits(routing).into_keys());
    }
    staff.limited.extend(usual.channels.keys().cloned());
    staff.limited.sort_unstable();
    staff.limited.dedup();
    staff.limited.truncate(usize::from(u8::MAX));
    for agent in agents(tx)?
        .into_iter()
        .filter(|agent| agent.disabled_at.is_none())
    {
        staff.names.insert(agent.id, agent.name.clone());
        let Some(seat) = seats
            .get(&agent.id)
            .filter(|seat| seat.grants.holds_any(Permission::Reply))
        else {
            continue;
        };
        let routing = own(agent.id);
        let person = person(&agent, seat, &routing, &staff, usual);
        staff.people.push(person);
    }
    Ok(staff)
}

fn person(agent: &Agent, seat: &Seat, routing: &AgentRouting, staff: &Staff, usual: &Capacity) -> Person {
    let capacity = routing.capacity.clone().unwrap_or_else(|| usual.clone());
    let numbered = (0_u8..).zip(&staff.limited);
    let limits = numbered.filter_map(|(number, channel)| Some((number, *capacity.channels.get(channel)?)));
    Person {
        agent: agent.id,
        teams: seat.teams.clone(),
        inboxes: seat
            .inboxes
            .iter()
            .copied()
            .filter(|inbox| staff.bound.contains(inbox))
            .collect(),
        skills: routing
            .skills
            .iter()
            .map(|held| (held.skill_id, held.level))
            .collect(),
        places: routing.places.clone(),
        limits: limits.collect(),
        weight: routing.weight,
        response: None,
        standing: Standing::of(agent.status, routing.automatic),
        idle_since: agent.status_at,
        assigned_at: Time::from_millis(0),
        capacity,
    }
}

/// What the floor has to know of the settings.
pub fn floor_rules(book: &Book) -> FloorRules {
    let settings = &book.settings;
    let caps = book
        .teams
        .iter()
        .filter_map(|(team, own)| Some((*team, u32::from(own.cap?))));
    FloorRules {
        ageing: settings.ageing(),
        pace: Span::seconds(i64::from(settings.pace_seconds)),
        choosing: settings.choice.into(),
        teams: book
            .teams
            .iter()
            .filter_map(|(team, own)| Some((*team, own.choice?.into())))
            .collect::<HashMap<TeamId, _>>(),
        caps: caps.collect(),
        explains: true,
    }
}
