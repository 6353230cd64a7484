//! Customers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_store::Customer;
use yingke_words::{CustomerId, Time};

/// The person who writes, as the desk sees them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    /// Their id.
    pub id: CustomerId,
    /// Their name; empty while unknown.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their number.
    pub phone: String,
    /// Where they work.
    pub company: String,
    /// What the desk notes of them.
    pub notes: String,
    /// What the site says of them.
    #[schema(value_type = Object)]
    pub attributes: yingke_store::Attributes,
    /// First seen.
    pub created_at: Time,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

impl From<Customer> for CustomerView {
    fn from(one: Customer) -> Self {
        Self {
            id: one.id,
            name: one.name,
            email: one.email,
            phone: one.phone,
            company: one.company,
            notes: one.notes,
            attributes: one.attributes,
            created_at: one.created_at,
            version: one.version,
        }
    }
}
