//! What goes wrong between us and a platform.

use std::{
    collections::{HashSet, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use parking_lot::Mutex;

/// One thing that goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// 429, to be tried again after a second.
    TooMany,
    /// 500, nothing done.
    Broken,
    /// The request is carried out, and its answer never comes.
    Silence,
    /// The request is carried out, and the connection is cut before the answer.
    Cut,
}

#[derive(Default)]
struct Plan {
    per_mille: AtomicU32,
    drawn: AtomicU64,
    next: Mutex<VecDeque<Fault>>,
    hit: Mutex<HashSet<String>>,
}

/// Which requests go wrong. Cheap to clone; shared with the fake that runs.
#[derive(Clone, Default)]
pub struct Faults(Arc<Plan>);

impl Faults {
    /// Nothing goes wrong until told.
    pub fn none() -> Self {
        Self::default()
    }

    /// So many of a thousand requests go wrong, each of the four ways as often; the same ones in every run.
    pub fn per_mille(&self, share: u32) {
        self.0.per_mille.store(share, Ordering::Relaxed);
    }

    /// The next request goes wrong like this.
    pub fn next(&self, fault: Fault) {
        self.0.next.lock().push_back(fault);
    }

    /// The `webhook-id`s of the requests that went wrong.
    pub fn hit(&self) -> HashSet<String> {
        self.0.hit.lock().clone()
    }

    fn draw(&self) -> Option<Fault> {
        if let Some(fault) = self.0.next.lock().pop_front() {
            return Some(fault);
        }
        // SplitMix64 of a counter: spread evenly, and the same every time.
        let mut z = self
            .0
            .drawn
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        if z % 1_000 >= u64::from(self.0.per_mille.load(Ordering::Relaxed)) {
            return None;
        }
        let all = [Fault::TooMany, Fault::Broken, Fault::Silence, Fault::Cut];
        Some(all[usize::try_from((z >> 32) % 4).unwrap_or(0)])
    }

    pub(crate) fn before(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), meet))
    }
}

async fn meet(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let drawn = faults.draw();
    if let (Some(_), Some(id)) = (drawn, request.headers().get("webhook-id")) {
        let id = id.to_str().unwrap_or_default().to_owned();
        faults.0.hit.lock().insert(id);
    }
    match drawn {
        None => next.run(request).await,
        Some(Fault::TooMany) => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]).into_response(),
        Some(Fault::Broken) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Some(Fault::Silence) => {
            next.run(request).await;
            // Longer than any client waits.
            tokio::time::sleep(Duration::from_mins(2)).await;
            StatusCode::OK.into_response()
        }
        Some(Fault::Cut) => {
            next.run(request).await;
            let broken =
                futures_util::stream::once(async { Err::<bytes::Bytes, _>(std::io::Error::other("cut")) });
            let mut response = Response::new(Body::from_stream(broken));
            response
                .headers_mut()
                .insert("content-length", http::HeaderValue::from_static("100"));
            response
        }
    }
}
