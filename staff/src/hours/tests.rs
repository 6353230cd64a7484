use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use proptest::prelude::*;
use yingke_words::{Span, Time};

use super::{CalendarDay, Hours, HoursRefused, Opening, OpeningRefused};

fn span(from: &str, to: &str) -> Opening {
    Opening {
        from: from.into(),
        to: to.into(),
    }
}

fn empty(zone: &str) -> Hours {
    Hours::of_week(zone.into(), std::array::from_fn(|_| Vec::new()))
}

fn weekdays(zone: &str) -> Hours {
    let mut hours = empty(zone);
    hours.week[..5].fill(vec![span("09:00", "18:00")]);
    hours
}

fn at(text: &str) -> Time {
    serde_json::from_str(&format!("\"{text}\"")).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Whether it is open at each of these times.
fn check(hours: &Hours, times: &[(&str, bool)]) {
    hours.check().unwrap();
    for (time, open) in times {
        let time = at(&format!("{time}.000Z"));
        assert_eq!(hours.open_at(time), *open, "{time}");
    }
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
fn past_midnight_it_is_still_the_evening_before() {
    let mut hours = empty("Asia/Shanghai");
    // Friday from ten in the evening until two.
    hours.week[4] = vec![span("08:00", "12:00"), span("22:00", "02:00")];
    check(
        &hours,
        &[
            ("2026-11-20T13:59:59", false),
            ("2026-11-20T14:00:00", true),
            ("2026-11-20T17:59:59", true),
            ("2026-11-20T18:00:00", false),
            ("2026-11-19T17:00:00", false),
        ],
    );
    let (friday, sunday) = (at("2026-11-20T15:00:00.000Z"), at("2026-11-22T00:00:00.000Z"));
    assert_eq!(hours.within(friday, sunday), Span::hours(3));
    assert_eq!(
        hours.within(at("2026-11-20T17:00:00.000Z"), at("2026-11-20T17:30:00.000Z")),
        Span::minutes(30),
        "seen from the day after"
    );
}

#[test]
fn a_sunday_night_runs_into_monday() {
    let mut hours = empty("UTC");
    hours.week[6] = vec![span("22:00", "02:00")];
    hours.week[0] = vec![span("02:00", "03:00")];
    check(
        &hours,
        &[
            ("2026-11-22T23:00:00", true),
            ("2026-11-23T01:59:00", true),
            ("2026-11-23T02:30:00", true),
            ("2026-11-23T03:00:00", false),
        ],
    );
    hours.week[0] = vec![span("01:59", "03:00")];
    assert_eq!(hours.check(), Err(HoursRefused::Week(6, OpeningRefused::Overlap)));
}

#[test]
fn holidays_are_closed_and_swap_days_are_worked() {
    let mut hours = weekdays("Asia/Shanghai");
    let name = || "国庆节".to_owned();
    for date in ["2026-10-01", "2026-10-02"] {
        hours
            .calendar
            .insert(day(date), CalendarDay::Closed { name: name() });
    }
    // 2026-10-10 is a Saturday.
    let swap = CalendarDay::Like {
        name: name(),
        weekday: 0,
    };
    hours.calendar.insert(day("2026-10-10"), swap);
    let own = CalendarDay::Open {
        name: "大促".into(),
        openings: vec![span("20:00", "02:00")],
    };
    hours.calendar.insert(day("2026-11-11"), own);
    check(
        &hours,
        &[
            ("2026-09-30T02:00:00", true),
            ("2026-10-01T02:00:00", false),
            ("2026-10-02T02:00:00", false),
            ("2026-10-10T02:00:00", true),
            ("2026-10-17T02:00:00", false),
            ("2026-11-11T02:00:00", false),
            ("2026-11-11T17:00:00", true),
            ("2026-11-12T02:00:00", true),
        ],
    );
    assert_eq!(
        hours.next_open(at("2026-10-01T00:00:00.000Z")),
        Some(at("2026-10-05T01:00:00.000Z"))
    );
    assert_eq!(
        hours.within(at("2026-09-30T00:00:00.000Z"), at("2026-10-06T00:00:00.000Z")),
        Span::hours(18)
    );
}

#[test]
fn the_evening_before_a_holiday_goes_on_past_midnight_and_opens_nothing_twice() {
    let mut hours = empty("UTC");
    hours.week[2] = vec![span("22:00", "02:00")];
    let holiday = |openings| CalendarDay::Open {
        name: String::new(),
        openings,
    };
    let closed = CalendarDay::Closed { name: String::new() };
    hours.calendar.insert(day("2026-10-01"), closed);
    check(
        &hours,
        &[("2026-10-01T01:00:00", true), ("2026-10-01T02:00:00", false)],
    );
    let early = holiday(vec![span("01:00", "03:00")]);
    hours.calendar.insert(day("2026-10-01"), early);
    assert_eq!(
        hours.within(at("2026-09-30T00:00:00.000Z"), at("2026-10-02T00:00:00.000Z")),
        Span::hours(5),
        "two hours of the evening, two after midnight, and one more"
    );
}

#[test]
fn a_long_holiday_is_looked_past_and_hours_that_never_open_are_found() {
    let mut hours = weekdays("Asia/Shanghai");
    let closed = || CalendarDay::Closed { name: String::new() };
    let days = day("2026-02-01").series(jiff::Span::new().days(1)).take(60);
    hours.calendar.extend(days.map(|date| (date, closed())));
    assert_eq!(
        hours.next_open(at("2026-02-02T02:00:00.000Z")),
        Some(at("2026-04-02T01:00:00.000Z"))
    );
    assert!(!hours.never_opens());
    let mut never = empty("Asia/Shanghai");
    let like = CalendarDay::Like {
        name: String::new(),
        weekday: 3,
    };
    never.calendar.insert(day("2026-02-14"), like);
    assert!(never.never_opens() && never.check() == Ok(()));
    assert_eq!(never.next_open(at("2026-02-02T02:00:00.000Z")), None);
    assert!(!never.open_at(at("2026-02-02T02:00:00.000Z")));
    let once = CalendarDay::Open {
        name: String::new(),
        openings: vec![span("09:00", "10:00")],
    };
    never.calendar.insert(day("2026-02-14"), once);
    assert!(!never.never_opens());
}

#[test]
fn nights_on_which_clocks_jump_have_the_hours_that_pass() {
    let mut hours = empty("Europe/Berlin");
    hours.week[5] = vec![span("22:00", "04:00")];
    let night = |from: &str, to: &str| hours.within(at(from), at(to));
    // The night to 29 March 2026 misses the hour after two, that to 25 October has it twice.
    assert_eq!(
        night("2026-03-28T00:00:00.000Z", "2026-03-29T22:00:00.000Z"),
        Span::hours(5)
    );
    assert_eq!(
        night("2026-10-24T00:00:00.000Z", "2026-10-25T22:00:00.000Z"),
        Span::hours(7)
    );
    assert_eq!(
        night("2026-06-27T00:00:00.000Z", "2026-06-28T22:00:00.000Z"),
        Span::hours(6)
    );
    let mut hours = weekdays("Europe/Berlin");
    hours.week[6] = vec![span("00:00", "24:00")];
    let sunday = hours.within(at("2026-03-28T23:00:00.000Z"), at("2026-03-29T22:00:00.000Z"));
    assert_eq!(sunday, Span::hours(23));
    // What lies in the gap comes an hour later, and never closes before it opens.
    hours.week[6] = vec![span("02:15", "02:45"), span("02:50", "03:10")];
    let gap = hours.within(at("2026-03-28T23:00:00.000Z"), at("2026-03-29T22:00:00.000Z"));
    assert_eq!(gap, Span::minutes(30));
    // A day that a zone leaves out has no openings of its own time.
    let mut samoa = empty("Pacific/Apia");
    samoa.week.fill(vec![span("09:00", "17:00")]);
    let skipped = samoa.within(at("2011-12-29T10:00:00.000Z"), at("2011-12-31T10:00:00.000Z"));
    assert!(skipped <= Span::hours(24), "{skipped:?}");
}

#[test]
fn what_was_stored_before_there_were_calendars_still_reads() {
    let stored = r#"{"timeZone":"Asia/Shanghai","week":[[{"from":"09:00","to":"18:00"}],[],[],[],[],[],[]]}"#;
    let hours: Hours = serde_json::from_str(stored).unwrap();
    assert!(hours.calendar.is_empty());
    assert_eq!(serde_json::to_string(&hours).unwrap(), stored);
    let with = r#"{"timeZone":"UTC","week":[[],[],[],[],[],[],[]],"calendar":{"2026-10-01":{"kind":"closed","name":"国庆节"},"2026-10-10":{"kind":"like","name":"","weekday":0},"2026-11-11":{"kind":"open","name":"大促","openings":[{"from":"20:00","to":"02:00"}]}}}"#;
    let hours: Hours = serde_json::from_str(with).unwrap();
    assert_eq!((hours.calendar.len(), hours.check()), (3, Ok(())));
    assert_eq!(serde_json::to_string(&hours).unwrap(), with);
}

#[test]
fn refuses_what_is_no_week() {
    let with = |openings: Vec<Opening>| {
        let mut hours = weekdays("Asia/Shanghai");
        hours.week[2] = openings;
        hours.check()
    };
    assert_eq!(weekdays("Mars/Base").check(), Err(HoursRefused::TimeZone));
    assert_eq!(with(vec![span("09:00", "18:00")]), Ok(()));
    assert_eq!(with(vec![span("18:00", "09:00")]), Ok(()), "past midnight");
    for (from, to) in [
        ("9:00", "18:00"),
        ("09:00", "24:01"),
        ("-1:00", "02:00"),
        ("09:60", "10:00"),
        ("+9:00", "10:00"),
    ] {
        let refused = HoursRefused::Week(2, OpeningRefused::Time);
        assert_eq!(with(vec![span(from, to)]), Err(refused), "{from}-{to}");
    }
    for (openings, why) in [
        (vec![span("09:00", "09:00")], OpeningRefused::Empty),
        (vec![span("24:00", "02:00")], OpeningRefused::Empty),
        (
            vec![span("09:00", "12:00"), span("11:59", "13:00")],
            OpeningRefused::Overlap,
        ),
        (
            vec![span("22:00", "02:00"), span("23:00", "24:00")],
            OpeningRefused::Overlap,
        ),
        (vec![span("22:00", "09:01")], OpeningRefused::Overlap),
        (vec![span("00:00", "00:01"); 13], OpeningRefused::TooMany),
    ] {
        let refused = with(openings.clone()).unwrap_err();
        assert_eq!(refused, HoursRefused::Week(2, why), "{openings:?}");
        assert_eq!(refused.field(), "week.2");
    }
}

#[test]
fn refuses_what_is_no_day_of_a_calendar() {
    let with = |special: CalendarDay| {
        let mut hours = weekdays("Asia/Shanghai");
        hours.calendar.insert(day("2026-10-01"), special);
        let refused = hours.check().unwrap_err();
        (refused.field(), refused)
    };
    let (date, field) = (day("2026-10-01"), "calendar.2026-10-01".to_owned());
    let name = "长".repeat(61);
    assert_eq!(
        with(CalendarDay::Closed { name }),
        (field.clone(), HoursRefused::Name(date))
    );
    let like = CalendarDay::Like {
        name: String::new(),
        weekday: 7,
    };
    assert_eq!(with(like), (field.clone(), HoursRefused::Weekday(date)));
    let open = CalendarDay::Open {
        name: String::new(),
        openings: vec![span("9", "10:00")],
    };
    let refused = HoursRefused::Calendar(date, OpeningRefused::Time);
    assert_eq!(with(open), (field, refused));
    let mut many = weekdays("UTC");
    let days = date.series(jiff::Span::new().days(1)).take(501);
    many.calendar
        .extend(days.map(|date| (date, CalendarDay::Closed { name: String::new() })));
    assert_eq!(many.check(), Err(HoursRefused::TooMany));
}

/// Weeks of any openings that pass the check, with calendars.
fn any_hours() -> impl Strategy<Value = Hours> {
    let zones = [
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "UTC",
    ];
    let clock = |quarter: i64| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
    let openings = prop::collection::btree_set(0_i64..=96, 0..6).prop_map(move |cuts| {
        let cuts: Vec<i64> = cuts.into_iter().collect();
        let pairs = cuts.chunks_exact(2);
        pairs
            .map(|pair| span(&clock(pair[0]), &clock(pair[1])))
            .collect::<Vec<_>>()
    });
    let nights = prop::collection::vec(prop::option::of(80_i64..96), 7);
    let special = (0_i64..20, 0_u8..9, openings.clone());
    let days = prop::collection::vec(special, 0..6);
    (
        prop::sample::select(zones.to_vec()),
        prop::collection::vec(openings, 7),
        nights,
        days,
    )
        .prop_map(move |(zone, week, nights, days)| {
            let mut hours = empty(zone);
            for (at, mut openings) in week.into_iter().enumerate() {
                if let Some(night) = nights[at] {
                    openings = vec![span(&clock(night), "01:00")];
                }
                hours.week[at] = openings;
            }
            for (offset, kind, openings) in days {
                let name = String::new();
                let special = match kind {
                    0..=6 => CalendarDay::Like { name, weekday: kind },
                    7 => CalendarDay::Closed { name },
                    _ => CalendarDay::Open { name, openings },
                };
                let date = day("2026-03-20").checked_add(jiff::Span::new().days(offset));
                hours.calendar.insert(date.unwrap(), special);
            }
            hours
        })
}

/// Whether a clock on the wall says that it is open: the day's openings, and what runs on from the day before.
fn by_the_wall(hours: &Hours, at: Time) -> bool {
    let zone = TimeZone::get(&hours.time_zone).unwrap();
    let local = Timestamp::from_millisecond(at.millis()).unwrap().to_zoned(zone);
    let (date, clock) = (local.date(), local.time());
    let now = i64::from(clock.hour()) * 60 + i64::from(clock.minute());
    let within = |date: Date, now: i64| {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap();
        let openings = match hours.calendar.get(&date) {
            Some(special) => special.openings(&hours.week),
            None => &hours.week[weekday],
        };
        let spans = openings.iter().filter_map(Opening::minutes);
        spans.into_iter().any(|(from, to)| from <= now && now < to)
    };
    within(date, now) || within(date.yesterday().unwrap(), now + 24 * 60)
}

/// Whether the zone's clock goes evenly for two days around a time.
fn even(hours: &Hours, at: Time) -> bool {
    let zone = TimeZone::get(&hours.time_zone).unwrap();
    let offset = |at: Time| -> Offset { zone.to_offset(Timestamp::from_millisecond(at.millis()).unwrap()) };
    offset(at - Span::days(2)) == offset(at + Span::days(2))
}

proptest! {
    #[test]
    fn it_is_open_when_the_clock_on_the_wall_says_so(hours in any_hours(), minutes in 0_i64..30 * 24 * 60) {
        let time = at("2026-03-18T00:00:00.000Z") + Span::minutes(minutes);
        if even(&hours, time) {
            prop_assert_eq!(hours.open_at(time), by_the_wall(&hours, time));
        }
    }

    #[test]
    fn open_time_adds_up_and_the_next_opening_is_open(
        hours in any_hours(), minutes in 0_i64..30 * 24 * 60, one in 0_i64..5_000, other in 0_i64..5_000
    ) {
        let from = at("2026-03-18T00:00:00.000Z") + Span::minutes(minutes);
        let (middle, to) = (from + Span::minutes(one), from + Span::minutes(one + other));
        let parts = hours.within(from, middle).as_millis() + hours.within(middle, to).as_millis();
        prop_assert_eq!(parts, hours.within(from, to).as_millis());
        prop_assert!(parts >= 0 && parts <= to.since(from).as_millis());
        let moment = hours.within(from, from + Span::millis(1));
        prop_assert_eq!(hours.open_at(from), moment == Span::millis(1));
        match hours.next_open(from) {
            Some(next) => {
                prop_assert!(next >= from && hours.open_at(next));
                prop_assert_eq!(hours.within(from, next), Span::millis(0));
            }
            None => prop_assert!(hours.within(from, from + Span::days(300)) == Span::millis(0)),
        }
    }

    #[test]
    fn what_passes_the_check_never_panics(from in "[0-9:]{0,6}", to in "[0-9:]{0,6}", time in any::<i64>()) {
        let mut hours = empty("Asia/Shanghai");
        hours.week[3] = vec![span(&from, &to)];
        let _ = hours.check();
        let time = Time::from_millis(time / 4);
        let _ = (hours.open_at(time), hours.next_open(time), hours.within(time, time));
    }
}
