//! The visitor's frames as server-sent events, where WebSocket is blocked. What the client says comes by POST.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::State,
    response::sse::{Event, Sse},
};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    api::{
        body::Query,
        problem::{Code, Problem},
    },
    app::App,
    live::{
        floor::Floor,
        outbox::{Out, Outbox},
        visitor_socket::{VisitorSocket, catch_up},
    },
};

/// Whose stream, and from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// A single-use ticket.
    ticket: String,
    /// The last cursor held.
    after: Option<String>,
}

/// Leaves the floor when the client goes.
struct Seated(Arc<Floor>, Arc<VisitorSocket>);

impl Drop for Seated {
    fn drop(&mut self) {
        self.0.leave_visitor(&self.1);
    }
}

/// Streams the frames of `docs/live-protocol.md`, a snapshot first.
#[utoipa::path(get, path = "/api/v1/visitor/events", operation_id = "visitorEvents",
    tag = "visitor", security(()), params(StreamQuery),
    responses((status = 200, content_type = "text/event-stream"), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Query(asked): Query<StreamQuery>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    if app.hub.closing() {
        return Err(Problem::new(Code::Busy).retry_after(1));
    }
    let visitor = app.visitors.redeem(&app, &asked.ticket).await?;
    let floor = app.hub.floor(visitor.workspace);
    let own = Arc::new(VisitorSocket::new(visitor.identity_key(), Outbox::default()));
    floor.join_visitor(&own);
    let seated = Seated(Arc::clone(&floor), Arc::clone(&own));
    floor.ready().await;
    catch_up(&floor, &own, &visitor, asked.after.as_deref()).await;
    let frames = stream::unfold((seated, false), |(seated, ended)| async move {
        if ended {
            return None;
        }
        let waiting = seated.1.outbox.take().await;
        let ends = waiting.iter().any(|out| matches!(out, Out::Close(_)));
        let events: Vec<_> = waiting.into_iter().filter_map(event).map(Ok).collect();
        Some((stream::iter(events), (seated, ends)))
    });
    Ok(Sse::new(frames.flatten()))
}

fn event(out: Out) -> Option<Event> {
    match out {
        Out::Text(frame) => Some(Event::default().data(frame.text())),
        Out::Ping => Some(Event::default().data(r#"{"type":"ping"}"#)),
        // Control frames are a socket's.
        Out::Answer(_) | Out::Close(_) => None,
    }
}
