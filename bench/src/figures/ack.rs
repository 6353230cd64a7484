//! `ack`: how long providers wait for an answer to their signed calls, mixed over all channels that are called.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;
use parking_lot::Mutex;
use serde_json::json;
use yingke_providers::{
    Faults, Served,
    line::FakeLine,
    open::Bridge,
    telegram::FakeTelegram,
    wechat_oa::{Account, Mode, WechatOa},
    wecom_kf::{Config as Corp, WecomKf},
};
use yingke_store::Location;

use crate::{
    desk,
    drive::due_after,
    machine::{Surroundings, histogram, micros},
    post::{self, Wanted},
    report::Figure,
    server::{Server, Setting},
    stage,
};

const RATE: f64 = 500.0;
const WARM_UP: f64 = 5.0;
const SECONDS: f64 = 60.0;
const CUSTOMERS: usize = 500;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
const LINE_SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";
const LINE_TOKEN: &str = "TOKEN+of/the=channel";
const KF: &str = "wkBENCH";
/// Every channel that is called.
const CHANNELS: [&str; 5] = ["open", "telegram", "wechat_oa", "wecom_kf", "line"];

/// The providers.
struct Providers {
    bridge: Bridge,
    bot: FakeTelegram,
    account: WechatOa,
    corp: WecomKf,
    line: FakeLine,
    _served: [Served; 2],
}

/// Calls and waits.
pub fn measure() -> anyhow::Result<Figure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(called())
}

async fn called() -> anyhow::Result<Figure> {
    let folder = stage::folder("ack")?;
    let surroundings = Surroundings::measure(&folder)?;
    let data = folder.join("data");
    let founding = (data.clone(), Location::File(data.join("yingke.db")));
    let desk = tokio::task::spawn_blocking(move || desk::found(&founding.0, None, &founding.1)).await??;
    let (providers, wanted) = Providers::start().await?;
    let keys = post::connect(&data, &desk, wanted).await?;
    let setting = Setting {
        data: data.clone(),
        database: None,
        record: None,
        port: 0,
    };
    let server = tokio::task::spawn_blocking(move || Server::start(&setting)).await??;
    let callback = |nth: usize| format!("http://{}/api/v1/hooks/{}", server.address, keys[nth]);
    providers.bridge.calls(&callback(0));
    let hook = json!({ "url": callback(1), "secret_token": "s3cr3t_tok", "allowed_updates": ["message"] });
    let set = format!("{}/bot{TOKEN}/setWebhook", providers.bot.base_url());
    reqwest::Client::new()
        .post(set)
        .json(&hook)
        .send()
        .await?
        .error_for_status()?;
    providers
        .account
        .set_callback(&callback(2))
        .await
        .map_err(anyhow::Error::msg)?;
    providers.corp.calls(&callback(3));
    providers.line.calls(&callback(4));
    let outcome = Arc::new(Outcome::default());
    let corp = providers.corp.clone();
    offer(Arc::new(providers), Arc::clone(&outcome)).await;
    outcome.refused.fetch_add(corp.unanswered(), Ordering::Relaxed);
    tokio::task::spawn_blocking(move || server.stop()).await??;
    std::fs::remove_dir_all(&folder)?;
    Ok(figure(&outcome, &surroundings))
}

impl Providers {
    async fn start() -> anyhow::Result<(Self, Vec<Wanted<'static>>)> {
        let bridge = Bridge::new(SECRET, "");
        let bridged = bridge.start(&Faults::none()).await?;
        let bot = FakeTelegram::start(TOKEN, &Faults::none()).await?;
        let made = Account::made_up(Mode::Safe);
        let account = WechatOa::start(made.clone(), &Faults::none()).await?;
        let corp = WecomKf::new(Corp::default(), [(KF, "山野集客服")]);
        let corp_served = Served::start(corp.router(), &Faults::none()).await?;
        let config = corp.config().clone();
        let line = FakeLine::start(LINE_SECRET, LINE_TOKEN, &Faults::none()).await?;
        let addresses = [
            bridged.base_url(),
            bot.base_url(),
            account.base_url(),
            corp_served.base_url(),
            line.base_url(),
        ];
        let wanted = wanted(addresses, made, config);
        let providers = Self {
            bridge,
            bot,
            account,
            corp,
            line,
            _served: [bridged, corp_served],
        };
        Ok((providers, wanted))
    }

    /// A customer of one of the channels writes; whether the call was answered with success.
    async fn call(&self, nth: usize) -> bool {
        let customer = nth / CHANNELS.len() % CUSTOMERS;
        match nth % CHANNELS.len() {
            0 => {
                let said = self
                    .bridge
                    .customer_says(&format!("buyer-{customer}"), "在吗")
                    .await;
                said.is_ok_and(|(_, status)| status.is_success())
            }
            1 => {
                let id = i64::try_from(customer).unwrap_or(0) + 1_000;
                self.bot
                    .customer_says(id, "在吗")
                    .await
                    .status
                    .is_some_and(|status| status.is_success())
            }
            2 => {
                let pushed = self
                    .account
                    .customer_says(&format!("oBENCH{customer}"), "在吗")
                    .await;
                pushed.status == 200 && pushed.tries == 1
            }
            3 => {
                self.corp
                    .customer_says(KF, &format!("wmBENCH{customer}"), "在吗")
                    .await;
                true
            }
            _ => {
                let act = self
                    .line
                    .customer_says(&format!("U{customer:032x}"), "在嗎")
                    .await;
                act.status.is_some_and(|status| status.is_success())
            }
        }
    }
}

struct Outcome {
    waited: Mutex<Histogram<u64>>,
    refused: AtomicU64,
}

impl Default for Outcome {
    fn default() -> Self {
        Self {
            waited: Mutex::new(histogram()),
            refused: AtomicU64::new(0),
        }
    }
}

/// Calls on a timetable; each is timed from when it was due.
async fn offer(providers: Arc<Providers>, outcome: Arc<Outcome>) {
    let begun = Instant::now() + Duration::from_millis(200);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive number"
    )]
    let all = (RATE * (WARM_UP + SECONDS)) as usize;
    let mut tasks = tokio::task::JoinSet::new();
    for nth in 0..all {
        let after = due_after(nth, RATE);
        let due = begun + after;
        tokio::time::sleep_until(due.into()).await;
        let (providers, outcome) = (Arc::clone(&providers), Arc::clone(&outcome));
        tasks.spawn(async move {
            let taken = providers.call(nth).await;
            if after.as_secs_f64() < WARM_UP {
                return;
            }
            if taken {
                outcome.waited.lock().saturating_record(micros(due.elapsed()));
            } else {
                outcome.refused.fetch_add(1, Ordering::Relaxed);
            }
        });
        while tasks.try_join_next().is_some() {}
    }
    while tasks.join_next().await.is_some() {}
}

/// An app of each channel, at the addresses of their fakes.
fn wanted(
    [bridge, bot, account, corp, line]: [String; 5],
    made: Account,
    config: Corp,
) -> Vec<Wanted<'static>> {
    let one = || vec![String::new()];
    vec![
        Wanted {
            channel: "open",
            settings: vec![
                ("secret", SECRET.to_owned()),
                ("outgoing_url", format!("{bridge}/yingke")),
                ("signing", "standard".to_owned()),
            ],
            accounts: one(),
        },
        Wanted {
            channel: "telegram",
            settings: vec![
                ("token", TOKEN.to_owned()),
                ("mode", "webhook".to_owned()),
                ("secret_token", "s3cr3t_tok".to_owned()),
                ("base_url", bot),
            ],
            accounts: one(),
        },
        Wanted {
            channel: "wechat_oa",
            settings: vec![
                ("appid", made.appid),
                ("secret", made.secret),
                ("token", made.token),
                ("aes_key", made.aes_key),
                ("mode", "safe".to_owned()),
                ("base_url", account),
            ],
            accounts: one(),
        },
        Wanted {
            channel: "wecom_kf",
            settings: vec![
                ("corp_id", config.corp_id),
                ("secret", config.secret),
                ("token", config.token),
                ("aes_key", config.aes_key),
                ("base_url", corp),
            ],
            accounts: vec![KF.to_owned()],
        },
        Wanted {
            channel: "line",
            settings: vec![
                ("channel_secret", LINE_SECRET.to_owned()),
                ("channel_access_token", LINE_TOKEN.to_owned()),
                ("base_url", line.clone()),
                ("data_url", line.clone()),
                ("sticker_url", line),
            ],
            accounts: one(),
        },
    ]
}

#[expect(clippy::cast_precision_loss, reason = "times stay far below 2^52")]
fn figure(outcome: &Outcome, surroundings: &Surroundings) -> Figure {
    let waited = outcome.waited.lock();
    let at = |share: f64| waited.value_at_quantile(share) as f64 / 1_000.0;
    let refused = outcome.refused.load(Ordering::Relaxed);
    let void: Vec<String> = (refused > 0)
        .then(|| format!("{refused} calls were not answered with success"))
        .into_iter()
        .collect();
    Figure {
        name: "ack",
        value: json!(at(0.99)),
        unit: "ms at p99 from due to the answer, the fake's own part in it",
        goal: "<= 50",
        detail: json!({
            "perSecond": RATE, "seconds": SECONDS, "channels": CHANNELS,
            "calls": waited.len(), "p50": at(0.5), "p95": at(0.95), "p999": at(0.999), "longest": at(1.0),
            "refused": refused, "void": void, "surroundings": surroundings.json(),
        }),
    }
}
