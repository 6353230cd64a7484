//! Files: uploaded before the message that names them, fetched by whoever may see it.

mod create;
pub mod download;
pub mod intake;
mod show;
mod thumbnail;

use axum::extract::DefaultBodyLimit;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_store::{Attachment, attachment, conversation};
use yingke_words::AttachmentId;

use super::{
    problem::{Code, Problem},
    signed_in::SignedIn,
};
use crate::{app::App, files};

/// What surrounds the file in a body: boundaries and headers.
pub const AROUND: usize = 64 << 10;
/// No upload's body is larger.
pub const BODY: usize = files::LARGEST + AROUND;

/// The body of an upload.
#[derive(Debug, ToSchema)]
pub struct Upload {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

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

/// A file this agent may fetch: of a conversation they see, or their own that waits for its message.
async fn seen_by(app: &App, by: &SignedIn, id: AttachmentId) -> Result<Attachment, Problem> {
    let seat = by.seat.clone();
    app.db
        .read(by.tenant(), move |tx| {
            let found = attachment(tx, id)?.ok_or(Code::NotFound)?;
            let seen = match found.conversation {
                Some(of) => conversation(tx, of)?.is_some_and(|of| seat.sees(&of.subject())),
                None => found.uploader == seat.agent.to_string(),
            };
            if seen {
                Ok(found)
            } else {
                Err(Problem::new(Code::NotFound))
            }
        })
        .await
}
