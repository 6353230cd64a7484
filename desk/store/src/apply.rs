//! Writing what was decided: lines and events one by one, conversations, consultations and sessions once a batch.

use std::collections::{HashMap, HashSet};

use yingke_conversation::{
    Amend, Arrival, Change, Collaboration, Consultation, Correction, Event, EventKind, Fact, Message,
    Session, Timer,
};
use yingke_words::{AgentId, AttachmentId, ConsultationId, ConversationId, SessionId, TeamId, WorkId};

use crate::{
    AgentAct, Command, StoreError, Tx,
    audit::{Audit, Auditor},
    beside, command,
    conversations::{self, Reach},
    load::{Loaded, client_key_of},
    log::{Logged, insert_event},
    messages, outbox, params, remote,
    routing::insert_decision,
    sql,
    staff::CONTACT_ENDED,
    work::insert_work,
    workspaces::workspace,
};

/// What a batch has decided and writes at its end.
#[derive(Default)]
pub(crate) struct Pending {
    touched: HashMap<ConversationId, Option<Arrival>>,
    consultations: HashMap<ConsultationId, Consultation>,
    sessions: HashMap<SessionId, Session>,
    facts: Vec<Fact>,
    timers: Vec<Timer>,
}

impl Pending {
    /// Writes a change's line and event now, remembers the rest.
    pub(crate) fn take(
        &mut self,
        tx: &mut Tx<'_>,
        decided: (Change, Option<Arrival>),
        command: &Command,
        loaded: &Loaded,
    ) -> Result<Logged, StoreError> {
        let (change, arrival) = decided;
        let (workspace, id) = (tx.workspace()?, change.conversation.row.id);
        if let Some(message) = &change.message {
            if change.event.kind == EventKind::MessageChanged {
                messages::update(tx, workspace, message)?;
            } else {
                messages::insert(tx, workspace, message, client_key_of(command))?;
            }
            for attachment in bound(message, &change.event, command) {
                let now = tx.now();
                tx.run(
                    sql!("UPDATE attachment SET attached_at = $3, conversation_id = $4 WHERE workspace_id = $1 AND id = $2"),
                    params![workspace, attachment, now, id],
                )?;
            }
        }
        keep_with(tx, &change, command)?;
        let way = (loaded.apps.get(&change.inbox()), change.inbox());
        if let (Some(app), inbox) = way {
            for order in &change.orders {
                outbox::insert(tx, (*app, inbox), id, change.conversation.running.last_seq, order)?;
            }
        }
        audit_act(tx, &change, command)?;
        beside::write(tx, &change)?;
        if let Some(read) = change.event.read {
            tx.run(
                sql!(
                    "INSERT INTO read_mark (workspace_id, agent_id, conversation_id, count) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (workspace_id, agent_id, conversation_id) DO UPDATE SET count = excluded.count"
                ),
                params![workspace, read.agent, id, read.count],
            )?;
        }
        let entry = self.touched.entry(id).or_default();
        if arrival.is_some() {
            *entry = arrival;
        }
        self.consultations.extend(
            change
                .consultation
                .map(|consultation| (consultation.id, consultation)),
        );
        self.sessions
            .extend(change.sessions.into_iter().map(|session| (session.id, session)));
        self.facts.extend(change.facts);
        self.timers.extend(change.timers);
        let mut event = change.event;
        if event.position.is_some() {
            let (row, running) = (&change.conversation.row, &change.conversation.running);
            event.audience = Some(command::identity_key(row.inbox_id, &running.external_id));
        }
        let logged = Logged::new(workspace, change.conversation.running.last_seq, event)?;
        insert_event(tx, &logged, Some(id))?;
        Ok(logged)
    }

    /// Sets a timer with the batch.
    pub(crate) fn set(&mut self, timer: Timer) {
        self.timers.push(timer);
    }

    /// Writes what was remembered.
    pub(crate) fn write(self, tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(), StoreError> {
        let workspace = tx.workspace()?;
        for (id, arrival) in &self.touched {
            if let Some(arrival) = arrival {
                insert_arrival(tx, arrival)?;
            }
            let conversation = loaded
                .conversations
                .get(id)
                .ok_or_else(|| StoreError::Inconsistent {
                    table: "conversation",
                    what: format!("{id} was decided on but not loaded"),
                })?;
            match loaded.indexed.get(id) {
                Some(indexed) => conversations::update(tx, workspace, conversation, *indexed)?,
                None => conversations::insert(tx, workspace, conversation)?,
            }
            let (before, now) = (loaded.reached.get(id), Reach::of(conversation));
            if *before.unwrap_or(&Reach::default()) != now {
                conversations::update_reach(tx, workspace, conversation)?;
            }
            let together = &conversation.row.collaboration;
            if loaded.together.get(id).unwrap_or(&Collaboration::default()) != together {
                beside::update(tx, conversation)?;
            }
        }
        for consultation in self.consultations.values() {
            write_consultation(tx, consultation)?;
        }
        for session in self.sessions.values() {
            write_session(tx, session)?;
        }
        for fact in &self.facts {
            insert_fact(tx, fact)?;
        }
        for timer in &self.timers {
            insert_timer(tx, timer)?;
        }
        self.work_after_contacts(tx)
    }

    /// Whoever served what has ended has something to record, where the workspace gives them time for it.
    fn work_after_contacts(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let ended = self.sessions.values().filter(|session| session.contact_ended());
        let agents: HashSet<AgentId> = ended.map(|session| session.agent).collect();
        if agents.is_empty() {
            return Ok(());
        }
        let now = tx.now();
        let rules = workspace(tx)?.map(|one| one.presence).unwrap_or_default();
        if rules.follows_contacts() {
            for agent in agents {
                insert_work(tx, CONTACT_ENDED, now, None, Some(&agent.to_string()))?;
            }
        }
        Ok(())
    }
}

/// What a command leaves besides: how files at the provider's are got, why routing decided so.
fn keep_with(tx: &mut Tx<'_>, change: &Change, command: &Command) -> Result<(), StoreError> {
    if let (Command::Receive(received), Some(message)) = (command, &change.message) {
        for remote in &received.remote {
            remote::insert(tx, remote, message, received.arrival.inbox)?;
        }
    }
    let row = &change.conversation.row;
    if let (Command::Route(route), Some(consultation)) = (command, row.consultation_id) {
        insert_decision(tx, row.id, consultation, route.routed.agent, &route.body)?;
    }
    Ok(())
}

/// The files that are bound to the line with this change.
fn bound(message: &Message, event: &Event, command: &Command) -> Vec<AttachmentId> {
    match command {
        Command::Amend(one) => match &one.amend {
            Amend::File { file } => vec![file.id],
            _ => Vec::new(),
        },
        _ if event.kind == EventKind::MessageChanged => Vec::new(),
        _ => message.attachments.iter().map(|one| one.id).collect(),
    }
}

fn audit_act(tx: &mut Tx<'_>, change: &Change, command: &Command) -> Result<(), StoreError> {
    let Command::ByAgent {
        seat, origin, act, ..
    } = command
    else {
        return Ok(());
    };
    let row = &change.conversation.row;
    let served = |agent: Option<AgentId>, team: Option<TeamId>| {
        let before = change
            .event
            .was
            .as_ref()
            .map_or((agent, team), |was| (was.agent, was.team));
        let state = |(agent, team)| serde_json::json!({ "agentId": agent, "teamId": team }).to_string();
        (Some(state(before)), Some(state((agent, team))))
    };
    let line = || {
        let seq = change.message.as_ref().map(|line| line.seq);
        (
            None,
            seq.map(|seq| serde_json::json!({ "line": seq }).to_string()),
        )
    };
    let (act, (before, after)) = match act {
        AgentAct::Assign(_) => ("conversations.assign", served(row.agent_id, row.team_id)),
        AgentAct::PhoneTask(_) if change.event.was.is_some() => {
            ("conversations.assign", served(row.agent_id, row.team_id))
        }
        AgentAct::Beside(act) => return beside::audit(tx, change, act, (seat, origin)),
        AgentAct::End => ("conversations.end", served(row.agent_id, row.team_id)),
        AgentAct::Reopen => ("conversations.reopen", served(row.agent_id, row.team_id)),
        AgentAct::Correct { correction, .. } => match correction {
            // What was said before stands in the log.
            Correction::Edit(_) => ("conversations.edit_message", line()),
            Correction::Recall => ("conversations.recall", line()),
            Correction::Resend => ("conversations.resend", line()),
            Correction::React(_) => return Ok(()),
        },
        _ => return Ok(()),
    };
    tx.audit(&Audit {
        by: Auditor::of(seat),
        act,
        object_kind: "conversation",
        object_id: Some(row.id.uuid()),
        object_name: row
            .consultation_number
            .map(|number| format!("#{number}"))
            .unwrap_or_default(),
        before,
        after,
        origin: origin.clone(),
    })
}

/// Whoever is known already, and to whom we write first, stays who they are.
fn insert_arrival(tx: &mut Tx<'_>, arrival: &Arrival) -> Result<(), StoreError> {
    let (workspace, now, profile) = (tx.workspace()?, tx.now(), &arrival.profile);
    tx.run(
        sql!(
            "INSERT INTO customer (workspace_id, id, name, email, phone, company, notes, attributes, created_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, 1) ON CONFLICT DO NOTHING"
        ),
        params![
            workspace,
            arrival.customer,
            &profile.name,
            &profile.email,
            &profile.phone,
            &profile.company,
            conversations::json(&profile.attributes)?,
            now
        ],
    )?;
    tx.run(
        sql!(
            "INSERT INTO identity (workspace_id, id, customer_id, inbox_id, external_id, verified, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            workspace,
            arrival.identity,
            arrival.customer,
            arrival.inbox,
            &arrival.external_id,
            false,
            now
        ],
    )
}

fn write_consultation(tx: &mut Tx<'_>, one: &Consultation) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO consultation (workspace_id, id, number, conversation_id, inbox_id, customer_id, status, team_id,
                agent_id, opened_at, first_customer_at, first_reply_at, ended_at, ended_by, customer_messages,
                agent_messages, rounds)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (workspace_id, id) DO UPDATE SET status = excluded.status, team_id = excluded.team_id,
                agent_id = excluded.agent_id, first_customer_at = excluded.first_customer_at,
                first_reply_at = excluded.first_reply_at, ended_at = excluded.ended_at, ended_by = excluded.ended_by,
                customer_messages = excluded.customer_messages, agent_messages = excluded.agent_messages,
                rounds = excluded.rounds"
        ),
        params![
            workspace, one.id, one.number, one.conversation, one.inbox, one.customer, one.status.key(), one.team,
            one.agent, one.opened_at, one.first_customer_at, one.first_reply_at, one.ended_at,
            one.ended_by.map(yingke_conversation::EndedBy::key), one.customer_messages, one.agent_messages, one.rounds,
        ],
    )
}

fn write_session(tx: &mut Tx<'_>, one: &Session) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO session (workspace_id, id, consultation_id, conversation_id, agent_id, team_id, accepted_at,
                first_reply_at, released_at, release, agent_messages)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (workspace_id, id) DO UPDATE SET first_reply_at = excluded.first_reply_at,
                released_at = excluded.released_at, release = excluded.release,
                agent_messages = excluded.agent_messages"
        ),
        params![
            workspace, one.id, one.consultation, one.conversation, one.agent, one.team, one.accepted_at,
            one.first_reply_at, one.released_at, one.release.map(yingke_conversation::Release::key),
            one.agent_messages,
        ],
    )
}

fn insert_fact(tx: &mut Tx<'_>, fact: &Fact) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO fact (workspace_id, id, name, start_at, end_at, value, in_hours, actor_kind, inbox_id, team_id,
                agent_id, conversation_id, consultation_id, session_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        params![
            workspace, fact.id, fact.name.key(), fact.start, fact.end, fact.value, fact.in_hours.as_millis(),
            fact.actor.key(), fact.inbox, fact.team, fact.agent, fact.conversation, fact.consultation, fact.session,
        ],
    )
}

fn insert_timer(tx: &mut Tx<'_>, timer: &Timer) -> Result<(), StoreError> {
    let (workspace, id) = (tx.workspace()?, tx.id::<WorkId>());
    tx.run(
        sql!(
            "INSERT INTO work (workspace_id, id, kind, due_at, attempts, conversation_id, consultation_id)
             VALUES ($1, $2, $3, $4, 0, $5, $6)"
        ),
        params![
            workspace,
            id,
            timer.kind.key(),
            timer.due_at,
            timer.conversation,
            timer.consultation
        ],
    )
}
