//! What a batch of one workspace needs to know: read in arrays, then kept up to date by the batch's own changes.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;
use yingke_conversation::{
    Amend, AttachmentRef, Clocks, Collaboration, Colleagues, Conversation, Direction, InHand, Message, Status,
};
use yingke_words::{AgentId, AppId, AttachmentId, ConversationId, InboxId, Time};

use crate::{
    Command, StoreError, Tx,
    attachments::read_file,
    beside, command,
    conversations::{Indexed, Reach, read, select_conversation},
    inboxes::read_settings,
    lines, messages, params,
    routing::{ROUTING, holder_of},
    sql,
};

/// A file that waits to be bound to a message.
#[derive(Clone, Debug)]
pub(crate) struct Loose {
    pub(crate) attachment: AttachmentRef,
    pub(crate) uploader: String,
    pub(crate) inbox: InboxId,
}

/// The batch's knowledge.
#[derive(Default)]
pub(crate) struct Loaded {
    pub(crate) conversations: HashMap<ConversationId, Conversation>,
    /// How those that exist stand in their indexes.
    pub(crate) indexed: HashMap<ConversationId, Indexed>,
    pub(crate) by_identity: HashMap<Uuid, ConversationId>,
    pub(crate) said: HashMap<Uuid, Message>,
    pub(crate) clocks: HashMap<InboxId, Arc<Clocks>>,
    /// Inboxes taken out of service: nobody writes to them any more.
    pub(crate) removed: HashSet<InboxId>,
    pub(crate) loose: HashMap<AttachmentId, Loose>,
    /// The apps of inboxes whose words go out through the outbox.
    pub(crate) apps: HashMap<InboxId, AppId>,
    /// How the customers of those that exist could be reached.
    pub(crate) reached: HashMap<ConversationId, Reach>,
    /// Who took part in those that exist.
    pub(crate) together: HashMap<ConversationId, Collaboration>,
    /// Those whom commands name; read only when one does.
    pub(crate) colleagues: Colleagues,
    /// Where lines stand, by their providers' ids.
    pub(crate) externals: HashMap<Uuid, (ConversationId, i64)>,
    /// Lines that something happens to.
    pub(crate) lines: HashMap<(ConversationId, i64), Message>,
    /// What those whom routing gives something have in hand.
    pub(crate) in_hand: HashMap<AgentId, HashMap<ConversationId, InHand>>,
    /// Who holds the lease of routing; asked for when somebody routes.
    pub(crate) router: Option<String>,
    /// What was told of lines before the lines themselves.
    pub(crate) parked: HashMap<Uuid, Vec<Amend>>,
}

/// The key of a command's client id.
pub(crate) fn client_key_of(command: &Command) -> Option<Uuid> {
    Some(command::client_key(
        command.conversation_key()?,
        command.client()?,
    ))
}

impl Loaded {
    /// Reads what `commands` need.
    pub(crate) fn read<'c>(
        tx: &mut Tx<'_>,
        commands: impl Iterator<Item = &'c Command> + Clone,
    ) -> Result<Self, StoreError> {
        let mut loaded = Self::default();
        loaded.read_externals(tx, commands.clone())?;
        loaded.read_conversations(tx, commands.clone())?;
        loaded.read_lines(tx, commands.clone())?;
        loaded.read_sent(tx, commands.clone().filter_map(Command::until))?;
        loaded.read_said(tx, commands.clone().filter_map(client_key_of).collect())?;
        loaded.read_loose(tx, commands.clone().flat_map(Command::attachments).collect())?;
        loaded.read_in_hand(tx, commands.clone())?;
        if commands.clone().any(Command::names_colleagues) {
            loaded.colleagues = beside::colleagues(tx)?;
        }
        let arrivals = commands.filter_map(|command| match command {
            Command::Receive(receive) => Some(receive.arrival.inbox),
            Command::Told(told) => Some(told.arrival.inbox),
            Command::Start(start) => Some(start.arrival.inbox),
            _ => None,
        });
        let known = loaded
            .conversations
            .values()
            .map(|conversation| conversation.row.inbox_id);
        let mut inboxes: Vec<InboxId> = known.chain(arrivals).collect();
        inboxes.sort_unstable();
        inboxes.dedup();
        loaded.read_clocks(tx, &inboxes)?;
        Ok(loaded)
    }

    fn read_conversations<'c>(
        &mut self,
        tx: &mut Tx<'_>,
        commands: impl Iterator<Item = &'c Command>,
    ) -> Result<(), StoreError> {
        let workspace = tx.workspace()?;
        let mut ids: Vec<Uuid> = self.externals.values().map(|(id, _)| id.uuid()).collect();
        let mut keys = Vec::new();
        for command in commands {
            match command {
                Command::Receive(_) | Command::ByCustomer { .. } | Command::Told(_) => {
                    keys.extend(command.conversation_key());
                }
                Command::ByAgent { conversation, .. } | Command::TakeBack { conversation, .. } => {
                    ids.push(conversation.uuid());
                }
                Command::Start(start) => {
                    let arrival = &start.arrival;
                    keys.push(command::identity_key(arrival.inbox, &arrival.external_id));
                    ids.extend(start.from.map(|(id, _)| id.uuid()));
                }
                Command::Place(place) => ids.push(place.conversation.uuid()),
                Command::Route(route) => ids.push(route.conversation.uuid()),
                Command::TimerDue { timer, .. } => ids.push(timer.conversation.uuid()),
                Command::Settle(settle) => ids.push(settle.conversation.uuid()),
                Command::Amend(_) => {
                    keys.extend(command.conversation_key());
                    ids.extend(command.lines().map(|(id, _)| id.uuid()));
                }
            }
            if let Command::Receive(receive) = command {
                ids.extend(receive.joins.conversation.map(ConversationId::uuid));
            }
        }
        let mut found = Vec::new();
        if !keys.is_empty() {
            found = tx.rows(
                select_conversation!("WHERE workspace_id = $1 AND identity_key = ANY($2)"),
                params![workspace, unique(keys)],
                read,
            )?;
        }
        if !ids.is_empty() {
            found.extend(tx.rows(
                select_conversation!("WHERE workspace_id = $1 AND id = ANY($2)"),
                params![workspace, unique(ids)],
                read,
            )?);
        }
        for conversation in found {
            let key = command::identity_key(conversation.row.inbox_id, &conversation.running.external_id);
            self.by_identity.insert(key, conversation.row.id);
            self.indexed
                .insert(conversation.row.id, Indexed::of(&conversation.row));
            let reach = Reach::of(&conversation);
            if reach != Reach::default() {
                self.reached.insert(conversation.row.id, reach);
            }
            self.together.extend(beside::together(&conversation));
            self.conversations.insert(conversation.row.id, conversation);
        }
        Ok(())
    }

    /// Where the lines stand that are named by their providers' ids, and what waits for those that come now.
    fn read_externals<'c>(
        &mut self,
        tx: &mut Tx<'_>,
        commands: impl Iterator<Item = &'c Command> + Clone,
    ) -> Result<(), StoreError> {
        let named: Vec<Uuid> = commands.clone().flat_map(Command::externals).collect();
        if !named.is_empty() {
            self.externals.extend(lines::find(tx, unique(named))?);
        }
        let given: Vec<Uuid> = commands.clone().flat_map(Command::gives).collect();
        self.read_parked(tx, given)
    }

    /// What was told of lines of these keys.
    pub(crate) fn read_parked(&mut self, tx: &mut Tx<'_>, keys: Vec<Uuid>) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        for (key, amend) in lines::parked(tx, unique(keys))? {
            self.parked.entry(key).or_default().push(amend);
        }
        Ok(())
    }

    /// The lines that something happens to.
    fn read_lines<'c>(
        &mut self,
        tx: &mut Tx<'_>,
        commands: impl Iterator<Item = &'c Command> + Clone,
    ) -> Result<(), StoreError> {
        let named = commands.filter_map(Command::lines);
        let places: Vec<(ConversationId, i64)> = named.chain(self.externals.values().copied()).collect();
        if places.is_empty() {
            return Ok(());
        }
        let workspace = tx.workspace()?;
        let conversations: Vec<Uuid> = places.iter().map(|(id, _)| id.uuid()).collect();
        let mut numbers: Vec<i64> = places.iter().map(|(_, seq)| *seq).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // A number is one line's in the workspace: the pairs cannot mix.
        let found = tx.rows(
            messages::select_message!(
                "WHERE workspace_id = $1 AND conversation_id = ANY($2) AND seq = ANY($3)"
            ),
            params![workspace, unique(conversations), numbers],
            messages::read,
        )?;
        self.keep(found);
        Ok(())
    }

    /// What was said to these people until these times and has not come to its end: also what is on its way out, which an
    /// earlier command of the batch may settle.
    fn read_sent(
        &mut self,
        tx: &mut Tx<'_>,
        whose: impl Iterator<Item = (Uuid, Time)>,
    ) -> Result<(), StoreError> {
        let known = whose.filter_map(|(key, until)| Some((self.by_identity.get(&key)?.uuid(), until)));
        let (conversations, times): (Vec<Uuid>, Vec<Time>) = known.unzip();
        let Some(until) = times.into_iter().max() else {
            return Ok(());
        };
        let workspace = tx.workspace()?;
        let found = tx.rows(
            messages::select_message!(
                "WHERE workspace_id = $1 AND conversation_id = ANY($2) AND at <= $3
                 AND delivery IN ('pending', 'sent', 'delivered')"
            ),
            params![workspace, unique(conversations), until],
            messages::read,
        )?;
        self.keep(found);
        Ok(())
    }

    fn keep(&mut self, lines: Vec<Message>) {
        let keyed = lines
            .into_iter()
            .map(|line| ((line.conversation_id, line.seq), line));
        self.lines.extend(keyed);
    }

    fn read_said(&mut self, tx: &mut Tx<'_>, keys: Vec<Uuid>) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        let workspace = tx.workspace()?;
        let said = tx.rows(
            messages::select_message!("WHERE workspace_id = $1 AND client_key = ANY($2)"),
            params![workspace, unique(keys)],
            |row| Ok((row.get::<Uuid>(messages::CLIENT_KEY)?, messages::read(row)?)),
        )?;
        self.said.extend(said);
        Ok(())
    }

    fn read_loose(&mut self, tx: &mut Tx<'_>, ids: Vec<AttachmentId>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let workspace = tx.workspace()?;
        let ids: Vec<Uuid> = ids.into_iter().map(AttachmentId::uuid).collect();
        let found = tx.rows(
            sql!(
                "SELECT id, name, media_type, size, width, height, thumbnail, uploader, inbox_id FROM attachment
                 WHERE workspace_id = $1 AND id = ANY($2) AND attached_at IS NULL"
            ),
            params![workspace, unique(ids)],
            |row| {
                Ok(Loose {
                    attachment: read_file(row)?,
                    uploader: row.get(7)?,
                    inbox: row.get(8)?,
                })
            },
        )?;
        self.loose
            .extend(found.into_iter().map(|loose| (loose.attachment.id, loose)));
        Ok(())
    }

    /// What those have in hand whom routing gives something.
    fn read_in_hand<'c>(
        &mut self,
        tx: &mut Tx<'_>,
        commands: impl Iterator<Item = &'c Command>,
    ) -> Result<(), StoreError> {
        let agents: Vec<AgentId> = commands
            .filter_map(|command| match command {
                Command::Route(route) => Some(route.routed.agent),
                _ => None,
            })
            .collect();
        if agents.is_empty() {
            return Ok(());
        }
        let workspace = tx.workspace()?;
        self.router = holder_of(tx, ROUTING)?;
        let ids = unique(agents.iter().map(|agent| agent.uuid()).collect());
        let found = tx.rows(
            sql!(
                "SELECT agent_id, id, channel, status, last_direction, last_at FROM conversation
                 WHERE workspace_id = $1 AND agent_id = ANY($2) AND status <> 'ended'"
            ),
            params![workspace, ids],
            |row| {
                let held = InHand {
                    channel: row.get(2)?,
                    status: row.key(3, Status::of_key)?,
                    last_direction: row.key(4, Direction::of_key)?,
                    last_at: row.get(5)?,
                };
                Ok((row.get::<AgentId>(0)?, row.get::<ConversationId>(1)?, held))
            },
        )?;
        self.in_hand = agents.into_iter().map(|agent| (agent, HashMap::new())).collect();
        for (agent, conversation, held) in found {
            self.in_hand.entry(agent).or_default().insert(conversation, held);
        }
        Ok(())
    }

    fn read_clocks(&mut self, tx: &mut Tx<'_>, inboxes: &[InboxId]) -> Result<(), StoreError> {
        if inboxes.is_empty() {
            return Ok(());
        }
        let workspace = tx.workspace()?;
        let ids: Vec<Uuid> = inboxes.iter().map(|inbox| inbox.uuid()).collect();
        let found = tx.rows(
            sql!(
                "SELECT id, settings, removed_at, app_id FROM inbox WHERE workspace_id = $1 AND id = ANY($2)"
            ),
            params![workspace, ids],
            |row| {
                let removed = row.optional::<Time>(2)?.is_some();
                Ok((
                    row.get::<InboxId>(0)?,
                    read_settings(row, 1)?,
                    removed,
                    row.optional::<AppId>(3)?,
                ))
            },
        )?;
        for (inbox, settings, removed, app) in found {
            self.clocks.insert(inbox, Arc::new(settings.clocks()));
            self.apps.extend(app.map(|app| (inbox, app)));
            if removed {
                self.removed.insert(inbox);
            }
        }
        Ok(())
    }
}

fn unique(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
