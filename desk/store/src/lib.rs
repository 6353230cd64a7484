//! One writer, one log: conversations on SQLite or PostgreSQL (DESIGN §5).
//!
//! Hot writes are [`Command`]s: a batch loads what it needs in arrays, asks the deciding room, applies the changes.
//! Everything else is a closure over a [`Tx`]. Both are durable when they answer. Every change appends an event to the
//! workspace's gapless log in the same transaction; [`Committed`] is told in the order of the log.
//! Performs, never decides: no branch on status, role or capacity stands here.

mod apply;
mod apps;
mod attachments;
mod audit;
mod backup;
mod batch;
mod beside;
mod command;
mod conversations;
mod credentials;
mod cursors;
mod customers;
mod db;
mod decide;
mod dialect;
mod error;
mod idempotency;
mod inboxes;
mod intake;
mod leave;
mod lines;
mod lists;
mod load;
mod log;
mod messages;
mod migrate;
mod mover;
mod outbox;
mod plans;
mod postgres;
mod queue;
mod reader;
#[cfg(feature = "record")]
pub mod record;
mod remote;
mod retention;
mod routing;
mod search;
mod sqlite;
mod staff;
mod tx;
mod value;
mod wal;
mod work;
mod workspaces;
mod writer;

pub use apps::{
    App, AppHealth, SealedToken, app, app_of_key, app_token, apps, forget_app_tokens, hold, insert_app,
    keep_answer_of_app, kept_answer_of_app, let_go, remove_app, set_app_health, set_app_token, set_free,
    update_app,
};
pub use apps::{channel_hours, keep_channel_hour};
pub use attachments::{Attachment, attachment, insert_attachment, objects_without_row};
pub use audit::{Audit, AuditRow, Auditor, Origin, StoredAudit, auditor_of, audits};
pub use backup::{Manifest, backup, checked, manifest_of, restore};
pub use beside::{BesideAct, calling, followed_by, invited_to, mentioning};
pub use command::{
    AgentAct, AmendLine, ChannelAct, ChannelTold, Command, CustomerAct, Done, Joins, LineRef, Receive,
    Remote, Settle, Start, identity_key,
};
pub use conversations::{conversation, conversation_of_identity};
pub use credentials::{
    Account, Invitation, SignIn, account_of, close_invitation, delete_sign_in, delete_sign_ins,
    insert_account, insert_invitation, insert_sign_in, invitation_of, invitations, last_seen,
    renew_invitation, renew_sign_in, seats_of, see_sign_ins, set_password, sign_in_ids, sign_in_of,
    sign_ins_of, spend, touch_sign_in,
};
pub use cursors::{Cursor, Lag, advance, cursor, cursors, park};
pub use customers::{
    Attributes, Customer, PastConsultation, Tag, consultations_of, customer, customers, delete_tag,
    insert_tag, set_manager, tags, update_customer, update_tag,
};
pub use db::{Db, Location, Ports};
pub use dialect::Engine;
pub use error::{CommandError, StoreError};
pub use idempotency::{Answered, answered, keep_answer};
pub use inboxes::{
    Appearance, FieldKind, Inbox, InboxSettings, LauncherKind, PreChatField, inbox, inbox_of_key, inboxes,
    insert_inbox, remove_inbox, set_inbox_account, update_inbox,
};
pub use intake::{
    ChannelState, Intake, Outcomes, Payload, PayloadProblem, StoredPayload, channel_state, dismiss_payload,
    open_payloads, payload, set_channel_state,
};
pub use leave::{Cleared, clear, close_doors, remove_workspace};
pub use lines::{external_key, line_of_external};
pub use lists::{of_customer, reads, recent, rows_of, served, served_by, tally, waiting};
pub use log::{Logged, events_after, head_seq};
pub use messages::{line, shown_after, shown_before, thread};
pub use migrate::{migrate, prepare};
pub use mover::{MoveError, TableSum, fingerprint, move_everything, moved_tables};
pub use outbox::{
    Delivery, begin_delivery, dead_letter, dead_letters, is_under_way, keep_step, lease_deliveries,
    next_delivery, postpone_delivery, release_deliveries, remove_dead_letter, renew_delivery, steps,
    take_over_deliveries, waiting_for,
};
pub use postgres::tls::{Way, way_to};
pub use remote::{FETCH, RemoteFile, remote_file, remove_remote_file};
pub use retention::{Object, Parked, Swept, sweep};
pub use routing::{
    DecisionBody, Placing, ROUTING, Returns, Route, StoredDecision, agent_routings, decisions_of,
    delete_skill, holder_of, insert_skill, returned, routing, served_last, set_agent_routing, set_routing,
    set_team_routing, skills, team_routings, update_skill,
};
pub use search::{
    Filter, FindCursor, Found, FoundPage, Indexable, Progress, Query, Question, SearchProjection, Speaker,
    highlights, index_messages, search_page,
};
pub use staff::{
    Agent, CONTACT_ENDED, Role, STATUS_ENDS, Team, agent, agents, bound_inboxes, delete_role, delete_team,
    insert_agent, insert_role, insert_team, roles, seats, set_status, set_status_until, set_teams_of,
    status_before, teams, update_agent, update_role, update_team,
};
pub use tx::Tx;
pub use value::{Column, Record, Value};
pub use work::{Work, finish, give_up, given_up, insert_work, lease_due, next_due, release, release_all};
pub use workspaces::{
    Workspace, insert_workspace, installation, keep_installation, set_installation, update_workspace,
    workspace, workspaces,
};
pub use writer::{Committed, Gauge};
