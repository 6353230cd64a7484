//! What is ordered becomes what a channel renders: the line as it stands now, to whom, and with what they said last.

use yingke_channel_contract::{Draft, FileKind, OutFile, Outbound, Recipient, Service};
use yingke_conversation::{ActorKind, Conversation, Direction, Message, Order};
use yingke_store::{Delivery, StoreError, Tx, conversation, line, thread};
use yingke_words::ConversationId;

use crate::app::App;

/// What an order comes to.
pub enum Asked {
    /// This.
    Out(Box<Outbound>),
    /// Nothing any more: it was taken back before it left, or what it was about is gone.
    Nothing,
}

/// What stands there of a conversation that something is to be said in.
struct Standing {
    found: Conversation,
    about: Option<Message>,
    answered: Option<Message>,
    last: Vec<Message>,
}

impl App {
    /// What `delivery` is to say.
    pub async fn asked(&self, delivery: &Delivery) -> Result<Asked, StoreError> {
        let (id, order) = (delivery.conversation, delivery.order.clone());
        let standing = self
            .db
            .read(delivery.workspace, move |tx| stands(tx, id, &order))
            .await?;
        let out = standing.and_then(|standing| out(&delivery.order, id, standing));
        Ok(out.map_or(Asked::Nothing, |out| Asked::Out(Box::new(out))))
    }
}

fn stands(tx: &mut Tx<'_>, id: ConversationId, order: &Order) -> Result<Option<Standing>, StoreError> {
    let Some(found) = conversation(tx, id)? else {
        return Ok(None);
    };
    let about = order.seq().map(|seq| line(tx, id, seq)).transpose()?.flatten();
    let answered = about.as_ref().and_then(|line| line.replies_to);
    let answered = answered.map(|seq| line(tx, id, seq)).transpose()?.flatten();
    let last = if matches!(order, Order::Read) {
        thread(tx, id, i64::MAX, 50)?
    } else {
        Vec::new()
    };
    Ok(Some(Standing {
        found,
        about,
        answered,
        last,
    }))
}

/// What an order comes to; none when what it is about is gone, or was taken back before it left.
fn out(order: &Order, id: ConversationId, standing: Standing) -> Option<Outbound> {
    let to = Recipient {
        id: standing.found.running.external_id,
        conversation: Some(id),
        context: standing.found.running.context,
    };
    let sent = standing
        .about
        .as_ref()
        .map(|line| line.external.clone())
        .unwrap_or_default();
    Some(match order {
        Order::Say { automatic, .. } => {
            let line = standing.about.filter(|line| line.recalled_at.is_none())?;
            let answered = standing
                .answered
                .and_then(|line| line.external.into_iter().next());
            Outbound::Draft(Box::new(draft(
                line,
                to,
                answered.unwrap_or_default(),
                *automatic,
            )))
        }
        Order::Edit { .. } if !sent.is_empty() => Outbound::Edit {
            to,
            message: sent,
            text: standing.about?.text.into(),
        },
        Order::Recall { .. } if !sent.is_empty() => Outbound::Recall { to, message: sent },
        Order::React { emoji, .. } => Outbound::Reaction {
            to,
            message: sent.into_iter().next()?,
            emoji: emoji.clone(),
        },
        Order::Read => Outbound::ReadMark {
            to,
            message: last_of_theirs(standing.last)?,
        },
        Order::Serve => Outbound::Service {
            to,
            state: Service::Ours,
        },
        Order::End => Outbound::Service {
            to,
            state: Service::Ended,
        },
        // It never left: there is nothing to change.
        Order::Edit { .. } | Order::Recall { .. } => return None,
    })
}

fn last_of_theirs(lines: Vec<Message>) -> Option<String> {
    let theirs = lines
        .into_iter()
        .rev()
        .find(|line| line.direction == Direction::Inbound)?;
    theirs.external.into_iter().next()
}

fn draft(line: Message, to: Recipient, replies_to: String, automatic: bool) -> Draft {
    let files = line.attachments.into_iter().map(|file| OutFile {
        id: file.id,
        kind: kind_of(&file.media_type),
        name: file.name,
        media_type: file.media_type,
        size: u64::try_from(file.size).unwrap_or(0),
        lasts_ms: None,
    });
    Draft {
        id: line.id,
        to,
        text: line.text.as_str().to_owned(),
        content: line.content,
        files: files.collect(),
        replies_to,
        author: if line.author.kind == ActorKind::Agent {
            line.author.name
        } else {
            String::new()
        },
        automatic,
    }
}

/// What kind of file a media type is.
pub fn kind_of(media_type: &str) -> FileKind {
    match media_type.split('/').next() {
        Some("image") => FileKind::Image,
        Some("audio") => FileKind::Audio,
        Some("video") => FileKind::Video,
        _ => FileKind::File,
    }
}
