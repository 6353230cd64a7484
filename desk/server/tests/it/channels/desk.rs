//! A desk with a channel connected, and what its agent sees of it.

use std::{collections::HashMap, time::Duration};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use yingke_store::{App, AppHealth, Inbox, InboxSettings, StoreError, insert_app, insert_inbox, workspaces};
use yingke_words::{AppId, InboxId, WorkspaceId};

use crate::support::{Answer, Desk, Engine};

/// How long something may take that happens beside the test.
const PATIENCE: Duration = Duration::from_secs(20);

/// A desk with a channel connected.
pub struct Connected {
    pub desk: Desk,
    pub workspace: WorkspaceId,
    pub app: AppId,
    pub inbox: InboxId,
}

impl Connected {
    /// A fresh desk on `engine`, with an app of `channel` with these settings and an inbox for `account`.
    pub async fn new(
        engine: Engine,
        channel: &'static str,
        settings: &[(&str, &str)],
        account: &'static str,
    ) -> Self {
        let desk = Desk::founded(engine).await;
        Self::on(desk, channel, settings, account).await
    }

    /// The same on a desk that is there.
    pub async fn on(
        desk: Desk,
        channel: &'static str,
        settings: &[(&str, &str)],
        account: &'static str,
    ) -> Self {
        let found = desk
            .app
            .db
            .read_global(workspaces)
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        let workspace = found[0].id;
        let (app, inbox) = Self::connect(&desk, workspace, channel, settings, account).await;
        Self {
            desk,
            workspace,
            app,
            inbox,
        }
    }

    /// Another channel on the same desk.
    pub async fn beside(&self, channel: &'static str, settings: &[(&str, &str)]) -> (AppId, InboxId) {
        Self::connect(&self.desk, self.workspace, channel, settings, "").await
    }

    async fn connect(
        desk: &Desk,
        workspace: WorkspaceId,
        channel: &'static str,
        settings: &[(&str, &str)],
        account: &'static str,
    ) -> (AppId, InboxId) {
        let (app, inbox): (AppId, InboxId) = (desk.app.id(), desk.app.id());
        let pairs = settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let sealed = desk.app.sealed(app, &pairs.collect::<HashMap<_, _>>());
        let written = desk.app.db.write(workspace, move |tx| {
            let now = tx.now();
            let health = AppHealth {
                state: "new".into(),
                code: String::new(),
                detail: String::new(),
                at: now,
            };
            insert_app(
                tx,
                &App {
                    id: app,
                    channel: channel.into(),
                    name: "渠道".into(),
                    key: app.to_string(),
                    settings: sealed.clone(),
                    tee_url: String::new(),
                    health,
                    created_at: now,
                    version: 1,
                },
            )?;
            insert_inbox(
                tx,
                &Inbox {
                    id: inbox,
                    channel: channel.into(),
                    name: "渠道".into(),
                    key: inbox.to_string(),
                    settings: InboxSettings::default(),
                    identity_secret: None,
                    created_at: now,
                    version: 1,
                    teams: Vec::new(),
                    app: Some(app),
                    account: account.into(),
                },
            )
        });
        written
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        desk.app.hub.people_changed(workspace);
        (app, inbox)
    }

    /// The address the provider calls.
    pub fn callback(&self) -> String {
        format!("{}/api/v1/hooks/{}", self.desk.base, self.app)
    }

    /// The conversations of the channel, newest first.
    pub async fn conversations(&self) -> Vec<Value> {
        let answer = self.desk.owner.get("/api/v1/conversations?tab=all").await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let rows = answer.body["items"].as_array().expect("rows").clone();
        let inbox = self.inbox.to_string();
        rows.into_iter()
            .filter(|row| row["inboxId"] == inbox.as_str())
            .collect()
    }

    /// Waits until a conversation of the channel is as `wanted`.
    pub async fn conversation(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        self.until("a conversation", || async {
            self.conversations().await.into_iter().find(|row| wanted(row))
        })
        .await
    }

    /// The thread of a conversation.
    pub async fn thread(&self, conversation: &Value) -> Vec<Value> {
        let id = conversation["id"].as_str().expect("an id");
        let answer = self
            .desk
            .owner
            .get(&format!("/api/v1/conversations/{id}/messages"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body["items"].as_array().expect("lines").clone()
    }

    /// Waits until a line of a conversation is as `wanted`.
    pub async fn line(&self, conversation: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
        self.until("a line", || async {
            self.thread(conversation)
                .await
                .into_iter()
                .find(|line| wanted(line))
        })
        .await
    }

    /// The agent answers.
    pub async fn reply(&self, conversation: &Value, text: &str) -> Answer {
        self.say(conversation, json!({ "text": text })).await
    }

    /// The agent answers with whatever `body` holds.
    pub async fn say(&self, conversation: &Value, mut body: Value) -> Answer {
        body["clientId"] = uuid::Uuid::now_v7().to_string().into();
        self.act(Method::POST, conversation, "/messages", Some(body))
            .await
    }

    /// The agent answers, and the channel has it; the line.
    pub async fn replied(&self, conversation: &Value, text: &str) -> Value {
        self.said(conversation, json!({ "text": text })).await
    }

    /// The agent answers with whatever `body` holds, and it is known what became of it; the line.
    pub async fn said(&self, conversation: &Value, body: Value) -> Value {
        let answer = self.say(conversation, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        let id = answer.body["id"].clone();
        self.line(conversation, |line| {
            line["id"] == id && line["delivery"] != "pending"
        })
        .await
    }

    /// The agent uploads a file; its id.
    pub async fn upload(&self, conversation: &Value, name: &str, bytes: &[u8]) -> Value {
        let id = conversation["id"].as_str().expect("an id");
        let mut body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let path = format!("/api/v1/attachments?conversationId={id}");
        let uploaded = self.desk.owner.upload(&path, &[], body).await;
        assert_eq!(uploaded.status, StatusCode::CREATED, "{uploaded:?}");
        uploaded.body["id"].clone()
    }

    /// The agent uploads a file and sends it.
    pub async fn reply_with(&self, conversation: &Value, name: &str, bytes: &[u8]) -> Answer {
        let uploaded = self.upload(conversation, name, bytes).await;
        let say = json!({ "clientId": uuid::Uuid::now_v7().to_string(), "attachmentIds": [uploaded] });
        self.act(Method::POST, conversation, "/messages", Some(say)).await
    }

    /// The agent types, and stops, as often.
    pub async fn types(&self, conversation: &Value, often: &[bool]) {
        let mut socket = self.desk.owner.socket(None).await;
        socket.next_of("snapshot").await;
        let open = json!({ "type": "open", "conversation": conversation["id"] });
        socket.say(open.clone()).await;
        socket.next_of("opened").await;
        for on in often {
            socket
                .say(json!({ "type": "typing", "conversation": conversation["id"], "on": on }))
                .await;
        }
        // The frame of the answer to this comes after all of them were read.
        socket.say(open).await;
        socket.next_of("opened").await;
    }

    /// An act on a conversation.
    pub async fn act(&self, method: Method, conversation: &Value, path: &str, body: Option<Value>) -> Answer {
        let id = conversation["id"].as_str().expect("an id");
        self.desk
            .owner
            .call(method, &format!("/api/v1/conversations/{id}{path}"), body)
            .await
    }

    /// Waits for something that happens beside the test.
    pub async fn until<T, F: Future<Output = Option<T>>>(&self, what: &str, look: impl Fn() -> F) -> T {
        let begun = tokio::time::Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "{what} did not come in time");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The administrator sets what customers are greeted with.
    pub async fn greets(&self, common: &str, chinese: &str) {
        let path = format!("/api/v1/inboxes/{}", self.inbox);
        let inbox = self.desk.owner.get(&path).await.body;
        let mut settings = inbox["settings"].clone();
        settings["greeting"] = common.into();
        settings["greetings"] = json!({ "zh-CN": chinese });
        let body = json!({ "settings": settings });
        let saved = self.desk.owner.edit(&path, &inbox["version"], body).await;
        assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    }

    /// The administrator says what customers are told outside hours, and never opens.
    pub async fn closes(&self, notice: &str) {
        let path = format!("/api/v1/inboxes/{}", self.inbox);
        let inbox = self.desk.owner.get(&path).await.body;
        let mut settings = inbox["settings"].clone();
        settings["hours"]["enabled"] = true.into();
        settings["hours"]["week"] = json!([[], [], [], [], [], [], []]);
        settings["hours"]["closedNotice"] = notice.into();
        let body = json!({ "settings": settings });
        let saved = self.desk.owner.edit(&path, &inbox["version"], body).await;
        assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    }

    pub async fn end(self) {
        self.desk.end().await;
    }
}

/// A small picture, a real one.
pub fn picture() -> Vec<u8> {
    use base64::Engine as _;
    // A PNG of 2 × 2 pixels.
    let text = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==";
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .expect("base64")
}

/// A second of sound or moving pictures, real ones: `amr`, `wav`, `ogg`, `mp4`.
pub fn recorded(ending: &str) -> Vec<u8> {
    if ending == "amr" {
        // Fifty frames of 4.75 kbit/s: a header and twelve bytes each. Debian's ffmpeg writes none.
        let frame = [[0x04].as_slice(), &[0; 12]].concat();
        return [b"#!AMR\n".as_slice(), &frame.repeat(50)].concat();
    }
    let source = match ending {
        "mp4" => "testsrc=size=64x64:rate=10:duration=1",
        _ => "sine=frequency=440:sample_rate=8000:duration=1",
    };
    recorded_from(source, ending)
}

/// What ffmpeg makes of one of its sources.
pub fn recorded_from(source: &str, ending: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("made.{ending}"));
    let ran = std::process::Command::new("ffmpeg")
        .args(["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", source])
        .arg(&path)
        .status()
        .expect("ffmpeg is installed: `.ci/prepare`");
    assert!(ran.success());
    std::fs::read(path).expect("what it wrote")
}
