//! Holidays from an iCalendar file (RFC 5545): text in, days and problems out. What cannot be read loses only itself.

mod event;
mod marks;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use icalendar::parser::{read_components, unfold};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_words::Time;

use crate::CalendarDay;
use event::{Event, read};
use marks::{Mark, mark, without_mark};

/// The longest file: public holidays of many years are a tenth of it.
pub const LONGEST: usize = 512 * 1024;
/// The most events of a file that are looked at.
const EVENTS: usize = 3_000;
/// The most days taken from a file.
const DAYS: usize = 400;
/// The most problems told.
const PROBLEMS: usize = 50;
/// The longest holiday, in days.
const LONGEST_HOLIDAY: i32 = 62;
/// Characters of a name that are kept.
const NAME: usize = 60;

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HolidaysRead)]
pub struct Holidays {
    /// The days, by their dates.
    #[schema(value_type = BTreeMap<String, CalendarDay>)]
    pub days: BTreeMap<Date, CalendarDay>,
    /// What could not be read or needs a look, at most 50.
    pub problems: Vec<HolidayProblem>,
    /// How many events were left out because they are over.
    pub over: usize,
    /// How many were left out because they are marked neither as a holiday 休 nor as a working day 班, in a file that
    /// marks its holidays: it tells of festivals on which everybody works too.
    pub unmarked: usize,
}

/// Something that is wrong with a file, or with one event of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HolidayProblem {
    /// What the event is called; empty when it is the file's, or when it has no name.
    pub event: String,
    /// What is wrong.
    pub problem: HolidayWrong,
}

/// What may be wrong with a file of holidays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HolidayWrong {
    /// No iCalendar file: there is no event in it.
    NoCalendar,
    /// Longer than is read.
    TooLong,
    /// More events or days than are taken; the first ones are.
    TooMany,
    /// An event does not follow the format.
    Unreadable,
    /// It does not say when it begins, or not as a date.
    NoDate,
    /// It ends before it begins.
    EndsFirst,
    /// It lasts more than two months.
    TooManyDays,
    /// It has hours: it does not stand for whole days.
    NotWholeDays,
    /// It repeats: only its first date is taken.
    Repeats,
    /// It says 调休, which may mean a day off or a day at work.
    Unclear,
    /// Another event says the opposite of the same day; the working day counts.
    Contradicts,
}

/// Reads the days of a file that are not over at `now`. `like` is the day of the week, 0 = Monday, whose openings a
/// working day gets. Where holidays are marked with 休, what is not marked is left out; where none is, every event is a
/// holiday that is not marked as a working day.
pub fn read_holidays(text: &str, now: Time, like: u8) -> Holidays {
    let stamp = Timestamp::from_millisecond(now.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    // Somewhere it is still the day before.
    let today = stamp.to_zoned(TimeZone::UTC).date().yesterday();
    read_from(text, today.unwrap_or(Date::MIN), like)
}

fn read_from(text: &str, today: Date, like: u8) -> Holidays {
    let mut found = Holidays::default();
    if text.len() > LONGEST {
        found.tell("", HolidayWrong::TooLong);
        return found;
    }
    let events = found.events(text);
    let marked = events.iter().any(|event| mark(event) == Mark::Rest);
    for event in events {
        found.take(event, today, like, marked);
    }
    found
}

impl Holidays {
    fn tell(&mut self, event: &str, problem: HolidayWrong) {
        if self.problems.len() < PROBLEMS {
            let event = event.chars().take(NAME).collect();
            self.problems.push(HolidayProblem { event, problem });
        }
    }

    /// The events of a file, each parsed by itself, so that a bad one loses only itself.
    fn events(&mut self, text: &str) -> Vec<Event> {
        let text = unfold(text.trim_start_matches('\u{feff}'));
        let mut events = Vec::new();
        let mut block: Option<String> = None;
        let mut seen = 0;
        for line in text.lines().map(str::trim_end) {
            if line.eq_ignore_ascii_case("BEGIN:VEVENT") {
                seen += 1;
                block = Some(String::new());
            }
            let Some(lines) = &mut block else { continue };
            lines.push_str(line);
            lines.push_str("\r\n");
            if !line.eq_ignore_ascii_case("END:VEVENT") {
                continue;
            }
            if seen > EVENTS {
                self.tell("", HolidayWrong::TooMany);
                break;
            }
            events.extend(self.event(&block.take().unwrap_or_default()));
        }
        if seen == 0 {
            self.tell("", HolidayWrong::NoCalendar);
        }
        events
    }

    fn event(&mut self, block: &str) -> Option<Event> {
        let parsed = read_components(block).ok();
        let Some(component) = parsed.as_ref().and_then(|all| all.first()) else {
            let summary = block.lines().find_map(|line| line.strip_prefix("SUMMARY:"));
            self.tell(summary.unwrap_or_default(), HolidayWrong::Unreadable);
            return None;
        };
        match read(component) {
            Ok(event) => event,
            Err((name, wrong)) => {
                self.tell(&name, wrong);
                None
            }
        }
    }

    fn take(&mut self, event: Event, today: Date, like: u8, marked: bool) {
        if event.last < today {
            self.over += 1;
            return;
        }
        let works = match mark(&event) {
            Mark::Work => true,
            Mark::Unclear => return self.tell(&event.name, HolidayWrong::Unclear),
            Mark::None if marked => {
                self.unmarked += 1;
                return;
            }
            Mark::Rest | Mark::None => false,
        };
        if event.repeats {
            self.tell(&event.name, HolidayWrong::Repeats);
        }
        let name: String = without_mark(&event.name).chars().take(NAME).collect();
        let day = || {
            let name = name.clone();
            if works {
                CalendarDay::Like { name, weekday: like }
            } else {
                CalendarDay::Closed { name }
            }
        };
        let days = event.first.series(jiff::Span::new().days(1));
        for date in days.take_while(|date| *date <= event.last) {
            if date >= today && !self.put(date, day()) {
                self.tell(&event.name, HolidayWrong::TooMany);
                return;
            }
        }
    }

    /// Puts a day where none stands yet; a working day counts more than a holiday. False when there is no room.
    fn put(&mut self, date: Date, day: CalendarDay) -> bool {
        use CalendarDay::{Closed, Like};
        let room = self.days.len() < DAYS;
        match (self.days.get(&date), &day) {
            (None, _) if room => {
                self.days.insert(date, day);
            }
            (None, _) => return false,
            (Some(Closed { name }), Like { .. }) | (Some(Like { .. }), Closed { name }) => {
                let name = name.clone();
                self.tell(&name, HolidayWrong::Contradicts);
                if matches!(day, Like { .. }) {
                    self.days.insert(date, day);
                }
            }
            _ => {}
        }
        true
    }
}
