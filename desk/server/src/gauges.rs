//! What is measured while we run, in Prometheus' text form. Labels never hold a person's or a tenant's data.

use std::{collections::HashMap, net::SocketAddr, sync::atomic::Ordering, time::Duration};

use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics::{Counter, Histogram, counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use parking_lot::Mutex;
use yingke_words::WorkspaceId;

use crate::{
    api::problem::{Code, Problem},
    app::App,
    proxies::passed_on,
};

/// The recorder of one server.
pub struct Gauges {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    lags: Mutex<HashMap<WorkspaceId, i64>>,
}

impl Gauges {
    /// A recorder of one's own, so that several servers in one process do not mix.
    pub fn new() -> Self {
        let spans = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5];
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &spans)
            .expect("the buckets are not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        Self {
            recorder,
            handle,
            lags: Mutex::default(),
        }
    }

    /// How many events the search index of a workspace is behind.
    pub fn search_lag(&self, workspace: WorkspaceId, events: i64) {
        let mut lags = self.lags.lock();
        if events == 0 {
            lags.remove(&workspace)
        } else {
            lags.insert(workspace, events)
        };
    }
}

impl Default for Gauges {
    fn default() -> Self {
        Self::new()
    }
}

/// What is measured of one operation. It is looked up once: a request only counts.
pub struct Meter {
    seconds: Histogram,
    method: String,
    path: String,
    /// By status; an operation has few.
    answers: Mutex<Vec<(StatusCode, Counter)>>,
}

impl Gauges {
    /// The meter of the operation `method` `path`.
    pub fn meter(&self, method: &str, path: &str) -> Meter {
        let (method, path) = (method.to_owned(), path.to_owned());
        let seconds = with_local_recorder(
            &self.recorder,
            || histogram!("yingke_request_seconds", "method" => method.clone(), "path" => path.clone()),
        );
        Meter {
            seconds,
            method,
            path,
            answers: Mutex::default(),
        }
    }

    /// Puts away what was measured: until then each time is kept. Called every few seconds.
    pub fn settle(&self) {
        self.handle.run_upkeep();
    }
}

impl Meter {
    /// Counts and times a request.
    pub fn count(&self, gauges: &Gauges, status: StatusCode, span: Duration) {
        self.seconds.record(span.as_secs_f64());
        let mut answers = self.answers.lock();
        if let Some((_, counter)) = answers.iter().find(|(known, _)| *known == status) {
            return counter.increment(1);
        }
        let counter = with_local_recorder(&gauges.recorder, || {
            let (method, path) = (self.method.clone(), self.path.clone());
            counter!("yingke_requests_total", "method" => method, "path" => path,
                "status" => status.as_str().to_owned())
        });
        counter.increment(1);
        answers.push((status, counter));
    }
}

/// Shows the figures, to this machine only: they tell how busy a company is.
pub async fn show(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !address.ip().is_loopback() || passed_on(&headers) {
        return Err(Code::NotFound.into());
    }
    let (agents, visitors) = app.hub.sockets();
    let lag = app.gauges.lags.lock().values().copied().max().unwrap_or(0);
    with_local_recorder(&app.gauges.recorder, || {
        let store = app.db.gauge();
        counter!("yingke_store_batches_total").absolute(store.batches.load(Ordering::Relaxed));
        counter!("yingke_store_writes_total").absolute(store.items.load(Ordering::Relaxed));
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        {
            gauge!("yingke_store_waiting").set(app.db.waiting() as f64);
            gauge!("yingke_sockets", "kind" => "agent").set(agents as f64);
            gauge!("yingke_sockets", "kind" => "visitor").set(visitors as f64);
            gauge!("yingke_search_lag_events").set(lag as f64);
        }
    });
    let text = app.gauges.handle.render();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
