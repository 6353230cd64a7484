//! `search`: two words and filters over a million messages, first twenty, newest first, asked of the server as the
//! workbench asks.

use std::{fmt::Write as _, fs, time::Instant};

use anyhow::Context;
use hdrhistogram::Histogram;
use serde_json::json;
use yingke_store::Location;

use crate::{
    desk::{self, Desk},
    http::Client,
    machine::{Surroundings, histogram, micros},
    report::{Figure, round},
    seed,
    server::{Server, Setting},
    stage,
};

const QUESTIONS: usize = 480;
/// 中文 and English, common and rare, within one text and across.
const WORDS: [&str; 12] = [
    "冲锋衣 尺码",
    "订单 发货",
    "delivery takes",
    "退货 运费",
    "blue jacket",
    "发票 抬头",
    "ship Hangzhou",
    "积分 怎么用",
    "保修期 登山杖",
    "warranty tent",
    "优惠券 用不了",
    "broken zip",
];

/// Asks the server, one question after the other.
#[expect(clippy::cast_precision_loss, reason = "microseconds of a search")]
pub fn measure() -> anyhow::Result<Figure> {
    let folder = stage::folder("search")?;
    let data = folder.join("data");
    let desk = seed::copy(&data)?;
    let surroundings = Surroundings::measure(&folder)?;
    let cookies = desk::sign_in(&Location::File(data.join("yingke.db")), &desk, 1)?;
    let setting = Setting {
        data,
        database: None,
        record: None,
        port: 0,
    };
    let server = Server::start(&setting)?;
    let mut client = Client::connect(server.address)?;
    let (mut times, mut found, mut none) = (histogram(), 0, 0);
    let mut by_filter = FILTERS.map(|_| histogram());
    for number in 0..QUESTIONS {
        let question = format!(
            "GET /api/v1/search?q={}{}",
            encoded(WORDS[number % WORDS.len()]),
            filter(number / WORDS.len(), &desk)
        );
        let begun = Instant::now();
        let answer = client.succeed(&question, &cookies[0], None)?;
        let time = micros(begun.elapsed());
        times.saturating_record(time);
        by_filter[number / WORDS.len() % FILTERS.len()].saturating_record(time);
        let items = answer.body["items"].as_array().context("a page of finds")?.len();
        found += items;
        none += usize::from(items == 0);
    }
    server.stop()?;
    fs::remove_dir_all(folder)?;
    let of = |times: &Histogram<u64>, quantile| round(times.value_at_quantile(quantile) as f64 / 1_000.0, 2);
    let filters = FILTERS.iter().zip(&by_filter);
    let filters = filters
        .map(|(name, times)| json!({ "filter": name, "p50Ms": of(times, 0.5), "p99Ms": of(times, 0.99) }));
    Ok(Figure {
        name: "search",
        value: json!(of(&times, 0.99)),
        unit: "ms p99",
        goal: "<= 50",
        detail: json!({
            "p50Ms": of(&times, 0.5), "maxMs": of(&times, 1.0), "questions": QUESTIONS,
            "found": found, "withoutFinds": none, "through": "HTTP, each with its audit record",
            "byFilter": filters.collect::<Vec<_>>(),
            "store": seed::described(), "surroundings": surroundings.json(),
        }),
    })
}

/// What a round of questions asks besides its words, in turn.
const FILTERS: [&str; 4] = [
    "inbox and side",
    "a week of the month",
    "one agent of 201",
    "none",
];

fn filter(nth: usize, desk: &Desk) -> String {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let ago = |days: i64| yingke_words::Time::from_millis(desk::now() - days * DAY).to_string();
    match nth % FILTERS.len() {
        0 => format!("&inboxId={}&from=customer", desk.inbox),
        1 => format!("&since={}&until={}", ago(21), ago(14)),
        2 => {
            let (_, agent) = desk.agents[1 + nth % (desk.agents.len() - 1)];
            format!("&agentId={agent}")
        }
        _ => String::new(),
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    })
}
