//! Somebody is invited.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use yingke_staff::{Permission, Switch, check_holding};
use yingke_store::{Invitation, Tx, agents, insert_invitation, renew_invitation, roles, teams};
use yingke_words::{Email, InvitationId, RoleId, TeamId, Time};

use super::{GOOD_FOR, InvitationView};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::made_once,
        fields::check_ids,
        limits::INVITATIONS,
        problem::{Code, Problem},
        roles::holding,
        settings::{Changed, record},
        signed_in::{Manager, SignedIn, seal_cookie},
        switched,
    },
    app::App,
};

/// Whom to invite.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invite {
    /// Their address.
    email: Email,
    /// Their role to be.
    role_id: RoleId,
    /// Their teams to be.
    #[serde(default)]
    team_ids: Vec<TeamId>,
}

/// What was made; the link is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Invited {
    id: InvitationId,
    /// The single-use link. Made from the configured address, never from a request's headers.
    link: String,
    expires_at: Time,
}

/// Invites somebody; an earlier invitation to the same address is void from now on. Takes an `Idempotency-Key`: the
/// same key answers the same invitation with a fresh link.
#[utoipa::path(post, path = "/api/v1/invitations", operation_id = "invitationsCreate",
    tag = "agents", request_body = Invite,
    extensions(("x-permission" = json!("agents.manage"))),
    responses((status = 201, body = Invited), (status = 403), (status = 409), (status = 422), (status = 429)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageAgents as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<Invite>,
) -> Result<Response, Problem> {
    if !asked.team_ids.is_empty() {
        switched::check(&by.workspace.switches, Switch::Teams)?;
    }
    app.limits
        .take(INVITATIONS, &by.seat.agent.to_string(), app.now())?;
    let now = app.now();
    let nobody_knows: [u8; 32] = app.secret();
    let one = Invitation {
        id: app.id(),
        token_hash: nobody_knows.to_vec(),
        email: asked.email.to_string(),
        role: asked.role_id,
        teams: asked.team_ids.clone(),
        invited_by: by.seat.agent,
        created_at: now,
        expires_at: now + GOOD_FOR,
    };
    let who = by.clone();
    let made: InvitationView = made_once(&app, &by, key, &asked, move |tx| {
        let view = invite(tx, &who, &one)?;
        let changed = Changed {
            act: "invitations.create",
            kind: "invitation",
            id: Some(one.id.uuid()),
            name: &one.email,
            what: Some("agents"),
        };
        record(tx, &who, &origin, &changed, (None::<&()>, Some(&view)))?;
        Ok(view)
    })
    .await?;
    let invited = Invited {
        id: made.id,
        link: link(&app, &by, made.id).await?,
        expires_at: made.expires_at,
    };
    Ok((StatusCode::CREATED, Json(invited)).into_response())
}

fn invite(tx: &mut Tx<'_>, by: &SignedIn, one: &Invitation) -> Result<InvitationView, Problem> {
    let roles = roles(tx)?;
    let role = roles.iter().find(|role| role.id == one.role);
    let role = role.ok_or_else(|| Problem::field("roleId", "it does not exist here"))?;
    check_holding(&by.seat.grants, None, holding(role, false), 0)?;
    let known: Vec<TeamId> = teams(tx)?.iter().map(|team| team.id).collect();
    let mut one = one.clone();
    one.teams = check_ids("teamIds", &one.teams, &known)?;
    if agents(tx)?.iter().any(|agent| agent.email == one.email) {
        return Err(Problem::new(Code::EmailTaken).on("email"));
    }
    insert_invitation(tx, &one)?;
    Ok(InvitationView::of(one, &roles))
}

/// A fresh link. The store holds its hash only, so a repeated request cannot be told the first one again.
async fn link(app: &App, by: &SignedIn, id: InvitationId) -> Result<String, Problem> {
    let secret: [u8; 32] = app.secret();
    let hash = Sha256::digest(secret).to_vec();
    let open = app
        .db
        .write(by.tenant(), move |tx| {
            Ok::<_, Problem>(renew_invitation(tx, id, &hash)?)
        })
        .await?;
    if !open {
        return Err(Code::InvitationVoid.into());
    }
    Ok(format!(
        "{}/invite#{}",
        app.config.base_url(),
        seal_cookie(by.tenant(), &secret)
    ))
}
