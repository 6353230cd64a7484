//! Skills: what agents are good at.

mod create;
mod delete;
mod list;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_routing::Skill;
use yingke_store::{Tx, skills};
use yingke_words::SkillId;

use super::{
    problem::{Code, Problem},
    settings::Changed,
};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler, create::handler))
        .routes(routes!(update::handler, delete::handler))
}

/// Something agents are good at.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Skill)]
pub struct SkillView {
    /// Its id.
    pub id: SkillId,
    /// Its name.
    pub name: String,
    /// The language it is the command of, `zh` or `en`; none = another skill.
    pub language: Option<String>,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

impl From<(Skill, i64)> for SkillView {
    fn from((skill, version): (Skill, i64)) -> Self {
        Self {
            id: skill.id,
            name: skill.name,
            language: skill.language,
            version,
        }
    }
}

/// Refuses a name that another skill has.
fn check_free(tx: &mut Tx<'_>, skill: &Skill) -> Result<(), Problem> {
    let taken = skills(tx)?
        .iter()
        .any(|(other, _)| other.id != skill.id && other.name == skill.name);
    if taken {
        return Err(Problem::new(Code::NameTaken).on("name"));
    }
    Ok(())
}

/// A language as two or three letters, in one spelling; an empty text is none.
fn check_language(text: Option<String>) -> Result<Option<String>, Problem> {
    let Some(text) = text
        .map(|text| text.trim().to_lowercase())
        .filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let letters = (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if letters {
        Ok(Some(text))
    } else {
        Err(Problem::field("language", "two or three letters, as in zh or en"))
    }
}

fn changed<'a>(act: &'static str, skill: &'a SkillView) -> Changed<'a> {
    Changed {
        act,
        kind: "skill",
        id: Some(skill.id.uuid()),
        name: &skill.name,
        what: Some("skills"),
    }
}
