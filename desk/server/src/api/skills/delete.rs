//! A skill goes.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::{agent_routings, delete_skill, routing, set_agent_routing, skills};
use yingke_words::SkillId;

use super::{SkillView, changed};
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
};

/// Removes a skill, also from agents. One that a rule asks for stays.
#[utoipa::path(delete, path = "/api/v1/skills/{id}", operation_id = "skillsDelete",
    tag = "skills", params(("id" = SkillId, Path)),
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRouting as u8 }>,
    Id(id): Id<SkillId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let found = skills(tx)?.into_iter().find(|(skill, _)| skill.id == id);
            let before = SkillView::from(found.ok_or(Code::NotFound)?);
            if routing(tx)?.0.asks_for(id) {
                return Err(Code::InUse.into());
            }
            for (agent, mut own) in agent_routings(tx)? {
                let held = own.skills.len();
                own.skills.retain(|held| held.skill_id != id);
                if own.skills.len() < held {
                    set_agent_routing(tx, agent, &own)?;
                }
            }
            delete_skill(tx, id)?;
            record(
                tx,
                &by,
                &origin,
                &changed("skills.delete", &before),
                (Some(&before), None::<&()>),
            )
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
