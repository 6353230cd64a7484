//! How calendars say that a day is off 休 or worked 班.

use super::event::Event;

/// What an event says of its days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// 休: a day off.
    Rest,
    /// 班: a day at work, though it would be a weekend.
    Work,
    /// 调休 and no more: it may be either.
    Unclear,
    /// Nothing.
    None,
}

/// Words within a name that say so.
const WORK: [&str; 5] = ["补班", "上班", "工作日", "working day", "workday"];
const REST: [&str; 3] = ["放假", "休假", "day off"];

const OPENS: [char; 5] = ['（', '(', '【', '[', '「'];
const CLOSES: [char; 5] = ['）', ')', '】', ']', '」'];
/// What stands between a name and its mark.
const BETWEEN: [char; 8] = [' ', '\u{3000}', '-', '—', '·', ':', '：', '_'];

/// What an event says of its days.
pub(super) fn mark(event: &Event) -> Mark {
    match event.special.as_str() {
        "WORK-HOLIDAY" => return Mark::Rest,
        "ALTERNATE-WORKDAY" => return Mark::Work,
        _ => {}
    }
    let name = event.name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&WORK) {
        return Mark::Work;
    }
    if says(&REST) {
        return Mark::Rest;
    }
    match sign(&name) {
        Some("休") => Mark::Rest,
        Some("班") => Mark::Work,
        _ if name.contains("调休") => Mark::Unclear,
        _ => Mark::None,
    }
}

/// The mark at a name's end or beginning: `国庆节 休`, `国庆节（班）`, `[休]国庆节`.
fn sign(name: &str) -> Option<&'static str> {
    ["休", "班"].into_iter().find(|sign| {
        let bare = name.trim_end_matches(CLOSES);
        let opened = name.trim_start_matches(OPENS);
        let ends = bare.strip_suffix(sign).is_some_and(|rest| {
            // 调休 and 轮休 end so too, and are words of their own.
            !rest.ends_with(['调', '轮', '倒'])
        });
        let begins = opened
            .strip_prefix(sign)
            .is_some_and(|rest| opened.len() < name.len() || rest.starts_with(BETWEEN));
        ends || begins
    })
}

/// A name without its mark; what is nothing but a mark stays.
pub(super) fn without_mark(name: &str) -> &str {
    let mut bare = name.trim();
    if let Some(inside) = bare.strip_suffix(CLOSES)
        && let Some((before, mark)) = inside.rsplit_once(OPENS)
        && mark.chars().count() <= 3
        && mark.ends_with(['休', '班'])
    {
        bare = before;
    } else if let Some((before, mark)) = bare.rsplit_once(BETWEEN)
        && ["休", "班", "补班", "休假", "上班"].contains(&mark)
    {
        bare = before;
    } else if let Some(inside) = bare.strip_prefix(OPENS)
        && let Some((mark, after)) = inside.split_once(CLOSES)
        && ["休", "班", "补班"].contains(&mark)
    {
        bare = after;
    }
    let bare = bare.trim_matches(BETWEEN);
    if bare.is_empty() { name.trim() } else { bare }
}
