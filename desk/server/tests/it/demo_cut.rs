//! A demo whose making is killed, in a real process: started again, there is one whole demo, never half of one.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use yingke_server::{config::Config, demo, serve};
use yingke_store::fingerprint;

use crate::support::run;

/// Small, and no matter for how many changes it is watched.
const CONSULTATIONS: &str = "60";

/// `yingke demo` while it makes its data.
struct Making {
    child: Child,
    listens: Arc<AtomicBool>,
}

impl Making {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_yingke"))
            .args(["demo", "--consultations", CONSULTATIONS])
            .env("YINGKE_DATA", data)
            .env("YINGKE_LISTEN", "127.0.0.1:0")
            .env("YINGKE_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let listens = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&listens);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if line.contains("listens on") {
                    told.store(true, Ordering::Release);
                }
            }
        });
        Self { child, listens }
    }

    fn listens(&self) -> bool {
        self.listens.load(Ordering::Acquire)
    }

    /// Waits until the files have changed so often, or until it listens.
    fn until_changed(&mut self, data: &Path, times: usize) {
        let (mut seen, mut before) = (0, written(data));
        while seen < times && !self.listens() {
            let now = written(data);
            seen += usize::from(now != before);
            before = now;
            assert_eq!(self.child.try_wait().unwrap(), None, "it ended by itself");
            thread::yield_now();
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What shows from outside that something was written.
fn written(data: &Path) -> Vec<(u64, Option<std::time::SystemTime>)> {
    let seen = ["yingke.db", "yingke.db-wal"].map(|name| fs::metadata(data.join(name)).ok());
    seen.into_iter()
        .flatten()
        .map(|of| (of.len(), of.modified().ok()))
        .collect()
}

fn rows(config: &Config) -> BTreeMap<String, u64> {
    let location = config.location();
    let tables = thread::spawn(move || fingerprint(&location).unwrap());
    let counted = tables.join().unwrap().into_iter();
    counted.map(|table| (table.table, table.rows)).collect()
}

#[test]
fn a_demo_that_is_killed_while_it_is_made_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        ..Config::default()
    };
    let mut early = 0;
    for times in [1, 2, 3, 5, 8, 12, 20, 40, 80, 160, 320] {
        let mut making = Making::start(&config.data);
        making.until_changed(&config.data, times);
        early += usize::from(!making.listens());
    }
    assert!(early >= 8, "only {early} were killed before they were done");
    let mut making = Making::start(&config.data);
    while !making.listens() {
        assert_eq!(making.child.try_wait().unwrap(), None, "it ended by itself");
        thread::yield_now();
    }
    drop(making);
    let whole = rows(&config);
    let of = |table: &str| whole[table];
    assert_eq!(
        (of("workspace"), of("agent"), of("team"), of("inbox")),
        (1, 8, 2, 2)
    );
    assert_eq!(of("consultation").to_string(), CONSULTATIONS);
    run(async move {
        let app = serve::wire(config.clone()).await.unwrap();
        let workspace = demo::workspace(&app)
            .await
            .unwrap()
            .expect("it is known as the demo");
        // What goes with it is all there is: nothing of those before it.
        demo::leave(&app, workspace).await.unwrap();
        tokio::task::spawn_blocking(move || app.db.close()).await.unwrap();
        let mut left = rows(&config);
        left.retain(|table, rows| *rows > 0 && table != "installation");
        assert_eq!(left, BTreeMap::new());
    });
}
