//! `search`: two words and filters over a million messages, first twenty, newest first.

use std::{fs, time::Instant};

use serde_json::json;
use yingke_store::{Location, Query, search_page};

use crate::{
    desk,
    machine::{Surroundings, histogram, micros},
    report::{Figure, round},
    seed, stage,
    texts::Texts,
};

const QUESTIONS: usize = 400;
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

/// Asks the store; the endpoint adds HTTP to it.
#[expect(clippy::cast_precision_loss, reason = "microseconds of a search")]
pub fn measure() -> anyhow::Result<Figure> {
    let folder = stage::folder("search")?;
    let desk = seed::copy(&folder)?;
    let surroundings = Surroundings::measure(&folder)?;
    let workspace = desk.workspace;
    let location = Location::File(folder.join("yingke.db"));
    let (times, found) = desk::with_store(&location, |db| async move {
        let (mut times, mut found) = (histogram(), 0);
        let mut texts = Texts::new(3);
        for number in 0..QUESTIONS {
            let text = WORDS[number % WORDS.len()].to_owned();
            // A viewer of some conversations only: finds of others are stepped over.
            let seen = texts.below(4);
            let begun = Instant::now();
            let page = db.read(workspace, move |tx| {
                let query = Query {
                    text,
                    before: None,
                    limit: 20,
                };
                search_page(tx, &query, |row| {
                    row.id.uuid().as_bytes()[15] & 3 != u8::try_from(seen).unwrap_or(0)
                })
            });
            found += page.await?.found.len();
            times.saturating_record(micros(begun.elapsed()));
        }
        Ok((times, found))
    })?;
    fs::remove_dir_all(folder)?;
    let at = |quantile: f64| times.value_at_quantile(quantile) as f64 / 1_000.0;
    Ok(Figure {
        name: "search",
        value: json!(round(at(0.99), 2)),
        unit: "ms p99",
        goal: "<= 50",
        detail: json!({
            "p50Ms": round(at(0.5), 2), "maxMs": round(times.max() as f64 / 1_000.0, 2), "questions": QUESTIONS,
            "found": found, "through": "the store: search_page",
            "store": seed::described(), "surroundings": surroundings.json(),
        }),
    })
}
