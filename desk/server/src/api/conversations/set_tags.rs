//! Labels.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{AgentAct, conversation, tags};
use yingke_words::{ConversationId, TagId};

use super::{Acted, act, acted};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
};

/// Which tags, at most 20.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagList {
    tag_ids: Vec<TagId>,
}

/// Replaces the tags; the order given is the order shown.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/tags", operation_id = "conversationsSetTags",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = TagList,
    extensions(("x-permission" = json!("conversations.tag")), ("x-switch" = json!("tags"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Tag as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<TagList>,
) -> Result<Json<Acted>, Problem> {
    let seat = signed_in.seat.clone();
    let known = app
        .db
        .read(signed_in.tenant(), move |tx| {
            // The conversation comes first: whoever does not see it learns nothing of what else was asked (T24).
            let seen = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            seen.ok_or(Code::NotFound)?;
            Ok::<_, Problem>(tags(tx)?)
        })
        .await?;
    let unknown = asked
        .tag_ids
        .iter()
        .any(|id| !known.iter().any(|tag| tag.id == *id));
    if unknown || asked.tag_ids.len() > 20 {
        return Err(Problem::field("tagIds", "at most 20 tags of this workspace"));
    }
    act(&app, &signed_in, origin, id, AgentAct::Tag(asked.tag_ids))
        .await
        .map(acted)
}
