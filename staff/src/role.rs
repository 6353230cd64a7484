//! Roles: named sets of grants, and who may hand them out.

use crate::{Grant, Grants, Permission, Scope};

/// The roles every workspace starts with. They can be copied, not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandardRole {
    /// 所有者: everything.
    Owner,
    /// 管理员: everything but the audit trail.
    Administrator,
    /// 主管: the conversations of their inboxes, the tags, and who is there.
    Supervisor,
    /// 客服: their own conversations, and those of their teams to read.
    Agent,
    /// 审计员: reads the audit trail and nothing else.
    Auditor,
}

impl StandardRole {
    /// All of them, highest first.
    pub const ALL: [Self; 5] = [
        Self::Owner,
        Self::Administrator,
        Self::Supervisor,
        Self::Agent,
        Self::Auditor,
    ];

    /// The stable key; the interface shows its own text for it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Administrator => "administrator",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
            Self::Auditor => "auditor",
        }
    }

    /// The standard role of a stored key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// What the role may do.
    pub fn grants(self) -> Vec<Grant> {
        use Permission as P;
        let within = |scope, permissions: &[P]| -> Vec<Grant> {
            permissions
                .iter()
                .map(|&permission| Grant { permission, scope })
                .collect()
        };
        let desk = [
            P::ReadConversations,
            P::Reply,
            P::WriteNotes,
            P::Assign,
            P::End,
            P::Tag,
            P::EditCustomers,
        ];
        match self {
            Self::Owner => within(Scope::All, P::ALL),
            Self::Administrator => Self::Owner
                .grants()
                .into_iter()
                .filter(|grant| grant.permission != P::ReadAudit)
                .collect(),
            Self::Supervisor => [
                within(Scope::Inbox, &desk),
                within(Scope::All, &[P::ManageTags, P::SetStatus]),
            ]
            .concat(),
            Self::Agent => [
                within(Scope::Own, &desk),
                within(Scope::Team, &[P::ReadConversations, P::WriteNotes]),
            ]
            .concat(),
            Self::Auditor => within(Scope::All, &[P::ReadAudit]),
        }
    }
}

/// Why a role may not be given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GrantRefused {
    /// The giver lacks a right that the role holds (SECURITY T30).
    #[error("nobody can grant a right they lack")]
    BeyondOwn(Permission),
}

/// Whether somebody holding `own` may hand out `grants`: nobody can grant a right they lack.
pub fn check_grant(own: &Grants, grants: &[Grant]) -> Result<(), GrantRefused> {
    match grants
        .iter()
        .find(|grant| !own.holds(grant.permission, grant.scope))
    {
        Some(grant) => Err(GrantRefused::BeyondOwn(grant.permission)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_grants_a_right_they_lack() {
        for giver in StandardRole::ALL {
            let own: Grants = giver.grants().into_iter().collect();
            for given in StandardRole::ALL {
                let lacks = given
                    .grants()
                    .iter()
                    .any(|grant| !own.holds(grant.permission, grant.scope));
                assert_eq!(
                    check_grant(&own, &given.grants()).is_err(),
                    lacks,
                    "{giver:?} gives {given:?}"
                );
            }
        }
        let administrator: Grants = StandardRole::Administrator.grants().into_iter().collect();
        assert_eq!(
            check_grant(&administrator, &StandardRole::Owner.grants()),
            Err(GrantRefused::BeyondOwn(Permission::ReadAudit))
        );
    }
}
