//! What a decision has go out on a channel; the desk's outbox carries it, in order.

use serde::{Deserialize, Serialize};

/// One thing to go out. Messages are named by their number in the thread: what they say stands there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Order {
    /// Say the line.
    Say {
        /// Its number in the thread.
        seq: i64,
        /// No person wrote it.
        automatic: bool,
    },
    /// Change the line to what it says now.
    Edit {
        /// Its number.
        seq: i64,
    },
    /// Take the line back.
    Recall {
        /// Its number.
        seq: i64,
    },
    /// React to the line.
    React {
        /// Its number.
        seq: i64,
        /// With this; none takes it away.
        emoji: Option<String>,
    },
    /// Show that the customer's last line was read.
    Read,
    /// Tell the provider that we answer.
    Serve,
    /// Tell the provider that it is over.
    End,
}

impl Order {
    /// The line it is about.
    pub const fn seq(&self) -> Option<i64> {
        match self {
            Self::Say { seq, .. } | Self::Edit { seq } | Self::Recall { seq } | Self::React { seq, .. } => {
                Some(*seq)
            }
            Self::Read | Self::Serve | Self::End => None,
        }
    }
}
