//! Pages of lists: keyset cursors, opaque to clients.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use super::problem::{Code, Problem};
use yingke_words::WorkspaceId;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many, 1–100; 50 unless told.
    pub limit: Option<i64>,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// One page.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; none at the end.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that fits on one page.
    pub fn whole<S: Into<T>>(items: Vec<S>) -> Self {
        Self {
            items: items.into_iter().map(Into::into).collect(),
            next_cursor: None,
        }
    }
}

/// How many items a page has.
pub fn limit(asked: Option<i64>) -> Result<i64, Problem> {
    match asked.unwrap_or(50) {
        limit @ 1..=100 => Ok(limit),
        _ => Err(Problem::new(Code::MalformedQuery).on("limit").detail("1 to 100")),
    }
}

/// The list that a cursor is a place in: its name, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct List(pub &'static str, pub WorkspaceId);

impl List {
    /// Makes a cursor of a key.
    pub fn seal<T: Serialize>(self, key: &T) -> String {
        let Self(name, workspace) = self;
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(name, workspace, key)).expect("keys are plain data"))
    }

    /// The key of a cursor. One of another list, or of another workspace's, is no place in this one.
    pub fn open<T: DeserializeOwned>(self, cursor: Option<&str>) -> Result<Option<T>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
        let sealed: Option<(String, WorkspaceId, T)> =
            bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        sealed
            .filter(|(name, workspace, _)| (name.as_str(), *workspace) == (self.0, self.1))
            .map(|(_, _, key)| Some(key))
            .ok_or_else(|| Problem::new(Code::MalformedQuery).on("cursor"))
    }
}
