//! Working hours: a week of openings in one time zone.

use jiff::{Timestamp, civil::Time as Clock, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{Span, Time};

/// One opening of a day, `from` inclusive, `to` exclusive, "HH:MM"; "24:00" is the end of the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Opens, "09:00".
    pub from: String,
    /// Closes, "18:00".
    pub to: String,
}

/// The week, Monday first. Without any opening the desk is never open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hours {
    /// IANA name, "Asia/Shanghai".
    pub time_zone: String,
    /// Openings per day, Monday first.
    pub week: [Vec<Opening>; 7],
}

/// Why hours are refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HoursRefused {
    /// No such time zone.
    #[error("unknown time zone")]
    TimeZone,
    /// Not HH:MM, or it closes before it opens, or two openings of a day overlap.
    #[error("an opening of day {0} (0 = Monday) is not a span of that day")]
    Opening(usize),
}

fn minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let sound = text.len() == 5
        && (0..60).contains(&minute)
        && (0..=24).contains(&hour)
        && hour * 60 + minute <= 1_440;
    sound.then_some(hour * 60 + minute)
}

impl Hours {
    /// Checks zone and openings.
    pub fn check(&self) -> Result<(), HoursRefused> {
        TimeZone::get(&self.time_zone).map_err(|_| HoursRefused::TimeZone)?;
        for (day, openings) in self.week.iter().enumerate() {
            let mut closed_until = 0;
            for opening in openings {
                let span = minutes(&opening.from).zip(minutes(&opening.to));
                let (from, to) = span.ok_or(HoursRefused::Opening(day))?;
                if from < closed_until || to <= from {
                    return Err(HoursRefused::Opening(day));
                }
                closed_until = to;
            }
        }
        Ok(())
    }

    /// Whether `at` falls into an opening.
    pub fn open_at(&self, at: Time) -> bool {
        self.spans_from(at, 1)
            .into_iter()
            .any(|(from, to)| from <= at && at < to)
    }

    /// When it opens next: `at` itself when open, `None` when no opening comes within eight days.
    pub fn next_open(&self, at: Time) -> Option<Time> {
        self.spans_from(at, 9)
            .into_iter()
            .find(|&(_, to)| at < to)
            .map(|(from, _)| from.max(at))
    }

    /// How much of `[from, to)` lies in openings: the business-hours clock of METRICS.
    pub fn within(&self, from: Time, to: Time) -> Span {
        let days = to.since(from).as_millis() / Span::days(1).as_millis() + 2;
        let open = self
            .spans_from(from, usize::try_from(days).unwrap_or(2))
            .into_iter()
            .map(|(opens, closes)| closes.min(to).since(opens.max(from)).as_millis())
            .sum();
        Span::millis(open)
    }

    /// The openings of `days` days from the local day of `at` on, as points in time.
    fn spans_from(&self, at: Time, days: usize) -> Vec<(Time, Time)> {
        let Ok(zone) = TimeZone::get(&self.time_zone) else {
            return Vec::new();
        };
        let Ok(stamp) = Timestamp::from_millisecond(at.millis()) else {
            return Vec::new();
        };
        let first = stamp.to_zoned(zone.clone()).date();
        let mut spans = Vec::new();
        let mut day = first;
        for _ in 0..days {
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            let point = |text: &str| -> Option<Time> {
                let minutes = minutes(text)?;
                let (date, minutes) = if minutes == 1_440 {
                    (day.tomorrow().ok()?, 0)
                } else {
                    (day, minutes)
                };
                let clock = Clock::midnight().wrapping_add(jiff::Span::new().minutes(minutes));
                let zoned = date.to_datetime(clock).to_zoned(zone.clone()).ok()?;
                Some(Time::from_millis(zoned.timestamp().as_millisecond()))
            };
            spans.extend(
                self.week[weekday]
                    .iter()
                    .filter_map(|opening| point(&opening.from).zip(point(&opening.to))),
            );
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekdays(zone: &str) -> Hours {
        let day = vec![Opening {
            from: "09:00".into(),
            to: "18:00".into(),
        }];
        let mut week: [Vec<Opening>; 7] = std::array::from_fn(|_| day.clone());
        week[5].clear();
        week[6].clear();
        Hours {
            time_zone: zone.into(),
            week,
        }
    }

    fn at(text: &str) -> Time {
        serde_json::from_str(&format!("\"{text}\"")).unwrap()
    }

    #[test]
    fn opens_and_closes_in_its_own_zone() {
        let hours = weekdays("Asia/Shanghai");
        assert!(!hours.open_at(at("2026-11-20T00:59:59.999Z")));
        assert!(hours.open_at(at("2026-11-20T01:00:00.000Z")));
        assert!(!hours.open_at(at("2026-11-20T10:00:00.000Z")));
        assert_eq!(
            hours.next_open(at("2026-11-20T10:00:00.000Z")),
            Some(at("2026-11-23T01:00:00.000Z"))
        );
    }

    #[test]
    fn counts_only_open_time_over_a_weekend() {
        let hours = weekdays("Asia/Shanghai");
        let span = hours.within(at("2026-11-20T09:00:00.000Z"), at("2026-11-23T02:00:00.000Z"));
        assert_eq!(span, Span::hours(2));
    }

    #[test]
    fn a_day_of_daylight_saving_is_an_hour_shorter() {
        let mut hours = weekdays("Europe/Berlin");
        hours.week[6] = vec![Opening {
            from: "00:00".into(),
            to: "24:00".into(),
        }];
        let span = hours.within(at("2026-03-28T23:00:00.000Z"), at("2026-03-29T22:00:00.000Z"));
        assert_eq!(span, Span::hours(23));
    }

    #[test]
    fn refuses_what_is_no_week() {
        let with = |from: &str, to: &str| {
            let mut hours = weekdays("Asia/Shanghai");
            hours.week[2] = vec![Opening {
                from: from.into(),
                to: to.into(),
            }];
            hours.check()
        };
        assert_eq!(weekdays("Mars/Base").check(), Err(HoursRefused::TimeZone));
        assert_eq!(with("09:00", "18:00"), Ok(()));
        for (from, to) in [
            ("18:00", "09:00"),
            ("9:00", "18:00"),
            ("09:00", "24:01"),
            ("-1:00", "02:00"),
            ("09:60", "10:00"),
        ] {
            assert_eq!(with(from, to), Err(HoursRefused::Opening(2)), "{from}-{to}");
        }
    }
}
