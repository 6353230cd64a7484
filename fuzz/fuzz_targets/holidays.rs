#![no_main]
//! Calendars that an administrator was given by somebody.

use libfuzzer_sys::fuzz_target;
use yingke_staff::{Hours, read_holidays};
use yingke_words::Time;

fuzz_target!(|text: &str| {
    let found = read_holidays(text, Time::from_millis(1_790_000_000_000), 0);
    assert!(found.days.len() <= 400 && found.problems.len() <= 50);
    let mut hours = Hours::of_week("Asia/Shanghai".to_owned(), Default::default());
    hours.calendar = found.days;
    hours.check().expect("what was read can be kept");
});
