//! A new skill.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_routing::Skill;
use yingke_staff::Permission;
use yingke_store::insert_skill;

use super::{SkillView, changed, check_free, check_language};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::once,
        problem::Problem,
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// A skill to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSkill {
    /// Its name.
    name: String,
    /// The language it is the command of, `zh` or `en`.
    language: Option<String>,
}

/// Makes a skill. Takes an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/skills", operation_id = "skillsCreate",
    tag = "skills", request_body = NewSkill,
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 201, body = SkillView), (status = 403), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRouting as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewSkill>,
) -> Result<Response, Problem> {
    let skill = Skill {
        id: app.id(),
        name: check_name("name", &asked.name)?,
        language: check_language(asked.language.clone())?,
    };
    let who = by.clone();
    once(&app, &by, key, &asked, move |tx| {
        check_free(tx, &skill)?;
        insert_skill(tx, &skill)?;
        let made = SkillView::from((skill.clone(), 1));
        record(
            tx,
            &who,
            &origin,
            &changed("skills.create", &made),
            (None::<&()>, Some(&made)),
        )?;
        Ok(made)
    })
    .await
}
