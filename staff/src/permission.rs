//! What may be done, and to which part of the workspace.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $key:tt),* $(,)?) => {
        /// One kind of act. Every endpoint declares the one it needs.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $key)] $name,)*
        }

        impl Permission {
            /// Every permission there is, in the order of the role editor.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable key, as on the wire and in the text keys.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
        }
    };
}

permissions! {
    /// See conversations, their messages and customers; search them.
    ReadConversations = "conversations.read",
    /// Answer customers.
    Reply = "conversations.reply",
    /// Write internal notes.
    WriteNotes = "conversations.note",
    /// Make a person or team responsible.
    Assign = "conversations.assign",
    /// End, snooze and reopen.
    End = "conversations.end",
    /// Change tags.
    Tag = "conversations.tag",
    /// Change a customer's profile.
    EditCustomers = "customers.edit",
    /// Invite, change and disable agents.
    ManageAgents = "agents.manage",
    /// Set the status of other agents.
    SetStatus = "agents.set_status",
    /// Change teams and their members.
    ManageTeams = "teams.manage",
    /// Change roles and their grants.
    ManageRoles = "roles.manage",
    /// Decide how conversations find their person: rules, skills, limits.
    ManageRouting = "routing.manage",
    /// Connect and configure inboxes.
    ManageInboxes = "inboxes.manage",
    /// Create, rename and delete tags.
    ManageTags = "tags.manage",
    /// Change the workspace's name, language, time zone and function switches; load and remove demo data.
    ManageWorkspace = "workspace.manage",
    /// Read the audit trail.
    ReadAudit = "audit.read",
}

impl Permission {
    /// The scopes it can be granted in: administration has no part of the workspace to be limited to.
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::ReadConversations
            | Self::Reply
            | Self::WriteNotes
            | Self::Assign
            | Self::End
            | Self::Tag
            | Self::EditCustomers => &[Scope::Own, Scope::Team, Scope::Inbox, Scope::All],
            Self::ManageAgents
            | Self::SetStatus
            | Self::ManageTeams
            | Self::ManageRoles
            | Self::ManageRouting
            | Self::ManageInboxes
            | Self::ManageTags
            | Self::ManageWorkspace
            | Self::ReadAudit => &[Scope::All],
        }
    }
}

/// The part of the workspace a grant covers. Scopes of several grants unite.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// What is assigned to oneself.
    Own,
    /// What belongs to one's teams.
    Team,
    /// What arrives at the inboxes one's teams serve.
    Inbox,
    /// The whole workspace.
    All,
}

impl Scope {
    const fn bit(self) -> u8 {
        match self {
            Self::Own => 1,
            Self::Team => 2,
            Self::Inbox => 4,
            Self::All => 8,
        }
    }
}

/// One right: a permission within a scope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// What may be done.
    pub permission: Permission,
    /// To which part.
    pub scope: Scope,
}

/// The union of grants a seat holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grants([u8; Permission::ALL.len()]);

impl Grants {
    /// Whether `permission` is held in exactly this scope (or through [`Scope::All`]).
    pub fn holds(&self, permission: Permission, scope: Scope) -> bool {
        self.0[permission as usize] & (scope.bit() | Scope::All.bit()) != 0
    }

    /// Whether `permission` is held in any scope at all.
    pub fn holds_any(&self, permission: Permission) -> bool {
        self.0[permission as usize] != 0
    }

    /// The grants one by one.
    pub fn iter(&self) -> impl Iterator<Item = Grant> + '_ {
        Permission::ALL.iter().flat_map(move |&permission| {
            [Scope::Own, Scope::Team, Scope::Inbox, Scope::All]
                .into_iter()
                .filter(move |scope| self.0[permission as usize] & scope.bit() != 0)
                .map(move |scope| Grant { permission, scope })
        })
    }
}

impl FromIterator<Grant> for Grants {
    fn from_iter<I: IntoIterator<Item = Grant>>(grants: I) -> Self {
        let mut union = Self::default();
        for grant in grants {
            union.0[grant.permission as usize] |= grant.scope.bit();
        }
        union
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_what_the_wire_says() {
        for permission in Permission::ALL {
            assert_eq!(
                serde_json::to_string(permission).unwrap(),
                format!("\"{}\"", permission.key())
            );
        }
    }

    #[test]
    fn grants_unite() {
        let grant = |scope| Grant {
            permission: Permission::Reply,
            scope,
        };
        let grants: Grants = [grant(Scope::Own), grant(Scope::Team)].into_iter().collect();
        assert!(grants.holds(Permission::Reply, Scope::Own) && grants.holds(Permission::Reply, Scope::Team));
        assert!(!grants.holds(Permission::Reply, Scope::Inbox));
        assert!(!grants.holds_any(Permission::Assign));
        assert_eq!(grants.iter().count(), 2);
    }
}
