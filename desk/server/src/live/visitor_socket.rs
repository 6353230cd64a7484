//! A visitor's socket: opaque cursors, the same frames by WebSocket and by server-sent events.

use std::sync::Arc;

use parking_lot::Mutex;
use uuid::Uuid;

use super::{
    floor::Floor,
    frame::FromVisitor,
    outbox::{Close, Outbox},
    pump::Talk,
    quiet::Quiet,
    snapshot,
    wire::{Frame, Reader},
};
use crate::{api::visitor_token::Visitor, app::App};

/// The socket as the floor sees it.
pub struct VisitorSocket {
    /// Whose it is: the key of their identity.
    pub key: Uuid,
    /// What waits to be written.
    pub outbox: Outbox,
    state: Mutex<State>,
    quiet: Quiet,
}

struct State {
    position: i64,
    warming: Option<Vec<(i64, Frame)>>,
}

impl VisitorSocket {
    /// A socket that waits for its first frame.
    pub fn new(key: Uuid, outbox: Outbox) -> Self {
        Self {
            key,
            outbox,
            state: Mutex::new(State {
                position: 0,
                warming: Some(Vec::new()),
            }),
            quiet: Quiet::default(),
        }
    }

    /// A change the visitor can see was committed.
    pub fn tell(&self, position: i64, frame: Frame) {
        let mut state = self.state.lock();
        match &mut state.warming {
            Some(waiting) => waiting.push((position, frame)),
            None => self.pass(&mut state, position, frame),
        }
    }

    fn pass(&self, state: &mut State, position: i64, frame: Frame) {
        if position > state.position {
            state.position = position;
            self.outbox.send(frame);
        }
    }

    fn begin_warming(&self) {
        self.state.lock().warming.get_or_insert_default();
    }

    fn warm(&self, position: i64) {
        let mut state = self.state.lock();
        state.position = position;
        for (position, frame) in state.warming.take().unwrap_or_default() {
            self.pass(&mut state, position, frame);
        }
    }

    /// The clock of the floor, every fifth second.
    pub fn live(&self, ticks: u64) {
        if self.quiet.dead_after(5) {
            self.outbox.close(Close::Slow);
        } else if ticks.is_multiple_of(25) {
            self.outbox.ping();
        }
    }
}

/// Serves a visitor's WebSocket until it ends.
pub async fn serve(app: App, visitor: Visitor, outbox: Outbox, reader: Reader) {
    let floor = app.hub.floor(visitor.workspace);
    let own = Arc::new(VisitorSocket::new(visitor.identity_key(), outbox));
    floor.join_visitor(&own);
    floor.ready().await;
    let mut talk = Talk::new(&own.outbox, &own.quiet, reader);
    while let Some(text) = talk.next().await {
        match serde_json::from_str::<FromVisitor>(&text) {
            // In a box of its own: an idle socket does not hold the room an answer needs.
            Ok(frame) => Box::pin(handle(&app, &floor, &own, &visitor, frame)).await,
            Err(_) => own.outbox.close(Close::Malformed),
        }
    }
    floor.leave_visitor(&own);
}

async fn handle(
    app: &App,
    floor: &Arc<Floor>,
    own: &Arc<VisitorSocket>,
    visitor: &Visitor,
    frame: FromVisitor,
) {
    match frame {
        FromVisitor::Hello { after } => catch_up(floor, own, visitor, after.as_deref()).await,
        FromVisitor::Resume { after } => catch_up(floor, own, visitor, Some(&after)).await,
        other => crate::api::visitor::signals::carry_out(app, visitor, other).await,
    }
}

/// Sends a snapshot, or what changed after the cursor; from then on changes as they come.
pub async fn catch_up(floor: &Arc<Floor>, own: &Arc<VisitorSocket>, visitor: &Visitor, after: Option<&str>) {
    own.begin_warming();
    let (whose, after) = (visitor.clone(), after.and_then(|after| after.parse().ok()));
    let links = floor.links.clone();
    let read = floor
        .db
        .read(floor.workspace, move |tx| {
            snapshot::of_visitor(tx, &whose, after, &links)
        })
        .await;
    match read {
        Ok(snapshot) => {
            own.outbox.send(Frame::of(&snapshot.frame()));
            own.warm(snapshot.position);
        }
        Err(error) => {
            tracing::warn!(%error, "no snapshot; the visitor comes back");
            own.outbox.close(Close::Slow);
        }
    }
}
