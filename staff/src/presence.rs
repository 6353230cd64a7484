//! What a workspace says of presence 在线状态: reasons for breaks, the work after a contact, how long somebody may be gone.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{Span, Time};

use crate::AgentStatus;

/// Reasons for breaks at most.
const BREAKS: usize = 20;
/// The longest after-contact work that begins by itself, in seconds.
const LONGEST_WORK: i64 = 3_600;
/// The longest that an agent may be gone before they are away, in minutes.
const LONGEST_GONE: i64 = 30;

/// A reason for a break 小休原因.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakReason {
    /// What it is called, at most 40 characters. `meal`, `rest`, `meeting` and `training` have words in every language.
    pub name: String,
    /// How many minutes it may take, 1 to 480; null = nobody counts.
    #[serde(default)]
    pub minutes: Option<i64>,
}

/// What a workspace says of presence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PresenceRules {
    /// The reasons for breaks to choose from, at most 20; none = a break needs no reason.
    pub breaks: Vec<BreakReason>,
    /// So many seconds of after-contact work 话后整理 begin when a consultation that an agent served has ended, at most
    /// 3,600; 0 = none.
    pub after_contact_seconds: i64,
    /// After so many minutes without a page at the desk an agent is away, 0 to 30.
    pub away_after_minutes: i64,
}

impl Default for PresenceRules {
    fn default() -> Self {
        let reason = |name: &str| BreakReason {
            name: name.to_owned(),
            minutes: None,
        };
        Self {
            breaks: ["meal", "rest", "meeting", "training"].map(reason).to_vec(),
            after_contact_seconds: 0,
            away_after_minutes: 3,
        }
    }
}

/// Why rules of presence are refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PresenceRefused {
    /// Too many reasons.
    #[error("at most 20 reasons for breaks")]
    TooMany,
    /// A reason without a name, or with one that is too long.
    #[error("a reason is one line of 1 to 40 characters")]
    Name,
    /// Two reasons of one name.
    #[error("{0} stands there twice")]
    Twice(String),
    /// A quota that is none.
    #[error("a break takes 1 to 480 minutes")]
    Minutes,
    /// After-contact work that is too long.
    #[error("0 to 3600 seconds")]
    AfterContact,
    /// Gone for too long.
    #[error("0 to 30 minutes")]
    AwayAfter,
}

impl PresenceRefused {
    /// The field that is wrong.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::TooMany | Self::Name | Self::Twice(_) | Self::Minutes => "presence.breaks",
            Self::AfterContact => "presence.afterContactSeconds",
            Self::AwayAfter => "presence.awayAfterMinutes",
        }
    }
}

/// Why somebody's status is not set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StatusRefused {
    /// It is the system's, or only the agent's own.
    #[error("this status cannot be chosen")]
    NotChosen,
    /// No such reason for a break.
    #[error("this reason is not on the workspace's list of breaks")]
    Reason,
}

impl StatusRefused {
    /// The field that is wrong.
    pub const fn field(self) -> &'static str {
        match self {
            Self::NotChosen => "status",
            Self::Reason => "reason",
        }
    }
}

/// What the end of a consultation does to an agent who served it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AfterContact {
    /// Nothing.
    Nothing,
    /// Their after-contact work begins, and lasts until then.
    Begins(Time),
    /// It had begun, and lasts until then now.
    GoesOn(Time),
}

/// Who sets a status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetBy {
    /// The agent.
    Themselves,
    /// A supervisor.
    Supervisor,
}

impl PresenceRules {
    /// Checks every field.
    pub fn check(&self) -> Result<(), PresenceRefused> {
        if self.breaks.len() > BREAKS {
            return Err(PresenceRefused::TooMany);
        }
        for (at, reason) in self.breaks.iter().enumerate() {
            let name = reason.name.as_str();
            let fits = (1..=40).contains(&name.chars().count()) && name.trim() == name;
            if !fits || name.chars().any(char::is_control) {
                return Err(PresenceRefused::Name);
            }
            if self.breaks[..at].iter().any(|other| other.name == name) {
                return Err(PresenceRefused::Twice(name.to_owned()));
            }
            if reason
                .minutes
                .is_some_and(|minutes| !(1..=480).contains(&minutes))
            {
                return Err(PresenceRefused::Minutes);
            }
        }
        if !(0..=LONGEST_WORK).contains(&self.after_contact_seconds) {
            return Err(PresenceRefused::AfterContact);
        }
        if !(0..=LONGEST_GONE).contains(&self.away_after_minutes) {
            return Err(PresenceRefused::AwayAfter);
        }
        Ok(())
    }

    /// Whether somebody may set this status: which are theirs to set, and that a break has a reason of the list, or none.
    pub fn check_choice(
        &self,
        status: AgentStatus,
        reason: Option<&str>,
        by: SetBy,
    ) -> Result<(), StatusRefused> {
        let may = match by {
            SetBy::Themselves => status.chosen_by_agent(),
            SetBy::Supervisor => status.set_by_supervisor(),
        };
        if !may {
            return Err(StatusRefused::NotChosen);
        }
        let known = |reason: &str| self.breaks.iter().any(|one| one.name == reason);
        match reason {
            Some(reason) if status != AgentStatus::Break || !known(reason) => Err(StatusRefused::Reason),
            _ => Ok(()),
        }
    }

    /// How long somebody may be gone before they are away.
    pub const fn grace(&self) -> Span {
        Span::minutes(self.away_after_minutes)
    }

    /// Until when a status lasts that somebody sets now; none = until they set another.
    pub fn lasts(&self, status: AgentStatus, now: Time) -> Option<Time> {
        let counts = status == AgentStatus::AfterContact && self.after_contact_seconds > 0;
        counts.then(|| now + Span::seconds(self.after_contact_seconds))
    }

    /// Whether the end of a consultation changes anything for whoever served it.
    pub const fn follows_contacts(&self) -> bool {
        self.after_contact_seconds > 0
    }

    /// What the end of a consultation does to an agent of this status who served it.
    pub fn contact_ended(&self, status: AgentStatus, now: Time) -> AfterContact {
        let Some(until) = self.lasts(AgentStatus::AfterContact, now) else {
            return AfterContact::Nothing;
        };
        match status {
            AgentStatus::Online | AgentStatus::Busy => AfterContact::Begins(until),
            AgentStatus::AfterContact => AfterContact::GoesOn(until),
            _ => AfterContact::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AgentStatus::{Away, Break, Busy, Invisible, Offline, Online};

    fn at(seconds: i64) -> Time {
        Time::from_millis(0) + Span::seconds(seconds)
    }

    fn rules(seconds: i64) -> PresenceRules {
        PresenceRules {
            after_contact_seconds: seconds,
            ..PresenceRules::default()
        }
    }

    #[test]
    fn after_contact_work_begins_where_somebody_serves_and_the_workspace_says_so() {
        for (status, after) in [
            (Online, AfterContact::Begins(at(50))),
            (Busy, AfterContact::Begins(at(50))),
            (AgentStatus::AfterContact, AfterContact::GoesOn(at(50))),
            (Break, AfterContact::Nothing),
            (Invisible, AfterContact::Nothing),
            (Away, AfterContact::Nothing),
            (Offline, AfterContact::Nothing),
        ] {
            assert_eq!(rules(45).contact_ended(status, at(5)), after, "{status:?}");
            let without = rules(0).contact_ended(status, at(5));
            assert_eq!(without, AfterContact::Nothing, "{status:?}");
        }
        assert!(rules(45).follows_contacts() && !rules(0).follows_contacts());
        assert_eq!(rules(45).lasts(AgentStatus::AfterContact, at(5)), Some(at(50)));
        assert_eq!(rules(0).lasts(AgentStatus::AfterContact, at(5)), None);
        assert_eq!(rules(45).lasts(Break, at(5)), None);
    }

    #[test]
    fn who_may_set_which_status_and_with_which_reason() {
        use SetBy::{Supervisor, Themselves};
        let rules = rules(0);
        for status in AgentStatus::ALL {
            let own = rules.check_choice(status, None, Themselves).is_ok();
            let others = rules.check_choice(status, None, Supervisor).is_ok();
            assert_eq!(own, status != Away, "{status:?}");
            let theirs = [Online, Busy, Break, Offline].contains(&status);
            assert_eq!(others, theirs, "{status:?}: no one is made invisible or away");
        }
        let with = |status, reason| rules.check_choice(status, Some(reason), Themselves);
        assert_eq!(with(Break, "meal"), Ok(()));
        assert_eq!(with(Break, "nap"), Err(StatusRefused::Reason));
        assert_eq!(with(Busy, "meal"), Err(StatusRefused::Reason));
    }

    #[test]
    fn refuses_what_is_no_rule() {
        let check = |change: &dyn Fn(&mut PresenceRules)| {
            let mut rules = rules(0);
            change(&mut rules);
            rules.check()
        };
        assert_eq!(check(&|_| {}), Ok(()));
        assert_eq!(check(&|rules| rules.breaks.clear()), Ok(()));
        let named = |name: &str| BreakReason {
            name: name.into(),
            minutes: None,
        };
        assert_eq!(
            check(&|rules| rules.breaks.push(named("meal"))),
            Err(PresenceRefused::Twice("meal".into()))
        );
        for name in ["", " x", "a\nb", &"长".repeat(41)] {
            let refused = check(&|rules| rules.breaks.push(named(name)));
            assert_eq!(refused, Err(PresenceRefused::Name), "{name:?}");
        }
        for minutes in [0, 481] {
            let refused = check(&|rules| rules.breaks[0].minutes = Some(minutes));
            assert_eq!(refused, Err(PresenceRefused::Minutes));
        }
        let many = check(&|rules| rules.breaks = (0..21).map(|n| named(&n.to_string())).collect());
        assert_eq!(many, Err(PresenceRefused::TooMany));
        let refused = check(&|rules| rules.after_contact_seconds = 3_601).unwrap_err();
        assert_eq!(refused.field(), "presence.afterContactSeconds");
        let refused = check(&|rules| rules.away_after_minutes = 31).unwrap_err();
        assert_eq!(refused.field(), "presence.awayAfterMinutes");
    }
}
