//! How the customer of a conversation can be reached, and why not otherwise.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::{
    Approved, Asked, Barred, Conversation, Door, Ladder, Means, Reachable, Rulebook as _, Rung, Shut, ladder,
};
use yingke_staff::Permission;
use yingke_store::{
    Inbox, StoreError, Tx, conversation, conversation_of_identity, customer, identity_key, inboxes,
};
use yingke_words::{AppId, ConversationId, InboxId};

use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        signed_in::{Holder, SignedIn},
    },
    app::App,
    channels::Channels,
};

/// The ways to reach a customer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Ways)]
pub struct WaysView {
    /// Why one cannot write in the conversation itself; none when one can.
    shut: Option<Shut>,
    /// Whether an approved message opens the channel's window; where not, only what the customer writes does.
    templates_reopen: bool,
    /// The other ways, always in this order: approved message, SMS, mail, call.
    ways: Vec<WayBack>,
    /// The one to take: the first that bears. None while one can write in the conversation itself.
    first: Option<Means>,
}

/// One way.
#[derive(Debug, Serialize, ToSchema)]
pub struct WayBack {
    /// Which.
    means: Means,
    /// Why it does not bear; none when it does.
    barred: Option<Barred>,
    /// The inboxes in which a conversation can be begun.
    inboxes: Vec<InboxId>,
    /// The address or number it would reach; empty when none is known or needed.
    to: String,
}

impl From<Rung> for WayBack {
    fn from(rung: Rung) -> Self {
        Self {
            means: rung.means,
            barred: rung.barred,
            inboxes: rung.inboxes,
            to: rung.to,
        }
    }
}

/// What the ladder is decided from, as it stands.
struct Standing {
    conversation: Conversation,
    known: Reachable,
    doors: Vec<Door>,
    app: Option<AppId>,
}

impl Standing {
    fn ladder(&self, app: &App, by: &SignedIn, approved: Approved) -> Ladder {
        ladder(&Asked {
            conversation: &self.conversation,
            rules: app.channels.rules(&self.conversation.row.channel),
            approved,
            known: &self.known,
            doors: &self.doors,
            seat: &by.seat,
            switches: &by.workspace.switches,
            now: app.now(),
        })
    }
}

/// Tells how the customer can be reached: in the conversation itself, or else by an approved message, an SMS, a mail or a
/// call, each with the reason when it does not bear.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/ways", operation_id = "conversationsWays",
    tag = "conversations", params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = WaysView), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<ConversationId>,
) -> Result<Json<WaysView>, Problem> {
    let (seat, channels) = (by.seat.clone(), app.channels.clone());
    let standing = app
        .db
        .read(by.tenant(), move |tx| {
            let found = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            let found = found.ok_or(Code::NotFound)?;
            let one = customer(tx, found.row.customer_id)?.ok_or(Code::NotFound)?;
            let (all, known) = (inboxes(tx)?, one.reachable());
            let own = all.iter().find(|inbox| inbox.id == found.row.inbox_id);
            Ok::<_, Problem>(Standing {
                app: own.and_then(|inbox| inbox.app),
                doors: doors(tx, &channels, &all, &known)?,
                conversation: found,
                known,
            })
        })
        .await?;
    let mut found = standing.ladder(&app, &by, Approved::Unknown);
    let unknown = |rung: &Rung| rung.barred == Some(Barred::ApprovedUnknown);
    if found.rungs.iter().any(unknown)
        && let Some(id) = standing.app
        && let Ok(account) = app.account(by.tenant(), id).await
    {
        let approved = app.approved(&account).await;
        found = standing.ladder(&app, &by, approved);
    }
    let channel = app.channels.get(&standing.conversation.row.channel);
    Ok(Json(WaysView {
        shut: found.shut,
        templates_reopen: channel.is_some_and(|channel| channel.manifest().templates_reopen),
        ways: found.rungs.into_iter().map(WayBack::from).collect(),
        first: found.first,
    }))
}

/// The inboxes in which we can begin a thread, with the one that the customer's address has there already.
fn doors(
    tx: &mut Tx<'_>,
    channels: &Channels,
    inboxes: &[Inbox],
    known: &Reachable,
) -> Result<Vec<Door>, StoreError> {
    let mut doors = Vec::new();
    for inbox in inboxes {
        let Some(opens_with) = channels.rules(&inbox.channel).opens_with else {
            continue;
        };
        let thread = match known.address(opens_with) {
            Some(address) => conversation_of_identity(tx, identity_key(inbox.id, &address))?,
            None => None,
        };
        doors.push(Door {
            inbox: inbox.id,
            opens_with,
            thread,
        });
    }
    Ok(doors)
}
