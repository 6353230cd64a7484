//! An agent's socket: what it shows, what it was sent, and its loop.

use std::sync::Arc;

use parking_lot::Mutex;
use yingke_conversation::{Actor, ActorKind, Event};
use yingke_staff::{Seat, Subject};
use yingke_store::{StoreError, conversation};
use yingke_words::{AgentId, ConversationId, SignInId};

use super::{
    floor::{Floor, Told},
    frame::{self, Counters, FromAgent, ToAgent},
    hub::Hub,
    interest::{Interest, Verdict, verdict},
    outbox::{Close, Outbox},
    passing::Passing,
    pump::Talk,
    quiet::Quiet,
    snapshot,
    wire::{Frame, Reader},
};

/// The socket as the floor sees it.
pub struct AgentSocket {
    /// What waits to be written.
    pub outbox: Outbox,
    /// By which sign-in it is open.
    pub sign_in: SignInId,
    state: Mutex<State>,
    quiet: Quiet,
}

struct State {
    seat: Arc<Seat>,
    interest: Interest,
    /// What is open and may not be seen any more, or not again yet.
    hidden: Vec<ConversationId>,
    /// What is being opened, as long as no event has said more of it than was read.
    opening: Option<ConversationId>,
    sent: i64,
    /// Events that arrive while a snapshot is read.
    warming: Option<Vec<Arc<Told>>>,
    counters: Counters,
}

impl State {
    /// Follows who may see what is open.
    fn follow(&mut self, event: &Event) {
        let Some(row) = &event.conversation else { return };
        self.opening.take_if(|id| *id == row.id);
        if self.interest.open.contains(&row.id) {
            self.hidden.retain(|id| *id != row.id);
            if !self.seat.sees(&row.subject()) {
                self.hidden.push(row.id);
            }
        }
    }

    /// The client looks at a conversation from now on, if it may and there is room.
    fn open(&mut self, conversation: ConversationId, found: Option<Subject>) -> bool {
        let permitted = found.is_some_and(|subject| self.seat.sees(&subject));
        let room = self.interest.open.len() < OPEN_AT_ONCE;
        if permitted && room && !self.interest.open.contains(&conversation) {
            self.interest.open.push(conversation);
        }
        permitted && room
    }

    /// The client no longer looks at a conversation.
    fn close(&mut self, conversation: ConversationId) {
        self.interest.open.retain(|id| *id != conversation);
        self.hidden.retain(|id| *id != conversation);
    }
}

/// Pings go out this often.
const PING_EVERY: u64 = 25;
/// How many conversations one client may have open.
const OPEN_AT_ONCE: usize = 50;

impl AgentSocket {
    /// A socket that waits for its first frame.
    pub fn new(seat: Arc<Seat>, sign_in: SignInId, outbox: Outbox) -> Self {
        let state = State {
            seat,
            interest: Interest::default(),
            hidden: Vec::new(),
            opening: None,
            sent: 0,
            warming: Some(Vec::new()),
            counters: Counters::default(),
        };
        Self {
            outbox,
            sign_in,
            state: Mutex::new(state),
            quiet: Quiet::default(),
        }
    }

    /// Whose it is.
    pub fn agent(&self) -> AgentId {
        self.state.lock().seat.agent
    }

    /// With which rights it was opened.
    pub fn seat(&self) -> Arc<Seat> {
        Arc::clone(&self.state.lock().seat)
    }

    /// Whether its rights are still these.
    pub fn has_seat(&self, seat: &Seat) -> bool {
        *self.state.lock().seat == *seat
    }

    /// Whether the client looks at a conversation, and may see it.
    pub fn looks_at(&self, conversation: ConversationId) -> bool {
        let state = self.state.lock();
        state.interest.open.contains(&conversation) && !state.hidden.contains(&conversation)
    }

    /// An event was committed.
    pub fn tell(&self, told: &Arc<Told>) {
        let mut state = self.state.lock();
        match &mut state.warming {
            Some(waiting) => waiting.push(Arc::clone(told)),
            None => self.pass(&mut state, told),
        }
    }

    fn pass(&self, state: &mut State, told: &Told) {
        let seq = told.logged.seq;
        state.follow(&told.logged.event);
        if seq <= state.sent {
            return;
        }
        match verdict(&state.seat, &state.interest, &told.logged.event) {
            Verdict::Skip => return,
            Verdict::Send => {
                if state.sent < seq - 1 {
                    self.outbox.send(Frame::of(&ToAgent::Mark {
                        prev: state.sent,
                        seq: seq - 1,
                    }));
                }
                self.outbox.send(told.frame.clone());
            }
            Verdict::Leave(conversation) => {
                self.outbox.send(Frame::of(&ToAgent::Leave {
                    prev: state.sent,
                    seq,
                    conversation,
                }));
            }
        }
        state.sent = seq;
    }

    /// Brings the number up to `delivered` when nothing was sent for a while.
    pub fn mark(&self, delivered: i64) {
        let mut state = self.state.lock();
        if state.warming.is_none() && state.sent < delivered {
            self.outbox.send(Frame::of(&ToAgent::Mark {
                prev: state.sent,
                seq: delivered,
            }));
            state.sent = delivered;
        }
    }

    /// Sends counts that differ from the last ones.
    pub fn count(&self, counters: Counters) {
        let mut state = self.state.lock();
        if state.warming.is_none() && state.counters != counters {
            state.counters = counters;
            self.outbox.hint(Frame::of(&ToAgent::Counters { counters }));
        }
    }

    /// The clock of the floor: pings, and ends what is dead.
    pub fn live(&self, ticks: u64) {
        if self.quiet.dead_after(1) {
            self.outbox.close(Close::Slow);
        } else if ticks.is_multiple_of(PING_EVERY) {
            self.outbox.ping();
        }
    }

    fn begin_warming(&self) {
        self.state.lock().warming.get_or_insert_default();
    }

    /// From now on events are passed as they come; first those after `seq` that were missed, and that came meanwhile.
    fn warm(&self, seq: i64, missed: &[Arc<Told>], counters: Option<Counters>) {
        let mut state = self.state.lock();
        state.sent = seq;
        // Also who missed nothing is answered: it is the sign that the socket lives.
        self.outbox.send(Frame::of(&ToAgent::Mark { prev: seq, seq }));
        state.counters = counters.unwrap_or(state.counters);
        for told in missed {
            self.pass(&mut state, told);
        }
        for told in state.warming.take().unwrap_or_default() {
            self.pass(&mut state, &told);
        }
    }
}

/// Serves an agent's socket until it ends.
pub async fn serve(hub: Arc<Hub>, floor: Arc<Floor>, own: Arc<AgentSocket>, reader: Reader) {
    let number = floor.join(&own);
    floor.ready().await;
    let mut talk = Talk::new(&own.outbox, &own.quiet, reader);
    while let Some(text) = talk.next().await {
        match serde_json::from_str::<FromAgent>(&text) {
            // In a box of its own: an idle socket does not hold the room an answer needs.
            Ok(frame) => Box::pin(handle(&hub, &floor, &own, frame)).await,
            Err(_) => own.outbox.close(Close::Malformed),
        }
    }
    floor.leave(number);
}

async fn handle(hub: &Hub, floor: &Arc<Floor>, own: &Arc<AgentSocket>, frame: FromAgent) {
    match frame {
        FromAgent::Hello { after: None } => fresh(floor, own).await,
        FromAgent::Hello { after: Some(after) } | FromAgent::Resume { after } => {
            resume(floor, own, after).await;
        }
        FromAgent::Open { conversation } => open(floor, own, conversation).await,
        FromAgent::Close { conversation } => own.state.lock().close(conversation),
        FromAgent::Watch { colleagues } => {
            own.state.lock().interest.colleagues = colleagues;
            fresh(floor, own).await;
        }
        FromAgent::Typing { conversation, on } => typing(hub, floor, own, (conversation, on)).await,
    }
}

async fn fresh(floor: &Arc<Floor>, own: &Arc<AgentSocket>) {
    own.begin_warming();
    let (seat, interest) = {
        let state = own.state.lock();
        (Arc::clone(&state.seat), state.interest.clone())
    };
    match snapshot::of_agent(floor, &seat, &interest).await {
        Ok(snapshot) => {
            own.outbox.send(snapshot.frame(seat.agent));
            own.warm(snapshot.seq, &[], Some(snapshot.counters));
        }
        Err(error) => {
            tracing::warn!(%error, "no snapshot; the client comes back");
            own.outbox.close(Close::Slow);
        }
    }
}

/// How far behind a client may be and still be sent events instead of a snapshot.
const FAR_BEHIND: i64 = 2_000;

async fn resume(floor: &Arc<Floor>, own: &Arc<AgentSocket>, after: i64) {
    own.begin_warming();
    if let Some(missed) = floor.remembered(after) {
        return own.warm(after, &missed, None);
    }
    let workspace = floor.workspace;
    let read = floor
        .db
        .read(workspace, move |tx| {
            let head = yingke_store::head_seq(tx, workspace)?;
            let near = (0..=FAR_BEHIND).contains(&(head - after));
            let events = if near {
                yingke_store::events_after(tx, workspace, after, FAR_BEHIND)?
            } else {
                Vec::new()
            };
            // Events that retention has removed cannot be sent: the number must follow without a gap.
            let whole = near && i64::try_from(events.len()).is_ok_and(|count| count == head - after);
            Ok::<_, StoreError>(whole.then_some(events))
        })
        .await;
    match read {
        Ok(Some(events)) => {
            let missed: Vec<Arc<Told>> = events
                .into_iter()
                .map(|logged| {
                    Arc::new(Told {
                        frame: frame::event(&logged),
                        logged,
                    })
                })
                .collect();
            own.warm(after, &missed, None);
        }
        _ => fresh(floor, own).await,
    }
}

async fn open(floor: &Arc<Floor>, own: &Arc<AgentSocket>, id: ConversationId) {
    let open = loop {
        own.state.lock().opening = Some(id);
        let found = floor
            .db
            .read(floor.workspace, move |tx| conversation(tx, id))
            .await;
        let mut state = own.state.lock();
        // What was read before an event came may not be so any more.
        if state.opening.take().is_some() {
            break state.open(id, found.ok().flatten().map(|found| found.subject()));
        }
    };
    let answer = if open {
        ToAgent::Opened { conversation: id }
    } else {
        ToAgent::Refused { conversation: id }
    };
    own.outbox.send(Frame::of(&answer));
}

async fn typing(hub: &Hub, floor: &Arc<Floor>, own: &Arc<AgentSocket>, (id, on): (ConversationId, bool)) {
    if !own.looks_at(id) {
        return;
    }
    let seat = own.seat();
    let found = floor
        .db
        .read(floor.workspace, move |tx| conversation(tx, id))
        .await;
    let Ok(Some(found)) = found else { return };
    hub.pass(Passing {
        workspace: floor.workspace,
        conversation: id,
        by: Actor {
            kind: ActorKind::Agent,
            id: Some(seat.agent.to_string()),
            name: seat.name.clone(),
        },
        on,
        text: String::new(),
        audience: Some(yingke_store::identity_key(
            found.row.inbox_id,
            &found.running.external_id,
        )),
    });
}
