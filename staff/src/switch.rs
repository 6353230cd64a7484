//! Function switches: what a workspace has turned on (DESIGN §2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident = $key:tt, $default:literal;)*) => {
        /// One function, or one level of it, that a workspace can turn on and off.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum Switch {
            $($(#[$doc])* #[serde(rename = $key)] $name,)*
        }

        impl Switch {
            /// Every switch, in the order of the settings page.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable key.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// Whether a new workspace has it on.
            pub const fn on_at_first(self) -> bool {
                match self { $(Self::$name => $default),* }
            }
        }
    };
}

switches! {
    /// 备注: internal notes.
    Notes = "notes", true;
    /// 标签: tags on conversations.
    Tags = "tags", true;
    /// 稍后处理: hide a conversation until a time or a reply.
    Snooze = "snooze", true;
    /// 附件: images and files.
    Attachments = "attachments", true;
    /// 搜索: full-text search over all conversations.
    Search = "search", true;
    /// 客服组: teams.
    Teams = "teams", true;
    /// 自定义角色: roles of one's own.
    CustomRoles = "customRoles", false;
}

/// The switches of one workspace: what differs from the defaults is stored.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Switches(BTreeMap<Switch, bool>);

impl Switches {
    /// Whether `switch` is on.
    pub fn on(&self, switch: Switch) -> bool {
        self.0.get(&switch).copied().unwrap_or(switch.on_at_first())
    }

    /// Turns one on or off.
    pub fn set(&mut self, switch: Switch, on: bool) {
        self.0.insert(switch, on);
    }
}
