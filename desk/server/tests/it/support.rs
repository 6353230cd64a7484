//! A running desk a test, on a fresh database of either engine.

mod by_hand;
mod clock;
mod cluster;
mod mail_room;
mod node;
mod socket;
mod storage;
mod tenants;

pub use clock::PutOn;
pub use cluster::Cluster;
pub use mail_room::MailRoom;
pub use node::Node;
pub use socket::Socket;
pub use storage::{Bucket, Road};
pub use tenants::{Tenant, fresh, signed_in};

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest};
use yingke_server::{app::App, config::Config, serve};
use yingke_words::Secret;

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A running desk with a founded workspace.
pub struct Desk {
    pub app: App,
    pub base: String,
    pub owner: Person,
    pub inbox_key: String,
    pub inbox_id: String,
    running: Option<serve::Running>,
    folder: PathBuf,
    database: Option<(String, String)>,
}

/// Somebody with a browser.
#[derive(Clone)]
pub struct Person {
    client: Client,
    base: String,
    pub cookie: String,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

/// Runs a statement past our code; its rows as text.
pub fn psql(url: &str, statement: &str) -> String {
    let ran = std::process::Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
        .args(["--dbname", url, "--command", statement])
        .output()
        .expect("psql is installed");
    assert!(
        ran.status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

pub const PASSWORD: &str = "correct horse battery";

impl Desk {
    /// A desk without a workspace, and its set-up token.
    pub async fn unfounded(engine: Engine) -> (Self, String) {
        let (config, folder, database) = Self::place(engine);
        Self::start(config, folder, database).await
    }

    /// A desk that begins with a demo.
    pub async fn demo(engine: Engine, consultations: usize) -> Self {
        let (config, folder, database) = Self::place(engine);
        yingke_server::demo::fill(&config, consultations).await.unwrap();
        Self::start(config, folder, database).await.0
    }

    /// A fresh place on an engine.
    fn place(engine: Engine) -> (Config, PathBuf, Option<(String, String)>) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "desk_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(format!("yingke_{name}"));
        // A test that was killed under the same number may have left one.
        let _ = std::fs::remove_dir_all(&folder);
        let database = (engine == Engine::Postgres).then(|| {
            let url = std::env::var("YINGKE_TEST_POSTGRES").expect("run the tests through `make test`");
            psql(&url, &format!("CREATE DATABASE {name}"));
            (url, name.clone())
        });
        let config = Config {
            data: folder.clone(),
            listen: ([127, 0, 0, 1], 0).into(),
            database_url: database.as_ref().map(|(url, name)| {
                Secret::new(format!(
                    "{}/{name}",
                    url.rsplit_once('/').expect("a database in the URL").0
                ))
            }),
            // The fakes of the providers listen on this machine.
            allowed_networks: vec!["127.0.0.0/8".parse().expect("a network")],
            allowed_root_certificate: std::env::var_os("YINGKE_TEST_MAIL_CA").map(PathBuf::from),
            pull_seconds: Some(1),
            ..Config::default()
        };
        (config, folder, database)
    }

    async fn start(config: Config, folder: PathBuf, database: Option<(String, String)>) -> (Self, String) {
        let app = serve::wire(config).await.expect("the desk is wired");
        Self::serving(app, folder, database).await
    }

    async fn serving(app: App, folder: PathBuf, database: Option<(String, String)>) -> (Self, String) {
        let link = serve::setup_link(&app)
            .await
            .expect("the store answers")
            .unwrap_or_default();
        let token = link
            .rsplit_once('#')
            .map(|(_, token)| token.to_owned())
            .unwrap_or_default();
        let running = serve::start(app.clone()).await.expect("the desk listens");
        let base = format!("http://{}", running.address);
        let owner = Person {
            client: Client::new(),
            base: base.clone(),
            cookie: String::new(),
        };
        let desk = Self {
            app,
            base,
            owner,
            inbox_key: String::new(),
            inbox_id: String::new(),
            running: Some(running),
            folder,
            database,
        };
        (desk, token)
    }

    /// A desk with one workspace and its owner.
    pub async fn founded(engine: Engine) -> Self {
        Self::founded_as(engine, |_| ()).await
    }

    /// The same, set up a little differently.
    pub async fn founded_as(engine: Engine, set_up: impl FnOnce(&mut Config)) -> Self {
        let (mut config, folder, database) = Self::place(engine);
        set_up(&mut config);
        let (mut desk, token) = Self::start(config, folder, database).await;
        let answer = desk
            .owner
            .call(Method::POST, "/api/v1/setup", Some(setup(&token)))
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        desk.owner.cookie = cookie(&answer);
        answer.body["inboxKey"]
            .as_str()
            .expect("a key")
            .clone_into(&mut desk.inbox_key);
        answer.body["inboxId"]
            .as_str()
            .expect("an id")
            .clone_into(&mut desk.inbox_id);
        desk
    }

    /// Stops the desk and starts it again on the same data.
    pub async fn restart(&mut self) {
        let config = self.app.config.clone();
        self.running
            .take()
            .expect("it runs")
            .stop()
            .await
            .expect("it stops");
        let (mut next, _) = Self::start(config, self.folder.clone(), None).await;
        std::mem::swap(&mut self.app, &mut next.app);
        self.running = next.running.take();
        self.base = format!("http://{}", self.running.as_ref().expect("it runs").address);
        self.owner.base.clone_from(&self.base);
        next.folder = PathBuf::from("/nonexistent");
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Person {
        Person {
            client: Client::new(),
            base: self.base.clone(),
            cookie: String::new(),
        }
    }

    /// A visitor who has entered.
    pub async fn visitor(&self) -> Visitor {
        visitor_at(&self.base, &self.inbox_key).await
    }

    /// Stops the desk and removes its data.
    pub async fn end(mut self) {
        self.running
            .take()
            .expect("it runs")
            .stop()
            .await
            .expect("it stops");
        if let Some((url, name)) = &self.database {
            psql(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Somebody with a browser at the desk of `base`.
pub fn person_at(base: &str) -> Person {
    Person {
        client: Client::new(),
        base: base.to_owned(),
        cookie: String::new(),
    }
}

/// A visitor who has entered at the desk of `base`.
pub async fn visitor_at(base: &str, key: &str) -> Visitor {
    let person = person_at(base);
    let entered = person.post("/api/v1/visitor/enter", json!({ "key": key })).await;
    assert_eq!(entered.status, StatusCode::OK, "{entered:?}");
    let token = entered.body["token"].as_str().expect("a token").to_owned();
    let ticket = entered.body["ticket"].as_str().expect("a ticket").to_owned();
    Visitor {
        person,
        token,
        ticket,
    }
}

pub fn setup(token: &str) -> Value {
    json!({
        "token": token, "name": "何婧", "email": "hejing@shop.example", "password": PASSWORD,
        "company": "山野集", "language": "zh-CN", "timeZone": "Asia/Shanghai",
    })
}

pub fn cookie(answer: &Answer) -> String {
    let set = answer.headers["set-cookie"].to_str().expect("a cookie");
    set.split(';').next().expect("a pair").to_owned()
}

impl Person {
    /// Calls an operation, as the workbench does.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.call_with(method, path, body, &[]).await
    }

    /// Likewise, with more headers.
    pub async fn call_with(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("x-yingke-csrf", "1");
        if !self.cookie.is_empty() {
            request = request.header("cookie", &self.cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the desk answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer {
            status,
            body,
            headers,
        }
    }

    /// The status of a GET whose body may never end.
    pub async fn status(&self, path: &str) -> StatusCode {
        let request = self
            .client
            .get(format!("{}{path}", self.base))
            .header("cookie", &self.cookie);
        request.send().await.expect("the desk answers").status()
    }

    /// Changes something that stood at `version`.
    pub async fn edit(&self, path: &str, version: &Value, body: Value) -> Answer {
        let version = version.to_string();
        self.call_with(Method::PATCH, path, Some(body), &[("if-match", &version)])
            .await
    }

    /// Removes something.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// Uploads a file as a browser does.
    pub async fn upload(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("x-yingke-csrf", "1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookie.is_empty() {
            request = request.header("cookie", &self.cookie);
        }
        let request = request
            .header("content-type", "multipart/form-data; boundary=edge")
            .body(body);
        let response = request.send().await.expect("the desk answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer {
            status,
            body,
            headers,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Creates something under a fresh key.
    pub async fn create(&self, path: &str, body: Value) -> Answer {
        let key = uuid::Uuid::now_v7().to_string();
        self.call_with(Method::POST, path, Some(body), &[("idempotency-key", &key)])
            .await
    }

    /// Opens the live socket and says hello.
    pub async fn socket(&self, after: Option<i64>) -> Socket {
        let url = format!("{}/api/v1/live", self.base.replacen("http", "ws", 1));
        let mut request = url.into_client_request().expect("an address");
        request
            .headers_mut()
            .insert("cookie", self.cookie.parse().expect("a header"));
        let (stream, _) = connect_async(request).await.expect("the socket opens");
        let mut socket = Socket { stream };
        socket.say(json!({ "type": "hello", "after": after })).await;
        socket
    }
}

/// A visitor of the shop.
#[derive(Clone)]
pub struct Visitor {
    pub person: Person,
    pub token: String,
    pub ticket: String,
}

impl Visitor {
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.person
            .call_with(method, path, body, &[("authorization", &bearer)])
            .await
    }

    /// Writes.
    pub async fn say(&self, client_id: &str, text: &str) -> Answer {
        let body = json!({ "clientId": client_id, "text": text });
        self.call(Method::POST, "/api/v1/visitor/messages", Some(body))
            .await
    }

    /// Writes to a desk that may be gone; whether it was acknowledged.
    pub async fn try_say(&self, client_id: &str, text: &str) -> bool {
        let url = format!("{}/api/v1/visitor/messages", self.person.base);
        let request = self.person.client.post(url).bearer_auth(&self.token);
        let sent = request
            .json(&json!({ "clientId": client_id, "text": text }))
            .send()
            .await;
        sent.is_ok_and(|answer| answer.status().is_success())
    }

    /// Opens the live socket and says hello.
    pub async fn socket(&self, after: Option<&str>) -> Socket {
        let answer = self.call(Method::POST, "/api/v1/visitor/tickets", None).await;
        let ticket = answer.body["ticket"].as_str().expect("a ticket");
        let mut socket = self.open(ticket).await.expect("the socket opens");
        socket.say(json!({ "type": "hello", "after": after })).await;
        socket
    }

    pub async fn open(&self, ticket: &str) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
        let url = format!(
            "{}/api/v1/visitor/live?ticket={ticket}",
            self.person.base.replacen("http", "ws", 1)
        );
        connect_async(url).await.map(|(stream, _)| Socket { stream })
    }
}

impl Answer {
    /// The status and the code of what was refused.
    pub fn refusal(&self) -> (u16, &str) {
        (
            self.status.as_u16(),
            self.body["code"].as_str().unwrap_or_default(),
        )
    }

    /// The body of a good answer.
    pub fn good(self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.body
    }
}

/// Runs `work` on a founded desk of each engine.
pub fn on_both<F: Future<Output = ()>>(work: impl Fn(Desk) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(async { work(Desk::founded(engine).await).await });
    }
}

/// Runs `work` on a founded desk on SQLite, where the engine makes no difference.
pub fn on_one<F: Future<Output = ()>>(work: impl Fn(Desk) -> F) {
    run(async { work(Desk::founded(Engine::Sqlite).await).await });
}

pub fn run(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(work);
}
