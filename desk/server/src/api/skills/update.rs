//! A skill gets another name or language.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{skills, update_skill};
use yingke_words::SkillId;

use super::{SkillView, changed, check_free, check_language};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillChange {
    /// Its name.
    name: Option<String>,
    /// The language it is the command of, `zh` or `en`; an empty text removes.
    language: Option<String>,
}

/// Changes a skill.
#[utoipa::path(patch, path = "/api/v1/skills/{id}", operation_id = "skillsUpdate",
    tag = "skills", request_body = SkillChange,
    params(("id" = SkillId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = SkillView), (status = 403), (status = 404), (status = 409), (status = 412)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRouting as u8 }>,
    Id(id): Id<SkillId>,
    Edit(version, change): Edit<SkillChange>,
) -> Result<Versioned<SkillView>, Problem> {
    let name = change.name.map(|name| check_name("name", &name)).transpose()?;
    let language = change
        .language
        .map(|language| check_language(Some(language)))
        .transpose()?;
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let found = skills(tx)?.into_iter().find(|(skill, _)| skill.id == id);
            let (mut skill, stored) = found.ok_or(Code::NotFound)?;
            check_version(stored, version)?;
            let before = SkillView::from((skill.clone(), stored));
            skill.name = name.clone().unwrap_or(skill.name);
            skill.language = language.clone().unwrap_or(skill.language);
            check_free(tx, &skill)?;
            update_skill(tx, &skill, version)?;
            let after = SkillView::from((skill, stored + 1));
            record(
                tx,
                &by,
                &origin,
                &changed("skills.update", &after),
                (Some(&before), Some(&after)),
            )?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Versioned(after.version, after))
}
