//! The order of those who wait.

use yingke_conversation::Priority;
use yingke_words::{Span, Time};

/// How much earlier a class counts as having come than the class below it: somebody waits in front of everyone of the
/// next class who came more than this span later. So nobody is overtaken without end: what came in the lowest class is
/// overtaken only by what comes within four of these spans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ageing(pub Span);

impl Default for Ageing {
    fn default() -> Self {
        Self(Span::minutes(10))
    }
}

/// A place in the order: smaller is served earlier. It does not change while somebody waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rank {
    key: i64,
    number: i64,
}

impl Rank {
    /// The rank of somebody of `priority` who waits since `since`; `number` decides between those who are equal.
    pub fn new(priority: Priority, since: Time, ageing: Ageing, number: i64) -> Self {
        Self {
            key: since.millis() - priority.step() * ageing.0.as_millis(),
            number,
        }
    }

    /// The same, counted as one class higher: in the line of one person their own customers come first, and not for ever.
    pub(crate) fn raised(self, ageing: Ageing) -> Self {
        Self {
            key: self.key - ageing.0.as_millis(),
            ..self
        }
    }
}
