//! The kinds of channel there are.

use axum::{Json, extract::State};

use super::view::ChannelView;
use crate::{
    api::{problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the kinds of channel: what each asks for, what it carries, and what to do on the provider's side. Nothing of it
/// is anybody's own.
#[utoipa::path(get, path = "/api/v1/channels", operation_id = "channelsList",
    tag = "channels",
    responses((status = 200, body = Vec<ChannelView>), (status = 401)))]
pub async fn handler(State(app): State<App>, _by: Anybody) -> Result<Json<Vec<ChannelView>>, Problem> {
    Ok(Json(
        app.channels
            .all()
            .iter()
            .map(|channel| ChannelView::of(*channel))
            .collect(),
    ))
}
