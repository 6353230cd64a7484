//! Change one's own name, language, theme.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{EventKind, Moment};
use yingke_store::{agent, update_agent};
use yingke_words::Language;

use crate::{
    api::{
        body::{Body, Caller},
        problem::{Code, Problem},
        settings::{Changed, record, show_agent},
        signed_in::Anybody,
    },
    app::App,
    found::check_name,
};

/// Light, dark, or as the machine has it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the machine has it.
    System,
}

impl Theme {
    const fn key(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }
}

/// What to change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MyChange {
    name: Option<String>,
    language: Option<Language>,
    theme: Option<Theme>,
}

/// Changes one's own profile.
#[utoipa::path(patch, path = "/api/v1/me", operation_id = "meUpdate",
    tag = "me", request_body = MyChange,
    responses((status = 204), (status = 401), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
    Caller(origin): Caller,
    Body(change): Body<MyChange>,
) -> Result<StatusCode, Problem> {
    let name = change
        .name
        .as_deref()
        .map(|name| check_name("name", name))
        .transpose()?;
    let by = signed_in.clone();
    app.db
        .write(signed_in.tenant(), move |tx| {
            let mut own = agent(tx, by.seat.agent)?.ok_or(Code::NotSignedIn)?;
            own.name = name.clone().unwrap_or(own.name);
            own.language = change
                .language
                .map_or(own.language, |language| language.tag().to_owned());
            own.theme = change.theme.map_or(own.theme, |theme| theme.key().to_owned());
            update_agent(tx, &own)?;
            let id = Some(own.id.uuid());
            if name.is_some() {
                show_agent(tx, Moment::actor(&by.seat), EventKind::AgentStatus, &own)?;
            }
            // Only a name concerns colleagues; it also is part of the seat, so the sockets come back with it.
            let what = name.is_some().then_some("agents");
            let changed = Changed {
                act: "me.update",
                kind: "agent",
                id,
                name: &own.name,
                what,
            };
            record(tx, &by, &origin, &changed, (None::<&MyChange>, Some(&change)))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
