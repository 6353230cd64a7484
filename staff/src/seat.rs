//! A seat at the desk: who acts, and what they may see and do.

use yingke_words::{AgentId, InboxId, TeamId, WorkspaceId};

use crate::{Companion, Grants, Part, Permission, Scope};

/// An agent with everything a permission decision needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// The tenant. From the credential, never from the request.
    pub workspace: WorkspaceId,
    /// Who acts.
    pub agent: AgentId,
    /// Their name as colleagues and customers see it.
    pub name: String,
    /// Their role, as the audit trail names it: a standard role's key, or a custom one's name.
    pub role: String,
    /// The union of their role's grants.
    pub grants: Grants,
    /// The teams they belong to.
    pub teams: Vec<TeamId>,
    /// The inboxes their teams serve, and those that every team serves.
    pub inboxes: Vec<InboxId>,
}

/// The sides of a conversation that permissions look at.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Subject {
    /// Where it arrived.
    pub inbox: InboxId,
    /// The team responsible, if any.
    pub team: Option<TeamId>,
    /// The agent responsible, if any.
    pub agent: Option<AgentId>,
    /// Whether it waits for a human.
    pub queued: bool,
    /// Who takes part beside the one responsible.
    pub company: Vec<Companion>,
    /// Whether somebody there has asked for help.
    pub calls: bool,
}

impl Subject {
    /// Whether `agent` takes part, in whichever way.
    pub fn has(&self, agent: AgentId) -> bool {
        self.company.iter().any(|one| one.agent == agent)
    }

    /// Whether `agent` follows it.
    pub fn is_followed_by(&self, agent: AgentId) -> bool {
        let follows = |one: &Companion| one.agent == agent && one.part == Part::Follows;
        self.company.iter().any(follows)
    }
}

impl Seat {
    /// Whether this seat may do `permission` to `subject`.
    ///
    /// Grants unite; being responsible gives access until the session ends; what waits in a queue this seat
    /// serves may be read, answered, noted, taken and ended by whoever may do so to conversations of their own; and
    /// whoever takes part may do what their part gives.
    pub fn may(&self, permission: Permission, subject: &Subject) -> bool {
        let mine = subject.agent == Some(self.agent);
        let part = |one: &Companion| one.agent == self.agent && one.part.gives(permission);
        let close = mine || self.serves_queue_of(subject) || subject.company.iter().any(part);
        (close && self.grants.holds_any(permission)) || self.covers(permission, subject)
    }

    /// Whether a grant wider than one's own conversations covers `subject`.
    fn covers(&self, permission: Permission, subject: &Subject) -> bool {
        let grants = &self.grants;
        (grants.holds(permission, Scope::Team) && subject.team.is_some_and(|team| self.teams.contains(&team)))
            || (grants.holds(permission, Scope::Inbox) && self.inboxes.contains(&subject.inbox))
            || grants.holds(permission, Scope::All)
    }

    /// Whether this seat looks after `subject` for others: what help is asked of.
    pub fn oversees(&self, subject: &Subject) -> bool {
        self.covers(Permission::Assign, subject) && self.sees(subject)
    }

    /// Whether this seat is asked for help in `subject`.
    pub fn is_called_to(&self, subject: &Subject) -> bool {
        subject.calls && self.oversees(subject)
    }

    /// Whether `subject` waits in a queue this seat serves: its team ∩ its inboxes (DESIGN §10).
    pub fn serves_queue_of(&self, subject: &Subject) -> bool {
        subject.queued
            && self.inboxes.contains(&subject.inbox)
            && subject.team.is_none_or(|team| self.teams.contains(&team))
    }

    /// Whether this seat may see `subject` at all.
    pub fn sees(&self, subject: &Subject) -> bool {
        self.may(Permission::ReadConversations, subject)
    }

    /// Whether this seat holds a permission that has no subject (administration).
    pub fn manages(&self, permission: Permission) -> bool {
        self.grants.holds(permission, Scope::All)
    }
}

#[cfg(test)]
mod tests {
    use yingke_words::WorkspaceId;

    use super::*;
    use crate::StandardRole;

    fn id<T: From<uuid::Uuid>>(n: u128) -> T {
        T::from(uuid::Uuid::from_u128(n))
    }

    fn seat(role: StandardRole) -> Seat {
        Seat {
            workspace: id::<WorkspaceId>(1),
            agent: id(10),
            name: "周岚".into(),
            role: role.key().to_owned(),
            grants: role.grants().into_iter().collect(),
            teams: vec![id(20)],
            inboxes: vec![id(30)],
        }
    }

    use StandardRole::{Administrator, Agent, Auditor, Owner, Supervisor};

    /// Who of all roles sees, and who answers, a conversation with these sides.
    fn check(what: &str, subject: Subject, see: &[StandardRole], answer: &[StandardRole]) {
        for role in [Owner, Administrator, Supervisor, Agent, Auditor] {
            assert_eq!(
                seat(role).sees(&subject),
                see.contains(&role),
                "{role:?} sees {what}"
            );
            let answers = seat(role).may(Permission::Reply, &subject);
            assert_eq!(answers, answer.contains(&role), "{role:?} answers {what}");
        }
    }

    fn subject(inbox: u128, team: Option<u128>, agent: Option<u128>, queued: bool) -> Subject {
        Subject {
            inbox: id(inbox),
            team: team.map(id),
            agent: agent.map(id),
            queued,
            company: Vec::new(),
            calls: false,
        }
    }

    #[test]
    fn who_sees_and_answers_what() {
        let all = [Owner, Administrator, Supervisor, Agent];
        let (high, higher) = ([Owner, Administrator, Supervisor], [Owner, Administrator]);
        check("mine", subject(30, None, Some(10), false), &all, &all);
        check("the queue of my inbox", subject(30, None, None, true), &all, &all);
        check(
            "another team's queue in my inbox",
            subject(30, Some(21), None, true),
            &high,
            &high,
        );
        check(
            "the queue of another inbox",
            subject(31, None, None, true),
            &higher,
            &higher,
        );
        check(
            "a team mate's",
            subject(31, Some(20), Some(11), false),
            &[Owner, Administrator, Agent],
            &higher,
        );
        check(
            "a colleague's in my inbox",
            subject(30, None, Some(11), false),
            &high,
            &high,
        );
    }

    /// Somebody of `role` (10) takes part in a colleague's conversation in another inbox: what they may do there.
    fn taking(part: Part, role: StandardRole) -> Vec<Permission> {
        let company = vec![Companion { agent: id(10), part }];
        let strange = subject(31, None, Some(11), false);
        assert!(!seat(role).sees(&strange), "{role:?} does not see it otherwise");
        let subject = Subject { company, ..strange };
        let may = |one: &Permission| seat(role).may(*one, &subject);
        Permission::ALL.iter().copied().filter(may).collect()
    }

    #[test]
    fn what_a_part_gives() {
        use Permission::{ReadConversations, Reply, WriteNotes};
        for role in [Supervisor, Agent] {
            let manages = |one: &Permission| one.scopes() == [Scope::All];
            let given = |part| -> Vec<Permission> {
                let all = taking(part, role);
                all.into_iter().filter(|one| !manages(one)).collect()
            };
            assert_eq!(given(Part::Follows), [ReadConversations, WriteNotes], "{role:?}");
            assert_eq!(given(Part::Whispers), [ReadConversations, WriteNotes], "{role:?}");
            assert_eq!(
                given(Part::Joins),
                [ReadConversations, Reply, WriteNotes],
                "{role:?}"
            );
        }
        assert_eq!(
            taking(Part::Joins, Auditor),
            [Permission::ReadAudit],
            "whoever may read nothing"
        );
    }

    #[test]
    fn who_is_asked_for_help() {
        let asked = |subject: Subject| -> Vec<StandardRole> {
            let subject = Subject {
                calls: true,
                ..subject
            };
            let called = |role: &StandardRole| seat(*role).is_called_to(&subject);
            StandardRole::ALL.into_iter().filter(called).collect()
        };
        let high = [Owner, Administrator, Supervisor];
        assert_eq!(asked(subject(30, None, Some(11), false)), high);
        assert_eq!(
            asked(subject(30, None, Some(10), false)),
            high,
            "not whoever only serves it"
        );
        assert_eq!(
            asked(subject(30, None, None, true)),
            high,
            "nor whoever may take it"
        );
        assert_eq!(
            asked(subject(31, Some(20), Some(11), false)),
            [Owner, Administrator]
        );
        assert!(
            !seat(Owner).is_called_to(&subject(30, None, Some(11), false)),
            "nobody called"
        );
    }
}
