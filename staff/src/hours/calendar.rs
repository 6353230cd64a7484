//! A day of the calendar 节假日与调休: on it, it is otherwise than in the week.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{HoursRefused, NAME, Opening, check_openings};

/// What a day of the calendar is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum CalendarDay {
    /// 休: closed, whatever the week says.
    Closed {
        /// What it is called, at most 60 characters.
        #[serde(default)]
        name: String,
    },
    /// 班: worked like a day of the week, as swap days 调休 are.
    Like {
        /// What it is called.
        #[serde(default)]
        name: String,
        /// Which, 0 = Monday.
        weekday: u8,
    },
    /// With openings of its own.
    Open {
        /// What it is called.
        #[serde(default)]
        name: String,
        /// Its openings.
        openings: Vec<Opening>,
    },
}

impl CalendarDay {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Closed { name } | Self::Like { name, .. } | Self::Open { name, .. } => name,
        }
    }

    /// Its openings, in a week.
    pub(super) fn openings<'a>(&'a self, week: &'a [Vec<Opening>; 7]) -> &'a [Opening] {
        match self {
            Self::Closed { .. } => &[],
            Self::Like { weekday, .. } => week.get(usize::from(*weekday)).map_or(&[], Vec::as_slice),
            Self::Open { openings, .. } => openings,
        }
    }

    pub(super) fn check(&self, date: Date) -> Result<(), HoursRefused> {
        let name = self.name();
        if name.chars().count() > NAME || name.chars().any(char::is_control) {
            return Err(HoursRefused::Name(date));
        }
        match self {
            Self::Like { weekday, .. } if *weekday > 6 => Err(HoursRefused::Weekday(date)),
            Self::Closed { .. } | Self::Like { .. } => Ok(()),
            Self::Open { openings, .. } => {
                let checked = check_openings(openings);
                checked
                    .map(|_| ())
                    .map_err(|why| HoursRefused::Calendar(date, why))
            }
        }
    }
}
