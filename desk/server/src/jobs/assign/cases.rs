//! What routing is told of conversations that wait: read in arrays.

use std::collections::{HashMap, HashSet};

use yingke_conversation::Row;
use yingke_routing::{ATTRIBUTE, Book, Case, Facts, Kind, Place};
use yingke_store::{
    Customer, Inbox, Returns, StoreError, Tx, customers, inboxes, returned, served_last, tags,
};
use yingke_words::{AgentId, ConversationId, CustomerId, InboxId, TagId, Time};

use super::people::Staff;

/// The cases of `rows`, in their order, each with its row; what has no consultation is left out.
pub fn cases(
    tx: &mut Tx<'_>,
    rows: Vec<Row>,
    book: &Book,
    staff: &Staff,
) -> Result<Vec<(Row, Case)>, StoreError> {
    let around = Around::read(tx, &rows)?;
    let now = tx.now();
    let case = |row: Row| {
        let case = around.case(&row, book, staff, now)?;
        Some((row, case))
    };
    Ok(rows.into_iter().filter_map(case).collect())
}

/// What stands around conversations.
struct Around {
    customers: HashMap<CustomerId, Customer>,
    served: HashMap<CustomerId, (AgentId, Time, InboxId)>,
    returns: HashMap<ConversationId, Returns>,
    tags: HashMap<TagId, String>,
    inboxes: HashMap<InboxId, Inbox>,
}

impl Around {
    fn read(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Self, StoreError> {
        let whose: HashSet<CustomerId> = rows.iter().map(|row| row.customer_id).collect();
        let whose: Vec<CustomerId> = whose.into_iter().collect();
        let conversations: Vec<ConversationId> = rows.iter().map(|row| row.id).collect();
        Ok(Self {
            customers: customers(tx, &whose)?
                .into_iter()
                .map(|one| (one.id, one))
                .collect(),
            served: served_last(tx, &whose)?,
            returns: returned(tx, &conversations)?,
            tags: tags(tx)?.into_iter().map(|tag| (tag.id, tag.name)).collect(),
            inboxes: inboxes(tx)?.into_iter().map(|inbox| (inbox.id, inbox)).collect(),
        })
    }

    fn case(&self, row: &Row, book: &Book, staff: &Staff, now: Time) -> Option<Case> {
        let known = self.customers.get(&row.customer_id);
        let returns = self.returns.get(&row.id).cloned().unwrap_or_default();
        let queued = returns.queued_at.or(row.opened_at)?;
        let inbox = self.inboxes.get(&row.inbox_id);
        let hours = inbox.and_then(|inbox| inbox.settings.open_hours());
        let attribute = |name: &str| {
            let value = known?.attributes.get(name)?;
            let text = value.as_str().map(str::to_owned);
            text.filter(|text| !text.trim().is_empty())
        };
        let place = attribute("province").map(|province| Place {
            province,
            city: attribute("city"),
        });
        Some(Case {
            conversation: row.id,
            number: row.consultation_number?,
            inbox: row.inbox_id,
            bound: staff.bound.contains(&row.inbox_id),
            // What was waited for before it came back counts.
            since: row.waiting_since.map_or(queued, |waiting| waiting.min(queued)),
            kind: kind(&row.channel, book, staff),
            team: row.team_id.filter(|team| returns.placed != Some(*team)),
            priority: None,
            facts: self.facts(row, known),
            open: hours.is_none_or(|hours| hours.open_at(now)),
            place,
            language: attribute("language"),
            manager: known.and_then(|known| known.manager),
            last_agent: self
                .served
                .get(&row.customer_id)
                .map(|(agent, at, served_in)| (*agent, *at, *served_in == row.inbox_id)),
            barred: returns.barred,
        })
    }

    fn facts(&self, row: &Row, known: Option<&Customer>) -> Facts {
        let mut facts = Facts::default();
        facts.add("inbox", &row.inbox_id.to_string());
        facts.add("channel", &row.channel);
        facts.add("text", &row.last_text);
        if let Some(team) = row.team_id {
            facts.add("team", &team.to_string());
        }
        for tag in &row.tags {
            facts.add("tag", &tag.to_string());
            facts.add("tag", self.tags.get(tag).map_or("", |name| name));
        }
        let Some(customer) = known else { return facts };
        for (field, value) in [
            ("name", &customer.name),
            ("email", &customer.email),
            ("phone", &customer.phone),
            ("company", &customer.company),
        ] {
            facts.add(field, value);
        }
        for (name, value) in &customer.attributes {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if ["page", "language", "province", "city", "campaign"].contains(&name.as_str()) {
                facts.add(name, &text);
            }
            facts.add(&format!("{ATTRIBUTE}{name}"), &text);
        }
        facts
    }
}

/// What a conversation of a channel takes of whoever serves it.
pub fn kind(channel: &str, book: &Book, staff: &Staff) -> Kind {
    let limited = staff.limited.iter().position(|own| own == channel);
    Kind {
        weight: book.settings.weights.of(channel),
        limited: limited.and_then(|number| u8::try_from(number).ok()),
    }
}
