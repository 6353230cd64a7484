//! Every operation that changes something, and every listed read, leaves a record (SECURITY 8.1.4.3 a).

use yingke_store::{StoreError, audits, workspaces};

use crate::support::Desk;

/// Operations without an audit record, each with what records it instead. Reviewed.
const OWN_RECORD: &[(&str, &str)] = &[
    ("POST /api/v1/conversations/{id}/messages", "the message"),
    ("POST /api/v1/conversations/{id}/notes", "the note"),
    (
        "PUT /api/v1/conversations/{id}/messages/{seq}/reaction",
        "the reaction on the line",
    ),
    ("POST /api/v1/customers/{id}/conversations", "the message"),
    ("PUT /api/v1/conversations/{id}/read", "the read mark"),
    ("POST /api/v1/conversations/{id}/snooze", "a line in the thread"),
    ("PUT /api/v1/conversations/{id}/tags", "a line in the thread"),
    ("PUT /api/v1/me/status", "the interval of the status"),
    ("POST /api/v1/holidays/read", "nothing is kept"),
    ("POST /api/v1/routing/dry-run", "nothing is kept"),
    ("POST /api/v1/conversations/{id}/accept", "a line in the thread"),
    ("POST /api/v1/conversations/{id}/decline", "a line in the thread"),
    (
        "POST /api/v1/attachments",
        "the message that takes it; without one it goes",
    ),
    (
        "DELETE /api/v1/demo",
        "the trail goes with its workspace; the program's log says who",
    ),
    (
        "POST /api/v1/visitor/enter",
        "a customer's: nothing is changed before the first message",
    ),
    ("POST /api/v1/visitor/messages", "a customer's: the message"),
    ("POST /api/v1/visitor/tickets", "a customer's: nothing is changed"),
    ("POST /api/v1/visitor/attributes", "a customer's: the profile"),
    ("POST /api/v1/visitor/signals", "a customer's: nothing is kept"),
    ("POST /api/v1/visitor/end", "a customer's: the consultation's end"),
    (
        "POST /api/v1/visitor/attachments",
        "a customer's: the message that takes it",
    ),
];

/// Reads that leave a record.
const READS: &[&str] = &[
    "GET /api/v1/search",
    "GET /api/v1/audit",
    "GET /api/v1/apps/{id}/made",
];

/// How many records there are, in all workspaces.
pub async fn count(desk: &Desk) -> usize {
    let db = &desk.app.db;
    let mut count = 0;
    for workspace in db.read_global(workspaces).await.unwrap() {
        let records = db
            .read(workspace.id, |tx| audits(tx, None, None, None, 100_000))
            .await;
        count += records
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
            .len();
    }
    count
}

/// Checks that `operation`, which succeeded, left at least one record, or stands in the reviewed list and left none.
pub fn check(operation: &str, left: usize) {
    let listed = OWN_RECORD.iter().any(|(name, _)| *name == operation);
    let read = operation.starts_with("GET ") && !READS.contains(&operation);
    assert_eq!(left > 0, !listed && !read, "{operation} left {left} records");
}
