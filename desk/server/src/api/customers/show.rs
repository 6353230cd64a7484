//! One customer.

use axum::extract::State;
use yingke_staff::Permission;
use yingke_store::customer;
use yingke_words::CustomerId;

use super::{CustomerView, seen};
use crate::{
    api::{
        body::{Id, Versioned},
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
};

/// Shows a customer one of whose conversations one may see.
#[utoipa::path(get, path = "/api/v1/customers/{id}", operation_id = "customersShow",
    tag = "customers", params(("id" = CustomerId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = CustomerView), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<CustomerId>,
) -> Result<Versioned<CustomerView>, Problem> {
    let seat = by.seat.clone();
    let found = app
        .db
        .read(by.tenant(), move |tx| {
            seen(tx, id, &seat)?;
            customer(tx, id)?.ok_or_else(|| Problem::new(Code::NotFound))
        })
        .await?;
    Ok(Versioned(found.version, found.into()))
}
