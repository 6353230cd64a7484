//! A desk with a million messages, made once and kept under `target/bench-cache`.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::Context;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    desk::{self, Desk},
    report::progress,
    server,
    texts::Texts,
};
use yingke_store::{Indexable, Location};

/// How many messages are stored before anything is measured.
pub const MESSAGES: i64 = 1_000_000;
/// To be raised when the filling below changes.
const VERSION: &str = "2";
const CONVERSATIONS: i64 = 20_000;
/// So many conversations go on at once.
const ABREAST: i64 = 50;
const MINUTE: i64 = 60_000;

/// The kept database for this schema, made when it is not there.
pub fn sqlite() -> anyhow::Result<(PathBuf, Desk)> {
    let schema = include_str!("../../desk/store/migrations/V1__house.sql");
    let mut hash = Sha256::new();
    hash.update(schema);
    hash.update(VERSION);
    let digest = hash.finalize();
    let name = format!(
        "seed-{:02x}{:02x}{:02x}{:02x}",
        digest[0], digest[1], digest[2], digest[3]
    );
    let cache = server::binaries()?
        .parent()
        .context("the target folder")?
        .join("bench-cache");
    let (made, making) = (cache.join(&name), cache.join("making"));
    if !made.exists() {
        progress("making the database of a million messages, once");
        let _ = fs::remove_dir_all(&cache);
        fs::create_dir_all(&making)?;
        let location = Location::File(making.join("yingke.db"));
        let desk = desk::found(&making, None, &location)?;
        fill(&making.join("yingke.db"), &desk)?;
        progress("filling its search index");
        let connection = Connection::open(making.join("yingke.db"))?;
        desk::index(&location, &desk, lines(&connection)?.into_iter())?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        drop(connection);
        fs::write(making.join("desk.json"), desk.json().to_string())?;
        File::open(making.join("yingke.db"))?.sync_all()?;
        fs::rename(&making, &made)?;
    }
    let kept: Value = serde_json::from_slice(&fs::read(made.join("desk.json"))?)?;
    Ok((
        made,
        Desk::of_json(&kept).context("the cache is of another version; remove it")?,
    ))
}

/// A copy of the kept database in `data`, on the disk.
pub fn copy(data: &Path) -> anyhow::Result<Desk> {
    let (made, desk) = sqlite()?;
    fs::create_dir_all(data)?;
    fs::copy(made.join("yingke.db"), data.join("yingke.db"))?;
    File::open(data.join("yingke.db"))?.sync_all()?;
    fs::write(data.join("set-up"), "")?;
    Ok(desk)
}

fn lines(connection: &Connection) -> anyhow::Result<Vec<Indexable>> {
    let mut statement = connection.prepare("SELECT conversation_id, seq, text FROM message ORDER BY seq")?;
    let lines = statement.query_map([], |row| {
        let conversation: [u8; 16] = row.get(0)?;
        Ok(Indexable {
            conversation: Uuid::from_bytes(conversation).into(),
            seq: row.get(1)?,
            text: row.get(2)?,
        })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

struct Line {
    conversation: Uuid,
    consultation: Uuid,
    seq: i64,
    position: i64,
    at: i64,
}

fn fill(file: &Path, desk: &Desk) -> anyhow::Result<()> {
    let mut connection = Connection::open(file)?;
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")?;
    let head: (i64, i64) = connection.query_row("SELECT seq, number FROM head", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let mut texts = Texts::new(7);
    let each = MESSAGES / CONVERSATIONS;
    let begin = desk::now() - 29 * 24 * 60 * MINUTE;
    let step = 28 * 24 * 60 * MINUTE / MESSAGES;
    let tx = connection.transaction()?;
    let mut said = 0;
    for block in 0..CONVERSATIONS / ABREAST {
        let ids: Vec<(Uuid, Uuid)> = (0..ABREAST)
            .map(|_| {
                let at = begin + said * step;
                (texts.id(at), texts.id(at))
            })
            .collect();
        for position in 1..=each {
            for (conversation, consultation) in &ids {
                let line = Line {
                    conversation: *conversation,
                    consultation: *consultation,
                    seq: head.0 + 1 + said,
                    position,
                    at: begin + said * step,
                };
                insert_message(&tx, desk, &line, &mut texts)?;
                said += 1;
            }
        }
        for (nth, (conversation, consultation)) in (1_i64..).zip(&ids) {
            let line = Line {
                conversation: *conversation,
                consultation: *consultation,
                seq: head.0 + said,
                position: each,
                at: begin + said * step,
            };
            insert_conversation(&tx, desk, &line, (head.1 + block * ABREAST + nth, &mut texts))?;
        }
    }
    tx.execute(
        "UPDATE head SET seq = ?1, number = ?2",
        params![head.0 + said, head.1 + CONVERSATIONS],
    )?;
    Ok(tx.commit()?)
}

fn insert_message(tx: &Connection, desk: &Desk, line: &Line, texts: &mut Texts) -> anyhow::Result<()> {
    let inbound = line.position % 2 == 1;
    let (direction, author) = if inbound {
        ("inbound", "customer")
    } else {
        ("outbound", "agent")
    };
    tx.prepare_cached(
        "INSERT INTO message (workspace_id, conversation_id, seq, id, consultation_id, position, at, direction, kind,
            author_kind, author_id, author_name, client_key, client_id, text, delivery)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'text', ?9, ?10, '', ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        desk.workspace.uuid().as_bytes(),
        line.conversation.as_bytes(),
        line.seq,
        texts.id(line.at).as_bytes(),
        line.consultation.as_bytes(),
        line.position,
        line.at,
        direction,
        author,
        line.conversation.to_string(),
        texts.random().as_bytes(),
        texts.random().to_string(),
        texts.sentence(),
        (!inbound).then_some("sent"),
    ])?;
    Ok(())
}

fn insert_conversation(
    tx: &Connection,
    desk: &Desk,
    line: &Line,
    (number, texts): (i64, &mut Texts),
) -> anyhow::Result<()> {
    let workspace = desk.workspace.uuid();
    let (customer, identity) = (texts.id(line.at), texts.id(line.at));
    let agent = desk.agents[usize::try_from(number)? % desk.agents.len()].1.uuid();
    tx.prepare_cached(
        "INSERT INTO customer (workspace_id, id, name, email, phone, company, notes, attributes, created_at, version)
         VALUES (?1, ?2, '', '', '', '', '', '{}', ?3, 1)",
    )?
    .execute(params![workspace.as_bytes(), customer.as_bytes(), line.at])?;
    tx.prepare_cached(
        "INSERT INTO identity (workspace_id, id, customer_id, inbox_id, external_id, verified, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
    )?
    .execute(params![
        workspace.as_bytes(),
        identity.as_bytes(),
        customer.as_bytes(),
        desk.inbox.as_bytes(),
        identity.to_string(),
        line.at
    ])?;
    tx.prepare_cached(
        "INSERT INTO conversation (workspace_id, id, identity_key, identity_id, inbox_id, channel, external_id,
            customer_id, customer_name, status, consultation_id, consultation_number, agent_id, agent_name, opened_at,
            last_at, last_text, last_direction, last_kind, ended_at, ended_by, inbound_count, tags,
            customer_received_position, customer_read_position, version, position, last_seq, session_messages,
            customer_messages, agent_messages, rounds, agent_read_position, blocked, last_slot)
         VALUES (?1, ?2, ?3, ?4, ?5, 'web', ?6, ?7, '', 'ended', ?8, ?9, ?10, '', ?11, ?11, '好的，谢谢', 'inbound', 'text',
            ?11, 'agent', 25, '[]', ?12, ?12, 50, ?12, ?13, 0, 25, 25, 24, ?12, 0, ?11 / 600000)",
    )?
    .execute(params![
        workspace.as_bytes(), line.conversation.as_bytes(), texts.random().as_bytes(), identity.as_bytes(),
        desk.inbox.as_bytes(), identity.to_string(), customer.as_bytes(), line.consultation.as_bytes(), number,
        agent.as_bytes(), line.at, line.position, line.seq,
    ])?;
    tx.prepare_cached(
        "INSERT INTO consultation (workspace_id, id, number, conversation_id, inbox_id, customer_id, status, agent_id,
            opened_at, first_customer_at, ended_at, ended_by, customer_messages, agent_messages, rounds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'ended', ?7, ?8, ?8, ?8, 'agent', 25, 25, 24)",
    )?
    .execute(params![
        workspace.as_bytes(), line.consultation.as_bytes(), number, line.conversation.as_bytes(),
        desk.inbox.as_bytes(), customer.as_bytes(), agent.as_bytes(), line.at,
    ])?;
    Ok(())
}

/// What the cache holds, for the details.
pub fn described() -> Value {
    json!({ "messagesStored": MESSAGES, "conversationsStored": CONVERSATIONS })
}
