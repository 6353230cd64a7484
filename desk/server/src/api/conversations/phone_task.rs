//! Somebody is to call the customer.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{ClientId, Message, PhoneTask, Spoken, Text};
use yingke_staff::{Permission, Switch};
use yingke_store::{AgentAct, conversation, customer};
use yingke_words::{AgentId, ConversationId, TeamId, Time};

use super::{act, assign::Responsible, said};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::{Code, Problem},
        signed_in::Holder,
        switched,
    },
    app::App,
};

/// A call to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPhoneTask {
    /// The sender's own id of it: asking for it twice asks once.
    client_id: ClientId,
    /// What to say.
    text: Text,
    /// When it is time.
    until: Time,
    /// Who calls; whoever asks, when neither an agent nor a team is named.
    agent_id: Option<AgentId>,
    /// In whose queue it comes back.
    team_id: Option<TeamId>,
}

/// Has somebody call the customer: what to say and the number stand in a note, the conversation is theirs, and it comes
/// back when it is time. The same client id is one task.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/phone-tasks", operation_id = "conversationsPhoneTask",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = NewPhoneTask,
    extensions(("x-permission" = json!("conversations.note")), ("x-switch" = json!("notes"))),
    responses((status = 201, body = Message), (status = 200, body = Message), (status = 403), (status = 404),
        (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::WriteNotes as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<NewPhoneTask>,
) -> Result<Response, Problem> {
    let (seat, switches) = (by.seat.clone(), by.workspace.switches.clone());
    let nobody = asked.agent_id.is_none() && asked.team_id.is_none();
    let responsible = Responsible {
        agent_id: asked.agent_id.or(nobody.then_some(seat.agent)),
        team_id: asked.team_id,
    };
    let (number, to) = app
        .db
        .read(by.tenant(), move |tx| {
            // The conversation comes first: whoever does not see it learns nothing of what else was asked (T24).
            let known = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            let known = known.ok_or(Code::NotFound)?;
            switched::check(&switches, Switch::Snooze)?;
            let one = customer(tx, known.row.customer_id)?.ok_or(Code::NotFound)?;
            let to = responsible.found(tx, &switches)?;
            Ok::<_, Problem>((one.phone, to.ok_or_else(Responsible::unknown)?))
        })
        .await?;
    let note = Spoken::new(app.id(), asked.client_id, asked.text, Vec::new());
    let task = PhoneTask {
        note,
        number,
        until: asked.until,
        to,
    };
    act(&app, &by, origin, id, AgentAct::PhoneTask(Box::new(task)))
        .await
        .map(said)
}
