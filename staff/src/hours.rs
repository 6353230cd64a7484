//! Working hours: a week of openings in one time zone, and the days of a calendar on which it is otherwise.

mod calendar;
mod spans;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use calendar::CalendarDay;

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// Openings of one day at most.
const OPENINGS: usize = 12;
/// Days of the calendar at most: several years of public holidays.
const CALENDAR: usize = 500;
/// Characters of a day's name at most.
const NAME: usize = 60;

/// One opening, `from` inclusive, `to` exclusive, "HH:MM"; "24:00" is the end of the day. One that closes before it
/// opens runs past midnight into the next day: 22:00–02:00.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Opens, "09:00".
    pub from: String,
    /// Closes, "18:00".
    pub to: String,
}

/// The week, Monday first, and the calendar's days. Without any opening the desk is never open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hours {
    /// IANA name, "Asia/Shanghai".
    pub time_zone: String,
    /// Openings per day, Monday first.
    pub week: [Vec<Opening>; 7],
    /// Days on which it is otherwise than in the week, by their dates, "2026-10-01": at most 500.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, CalendarDay>)]
    pub calendar: BTreeMap<Date, CalendarDay>,
}

/// Why hours are refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HoursRefused {
    /// No such time zone.
    #[error("there is no time zone of this name; names look like Asia/Shanghai")]
    TimeZone,
    /// An opening of a day of the week, 0 = Monday.
    #[error("day {0} of the week (0 = Monday): {1}")]
    Week(usize, OpeningRefused),
    /// An opening of a day of the calendar.
    #[error("{0}: {1}")]
    Calendar(Date, OpeningRefused),
    /// A day of the calendar is like no day of the week.
    #[error("{0}: the day of the week is 0 (Monday) to 6 (Sunday)")]
    Weekday(Date),
    /// A day's name is too long, or holds what is no text.
    #[error("{0}: a name is one line of at most 60 characters")]
    Name(Date),
    /// Too many days.
    #[error("the calendar holds at most 500 days; leave out those that are over")]
    TooMany,
}

/// What is wrong with an opening.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpeningRefused {
    /// Not HH:MM.
    #[error("a time is HH:MM, 00:00 to 24:00")]
    Time,
    /// It closes when it opens.
    #[error("it closes when it opens; the whole day is 00:00 to 24:00")]
    Empty,
    /// It begins before the one before it has ended, or runs into the next day's first.
    #[error("two openings overlap")]
    Overlap,
    /// More than anybody reads.
    #[error("at most 12 openings a day")]
    TooMany,
}

impl HoursRefused {
    /// The field that is wrong, within the hours.
    pub fn field(&self) -> String {
        match self {
            Self::TimeZone => "timeZone".to_owned(),
            Self::Week(day, _) => format!("week.{day}"),
            Self::Calendar(date, _) | Self::Weekday(date) | Self::Name(date) => format!("calendar.{date}"),
            Self::TooMany => "calendar".to_owned(),
        }
    }
}

/// Minutes since midnight.
fn minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

impl Opening {
    /// When it opens and closes, in minutes of its day; past midnight that is more than a day has.
    fn minutes(&self) -> Option<(i64, i64)> {
        let (from, to) = minutes(&self.from).zip(minutes(&self.to))?;
        Some((from, if to < from { to + DAY } else { to }))
    }
}

/// Openings in their order and apart; answers when the last one closes, in minutes of the day.
fn check_openings(openings: &[Opening]) -> Result<i64, OpeningRefused> {
    if openings.len() > OPENINGS {
        return Err(OpeningRefused::TooMany);
    }
    let mut closed_until = 0;
    for opening in openings {
        let (from, to) = opening.minutes().ok_or(OpeningRefused::Time)?;
        if from == to || from == DAY {
            return Err(OpeningRefused::Empty);
        }
        if from < closed_until {
            return Err(OpeningRefused::Overlap);
        }
        closed_until = to;
    }
    Ok(closed_until)
}

fn opens_at(openings: &[Opening]) -> i64 {
    let first = openings.first().and_then(Opening::minutes);
    first.map_or(DAY, |(from, _)| from)
}

impl Hours {
    /// Hours of a week, with nothing in the calendar.
    pub fn of_week(time_zone: String, week: [Vec<Opening>; 7]) -> Self {
        Self {
            time_zone,
            week,
            calendar: BTreeMap::new(),
        }
    }

    /// Checks zone, openings and calendar. Hours that never open are no mistake: see [`Self::never_opens`].
    pub fn check(&self) -> Result<(), HoursRefused> {
        TimeZone::get(&self.time_zone).map_err(|_| HoursRefused::TimeZone)?;
        for (day, openings) in self.week.iter().enumerate() {
            let wrong = |why| HoursRefused::Week(day, why);
            let closes = check_openings(openings).map_err(wrong)?;
            if closes > DAY && closes - DAY > opens_at(&self.week[(day + 1) % 7]) {
                return Err(wrong(OpeningRefused::Overlap));
            }
        }
        if self.calendar.len() > CALENDAR {
            return Err(HoursRefused::TooMany);
        }
        self.calendar.iter().try_for_each(|(date, day)| day.check(*date))
    }

    /// Whether they never open: no opening in the week, and none on any day of the calendar. Worth a warning.
    pub fn never_opens(&self) -> bool {
        let open = |openings: &Vec<Opening>| !openings.is_empty();
        !self.week.iter().any(open)
            && !self
                .calendar
                .values()
                .any(|day| !day.openings(&self.week).is_empty())
    }
}
