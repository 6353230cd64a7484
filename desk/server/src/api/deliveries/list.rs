//! What was given up.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_channel_contract::DeliveryError;
use yingke_conversation::Order;
use yingke_staff::Permission;
use yingke_store::{Delivery, Tx, conversation, dead_letters, line};
use yingke_words::{ConversationId, CustomerId, DeliveryId, InboxId, Time};

use crate::{
    api::{problem::Problem, signed_in::Manager},
    app::App,
};

/// The newest so many.
const MOST: i64 = 200;

/// Something that was to go out and was given up.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// Its id.
    id: DeliveryId,
    /// From which inbox.
    inbox_id: InboxId,
    /// In which conversation.
    conversation_id: ConversationId,
    /// The line it is about; none where it is about none.
    seq: Option<i64>,
    /// What was to be done.
    order: OrderKind,
    /// When it was ordered.
    at: Time,
    /// When it was given up.
    dead_at: Option<Time>,
    /// The stable key of the reason.
    kind: String,
    /// The provider's code; empty for none.
    code: String,
    /// The provider's words; empty for none.
    detail: String,
    /// The beginning of what it says.
    preview: String,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<CustomerId>,
    /// Their name; empty while nobody knows it.
    customer_name: String,
}

/// What was to be done.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum OrderKind {
    /// Say something.
    Say,
    /// Change what was said.
    Edit,
    /// Take it back.
    Recall,
    /// React.
    React,
    /// Show that it was read.
    Read,
    /// Tell the provider that we answer.
    Serve,
    /// Tell the provider that it is over.
    End,
}

impl From<&Order> for OrderKind {
    fn from(order: &Order) -> Self {
        match order {
            Order::Say { .. } => Self::Say,
            Order::Edit { .. } => Self::Edit,
            Order::Recall { .. } => Self::Recall,
            Order::React { .. } => Self::React,
            Order::Read => Self::Read,
            Order::Serve => Self::Serve,
            Order::End => Self::End,
        }
    }
}

/// Lists what was given up, newest first, at most 200.
#[utoipa::path(get, path = "/api/v1/deliveries", operation_id = "deliveriesList",
    tag = "deliveries",
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = Vec<DeadLetter>), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageInboxes as u8 }>,
) -> Result<Json<Vec<DeadLetter>>, Problem> {
    let listed = app.db.read(by.tenant(), |tx| {
        let dead = dead_letters(tx, MOST)?;
        dead.into_iter().map(|one| letter(tx, one)).collect()
    });
    listed.await.map(Json)
}

fn letter(tx: &mut Tx<'_>, one: Delivery) -> Result<DeadLetter, Problem> {
    let of = conversation(tx, one.conversation)?.map(|of| (of.row.customer_id, of.row.customer_name));
    let (customer_id, customer_name) = of.unzip();
    let seq = one.order.seq();
    let about = seq
        .map(|seq| line(tx, one.conversation, seq))
        .transpose()?
        .flatten();
    let why: Option<DeliveryError> = one
        .problem
        .as_deref()
        .and_then(|problem| serde_json::from_str(problem).ok());
    let (code, detail) = why
        .as_ref()
        .map(|why| (why.code.clone(), why.detail.clone()))
        .unwrap_or_default();
    Ok(DeadLetter {
        id: one.id,
        inbox_id: one.inbox,
        conversation_id: one.conversation,
        seq,
        order: (&one.order).into(),
        at: one.created_at,
        dead_at: one.dead_at,
        kind: why.map_or("unknown", |why| why.kind.key()).to_owned(),
        code,
        detail,
        preview: about.map(|line| line.text.preview()).unwrap_or_default(),
        customer_id,
        customer_name: customer_name.unwrap_or_default(),
    })
}
