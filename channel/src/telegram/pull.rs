//! Fetching instead of being called: `getUpdates`, which answers when there is something, or after a while.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Answer, Ctx, DeliveryError, ErrorKind, Fault, Inbound, Page, Problem, PullHint, Puller, Step,
};

use super::{
    Telegram, answered,
    call::{number, plain},
    inbound,
    media::harmless,
    protocol::ALLOWED_UPDATES,
};

/// How many updates are asked for: fewer when the answer before was longer than what is kept of one.
const LIMITS: &[u64] = &[100, 20, 4, 1];
/// What is kept of an answer, in bytes; one as long may have been cut.
const KEPT: usize = 64 * 1024;

impl Puller for Telegram {
    fn pull(&self, ctx: &Ctx<'_>, cursor: Option<&str>, _: &PullHint, answers: &[Answer]) -> Step<Page> {
        if ctx.text("mode") != "poll" {
            return Step::Done(page(Vec::new(), Vec::new(), cursor.unwrap_or_default()));
        }
        for (tried, answer) in answers.iter().enumerate().take(LIMITS.len()) {
            if answer.is_success() && answer.body.len() >= KEPT && answer.json().is_null() {
                match LIMITS.get(tried + 1) {
                    Some(_) => continue,
                    None => return too_long(answer, cursor),
                }
            }
            let updates = match answered::read(answer) {
                Ok(Value::Array(updates)) => updates,
                Ok(_) => Vec::new(),
                Err(trouble) => return Step::Stop(harmless(trouble.error)),
            };
            return read(ctx, cursor, &updates, LIMITS[tried], &answers[tried + 1..]);
        }
        ask(ctx, cursor, LIMITS[answers.len().min(LIMITS.len() - 1)])
    }
}

fn ask(ctx: &Ctx<'_>, cursor: Option<&str>, limit: u64) -> Step<Page> {
    let wait = ctx.text("poll_seconds").parse::<u64>().unwrap_or(10).min(50);
    let mut parameters = json!({
        "limit": limit,
        "timeout": wait,
        "allowed_updates": ALLOWED_UPDATES,
    });
    if let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) {
        // Whatever is below the offset is forgotten there.
        parameters["offset"] = number(cursor);
    }
    plain("getUpdates", parameters).step(ctx)
}

/// The page of these updates, once each button that was pressed has been acknowledged; how that ends changes nothing.
fn read(
    ctx: &Ctx<'_>,
    cursor: Option<&str>,
    updates: &[Value],
    limit: u64,
    acknowledged: &[Answer],
) -> Step<Page> {
    let mut pressed = updates
        .iter()
        .filter_map(inbound::pressed)
        .skip(acknowledged.len());
    if let Some(query) = pressed.next() {
        return plain("answerCallbackQuery", json!({ "callback_query_id": query })).step(ctx);
    }
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    for (index, update) in updates.iter().enumerate() {
        let (read, unread) = inbound::read(update, &format!("result[{index}]"));
        events.extend(read);
        problems.extend(unread);
    }
    let last = updates
        .iter()
        .filter_map(|update| update["update_id"].as_i64())
        .max();
    let next = last.map_or_else(|| cursor.unwrap_or_default().to_owned(), after);
    let mut page = page(events, problems, &next);
    page.more = updates.len() as u64 >= limit && last.is_some();
    Step::Done(page)
}

/// One update longer than what is kept of an answer: passed over, and shown as a problem.
fn too_long(answer: &Answer, cursor: Option<&str>) -> Step<Page> {
    let from = answer
        .body
        .find("\"update_id\":")
        .map(|at| at + "\"update_id\":".len());
    let digits = from.map(|from| answer.body[from..].trim_start());
    let digits = digits.map(|rest| {
        rest.split(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap_or_default()
    });
    let Some(number) = digits.and_then(|digits| digits.parse::<i64>().ok()) else {
        return Step::Stop(DeliveryError::of(ErrorKind::Away).said("getUpdates", ""));
    };
    let problem = Problem::at("result[0]", Fault::TooLong.said(format_args!("update {number} is too long to be kept")));
    let mut page = page(Vec::new(), vec![problem], cursor.unwrap_or_default());
    page.next = after(number);
    page.more = true;
    Step::Done(page)
}

fn after(update: i64) -> String {
    update.saturating_add(1).to_string()
}

fn page(events: Vec<Inbound>, problems: Vec<Problem>, next: &str) -> Page {
    Page {
        events,
        problems,
        next: next.to_owned(),
        more: false,
    }
}
