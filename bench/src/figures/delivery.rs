//! `delivery`: what is offered to a provider that fails one time in ten, with the server killed twice in between, arrives
//! once, in order, and in time.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use yingke_providers::{Faults, Served, open::Bridge};
use yingke_store::Location;

use crate::{
    desk,
    drive::due_after,
    machine::Surroundings,
    post::{self, Wanted},
    report::{Figure, progress},
    server::{Server, Setting},
    stage,
};

/// How many messages are offered, and how many a second.
const MESSAGES: usize = 100_000;
const RATE: f64 = 500.0;
/// One request in ten goes wrong.
const FAULTS: u32 = 100;
const SHOPS: usize = 100;
const CUSTOMERS: usize = 4_000;
/// What is in time.
const IN_TIME: Duration = Duration::from_secs(5);
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Offers, kills, counts.
pub fn measure() -> anyhow::Result<Figure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(offered())
}

async fn offered() -> anyhow::Result<Figure> {
    let folder = stage::folder("delivery")?;
    let surroundings = Surroundings::measure(&folder)?;
    let data = folder.join("data");
    let location = Location::File(data.join("yingke.db"));
    let founding = (data.clone(), location.clone());
    let (desk, cookies) = tokio::task::spawn_blocking(move || {
        let desk = desk::found(&founding.0, None, &founding.1)?;
        let cookies = desk::sign_in(&founding.1, &desk, 1)?;
        Ok::<_, anyhow::Error>((desk, cookies))
    })
    .await??;
    let (bridge, faults) = (Bridge::new(SECRET, ""), Faults::none());
    let served: Served = bridge.start(&faults).await?;
    let keys = post::connect(&data, &desk, vec![shops(&served.base_url())]).await?;
    let mut setting = Setting {
        data: data.clone(),
        database: None,
        record: None,
        port: 0,
    };
    let mut server = start(&setting).await?;
    setting.port = server.address.port();
    bridge.calls(&format!("http://{}/api/v1/hooks/{}", server.address, keys[0]));
    let cookie = cookies[0].trim().trim_start_matches("cookie: ").to_owned();
    let desk = Offering::begin(server.address, cookie, &bridge).await?;
    faults.per_mille(FAULTS);
    let offering = tokio::spawn(Arc::clone(&desk).offer());
    for kill in 1..=2 {
        let until = MESSAGES * kill / 3;
        while desk.offered.load(Ordering::Relaxed) < until {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        progress(&format!("kill {kill} of 2"));
        tokio::task::spawn_blocking(move || server.kill()).await??;
        server = start(&setting).await?;
    }
    let acknowledged = offering.await??;
    faults.per_mille(0);
    let drained = drain(&data).await?;
    let dead = left(&data, "dead_at IS NOT NULL")?;
    tokio::task::spawn_blocking(move || server.stop()).await??;
    std::fs::remove_dir_all(&folder)?;
    Ok(judged(
        &acknowledged,
        &bridge,
        &faults,
        (drained, dead),
        &surroundings,
    ))
}

/// One app with the accounts of many shops.
fn shops(bridge: &str) -> Wanted<'static> {
    Wanted {
        channel: "open",
        settings: vec![
            ("secret", SECRET.to_owned()),
            ("outgoing_url", format!("{bridge}/yingke")),
            ("signing", "standard".to_owned()),
        ],
        accounts: (0..SHOPS).map(|shop| format!("shop-{shop}")).collect(),
    }
}

async fn start(setting: &Setting) -> anyhow::Result<Server> {
    let setting = setting.clone();
    tokio::task::spawn_blocking(move || Server::start(&setting)).await?
}

/// Waits until nothing waits any more: what failed five times in a row is tried again a minute later, then after five.
async fn drain(data: &std::path::Path) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_mins(15) && left(data, "dead_at IS NULL")? > 0 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(begun.elapsed())
}

fn said(bridge: &Bridge) -> impl Iterator<Item = yingke_providers::open::Taken> {
    bridge
        .sent()
        .into_iter()
        .filter(|taken| taken.document["text"].is_string())
}

/// One message that was acknowledged: its conversation, its number there, when it was due.
#[derive(Clone)]
struct Offered {
    customer: usize,
    number: usize,
    due: Instant,
}

/// Who offers.
struct Offering {
    address: SocketAddr,
    cookie: String,
    client: reqwest::Client,
    conversations: Vec<String>,
    offered: AtomicUsize,
    failed: AtomicBool,
}

impl Offering {
    /// Every customer writes once; whose conversation is whose.
    async fn begin(address: SocketAddr, cookie: String, bridge: &Bridge) -> anyhow::Result<Arc<Self>> {
        progress("customers write");
        for part in 0..CUSTOMERS / 100 {
            let events: Vec<Value> = (part * 100..(part + 1) * 100)
                .map(|customer| {
                    json!({ "type": "message", "id": format!("first-{customer}"), "account": format!("shop-{}", customer % SHOPS),
                        "from": { "id": format!("buyer-{customer}") }, "text": format!("{customer}") })
                })
                .collect();
            let (status, body) = bridge.push(&json!({ "events": events })).await?;
            anyhow::ensure!(
                status.is_success(),
                "the customers are not heard: {status} {body}"
            );
        }
        let mut offering = Self {
            address,
            cookie,
            client: reqwest::Client::new(),
            conversations: vec![String::new(); CUSTOMERS],
            offered: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
        };
        let mut cursor = String::new();
        loop {
            let page = offering
                .get(&format!("/api/v1/conversations?tab=all&limit=100{cursor}"))
                .await?;
            for row in page["items"].as_array().context("rows")? {
                if let Ok(customer) = row["lastText"].as_str().unwrap_or_default().parse::<usize>() {
                    row["id"]
                        .as_str()
                        .context("an id")?
                        .clone_into(&mut offering.conversations[customer]);
                }
            }
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let missing = offering.conversations.iter().filter(|id| id.is_empty()).count();
        anyhow::ensure!(missing == 0, "{missing} customers have no conversation");
        Ok(Arc::new(offering))
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let url = format!("http://{}{path}", self.address);
        let answer = self.client.get(url).header("cookie", &self.cookie).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Offers on a timetable; whatever is not acknowledged is said again under the same id.
    async fn offer(self: Arc<Self>) -> anyhow::Result<Vec<Offered>> {
        let begun = Instant::now() + Duration::from_millis(200);
        let room = Arc::new(Semaphore::new(2_000));
        let mut lanes: Vec<Arc<tokio::sync::Mutex<()>>> = Vec::new();
        lanes.resize_with(CUSTOMERS, Arc::default);
        let mut all = Vec::with_capacity(MESSAGES);
        for nth in 0..MESSAGES {
            let due = begun + due_after(nth, RATE);
            tokio::time::sleep_until(due.into()).await;
            let offered = Offered {
                customer: nth % CUSTOMERS,
                number: nth / CUSTOMERS,
                due,
            };
            let place = Arc::clone(&room).acquire_owned().await?;
            // An agent says one thing after the other.
            let lane = Arc::clone(&lanes[offered.customer]).lock_owned().await;
            let (this, said) = (Arc::clone(&self), offered.clone());
            all.push(offered);
            tokio::spawn(async move {
                this.say(&said).await;
                drop((place, lane));
            });
            if nth.is_multiple_of(10_000) {
                progress(&format!("{nth} offered"));
            }
        }
        let _ = room.acquire_many(2_000).await?;
        anyhow::ensure!(!self.failed.load(Ordering::Relaxed), "a message was refused");
        Ok(all)
    }

    async fn say(&self, one: &Offered) {
        let url = format!(
            "http://{}/api/v1/conversations/{}/messages",
            self.address, self.conversations[one.customer]
        );
        let text = format!("{}-{}", one.customer, one.number);
        let body = json!({ "clientId": text, "text": text });
        loop {
            let request = self
                .client
                .post(&url)
                .header("cookie", &self.cookie)
                .header("x-yingke-csrf", "1")
                .json(&body);
            match request.send().await {
                Ok(answer) if answer.status().is_success() => break,
                Ok(answer) if answer.status().is_server_error() => {}
                Ok(answer) => {
                    let status = answer.status();
                    progress(&format!(
                        "{text} is refused: {status} {}",
                        answer.text().await.unwrap_or_default()
                    ));
                    self.failed.store(true, Ordering::Relaxed);
                    break;
                }
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.offered.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many rows of the outbox are so.
fn left(data: &std::path::Path, so: &str) -> anyhow::Result<i64> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(data.join("yingke.db"), flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(
        connection.query_row(&format!("SELECT COUNT(*) FROM outbox WHERE {so}"), [], |row| {
            row.get(0)
        })?,
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn share(part: u64, of: u64) -> f64 {
    part as f64 / of.max(1) as f64
}

fn judged(
    offered: &[Offered],
    bridge: &Bridge,
    faults: &Faults,
    (drained, dead): (Duration, i64),
    surroundings: &Surroundings,
) -> Figure {
    let (hit, again) = (faults.hit(), bridge.came_again());
    let taken: Vec<_> = said(bridge).collect();
    let mut first: HashMap<String, (usize, Instant, Option<Instant>)> = HashMap::new();
    let mut twice = 0;
    for (place, one) in taken.iter().enumerate() {
        let text = one.document["text"].as_str().unwrap_or_default().to_owned();
        // What met a fault is behind us when it has come for the last time.
        let failed = hit
            .contains(&one.id)
            .then(|| again.get(&one.id).map_or(one.at, |last| one.at.max(*last)));
        if first.insert(text, (place, one.at, failed)).is_some() {
            twice += 1;
        }
    }
    let text = |one: &Offered| format!("{}-{}", one.customer, one.number);
    let lost = offered
        .iter()
        .filter(|one| !first.contains_key(&text(one)))
        .count();
    let mut last: HashMap<usize, usize> = HashMap::new();
    let mut disordered = 0;
    let mut held_up: HashMap<usize, Instant> = HashMap::new();
    let (mut at_once, mut in_time, mut free, mut free_in_time) = (0_u64, 0_u64, 0_u64, 0_u64);
    for one in offered {
        let Some((place, at, failed)) = first.get(&text(one)) else {
            continue;
        };
        if last.get(&one.customer).is_some_and(|before| before > place) {
            disordered += 1;
        }
        last.insert(one.customer, *place);
        let late = at.saturating_duration_since(one.due) > IN_TIME;
        if let Some(until) = failed {
            held_up.insert(one.customer, *until);
            continue;
        }
        at_once += 1;
        in_time += u64::from(!late);
        // What was said while an earlier message of the conversation had failed waits for order's sake.
        if held_up.get(&one.customer).is_some_and(|until| one.due < *until) {
            continue;
        }
        free += 1;
        free_in_time += u64::from(!late);
    }
    Figure {
        name: "delivery",
        value: json!([lost, twice, disordered, share(free_in_time, free)]),
        unit: "lost; sent twice; out of order; share in time",
        goal: "0; 0; 0; >= 0.999",
        detail: json!({
            "offered": offered.len(), "perSecond": RATE, "faultsPerMille": FAULTS, "kills": 2, "conversations": CUSTOMERS,
            "takenByProvider": taken.len(), "cameAgainUnderTheirId": bridge.repeated(), "metAFault": hit.len(),
            "deadLetters": dead, "drainedAfterSeconds": drained.as_secs_f64(),
            "acceptedAtOnce": at_once, "ofTheseInTime": share(in_time, at_once),
            "acceptedAtOnceAndNotBehindAFailure": free, "surroundings": surroundings.json(),
        }),
    }
}
