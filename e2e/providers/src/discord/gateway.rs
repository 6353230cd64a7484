//! The gateway: one connection, from hello to its end.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::server::create_response_with_body,
        protocol::{CloseFrame, Role},
    },
};

use super::{
    Api, BOT, GUILD,
    world::{Act, Line, Session, World},
};

/// The longest frame a client may say.
const LONGEST: usize = 4_096;

/// Frames a client may say in a minute.
const MOST: usize = 120;

/// Intents that exist.
const INTENTS: u64 = (1 << 26) - 1;
const MESSAGE_CONTENT: u64 = 1 << 15;

/// Why a connection is closed.
struct Closed(u16, &'static str);

pub async fn open(
    State(api): State<Api>,
    Query(query): Query<BTreeMap<String, String>>,
    mut request: Request,
) -> Response {
    let mut asked = http::Request::new(());
    *asked.method_mut() = request.method().clone();
    *asked.version_mut() = request.version();
    asked.headers_mut().clone_from(request.headers());
    let Ok(accepted) = create_response_with_body(&asked, Body::empty) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(upgraded) = upgrade.await {
            let io = TokioIo::new(upgraded);
            let socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
            Connection::new(api).serve(socket, &query).await;
        }
    });
    accepted.into_response()
}

struct Connection {
    api: Api,
    out: UnboundedSender<Act>,
    acts: Option<UnboundedReceiver<Act>>,
    silent: Arc<AtomicBool>,
    session: Option<String>,
    said: VecDeque<Instant>,
    beat: Instant,
    interval: Duration,
}

impl Connection {
    fn new(api: Api) -> Self {
        let (out, acts) = unbounded_channel();
        let interval = api.world.lock().interval;
        Self {
            api,
            out,
            acts: Some(acts),
            silent: Arc::new(AtomicBool::new(false)),
            session: None,
            said: VecDeque::new(),
            beat: Instant::now(),
            interval,
        }
    }

    async fn serve(
        mut self,
        mut socket: WebSocketStream<TokioIo<Upgraded>>,
        query: &BTreeMap<String, String>,
    ) {
        let version = query.get("v").map(String::as_str);
        if version != Some("10") || query.get("encoding").map(String::as_str) != Some("json") {
            return close(&mut socket, 4012, "Invalid API version.").await;
        }
        let hello = json!({ "op": 10, "s": null, "t": null,
            "d": { "heartbeat_interval": u64::try_from(self.interval.as_millis()).unwrap_or(41_250) } });
        if socket.send(Message::text(hello.to_string())).await.is_err() {
            return;
        }
        let mut acts = self.acts.take().expect("a connection is served once");
        loop {
            let silence = tokio::time::sleep_until((self.beat + self.interval * 2).into());
            tokio::select! {
                act = acts.recv() => match act {
                    Some(Act::Say(text)) => {
                        if !self.is_silent() && socket.send(Message::text(text)).await.is_err() {
                            break;
                        }
                    }
                    Some(Act::Close(code, reason)) => {
                        self.leave();
                        return close(&mut socket, code, &reason).await;
                    }
                    None => break,
                },
                heard = socket.next() => match heard {
                    Some(Ok(Message::Text(text))) => {
                        if let Err(Closed(code, reason)) = self.hear(&text) {
                            self.leave();
                            return close(&mut socket, code, reason).await;
                        }
                    }
                    // The answer goes out with the next read.
                    Some(Ok(Message::Close(frame))) => self.closed(frame.as_ref()),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                },
                () = silence, if !self.is_silent() => {
                    self.leave();
                    return close(&mut socket, 4000, "No heartbeat.").await;
                }
            }
        }
        self.leave();
    }

    fn is_silent(&self) -> bool {
        self.silent.load(Ordering::Relaxed)
    }

    fn say(&self, frame: &Value) {
        let _ = self.out.send(Act::Say(frame.to_string()));
    }

    /// The session goes on without a connection for a while.
    fn leave(&self) {
        let mut world = self.api.world.lock();
        if let Some(session) = self.session(&mut world)
            && session
                .line
                .as_ref()
                .is_some_and(|line| line.out.same_channel(&self.out))
        {
            session.line = None;
        }
    }

    /// Who says goodbye with 1000 or 1001 ends the session.
    fn closed(&self, frame: Option<&CloseFrame>) {
        let code = frame.map_or(1005, |frame| u16::from(frame.code));
        if code == 1000 || code == 1001 {
            let mut world = self.api.world.lock();
            world
                .sessions
                .retain(|one| Some(&one.id) != self.session.as_ref());
        }
    }

    fn session<'a>(&self, world: &'a mut World) -> Option<&'a mut Session> {
        let id = self.session.as_ref()?;
        world.sessions.iter_mut().find(|one| one.id == *id)
    }

    fn hear(&mut self, text: &str) -> Result<(), Closed> {
        if self.is_silent() {
            return Ok(());
        }
        self.count()?;
        if text.len() > LONGEST {
            return Err(Closed(4002, "Error while decoding payload."));
        }
        let frame: Value =
            serde_json::from_str(text).map_err(|_| Closed(4002, "Error while decoding payload."))?;
        match frame["op"].as_u64() {
            Some(1) => {
                self.beat = Instant::now();
                self.say(&json!({ "op": 11, "d": null, "s": null, "t": null }));
                Ok(())
            }
            Some(2 | 6) if self.session.is_some() => Err(Closed(4005, "Already authenticated.")),
            Some(2) => self.identify(&frame["d"]),
            Some(6) => self.resume(&frame["d"]),
            Some(3 | 4 | 8 | 31) if self.session.is_some() => Ok(()),
            Some(3 | 4 | 8 | 31) => Err(Closed(4003, "Not authenticated.")),
            _ => Err(Closed(4001, "Unknown opcode.")),
        }
    }

    fn count(&mut self) -> Result<(), Closed> {
        let now = Instant::now();
        let minute = Duration::from_secs(60);
        self.said.retain(|at| now.duration_since(*at) < minute);
        self.said.push_back(now);
        if self.said.len() > MOST {
            return Err(Closed(4008, "Rate limited."));
        }
        Ok(())
    }

    fn line(&self) -> Line {
        Line {
            out: self.out.clone(),
            silent: self.silent.clone(),
        }
    }

    fn identify(&mut self, d: &Value) -> Result<(), Closed> {
        let mut world = self.api.world.lock();
        if world.revoked || d["token"] != world.token {
            return Err(Closed(4004, "Authentication failed."));
        }
        let named = ["os", "browser", "device"]
            .iter()
            .all(|key| d["properties"][key].is_string());
        let intents = d["intents"].as_u64().filter(|intents| intents & !INTENTS == 0);
        let (Some(intents), true) = (intents, named) else {
            return Err(Closed(4013, "Invalid intent(s)."));
        };
        if intents & MESSAGE_CONTENT != 0 && !world.content_allowed {
            return Err(Closed(4014, "Disallowed intent(s)."));
        }
        let id = format!("{:032x}", world.id().parse::<u128>().unwrap_or_default());
        let mut session = Session {
            id: id.clone(),
            intents,
            seq: 0,
            log: Vec::new(),
            line: Some(self.line()),
        };
        let ready = json!({
            "v": 10, "user": world.user(BOT), "session_id": id, "private_channels": [], "presences": [],
            "relationships": [], "user_settings": {}, "session_type": "normal", "_trace": [],
            "resume_gateway_url": format!("ws://{}/gateway", world.address),
            "guilds": [{ "id": GUILD, "unavailable": true }], "application": { "id": BOT, "flags": 0 },
        });
        session.dispatch("READY", &ready);
        world.sessions.push(session);
        world.identified += 1;
        drop(world);
        self.session = Some(id);
        Ok(())
    }

    fn resume(&mut self, d: &Value) -> Result<(), Closed> {
        let mut world = self.api.world.lock();
        if world.revoked || d["token"] != world.token {
            return Err(Closed(4004, "Authentication failed."));
        }
        let id = d["session_id"].as_str().unwrap_or_default();
        let seq = d["seq"].as_u64().unwrap_or_default();
        let Some(session) = world.sessions.iter_mut().find(|one| one.id == id) else {
            drop(world);
            self.say(&json!({ "op": 9, "d": false, "s": null, "t": null }));
            return Ok(());
        };
        if seq > session.seq {
            return Err(Closed(4007, "Invalid seq."));
        }
        let line = self.line();
        for (_, text) in session.log.iter().filter(|(number, _)| *number > seq) {
            let _ = line.out.send(Act::Say(text.clone()));
        }
        session.line = Some(line);
        session.dispatch("RESUMED", &json!({ "_trace": [] }));
        world.resumed += 1;
        drop(world);
        self.session = Some(id.to_owned());
        Ok(())
    }
}

async fn close(socket: &mut WebSocketStream<TokioIo<Upgraded>>, code: u16, reason: &str) {
    let frame = CloseFrame {
        code: code.into(),
        reason: reason.to_owned().into(),
    };
    if socket.close(Some(frame)).await.is_ok() {
        // Until the other side has said goodbye too: who closes at once may take the code with it.
        let end = async { while socket.next().await.is_some_and(|heard| heard.is_ok()) {} };
        let _ = tokio::time::timeout(Duration::from_secs(1), end).await;
    }
}
