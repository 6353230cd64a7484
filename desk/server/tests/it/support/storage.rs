//! An S3 server that is not ours, and a road to it that can be closed.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicUsize, Ordering},
    },
};

use futures_util::TryStreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use yingke_server::{config::Config, demo, serve};
use yingke_words::{Clock, Secret};

use super::{Desk, Engine, cookie, setup};

/// A prefix of its own in the bucket of the tests.
#[derive(Clone)]
pub struct Bucket {
    pub endpoint: String,
    pub prefix: String,
    pub key_id: String,
    pub secret: String,
    store: Arc<AmazonS3>,
}

fn variable(name: &str) -> String {
    std::env::var(name).expect("run the tests through `make test`")
}

impl Bucket {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let (key_id, secret) = Self::key("YINGKE_TEST_S3_KEY");
        let endpoint = variable("YINGKE_TEST_S3");
        let store = AmazonS3Builder::new()
            .with_bucket_name("yingke")
            .with_region("us-east-1")
            .with_endpoint(&endpoint)
            .with_allow_http(true)
            .with_access_key_id(&key_id)
            .with_secret_access_key(&secret)
            .build();
        Self {
            endpoint,
            prefix: format!("test-{}/{next}", std::process::id()),
            key_id,
            secret,
            store: Arc::new(store.unwrap()),
        }
    }

    /// Id and secret of a key of the server.
    pub fn key(name: &str) -> (String, String) {
        let both = variable(name);
        let (id, secret) = both.split_once(':').expect("ID:SECRET");
        (id.to_owned(), secret.to_owned())
    }

    /// The settings of a desk that keeps its files here and goes by `road`.
    pub fn settings(&self, road: Option<&Road>) -> Vec<(&'static str, String)> {
        let endpoint = road.map_or(self.endpoint.clone(), |road| road.endpoint.clone());
        vec![
            ("YINGKE_FILES_URL", format!("s3://yingke/{}", self.prefix)),
            ("YINGKE_S3_ENDPOINT", endpoint),
            ("YINGKE_S3_KEY_ID", self.key_id.clone()),
            ("YINGKE_S3_SECRET", self.secret.clone()),
            ("YINGKE_S3_PATH_STYLE", "true".to_owned()),
        ]
    }

    fn apply(&self, road: Option<&Road>, config: &mut Config) {
        config.files_url = Some(format!("s3://yingke/{}", self.prefix));
        config.s3_endpoint = Some(road.map_or(self.endpoint.clone(), |road| road.endpoint.clone()));
        config.s3_key_id = Some(self.key_id.clone());
        config.s3_secret = Some(Secret::new(self.secret.clone()));
        config.s3_path_style = true;
    }

    /// The names of all objects, without the prefix.
    pub async fn objects(&self) -> Vec<String> {
        let prefix = Path::from(self.prefix.as_str());
        let listed: Vec<_> = self.store.list(Some(&prefix)).try_collect().await.unwrap();
        let names = listed.into_iter().map(|object| object.location.to_string());
        let mut names: Vec<String> = names
            .map(|name| name.strip_prefix(&format!("{prefix}/")).unwrap().to_owned())
            .collect();
        names.sort();
        names
    }

    /// Puts an object of which no desk knows.
    pub async fn put(&self, name: &str) {
        let name = Path::from(format!("{}/{name}", self.prefix));
        self.store.put(&name, "rubbish".into()).await.unwrap();
    }
}

impl Desk {
    /// A desk with one workspace that keeps its files in `bucket`.
    pub async fn on_s3(engine: Engine, bucket: &Bucket, road: Option<&Road>) -> Self {
        let (mut config, folder, database) = Self::place(engine);
        bucket.apply(road, &mut config);
        let (mut desk, token) = Self::start(config, folder, database).await;
        let founded = desk.owner.post("/api/v1/setup", setup(&token)).await;
        desk.owner.cookie = cookie(&founded);
        let key = founded.body["inboxKey"].as_str().unwrap();
        key.clone_into(&mut desk.inbox_key);
        desk
    }

    /// A desk that begins with a demo, whose files go into `bucket`.
    pub async fn demo_on_s3(bucket: &Bucket, road: &Road) -> Self {
        let (mut config, folder, database) = Self::place(Engine::Sqlite);
        bucket.apply(Some(road), &mut config);
        demo::fill(&config, 60).await.unwrap();
        Self::start(config, folder, database).await.0
    }

    /// A second node on the same data, with a clock of its own.
    pub async fn beside(&self, clock: Arc<dyn Clock>) -> serve::Running {
        let app = serve::wire_with(self.app.config.clone(), clock).await.unwrap();
        serve::start(app).await.unwrap()
    }
}

/// What happens on the road.
#[derive(Clone)]
enum Traffic {
    Flows,
    /// Whoever comes is sent away.
    Closed,
    /// Whoever comes waits.
    Frozen,
    /// So many bytes still pass upwards, over all connections; then everyone is cut.
    Up(Arc<AtomicUsize>),
    /// Likewise downwards.
    Down(Arc<AtomicUsize>),
}

/// A road to an address.
pub struct Road {
    pub endpoint: String,
    traffic: watch::Sender<Traffic>,
}

impl Road {
    pub async fn to(endpoint: &str) -> Self {
        let target: SocketAddr = endpoint.strip_prefix("http://").unwrap().parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let (traffic, state) = watch::channel(Traffic::Flows);
        tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                tokio::spawn(pass(from, target, state.clone()));
            }
        });
        Self { endpoint, traffic }
    }

    /// Whoever is under way is cut.
    fn turn(&self, traffic: Traffic) {
        self.traffic.send_replace(traffic);
    }

    pub fn open(&self) {
        self.turn(Traffic::Flows);
    }

    pub fn close(&self) {
        self.turn(Traffic::Closed);
    }

    pub fn freeze(&self) {
        self.turn(Traffic::Frozen);
    }

    pub fn cut_up_after(&self, bytes: usize) {
        self.turn(Traffic::Up(Arc::new(bytes.into())));
    }

    pub fn cut_down_after(&self, bytes: usize) {
        self.turn(Traffic::Down(Arc::new(bytes.into())));
    }
}

async fn pass(from: TcpStream, target: SocketAddr, mut state: watch::Receiver<Traffic>) {
    let traffic = state.borrow_and_update().clone();
    let changed = async move {
        let _ = state.changed().await;
    };
    let endless = || Arc::new(AtomicUsize::new(usize::MAX));
    let (up, down) = match traffic {
        Traffic::Closed => return,
        Traffic::Frozen => return changed.await,
        Traffic::Flows => (endless(), endless()),
        Traffic::Up(left) => (left, endless()),
        Traffic::Down(left) => (endless(), left),
    };
    let Ok(to) = TcpStream::connect(target).await else {
        return;
    };
    let (from_read, from_write) = from.into_split();
    let (to_read, to_write) = to.into_split();
    tokio::select! {
        () = copy(from_read, to_write, &up) => {}
        () = copy(to_read, from_write, &down) => {}
        () = changed => {}
    }
}

async fn copy(mut from: impl AsyncReadExt + Unpin, mut to: impl AsyncWriteExt + Unpin, left: &AtomicUsize) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let spent = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(read)
        });
        if spent.is_err() || to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
