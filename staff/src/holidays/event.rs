//! One event of an iCalendar file.

use icalendar::parser::{Component, Property};
use jiff::civil::Date;

use super::{HolidayWrong, LONGEST_HOLIDAY};

/// An event of whole days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Event {
    /// What it is called.
    pub(super) name: String,
    /// Its first day.
    pub(super) first: Date,
    /// Its last day.
    pub(super) last: Date,
    /// Whether it comes again.
    pub(super) repeats: bool,
    /// What Apple's calendars say of the day: `WORK-HOLIDAY` or `ALTERNATE-WORKDAY`.
    pub(super) special: String,
}

/// A point of an event: its date, and whether the day has begun when it comes.
#[derive(Clone, Copy)]
struct Point {
    date: Date,
    whole: bool,
}

/// Reads an event; none when it is called off.
pub(super) fn read(component: &Component<'_>) -> Result<Option<Event>, (String, HolidayWrong)> {
    let text = |name: &str| {
        component
            .find_prop(name)
            .map(|found| unescaped(found.val.as_str()))
    };
    let name = text("SUMMARY").unwrap_or_default();
    if text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Ok(None);
    }
    let wrong = |wrong| (name.clone(), wrong);
    let begins = component.find_prop("DTSTART").and_then(point);
    let begins = begins.ok_or_else(|| wrong(HolidayWrong::NoDate))?;
    let ends = match (component.find_prop("DTEND"), text("DURATION")) {
        (Some(end), _) => point(end).ok_or_else(|| wrong(HolidayWrong::NoDate))?,
        (None, Some(lasts)) => Point {
            date: lasting(begins.date, &lasts).ok_or_else(|| wrong(HolidayWrong::NotWholeDays))?,
            whole: true,
        },
        (None, None) => Point {
            date: begins.date.tomorrow().map_err(|_| wrong(HolidayWrong::NoDate))?,
            whole: begins.whole,
        },
    };
    if !begins.whole || !ends.whole {
        return Err(wrong(HolidayWrong::NotWholeDays));
    }
    // Some calendars give the same day for both: one day is meant.
    let after = if ends.date == begins.date {
        begins.date.tomorrow().map_err(|_| wrong(HolidayWrong::NoDate))?
    } else {
        ends.date
    };
    let days = after.since(begins.date).map_or(0, |span| span.get_days());
    if days <= 0 {
        return Err(wrong(HolidayWrong::EndsFirst));
    }
    if days > LONGEST_HOLIDAY {
        return Err(wrong(HolidayWrong::TooManyDays));
    }
    let last = after.yesterday().map_err(|_| wrong(HolidayWrong::NoDate))?;
    let repeats = ["RRULE", "RDATE"]
        .into_iter()
        .any(|one| component.find_prop(one).is_some());
    let special = text("X-APPLE-SPECIAL-DAY").unwrap_or_default();
    Ok(Some(Event {
        first: begins.date,
        name,
        last,
        repeats,
        special,
    }))
}

/// `20261001`, or midnight of it by the calendar's own clock: `20261001T000000`.
fn point(property: &Property<'_>) -> Option<Point> {
    let text = property.val.as_str().trim();
    let (day, clock) = text.split_once(['T', 't']).unwrap_or((text, "000000"));
    if day.len() != 8 || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(
        day[..4].parse().ok()?,
        day[4..6].parse().ok()?,
        day[6..].parse().ok()?,
    );
    let whole = clock == "000000";
    date.ok().map(|date| Point { date, whole })
}

/// The day after so many days or weeks: `P7D`, `P1W`.
fn lasting(first: Date, text: &str) -> Option<Date> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (count, days) = match (text.strip_suffix('D'), text.strip_suffix('W')) {
        (Some(count), _) => (count, 1),
        (_, Some(count)) => (count, 7),
        _ => return None,
    };
    let count: i64 = count.parse().ok().filter(|count| (1..=1_000).contains(count))?;
    first.checked_add(jiff::Span::new().days(count * days)).ok()
}

/// A text without the format's escapes, in one line.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            'n' | 'N' if escaped => plain.push(' '),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
        escaped = false;
    }
    plain.trim().to_owned()
}
