//! How urgent a consultation is.

use crate::status::keyed;

keyed! {
    /// The class of a consultation: who waits in a higher one is served earlier, see `routing` for by how much.
    Priority {
        /// 低.
        Low = "low",
        /// 普通.
        Normal = "normal",
        /// 高.
        High = "high",
        /// VIP.
        Vip = "vip",
        /// 紧急.
        Urgent = "urgent",
    }
}

impl Priority {
    /// 0 for the lowest, one more a class.
    pub const fn step(self) -> i64 {
        self as i64
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the list of keys is one macro for every enum"
)]
impl Default for Priority {
    fn default() -> Self {
        Self::Normal
    }
}
