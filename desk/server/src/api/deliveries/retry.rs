//! Dead letters are sent again.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Correction;
use yingke_staff::Permission;
use yingke_store::{AgentAct, Command, Delivery, Origin, Tx, dead_letter, remove_dead_letter};
use yingke_words::DeliveryId;

use super::changed;
use crate::{
    api::{
        body::Body,
        fields::check_ids,
        problem::{Code, Problem},
        settings::record,
        signed_in::{Manager, SignedIn},
    },
    app::App,
};

/// Which.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// 1 to 200 of them.
    ids: Vec<DeliveryId>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Retried {
    /// So many are on their way again.
    retried: i64,
    /// These are not, and stay in the list.
    refused: Vec<NotRetried>,
}

/// One that was not sent again.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotRetried {
    /// Which.
    id: DeliveryId,
    /// Why: the code of the problem.
    code: String,
}

/// Sends dead letters again: each is ordered anew under the same rules as any message.
#[utoipa::path(post, path = "/api/v1/deliveries/retry", operation_id = "deliveriesRetry",
    tag = "deliveries", request_body = Retry,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = Retried), (status = 403), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Body(asked): Body<Retry>,
) -> Result<Json<Retried>, Problem> {
    if !(1..=200).contains(&asked.ids.len()) {
        return Err(Problem::field("ids", "1 to 200"));
    }
    let letters = app
        .db
        .read(by.tenant(), move |tx| letters(tx, &asked.ids))
        .await?;
    let mut answer = Retried {
        retried: 0,
        refused: Vec::new(),
    };
    for one in letters {
        let id = one.id;
        match again(&app, &by, &origin, one).await {
            Ok(()) => answer.retried += 1,
            Err(problem) => answer.refused.push(NotRetried {
                id,
                code: problem.code().as_str().to_owned(),
            }),
        }
    }
    Ok(Json(answer))
}

/// The dead letters of these ids: all of them are this workspace's, or nothing happens.
fn letters(tx: &mut Tx<'_>, ids: &[DeliveryId]) -> Result<Vec<Delivery>, Problem> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(dead_letter(tx, *id)?);
    }
    let known: Vec<_> = found.iter().map(|one| one.id).collect();
    check_ids("ids", ids, &known)?;
    // What was said first goes first again, however they are listed.
    found.sort_by_key(|one| (one.conversation, one.order.seq(), one.id));
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

/// Orders one anew, and takes it out of the list.
async fn again(app: &App, by: &Arc<SignedIn>, origin: &Origin, one: Delivery) -> Result<(), Problem> {
    let seq = one.order.seq().ok_or(Code::MessageUnknown)?;
    let command = Command::ByAgent {
        conversation: one.conversation,
        seat: Arc::clone(&by.seat),
        origin: origin.clone(),
        act: AgentAct::Correct {
            seq,
            correction: Correction::Resend,
        },
    };
    app.db.command(by.tenant(), command).await?;
    let (who, origin) = (Arc::clone(by), origin.clone());
    app.db
        .write(by.tenant(), move |tx| {
            remove_dead_letter(tx, one.id)?;
            let changed = changed("deliveries.retry", Some(one.id.uuid()));
            record(tx, &who, &origin, &changed, (None::<&()>, None::<&()>))
        })
        .await
}
