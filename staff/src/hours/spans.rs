//! Openings as points in time. A clock that jumps is read as jiff reads it: a time that does not exist comes an hour
//! later, one that exists twice is the first.

use jiff::{
    Timestamp,
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use yingke_words::{Span, Time};

use super::{DAY, Hours, Opening};

/// So far ahead an opening is looked for: longer than any holiday.
const AHEAD: usize = 400;

impl Hours {
    /// Whether `at` falls into an opening.
    pub fn open_at(&self, at: Time) -> bool {
        self.spans_from(at).next().is_some_and(|(from, _)| from <= at)
    }

    /// When it opens next: `at` itself when open, `None` when no opening comes within 400 days.
    pub fn next_open(&self, at: Time) -> Option<Time> {
        if self.never_opens() {
            return None;
        }
        self.spans_from(at).next().map(|(from, _)| from.max(at))
    }

    /// How much of `[from, to)` lies in openings: the business-hours clock of METRICS.
    pub fn within(&self, from: Time, to: Time) -> Span {
        let open = self
            .spans(from, until(from, to))
            .take_while(|(opens, _)| *opens < to)
            .map(|(opens, closes)| closes.min(to).since(opens.max(from)).as_millis().max(0))
            .sum();
        Span::millis(open)
    }

    /// The openings that end after `at`.
    fn spans_from(&self, at: Time) -> impl Iterator<Item = (Time, Time)> {
        self.spans(at, AHEAD).filter(move |(_, to)| *to > at)
    }

    /// The openings of `days` days from the day before the local day of `at` on, in their order, none of them twice:
    /// where one runs past midnight into another, the other begins when it ends.
    fn spans(&self, at: Time, days: usize) -> impl Iterator<Item = (Time, Time)> {
        let zone = TimeZone::get(&self.time_zone).ok();
        let stamp = Timestamp::from_millisecond(at.millis()).ok();
        let begin = zone.zip(stamp).and_then(|(zone, stamp)| {
            let today = stamp.to_zoned(zone.clone()).date();
            Some((zone, today.yesterday().ok()?))
        });
        let mut closed_until = Time::from_millis(i64::MIN);
        begin
            .into_iter()
            .flat_map(move |(zone, first)| {
                let openings = move |day: Date| self.spans_of(day, &zone);
                first
                    .series(jiff::Span::new().days(1))
                    .take(days)
                    .flat_map(openings)
            })
            .filter_map(move |(from, to)| {
                let from = from.max(closed_until);
                closed_until = closed_until.max(to);
                (from < to).then_some((from, to))
            })
    }

    /// The openings that begin on a day.
    fn spans_of(&self, day: Date, zone: &TimeZone) -> Vec<(Time, Time)> {
        let span = |opening: &Opening| {
            let (from, to) = opening.minutes()?;
            Some((point(day, from, zone)?, point(day, to, zone)?))
        };
        self.openings_of(day).iter().filter_map(span).collect()
    }

    fn openings_of(&self, day: Date) -> &[Opening] {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        match self.calendar.get(&day) {
            Some(special) => special.openings(&self.week),
            None => &self.week[weekday],
        }
    }
}

/// How many days a span touches, with the day before it.
fn until(from: Time, to: Time) -> usize {
    let days = to.since(from).as_millis() / Span::days(1).as_millis() + 4;
    usize::try_from(days).unwrap_or(0)
}

/// So many minutes into a day, by its clock; past midnight by the next day's.
fn point(day: Date, minutes: i64, zone: &TimeZone) -> Option<Time> {
    let (day, minutes) = if minutes >= DAY {
        (day.tomorrow().ok()?, minutes - DAY)
    } else {
        (day, minutes)
    };
    let clock = Clock::midnight().wrapping_add(jiff::Span::new().minutes(minutes));
    let zoned = day.to_datetime(clock).to_zoned(zone.clone()).ok()?;
    Some(Time::from_millis(zoned.timestamp().as_millisecond()))
}
