//! Read the holidays of an iCalendar file. Nothing is kept: they are put into hours, looked at, and saved with those.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::{Holidays, read_holidays};

use crate::{
    api::{body::Body, fields::check_number, problem::Problem, signed_in::Anybody},
    app::App,
};

/// A file of holidays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayFile {
    /// The file's text, iCalendar, at most 512 KiB.
    text: String,
    /// The day of the week whose openings a working day 班 gets, 0 = Monday.
    #[serde(default)]
    weekday: u8,
}

/// Reads the holidays and swap days of an iCalendar file that are not over. What cannot be read is told, and loses only
/// itself. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/holidays/read", operation_id = "holidaysRead",
    tag = "inboxes", request_body = HolidayFile,
    responses((status = 200, body = Holidays), (status = 401), (status = 413), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    _: Anybody,
    Body(file): Body<HolidayFile>,
) -> Result<Json<Holidays>, Problem> {
    check_number("weekday", i64::from(file.weekday), (0, 6))?;
    let now = app.now();
    // Half a megabyte of strangers' text: not on a thread that others wait for.
    let read = tokio::task::spawn_blocking(move || read_holidays(&file.text, now, file.weekday));
    let found = read
        .await
        .map_err(|_| Problem::field("text", "it cannot be read"))?;
    Ok(Json(found))
}
