//! Whether a conversation's customer is there.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::ActorKind;
use yingke_staff::Permission;
use yingke_store::{conversation, identity_key, shown_before};
use yingke_words::{ConversationId, Time};

use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
    live::passing::Asked,
};

/// How many lines back a word of the customer's is looked for.
const LINES: i64 = 50;

/// Whether somebody is there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPresence {
    /// Whether they have the chat on their screen.
    online: bool,
    /// When they were last there, as far as is known.
    seen_at: Option<Time>,
}

/// Shows whether the customer is there. From then on the live frames `presence` tell it.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/presence", operation_id = "conversationsPresence",
    tag = "conversations", params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = CustomerPresence), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<ConversationId>,
) -> Result<Json<CustomerPresence>, Problem> {
    let (seat, workspace) = (signed_in.seat.clone(), signed_in.tenant());
    let (key, spoke_at) = app
        .db
        .read(workspace, move |tx| {
            let found = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            let found = found.ok_or(Code::NotFound)?;
            let key = identity_key(found.row.inbox_id, &found.running.external_id);
            let lines = shown_before(tx, id, i64::MAX, LINES)?;
            let theirs = lines.iter().rfind(|line| line.author.kind == ActorKind::Customer);
            Ok::<_, Problem>((key, theirs.map(|line| line.at)))
        })
        .await?;
    let asked = Asked {
        workspace,
        conversation: id,
        key,
        at: app.now(),
    };
    let online = app.hub.is_there(asked).await;
    let left_at = app
        .hub
        .existing_floor(workspace)
        .and_then(|floor| floor.attendance.lock().left_at(key));
    let seen_at = if online {
        Some(app.now())
    } else {
        left_at.max(spoke_at)
    };
    Ok(Json(CustomerPresence { online, seen_at }))
}
