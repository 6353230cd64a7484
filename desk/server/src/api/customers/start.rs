//! An agent writes first.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{
    AddressKind, Arrival, ClientId, Message, Outbound, Profile, Row, Rulebook as _, Spoken, Text,
};
use yingke_staff::Permission;
use yingke_store::{Command, Customer, Inbox, Start, customer, inbox};
use yingke_words::{ConversationId, CustomerId, InboxId};

use super::seen;
use crate::{
    api::{
        body::{Body, Caller, Id},
        conversations::{Say, SayContent},
        problem::{Code, Problem},
        signed_in::{Holder, SignedIn},
    },
    app::App,
};

/// What is said first, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConversation {
    /// The inbox it goes out by: its channel has to begin threads with an address that is known of the customer.
    inbox_id: InboxId,
    /// The conversation that goes on there: a line in it leads to the new one.
    from: Option<ConversationId>,
    /// The sender's own id of it: saying it twice says it once.
    client_id: ClientId,
    /// The words.
    #[serde(default)]
    text: Text,
    /// What it holds besides: a mail's subject.
    content: Option<SayContent>,
}

/// The conversation that was begun or gone on in, and what was said.
#[derive(Debug, Serialize, ToSchema)]
pub struct Begun {
    conversation: Row,
    message: Option<Message>,
}

/// Writes to a customer first: begins a conversation with the address that is known of them, or goes on in the one there
/// is. The same client id is one message.
#[utoipa::path(post, path = "/api/v1/customers/{id}/conversations", operation_id = "customersStart",
    tag = "customers", params(("id" = CustomerId, Path)), request_body = NewConversation,
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 201, body = Begun), (status = 200, body = Begun), (status = 403), (status = 404),
        (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::Reply as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<CustomerId>,
    Body(asked): Body<NewConversation>,
) -> Result<Response, Problem> {
    let (one, inbox) = parties(&app, &by, id, &asked).await?;
    let opens_with = app.channels.rules(&inbox.channel).opens_with;
    let from = asked.from.zip(opens_with.map(AddressKind::means));
    let known = one.reachable();
    let start = Start {
        // Without an address the deciding room refuses.
        arrival: arrival(
            &app,
            one,
            &inbox,
            opens_with
                .and_then(|kind| known.address(kind))
                .unwrap_or_default(),
        ),
        known,
        seat: by.seat.clone(),
        origin,
        outbound: Outbound {
            spoken: spoken(&app, asked)?,
        },
        from,
    };
    let done = app
        .db
        .command(by.tenant(), Command::Start(Box::new(start)))
        .await?;
    let status = if done.repeated {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    let begun = Begun {
        conversation: done.conversation,
        message: done.message,
    };
    Ok((status, Json(begun)).into_response())
}

/// The customer and the inbox. Whoever sees none of the customer's conversations learns nothing (T24).
async fn parties(
    app: &App,
    by: &SignedIn,
    id: CustomerId,
    asked: &NewConversation,
) -> Result<(Customer, Inbox), Problem> {
    let (seat, to, from) = (by.seat.clone(), asked.inbox_id, asked.from);
    app.db
        .read(by.tenant(), move |tx| {
            let rows = seen(tx, id, &seat)?;
            let one = customer(tx, id)?.ok_or(Code::NotFound)?;
            let inbox =
                inbox(tx, to)?.ok_or_else(|| Problem::field("inboxId", "an inbox of this workspace"))?;
            let leaves = |from| rows.iter().any(|row| row.id == from && row.inbox_id != to);
            if from.is_some_and(|from| !leaves(from)) {
                return Err(Problem::field(
                    "from",
                    "a conversation of this customer in another inbox",
                ));
            }
            Ok((one, inbox))
        })
        .await
}

fn arrival(app: &App, one: Customer, inbox: &Inbox, external_id: String) -> Arrival {
    Arrival {
        conversation: app.id(),
        identity: app.id(),
        customer: one.id,
        profile: Profile {
            name: one.name,
            email: one.email,
            phone: one.phone,
            company: one.company,
            ..Profile::default()
        },
        inbox: inbox.id,
        channel: inbox.channel.clone(),
        external_id,
    }
}

fn spoken(app: &App, asked: NewConversation) -> Result<Spoken, Problem> {
    let say = Say {
        client_id: asked.client_id,
        text: asked.text,
        attachment_ids: Vec::new(),
        content: asked.content,
        replies_to: None,
    };
    say.spoken(app)
}
