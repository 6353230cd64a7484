//! How a customer can be reached besides the thread they wrote in: their address, their number, and what they agreed to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{Email, Phone, Time};

use crate::{Actor, status::keyed};

keyed! {
    /// The kind of address with which a channel lets us begin a thread.
    AddressKind {
        /// A mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
    }
}

/// That a customer agreed to something: when the desk noted it, and who did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// When it was noted.
    pub at: Time,
    /// Who noted it.
    pub by: Actor,
}

/// What is known of how to reach a customer, as it was written down.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reachable {
    /// Their mail address; empty while unknown.
    pub email: String,
    /// Their number; empty while unknown.
    pub phone: String,
    /// That they agreed to be written to by SMS.
    pub sms_consent: Option<Consent>,
}

impl Reachable {
    /// Their address of a kind, in its one spelling: the id of their identity on a channel that opens with it. None when
    /// nothing is known, or what is known is no such address.
    pub fn address(&self, kind: AddressKind) -> Option<String> {
        match kind {
            AddressKind::Email => Email::try_from(self.email.clone())
                .ok()
                .map(|email| email.to_string()),
            AddressKind::Phone => Phone::try_from(self.phone.as_str())
                .ok()
                .map(|phone| phone.to_string()),
        }
    }

    /// Whether they may be written to under an address of a kind: to a number only after they agreed.
    pub const fn agreed(&self, kind: AddressKind) -> bool {
        match kind {
            AddressKind::Email => true,
            AddressKind::Phone => self.sms_consent.is_some(),
        }
    }
}
