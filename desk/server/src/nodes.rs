//! Several nodes on one database. NATS carries how far each log has come, who types and who is there; all of it may be lost. The
//! database is the only truth: heads are polled as well, often while NATS is away.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_nats::{Client, ConnectOptions, Event};
use bytes::Bytes;
use futures_util::StreamExt;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};
use yingke_store::StoreError;
use yingke_words::WorkspaceId;

use crate::{app::App, live::passing::Word};

/// Everything one installation says stands under this subject.
const SUBJECT: &str = "yingke.words";
/// How often heads are read while NATS is away.
const OFTEN: Duration = Duration::from_millis(500);
/// And how often when it is there: it may lose words.
const SELDOM: Duration = Duration::from_secs(5);

/// And on a database that serves one node only: somebody at the command line may have written to it.
const ALONE: Duration = Duration::from_secs(1);

/// Joins the other nodes, as far as there are any.
pub fn join(app: &App, stopped: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let connected = Arc::new(AtomicBool::new(false));
    let mut tasks = vec![tokio::spawn(poll(
        app.clone(),
        Arc::clone(&connected),
        stopped.clone(),
    ))];
    let nats = app.config.nats_url.as_ref();
    if let Some(url) = nats.filter(|_| app.config.database_url.is_some()) {
        let (say, said) = mpsc::unbounded_channel();
        app.hub.announce_by(Box::new(move |word| {
            let _ = say.send(word);
        }));
        tasks.push(tokio::spawn(talk(
            app.clone(),
            url.expose().clone(),
            said,
            connected,
        )));
    }
    tasks
}

async fn poll(app: App, connected: Arc<AtomicBool>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let pause = if connected.load(Ordering::Relaxed) {
            SELDOM
        } else if app.config.database_url.is_none() {
            ALONE
        } else {
            OFTEN
        };
        let _ = tokio::time::timeout(pause, stopped.changed()).await;
        for workspace in app.hub.workspaces() {
            let read = app
                .db
                .read(workspace, move |tx| yingke_store::head_seq(tx, workspace))
                .await;
            match read {
                Ok(seq) => app.hub.heard(&Word::Seq { workspace, seq }),
                Err(StoreError::Closed) => return,
                Err(error) => tracing::debug!(%error, "a head cannot be read; trying again"),
            }
        }
    }
}

async fn talk(app: App, url: String, mut said: mpsc::UnboundedReceiver<Word>, connected: Arc<AtomicBool>) {
    let node = app.id::<uuid::Uuid>();
    let up = Arc::clone(&connected);
    let mut options = ConnectOptions::new();
    if let Some(root) = &app.config.nats_root_certificate {
        options = options.add_root_certificates(root.clone());
    }
    let options = options
        .retry_on_initial_connect()
        .ping_interval(Duration::from_secs(5))
        .event_callback(move |event| {
            let up = Arc::clone(&up);
            async move {
                match event {
                    Event::Connected => up.store(true, Ordering::Relaxed),
                    Event::Disconnected => {
                        up.store(false, Ordering::Relaxed);
                        tracing::warn!("NATS is away; logs are polled until it is back");
                    }
                    other => tracing::debug!(%other, "NATS"),
                }
            }
        });
    let client = match options.connect(&url).await {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "NATS cannot be used; logs are polled");
            return;
        }
    };
    tokio::join!(listen(&app, &client, node), speak(&client, node, &mut said));
}

async fn listen(app: &App, client: &Client, node: uuid::Uuid) {
    let mut heard = match client.subscribe(SUBJECT).await {
        Ok(heard) => heard,
        Err(error) => {
            tracing::error!(%error, "NATS cannot be listened to; logs are polled");
            return;
        }
    };
    while let Some(message) = heard.next().await {
        let Some((from, word)) = message.payload.split_at_checked(16) else {
            continue;
        };
        if from == node.as_bytes() {
            continue;
        }
        match serde_json::from_slice::<Word>(word) {
            Ok(word) => app.hub.heard(&word),
            Err(error) => tracing::debug!(%error, "a word of another version is not understood"),
        }
    }
}

async fn speak(client: &Client, node: uuid::Uuid, said: &mut mpsc::UnboundedReceiver<Word>) {
    while let Some(first) = said.recv().await {
        let mut farthest: HashMap<WorkspaceId, i64> = HashMap::new();
        let mut words = vec![first];
        while let Ok(word) = said.try_recv() {
            words.push(word);
        }
        for word in words {
            match word {
                // Of one log only the farthest number matters.
                Word::Seq { workspace, seq } => {
                    let kept = farthest.entry(workspace).or_default();
                    *kept = seq.max(*kept);
                }
                other => publish(client, node, &other).await,
            }
        }
        for (workspace, seq) in farthest {
            publish(client, node, &Word::Seq { workspace, seq }).await;
        }
    }
}

async fn publish(client: &Client, node: uuid::Uuid, word: &Word) {
    let mut payload = node.as_bytes().to_vec();
    payload.extend(serde_json::to_vec(word).expect("words are plain data"));
    if let Err(error) = client.publish(SUBJECT, Bytes::from(payload)).await {
        tracing::debug!(%error, "a word was lost; the heads are polled");
    }
}
