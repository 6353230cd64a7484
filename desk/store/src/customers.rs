//! Customers, their consultations, and tags.

use serde::{Deserialize, Serialize};
use yingke_conversation::{Consent, EndedBy, Reachable, Status};
use yingke_words::{AgentId, ConsultationId, ConversationId, CustomerId, TagId, Time};

use crate::{
    Record, StoreError, Tx,
    conversations::{json, optional_document},
    params, sql,
};

/// What a customer's own attributes hold.
pub type Attributes = serde_json::Map<String, serde_json::Value>;

/// The person who writes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their number.
    pub phone: String,
    /// Where they work.
    pub company: String,
    /// What the desk notes of them.
    pub notes: String,
    /// What the site or an integration says of them.
    pub attributes: Attributes,
    /// That they agreed to be written to by SMS.
    #[serde(default)]
    pub sms_consent: Option<Consent>,
    /// Who looks after them.
    #[serde(default)]
    pub manager: Option<AgentId>,
    /// First seen.
    pub created_at: Time,
    /// Its version, for edits.
    pub version: i64,
}

impl Customer {
    /// How they can be reached.
    pub fn reachable(&self) -> Reachable {
        Reachable {
            email: self.email.clone(),
            phone: self.phone.clone(),
            sms_consent: self.sms_consent.clone(),
        }
    }
}

/// One customer.
pub fn customer(tx: &mut Tx<'_>, id: CustomerId) -> Result<Option<Customer>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "SELECT id, name, email, phone, company, notes, attributes, created_at, version, sms_consent,
                manager_id FROM customer
             WHERE workspace_id = $1 AND id = $2"
        ),
        params![workspace, id],
        read_customer,
    )
}

/// Changes a customer when `version` is still the stored one, and their name on their conversations.
pub fn update_customer(tx: &mut Tx<'_>, one: &Customer) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE customer SET name = $3, email = $4, phone = $5, company = $6, notes = $7, attributes = $8,
                sms_consent = $10, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $9"
        ),
        params![
            workspace,
            one.id,
            &one.name,
            &one.email,
            &one.phone,
            &one.company,
            &one.notes,
            json(&one.attributes)?,
            one.version,
            one.sms_consent.as_ref().map(json).transpose()?,
        ],
    )?;
    if changed == 1 {
        tx.run(
            sql!(
                "UPDATE conversation SET customer_name = $3, version = version + 1
                 WHERE workspace_id = $1 AND customer_id = $2 AND customer_name <> $3"
            ),
            params![workspace, one.id, &one.name],
        )?;
    }
    Ok(changed == 1)
}

/// A consultation as the history shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastConsultation {
    /// Its id.
    pub id: ConsultationId,
    /// Its number.
    pub number: i64,
    /// Where it stands.
    pub status: Status,
    /// The thread it belongs to.
    pub conversation: ConversationId,
    /// Who served last.
    pub agent: Option<AgentId>,
    /// Their name.
    pub agent_name: Option<String>,
    /// Opened.
    pub opened_at: Time,
    /// Ended.
    pub ended_at: Option<Time>,
    /// By whom.
    pub ended_by: Option<EndedBy>,
}

/// A customer's consultations, newest first, at most `limit`.
pub fn consultations_of(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    limit: i64,
) -> Result<Vec<PastConsultation>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!(
            "SELECT c.id, c.number, c.status, c.agent_id, c.opened_at, c.ended_at, c.ended_by, c.conversation_id, a.name
             FROM consultation c
             JOIN conversation t ON t.workspace_id = c.workspace_id AND t.id = c.conversation_id
             LEFT JOIN agent a ON a.workspace_id = c.workspace_id AND a.id = c.agent_id
             WHERE c.workspace_id = $1 AND t.customer_id = $2 ORDER BY c.number DESC LIMIT $3"
        ),
        params![workspace, customer, limit],
        |row| {
            let ended_by: Option<String> = row.optional(6)?;
            Ok(PastConsultation {
                id: row.get(0)?,
                number: row.get(1)?,
                status: row.key(2, Status::of_key)?,
                conversation: row.get(7)?,
                agent: row.optional(3)?,
                agent_name: row.optional(8)?,
                opened_at: row.get(4)?,
                ended_at: row.optional(5)?,
                ended_by: ended_by.as_deref().and_then(EndedBy::of_key),
            })
        },
    )
}

/// A label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Its name.
    pub name: String,
    /// Its colour, `#RRGGBB`.
    pub color: String,
    /// Its version, for edits.
    pub version: i64,
}

/// The workspace's tags, by name.
pub fn tags(tx: &mut Tx<'_>) -> Result<Vec<Tag>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT id, name, color, version FROM tag WHERE workspace_id = $1 ORDER BY name"),
        params![workspace],
        |row| {
            Ok(Tag {
                id: row.get(0)?,
                name: row.get(1)?,
                color: row.get(2)?,
                version: row.get(3)?,
            })
        },
    )
}

/// Adds a tag; false when the name is taken.
pub fn insert_tag(tx: &mut Tx<'_>, tag: &Tag) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "INSERT INTO tag (workspace_id, id, name, color, version) VALUES ($1, $2, $3, $4, 1) ON CONFLICT DO NOTHING"
        ),
        params![workspace, tag.id, &tag.name, &tag.color],
    )?;
    Ok(changed == 1)
}

/// Changes a tag when `version` is still the stored one; tells whether it was.
pub fn update_tag(tx: &mut Tx<'_>, tag: &Tag) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE tag SET name = $3, color = $4, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $5"
        ),
        params![workspace, tag.id, &tag.name, &tag.color, tag.version],
    )?;
    Ok(changed == 1)
}

/// Removes a tag; conversations drop it when they next change.
pub fn delete_tag(tx: &mut Tx<'_>, id: TagId) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!("DELETE FROM tag WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
    )?;
    Ok(changed == 1)
}

/// Several customers at once.
pub fn customers(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError> {
    let workspace = tx.workspace()?;
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.uuid()).collect();
    tx.rows(
        sql!(
            "SELECT id, name, email, phone, company, notes, attributes, created_at, version, sms_consent, manager_id
             FROM customer WHERE workspace_id = $1 AND id = ANY($2)"
        ),
        params![workspace, ids],
        read_customer,
    )
}

/// Makes somebody a customer's account manager, or nobody.
pub fn set_manager(tx: &mut Tx<'_>, id: CustomerId, manager: Option<AgentId>) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "UPDATE customer SET manager_id = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2"
        ),
        params![workspace, id, manager],
    )
}

fn read_customer(row: &Record<'_>) -> Result<Customer, StoreError> {
    Ok(Customer {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        company: row.get(4)?,
        notes: row.get(5)?,
        attributes: row.document(6)?,
        created_at: row.get(7)?,
        version: row.get(8)?,
        sms_consent: optional_document(row, 9)?,
        manager: row.optional(10)?,
    })
}
