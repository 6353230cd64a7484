//! A visitor's files. Uploads bear the visitor's token; fetching goes by the signed addresses that messages carry, for
//! an `<img>` sends no header.

mod create;
mod show;
mod thumbnail;

use axum::extract::DefaultBodyLimit;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_store::{Attachment, attachment};
use yingke_words::AttachmentId;

use crate::{
    api::{
        attachments::BODY,
        problem::{Code, Problem},
    },
    app::App,
};

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(create::handler))
        .layer(DefaultBodyLimit::max(BODY));
    OpenApiRouter::new()
        .routes(routes!(show::handler))
        .routes(routes!(thumbnail::handler))
        .merge(uploads)
}

/// The token of a file's address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LinkQuery {
    /// As the message gave it; good for some hours, for this file alone.
    #[serde(default)]
    t: String,
}

/// The file that `link` opens. The token says in which workspace.
async fn opened(app: &App, id: AttachmentId, link: &LinkQuery) -> Result<Attachment, Problem> {
    let workspace = app.links.open(&link.t, id).ok_or(Code::LinkRefused)?;
    let found = app
        .db
        .read(workspace, move |tx| Ok::<_, Problem>(attachment(tx, id)?))
        .await?;
    found.ok_or_else(|| Code::NotFound.into())
}
