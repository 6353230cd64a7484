//! Where a consultation stands.

macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:tt),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),* }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable key, as stored and on the wire.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// The value of a stored key.
            pub fn of_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// A conversation shows its current consultation's status, or idle before the first.
    Status {
        /// Nothing has been said yet.
        Idle = "idle",
        /// Waits for a human 排队.
        Queued = "queued",
        /// Assigned, not yet accepted 待接入.
        Offered = "offered",
        /// An agent serves.
        Open = "open",
        /// Hidden until a time or a reply 稍后处理.
        Snoozed = "snoozed",
        /// Over.
        Ended = "ended",
    }
}

keyed! {
    /// Who ended a consultation.
    EndedBy {
        /// The serving agent or a supervisor.
        Agent = "agent",
        /// The customer.
        Customer = "customer",
        /// Nobody wrote for the inbox's time.
        Timeout = "timeout",
        /// The system (the inbox was removed).
        System = "system",
        /// The customer was blocked.
        Block = "block",
    }
}

impl Status {
    /// Whether a consultation is running.
    pub const fn running(self) -> bool {
        matches!(self, Self::Queued | Self::Offered | Self::Open | Self::Snoozed)
    }
}
