//! The right person, at once, and why it was them.
//!
//! Decides: who gets a conversation, in which order those who wait are served, who is left out and for which reason, what
//! rules and stages come before the choice among equals. Everything is in memory and a plain function of what it was told:
//! the same story told twice ends in the same decisions.
//! Never knows databases, sockets, HTTP; what it decides becomes true by a command of the desk, which may refuse.
//!
//! [`Floor`] holds who is here and what waits. Conversations that need the same people (team, inbox, skills, place, kind)
//! share a *group*: its *bench* has those who are free for it, in the order in which the team's policy would choose them,
//! its *queue* has what waits for them. A bench and a queue of one group are never both filled, but for those whom a
//! conversation must not go back to. So a conversation that comes looks at one bench, and a person who becomes free
//! at the heads of their groups' queues.

mod ask;
mod bench;
mod body;
mod floor;
mod group;
mod need;
mod person;
mod plan;
mod policy;
pub mod proof;
mod rank;
mod rule;
mod settings;
mod why;

pub use ask::{Ask, OwnLine, Rung};
pub use floor::{Floor, FloorRules, Whereabouts};
pub use need::{Kind, Near, Need, Place, Want};
pub use person::{Level, Person, Standing};
pub use plan::{Book, Case, Plan, RuleTried};
pub use policy::{Choosing, Points, Policy, Scores};
pub use rank::{Ageing, Rank};
pub use rule::{
    ATTRIBUTE, Comparison, Condition, During, FIELDS, Facts, Outcome, Question, Rule, SkillAsked,
};
pub use settings::{
    AgentRouting, Choice, Existing, InParticular, LastAgent, Settings, SettingsRefused, Skill, SkillHeld,
    TeamRouting, WidenTo, Widening,
};
pub use why::{Candidate, Decision, LeftOut, Stage, Why};

#[cfg(test)]
mod tests;
