//! Customers.

mod consultations;
mod look_after;
mod show;
mod start;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_conversation::{Actor, Consent, Event, EventKind, Row};
use yingke_staff::{Permission, Seat};
use yingke_store::{Customer, Tx, of_customer};
use yingke_words::{AgentId, CustomerId, Time};

use super::problem::{Code, Problem};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show::handler, update::handler))
        .routes(routes!(consultations::handler))
        .routes(routes!(start::handler))
        .routes(routes!(look_after::handler))
}

/// The customer's conversations that `seat` sees; who sees none of them does not see the customer either.
fn seen(tx: &mut Tx<'_>, id: CustomerId, seat: &Seat) -> Result<Vec<Row>, Problem> {
    let mut rows = of_customer(tx, id)?;
    rows.retain(|row| seat.sees(&row.subject()));
    if rows.is_empty() {
        return Err(Code::NotFound.into());
    }
    Ok(rows)
}

/// Refuses whoever may change no conversation's customer among `rows`.
fn check_edit(seat: &Seat, rows: &[Row]) -> Result<(), Problem> {
    let may = rows
        .iter()
        .any(|row| seat.may(Permission::EditCustomers, &row.subject()));
    if may {
        Ok(())
    } else {
        Err(Problem::new(Code::NotPermitted).detail(Permission::EditCustomers.key()))
    }
}

/// Tells everybody who sees one of the customer's conversations, with the rows as they now stand.
pub fn tell(tx: &mut Tx<'_>, id: CustomerId, by: &Actor) -> Result<(), Problem> {
    for row in of_customer(tx, id)? {
        let mut event = Event::of_workspace(EventKind::CustomerChanged, tx.now(), by.clone());
        event.conversation = Some(row);
        tx.emit(event)?;
    }
    Ok(())
}

/// The person who writes, as the desk sees them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Customer)]
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
    /// That they agreed to be written to by SMS: when it was noted, and by whom.
    pub sms_consent: Option<Consent>,
    /// Who looks after them 专属客服.
    #[serde(default)]
    pub manager_id: Option<AgentId>,
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
            sms_consent: one.sms_consent,
            manager_id: one.manager,
            created_at: one.created_at,
            version: one.version,
        }
    }
}
