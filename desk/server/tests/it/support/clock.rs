//! A desk whose clock a test puts on.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use reqwest::StatusCode;
use yingke_server::{config::Config, machine::SystemClock, serve};
use yingke_words::{Clock, Span, Time};

use super::{Desk, Engine, cookie, setup};

/// The machine's clock, put on by as much as a test says, or stopped.
#[derive(Default)]
pub struct PutOn {
    ahead: AtomicI64,
    stopped_at: AtomicI64,
}

impl PutOn {
    /// Puts it on further.
    pub fn by(&self, span: Span) {
        self.ahead.fetch_add(span.as_millis(), Ordering::Relaxed);
    }

    /// From now on it shows another time only when it is put on.
    pub fn stop(&self) {
        let now = SystemClock.now().millis();
        self.stopped_at.store(now, Ordering::Relaxed);
    }
}

impl Clock for PutOn {
    fn now(&self) -> Time {
        let machine = match self.stopped_at.load(Ordering::Relaxed) {
            0 => SystemClock.now().millis(),
            stopped => stopped,
        };
        Time::from_millis(machine + self.ahead.load(Ordering::Relaxed))
    }
}

impl Desk {
    /// A founded desk whose configuration is changed, and its clock.
    pub async fn clocked(engine: Engine, change: impl FnOnce(&mut Config)) -> (Self, Arc<PutOn>) {
        let clock = Arc::new(PutOn::default());
        let (mut config, folder, database) = Self::place(engine);
        change(&mut config);
        let app = serve::wire_with(config, clock.clone()).await.unwrap();
        let (mut desk, token) = Self::serving(app, folder, database).await;
        let founded = desk.owner.post("/api/v1/setup", setup(&token)).await;
        assert_eq!(founded.status, StatusCode::CREATED, "{founded:?}");
        desk.owner.cookie = cookie(&founded);
        let text = |field: &str| founded.body[field].as_str().unwrap().to_owned();
        (desk.inbox_key, desk.inbox_id) = (text("inboxKey"), text("inboxId"));
        (desk, clock)
    }
}
