//! What a conversation asks of a person.

use std::{
    hash::{BuildHasher, Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Weight;
use yingke_words::{InboxId, SkillId, TeamId};

use crate::{Level, Person};

/// A place customers write from and agents look after: names as the address book spells them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// The province 省.
    pub province: String,
    /// The city 市; none = the whole province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// How near somebody has to be.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Near {
    /// They look after this city.
    City(Place),
    /// They look after this province, or a part of it.
    Province(String),
}

impl Near {
    fn is_met(&self, places: &[Place]) -> bool {
        match self {
            Self::City(city) => places.contains(city),
            Self::Province(province) => places.iter().any(|place| place.province == *province),
        }
    }
}

/// What a conversation takes of whoever serves it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// From which places, and how much.
    pub weight: Weight,
    /// The channel, by the floor's number, where anybody has a limit of their own for it.
    pub limited: Option<u8>,
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.weight.pool, self.weight.tenths, self.limited).hash(state);
    }
}

/// Whom a conversation needs. Conversations with equal needs compete for the same people.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Need {
    /// Members of this team; none = anybody.
    pub team: Option<TeamId>,
    /// Whoever serves this inbox; none where everyone does.
    pub inbox: Option<InboxId>,
    /// All of these, each at least at its level.
    pub skills: Vec<(SkillId, Level)>,
    /// Not further away than this.
    pub near: Option<Near>,
    /// What it takes of them.
    pub kind: Kind,
}

/// A need that is shared and quickly found again.
#[derive(Clone, Debug)]
pub struct Want(Arc<(u64, Need)>);

impl From<Need> for Want {
    fn from(need: Need) -> Self {
        Self(Arc::new((FxBuildHasher.hash_one(&need), need)))
    }
}

impl Deref for Want {
    type Target = Need;

    fn deref(&self) -> &Need {
        &self.0.1
    }
}

impl PartialEq for Want {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for Want {}

impl Hash for Want {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.0);
    }
}

impl Need {
    /// Anybody, for a conversation of this kind.
    pub fn anybody(kind: Kind) -> Self {
        Self {
            team: None,
            inbox: None,
            skills: Vec::new(),
            near: None,
            kind,
        }
    }

    /// Whether `person` belongs to those who are looked at: skills and places are asked of them afterwards.
    pub(crate) fn concerns(&self, person: &Person) -> bool {
        self.team.is_none_or(|team| person.teams.contains(&team))
            && self.inbox.is_none_or(|inbox| person.inboxes.contains(&inbox))
    }

    /// Whether they know what is asked for.
    pub(crate) fn is_known_to(&self, person: &Person) -> bool {
        self.skills.iter().all(|(skill, least)| {
            person
                .skills
                .iter()
                .any(|(own, level)| own == skill && level >= least)
        })
    }

    /// Whether they are near enough.
    pub(crate) fn is_near(&self, person: &Person) -> bool {
        self.near.as_ref().is_none_or(|near| near.is_met(&person.places))
    }
}
