//! What the site says of its visitor.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use yingke_conversation::{AttributeValue, merge};
use yingke_store::{Attributes, StoreError, conversation_of_identity, customer, update_customer};

use crate::{
    api::{
        body::Body,
        customers::tell,
        limits::VISITOR_MESSAGES,
        problem::{Code, Problem},
        visitor_token::Visitor,
    },
    app::App,
};

/// Attributes to set; null removes one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Text, number, true or false, or null.
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Option<AttributeValue>>,
}

/// Merges attributes into the customer's, once there is a conversation. At most 50, texts of at most 200 characters.
/// They never change who the customer is: name, address and number are the desk's.
#[utoipa::path(post, path = "/api/v1/visitor/attributes", operation_id = "visitorAttributes",
    tag = "visitor", security(("visitor" = [])),
    request_body = Said, responses((status = 204), (status = 401), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    visitor: Visitor,
    Body(said): Body<Said>,
) -> Result<StatusCode, Problem> {
    let key = format!("attributes {}", visitor.external_id);
    app.limits.take(VISITOR_MESSAGES, &key, app.now())?;
    let identity = visitor.identity_key();
    app.db
        .write(visitor.workspace, move |tx| {
            let found = conversation_of_identity(tx, identity)?.ok_or(Code::NotFound)?;
            let id = found.row.customer_id;
            let mut one = customer(tx, id)?.ok_or(Code::NotFound)?;
            let merged = merge(held(one.attributes.clone())?, said.attributes.clone())?;
            let merged = stored(&merged);
            if merged == one.attributes {
                return Ok(());
            }
            one.attributes = merged;
            update_customer(tx, &one)?;
            tell(tx, id, &found.customer())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn held(attributes: Attributes) -> Result<BTreeMap<String, AttributeValue>, Problem> {
    serde_json::from_value(Value::Object(attributes)).map_err(|error| {
        let table = "customer";
        StoreError::Inconsistent {
            table,
            what: error.to_string(),
        }
        .into()
    })
}

fn stored(attributes: &BTreeMap<String, AttributeValue>) -> Attributes {
    let value = |value| serde_json::to_value(value).expect("attributes are plain data");
    attributes
        .iter()
        .map(|(key, one)| (key.clone(), value(one)))
        .collect()
}
