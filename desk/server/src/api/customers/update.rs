//! A customer's profile is corrected.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Consent, Moment};
use yingke_staff::Permission;
use yingke_store::{Customer, customer, update_customer};
use yingke_words::{CustomerId, Email};

use super::{CustomerView, check_edit, seen, tell};
use crate::{
    api::{
        body::{Caller, Edit, Id, Versioned, check_version},
        fields::{check_line, check_text},
        problem::{Code, Problem},
        settings::{Changed, masked, record},
        signed_in::Holder,
    },
    app::App,
};

/// What to change; an empty text removes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerChange {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    company: Option<String>,
    notes: Option<String>,
    /// Whether they agreed to be written to by SMS: that they did is noted with the time and the agent's name.
    sms_consent: Option<bool>,
}

/// What the audit trail keeps of a profile.
#[derive(Serialize)]
struct Kept {
    name: String,
    email: String,
    phone: String,
    company: String,
    notes: String,
    #[serde(rename = "smsConsent")]
    sms_consent: bool,
}

impl From<&Customer> for Kept {
    fn from(one: &Customer) -> Self {
        Self {
            name: masked(&one.name),
            email: masked(&one.email),
            phone: masked(&one.phone),
            company: masked(&one.company),
            notes: masked(&one.notes),
            sms_consent: one.sms_consent.is_some(),
        }
    }
}

impl CustomerChange {
    fn checked(self) -> Result<Self, Problem> {
        let line =
            |field, text: Option<String>, most| text.map(|text| check_line(field, &text, most)).transpose();
        let email = match self.email.as_deref().map(str::trim) {
            None => None,
            Some("") => Some(String::new()),
            Some(text) => {
                let email = Email::try_from(text.to_owned());
                Some(email.map_err(|error| Problem::field("email", error))?.to_string())
            }
        };
        let notes = self.notes.map(|notes| check_text("notes", &notes, 5_000));
        Ok(Self {
            name: line("name", self.name, 80)?,
            email,
            phone: line("phone", self.phone, 40)?,
            company: line("company", self.company, 120)?,
            notes: notes.transpose()?,
            sms_consent: self.sms_consent,
        })
    }

    fn apply(&self, one: &mut Customer, noted: Consent) {
        for (field, value) in [
            (&mut one.name, &self.name),
            (&mut one.email, &self.email),
            (&mut one.phone, &self.phone),
            (&mut one.company, &self.company),
            (&mut one.notes, &self.notes),
        ] {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        if let Some(agreed) = self.sms_consent {
            // Noted twice, it was given the first time.
            let held = one.sms_consent.take();
            one.sms_consent = agreed.then(|| held.unwrap_or(noted));
        }
    }
}

/// Changes a customer; everybody who sees one of their conversations is told.
#[utoipa::path(patch, path = "/api/v1/customers/{id}", operation_id = "customersUpdate",
    tag = "customers", request_body = CustomerChange,
    params(("id" = CustomerId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("customers.edit"))),
    responses((status = 200, body = CustomerView), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::EditCustomers as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<CustomerId>,
    Edit(version, change): Edit<CustomerChange>,
) -> Result<Versioned<CustomerView>, Problem> {
    let change = change.checked()?;
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let rows = seen(tx, id, &by.seat)?;
            check_edit(&by.seat, &rows)?;
            let mut one = customer(tx, id)?.ok_or(Code::NotFound)?;
            check_version(one.version, version)?;
            let before = Kept::from(&one);
            let noted = Consent {
                at: tx.now(),
                by: Moment::actor(&by.seat),
            };
            change.apply(&mut one, noted);
            update_customer(tx, &one)?;
            one.version += 1;
            tell(tx, id, &Moment::actor(&by.seat))?;
            let changed = Changed {
                act: "customers.update",
                kind: "customer",
                id: Some(id.uuid()),
                name: &masked(&one.name),
                what: None,
            };
            record(
                tx,
                &by,
                &origin,
                &changed,
                (Some(&before), Some(&Kept::from(&one))),
            )?;
            Ok::<_, Problem>(one)
        })
        .await?;
    Ok(Versioned(after.version, after.into()))
}
