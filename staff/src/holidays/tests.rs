use jiff::civil::Date;
use proptest::prelude::*;

use super::{DAYS, HolidayWrong, Holidays, LONGEST, read_from};
use crate::CalendarDay;

fn event(summary: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{summary}\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read(events: &str) -> Holidays {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//CN\r\n{events}END:VCALENDAR\r\n");
    read_from(&text, day("2026-01-01"), 0)
}

/// `10-01 休 国庆节`, a line a day.
fn shown(found: &Holidays) -> Vec<String> {
    let line = |(date, day): (&Date, &CalendarDay)| {
        let sign = match day {
            CalendarDay::Closed { .. } => "休",
            CalendarDay::Like { .. } => "班",
            CalendarDay::Open { .. } => "开",
        };
        format!("{} {sign} {}", &date.to_string()[5..], day.name())
    };
    found.days.iter().map(line).collect()
}

fn problems(found: &Holidays) -> Vec<HolidayWrong> {
    found.problems.iter().map(|one| one.problem).collect()
}

#[test]
fn a_chinese_feed_tells_days_off_from_days_at_work() {
    let feed = [
        event(
            "国庆节 休",
            "DTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261004",
        ),
        event(
            "国庆节 班",
            "DTSTART;VALUE=DATE:20261010\r\nDTEND;VALUE=DATE:20261011",
        ),
        event("元旦（休）", "DTSTART;VALUE=DATE:20260101"),
        event("春节（补班）", "DTSTART;VALUE=DATE:20260214"),
        event("【班】春节", "DTSTART;VALUE=DATE:20260228"),
        event("中秋节放假", "DTSTART;VALUE=DATE:20260925"),
        event("小寒", "DTSTART;VALUE=DATE:20260105"),
        event("劳动节 调休", "DTSTART;VALUE=DATE:20260509"),
    ];
    let found = read(&feed.concat());
    assert_eq!(
        shown(&found),
        [
            "01-01 休 元旦",
            "02-14 班 春节",
            "02-28 班 春节",
            "09-25 休 中秋节放假",
            "10-01 休 国庆节",
            "10-02 休 国庆节",
            "10-03 休 国庆节",
            "10-10 班 国庆节",
        ]
    );
    assert_eq!(
        (found.unmarked, problems(&found)),
        (1, vec![HolidayWrong::Unclear])
    );
    assert_eq!(found.problems[0].event, "劳动节 调休");
}

#[test]
fn apples_feed_says_so_in_a_property_of_its_own() {
    let feed = [
        event(
            "元旦",
            "DTSTART;VALUE=DATE:20260101\r\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
        ),
        event(
            "元旦",
            "DTSTART;VALUE=DATE:20260104\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
        ),
        event("情人节", "DTSTART;VALUE=DATE:20260214\r\nRRULE:FREQ=YEARLY"),
    ];
    let found = read(&feed.concat());
    assert_eq!(shown(&found), ["01-01 休 元旦", "01-04 班 元旦"]);
    assert_eq!((found.unmarked, found.problems.len()), (1, 0));
}

#[test]
fn in_a_plain_feed_every_event_is_a_holiday_but_for_working_days() {
    let feed = [
        event(
            "National Day",
            "DTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008",
        ),
        event(
            "Special Working Day",
            "DTSTART;VALUE=DATE:20261010\r\nDTEND;VALUE=DATE:20261011",
        ),
        event(
            "Christmas\\, Day",
            "DTSTART;TZID=Europe/Berlin:20261225T000000\r\nDURATION:P2D",
        ),
        event("Called off", "DTSTART;VALUE=DATE:20261231\r\nSTATUS:CANCELLED"),
        event("New Year", "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY"),
        event("Long ago", "DTSTART;VALUE=DATE:20250101"),
    ];
    let found = read(&feed.concat());
    assert_eq!(found.days.len(), 11);
    assert_eq!(
        shown(&found)[7..],
        [
            "10-07 休 National Day",
            "10-10 班 Special Working Day",
            "12-25 休 Christmas, Day",
            "12-26 休 Christmas, Day"
        ]
    );
    assert_eq!((found.over, problems(&found)), (1, vec![HolidayWrong::Repeats]));
}

#[test]
fn a_holiday_that_has_begun_keeps_the_days_that_are_left() {
    let found = read_from(
        &event("春节", "DTSTART;VALUE=DATE:20260215\r\nDTEND;VALUE=DATE:20260218"),
        day("2026-02-16"),
        0,
    );
    assert_eq!(shown(&found), ["02-16 休 春节", "02-17 休 春节"]);
}

#[test]
fn a_bad_event_loses_only_itself_and_is_named() {
    let good = event("国庆节", "DTSTART;VALUE=DATE:20261001");
    for (lines, wrong) in [
        ("DTEND;VALUE=DATE:20261002", HolidayWrong::NoDate),
        ("DTSTART;VALUE=DATE:2026-10-02", HolidayWrong::NoDate),
        ("DTSTART;VALUE=DATE:20261332", HolidayWrong::NoDate),
        ("DTSTART;VALUE=DATE:二〇二六一二", HolidayWrong::NoDate),
        (
            "DTSTART;VALUE=DATE:20261002\r\nDTEND;VALUE=DATE:x",
            HolidayWrong::NoDate,
        ),
        (
            "DTSTART;VALUE=DATE:20261003\r\nDTEND;VALUE=DATE:20261002",
            HolidayWrong::EndsFirst,
        ),
        (
            "DTSTART;VALUE=DATE:20261003\r\nDTEND;VALUE=DATE:20271003",
            HolidayWrong::TooManyDays,
        ),
        (
            "DTSTART:20261003T090000\r\nDTEND:20261003T180000",
            HolidayWrong::NotWholeDays,
        ),
        ("DTSTART:20261003T160000Z", HolidayWrong::NotWholeDays),
        (
            "DTSTART;VALUE=DATE:20261003\r\nDURATION:PT8H",
            HolidayWrong::NotWholeDays,
        ),
        (
            "DTSTART;VALUE=DATE:20261003\r\n=;:no line",
            HolidayWrong::Unreadable,
        ),
    ] {
        let found = read(&format!("{}{good}", event("坏的", lines)));
        assert_eq!(problems(&found), [wrong], "{lines}");
        assert_eq!(
            (found.problems[0].event.as_str(), found.days.len()),
            ("坏的", 1),
            "{lines}"
        );
    }
}

#[test]
fn of_a_day_that_is_both_the_working_day_counts() {
    let off = event("国庆节 休", "DTSTART;VALUE=DATE:20261001");
    let work = event("国庆节 班", "DTSTART;VALUE=DATE:20261001");
    for feed in [format!("{off}{work}"), format!("{work}{off}")] {
        let found = read(&feed);
        assert_eq!(shown(&found), ["10-01 班 国庆节"]);
        assert_eq!(problems(&found), [HolidayWrong::Contradicts]);
    }
}

#[test]
fn what_is_no_calendar_or_too_much_of_one_says_so() {
    assert_eq!(
        problems(&read_from("<html>", day("2026-01-01"), 0)),
        [HolidayWrong::NoCalendar]
    );
    assert_eq!(
        problems(&read_from("", day("2026-01-01"), 0)),
        [HolidayWrong::NoCalendar]
    );
    let long = "x".repeat(LONGEST + 1);
    assert_eq!(
        problems(&read_from(&long, day("2026-01-01"), 0)),
        [HolidayWrong::TooLong]
    );
    let months: Vec<String> = (1..=12)
        .map(|month| {
            event(
                "x",
                &format!("DTSTART;VALUE=DATE:2026{month:02}01\r\nDURATION:P40D"),
            )
        })
        .collect();
    let found = read(&format!(
        "{}{}",
        months.concat(),
        months.concat().replace("2026", "2027")
    ));
    assert_eq!(found.days.len(), DAYS);
    assert!(problems(&found).contains(&HolidayWrong::TooMany));
    let many = read(&event("x", "DTSTART;VALUE=DATE:x").repeat(100));
    assert_eq!(many.problems.len(), 50);
}

#[test]
fn folded_lines_and_bare_line_ends_are_read() {
    let text = "\u{feff}BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;LANGUAGE=zh-CN:国庆\n 节 休\nDTSTART;\n VALUE=DATE:20261001\nEND:VEVENT\nEND:VCALENDAR";
    assert_eq!(shown(&read_from(text, day("2026-01-01"), 0)), ["10-01 休 国庆节"]);
}

proptest! {
    #[test]
    fn no_text_panics(text in "(?s)(BEGIN:VEVENT\n|END:VEVENT\n|SUMMARY|DTSTART|DTEND|RRULE|;VALUE=DATE|:|;|=|,|\"|\n|\r\n| |2026100[0-9]|T000000|[班休（）]|\\PC){0,60}") {
        let found = read_from(&text, day("2026-01-01"), 0);
        prop_assert!(found.days.len() <= DAYS && found.problems.len() <= 50);
    }

    #[test]
    fn every_day_of_a_range_is_taken_and_no_other(start in 0_i64..300, days in 1_i64..60) {
        let first = day("2026-01-01").checked_add(jiff::Span::new().days(start)).unwrap();
        let after = first.checked_add(jiff::Span::new().days(days)).unwrap();
        let plain = |date: Date| date.to_string().replace('-', "");
        let lines = format!("DTSTART;VALUE=DATE:{}\r\nDTEND;VALUE=DATE:{}", plain(first), plain(after));
        let found = read(&event("假", &lines));
        let taken: Vec<Date> = found.days.keys().copied().collect();
        let meant: Vec<Date> = first.series(jiff::Span::new().days(1)).take_while(|date| *date < after).collect();
        prop_assert_eq!(taken, meant);
    }
}
