//! Who may change whom: seats, the roles they hold, and the owner who must remain.

use crate::{Grant, GrantRefused, Grants, Permission, StandardRole, check_grant};

/// What somebody holds, before or after a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holding<'a> {
    /// The standard role it is, if it is one.
    pub standard: Option<StandardRole>,
    /// What the role may do.
    pub grants: &'a [Grant],
    /// Whether the seat is closed.
    pub disabled: bool,
}

/// Why a change of people or roles is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PeopleRefused {
    /// It gives, takes or touches a right that whoever changes it lacks (SECURITY T30).
    #[error("nobody can grant, take or change a right they lack")]
    BeyondOwn(Permission),
    /// Nobody would be left who may do everything.
    #[error("a workspace keeps at least one owner")]
    LastOwner,
    /// Standard roles are copied, not changed.
    #[error("standard roles stay as they are")]
    StandardRole,
    /// The permission cannot be limited to this part of the workspace.
    #[error("this permission is granted for the whole workspace or not at all")]
    ScopeUnfit(Permission),
}

impl From<GrantRefused> for PeopleRefused {
    fn from(refused: GrantRefused) -> Self {
        match refused {
            GrantRefused::BeyondOwn(permission) => Self::BeyondOwn(permission),
        }
    }
}

impl PeopleRefused {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeyondOwn(_) => "grant_beyond_own",
            Self::LastOwner => "last_owner",
            Self::StandardRole => "standard_role",
            Self::ScopeUnfit(_) => "scope_unfit",
        }
    }
}

impl Holding<'_> {
    fn owns(&self) -> bool {
        self.standard == Some(StandardRole::Owner) && !self.disabled
    }
}

/// Whether somebody with the rights `own` may bring a seat from `before` (none: a new one) to `after`, while
/// `other_owners` seats besides it own the workspace.
pub fn check_holding(
    own: &Grants,
    before: Option<Holding<'_>>,
    after: Holding<'_>,
    other_owners: usize,
) -> Result<(), PeopleRefused> {
    if let Some(before) = before {
        check_grant(own, before.grants)?;
        if before.owns() && !after.owns() && other_owners == 0 {
            return Err(PeopleRefused::LastOwner);
        }
    }
    Ok(check_grant(own, after.grants)?)
}

/// Whether somebody with the rights `own` may bring a role from `before` (none: a new one) to `after` (empty: gone).
pub fn check_role(own: &Grants, before: Option<Holding<'_>>, after: &[Grant]) -> Result<(), PeopleRefused> {
    if let Some(before) = before {
        if before.standard.is_some() {
            return Err(PeopleRefused::StandardRole);
        }
        check_grant(own, before.grants)?;
    }
    let unfit = after
        .iter()
        .find(|grant| !grant.permission.scopes().contains(&grant.scope));
    if let Some(grant) = unfit {
        return Err(PeopleRefused::ScopeUnfit(grant.permission));
    }
    Ok(check_grant(own, after)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;
    use StandardRole::{Administrator, Agent, Owner, Supervisor};

    fn rights(role: StandardRole) -> Grants {
        role.grants().into_iter().collect()
    }

    /// May `by` bring somebody from `before` to `after` (role, disabled)?
    fn check(
        by: StandardRole,
        before: (StandardRole, bool),
        after: (StandardRole, bool),
        owners: usize,
    ) -> Result<(), PeopleRefused> {
        let (old, new) = (before.0.grants(), after.0.grants());
        let holding = |(standard, disabled), grants| Holding {
            standard: Some(standard),
            grants,
            disabled,
        };
        check_holding(
            &rights(by),
            Some(holding(before, &old)),
            holding(after, &new),
            owners,
        )
    }

    #[test]
    fn the_last_owner_stays() {
        let refused = Err(PeopleRefused::LastOwner);
        assert_eq!(check(Owner, (Owner, false), (Agent, false), 0), refused);
        assert_eq!(check(Owner, (Owner, false), (Owner, true), 0), refused);
        assert_eq!(check(Owner, (Owner, false), (Agent, false), 1), Ok(()));
        assert_eq!(check(Owner, (Owner, true), (Agent, true), 0), Ok(()), "was none");
        assert_eq!(check(Owner, (Agent, false), (Owner, false), 0), Ok(()));
    }

    #[test]
    fn nobody_reaches_above_themselves() {
        let beyond = Err(PeopleRefused::BeyondOwn(Permission::ReadAudit));
        assert_eq!(
            check(Administrator, (Agent, false), (Owner, false), 1),
            beyond,
            "up"
        );
        assert_eq!(
            check(Administrator, (Owner, false), (Agent, false), 1),
            beyond,
            "an owner down"
        );
        assert_eq!(
            check(Administrator, (Owner, false), (Owner, true), 1),
            beyond,
            "an owner out"
        );
        assert_eq!(
            check(Administrator, (Administrator, false), (Supervisor, true), 1),
            Ok(())
        );
    }

    #[test]
    fn roles_stay_within_their_makers_rights_and_standard_ones_as_they_are() {
        let own = rights(Administrator);
        let grant = |permission, scope| Grant { permission, scope };
        let audit = [grant(Permission::ReadAudit, Scope::All)];
        let tags = [grant(Permission::ManageTags, Scope::All)];
        let of = |standard, grants| Holding {
            standard,
            grants,
            disabled: false,
        };
        assert_eq!(check_role(&own, None, &tags), Ok(()));
        assert_eq!(check_role(&own, Some(of(None, &tags)), &[]), Ok(()));
        let beyond = Err(PeopleRefused::BeyondOwn(Permission::ReadAudit));
        assert_eq!(check_role(&own, None, &audit), beyond);
        assert_eq!(check_role(&own, Some(of(None, &audit)), &tags), beyond);
        assert_eq!(
            check_role(&own, Some(of(Some(Agent), &tags)), &tags),
            Err(PeopleRefused::StandardRole)
        );
        let narrow = [grant(Permission::ManageTags, Scope::Team)];
        assert_eq!(
            check_role(&own, None, &narrow),
            Err(PeopleRefused::ScopeUnfit(Permission::ManageTags))
        );
    }

    #[test]
    fn standard_roles_grant_what_can_be_granted() {
        for role in StandardRole::ALL {
            for grant in role.grants() {
                assert!(
                    grant.permission.scopes().contains(&grant.scope),
                    "{role:?}: {grant:?}"
                );
            }
        }
    }
}
