//! What is ordered becomes what a channel renders: the line as it stands now, to whom, and with what they said last.

use yingke_channel_contract::{Draft, FileKind, OutFile, Outbound, Recipient, Service};
use yingke_conversation::{ActorKind, Direction, Message, Order};
use yingke_store::{Delivery, StoreError, conversation, line, thread};

use crate::app::App;

/// What an order comes to.
pub enum Asked {
    /// This.
    Out(Box<Outbound>),
    /// Nothing any more: it was taken back before it left, or what it was about is gone.
    Nothing,
}

impl App {
    /// What `delivery` is to say.
    pub async fn asked(&self, delivery: &Delivery) -> Result<Asked, StoreError> {
        let (id, order) = (delivery.conversation, delivery.order.clone());
        let seq = order.seq();
        let read = self.db.read(delivery.workspace, move |tx| {
            let Some(found) = conversation(tx, id)? else {
                return Ok::<_, StoreError>(None);
            };
            let about = seq.map(|seq| line(tx, id, seq)).transpose()?.flatten();
            let answered = match about.as_ref().and_then(|line| line.replies_to) {
                Some(seq) => line(tx, id, seq)?,
                None => None,
            };
            let last = if matches!(order, Order::Read) {
                thread(tx, id, i64::MAX, 50)?
            } else {
                Vec::new()
            };
            Ok(Some((found, about, answered, last)))
        });
        let Some((found, about, answered, last)) = read.await? else {
            return Ok(Asked::Nothing);
        };
        let to = Recipient {
            id: found.running.external_id,
            conversation: Some(id),
            context: found.running.context,
        };
        let out = match (&delivery.order, about) {
            (Order::Say { automatic, .. }, Some(line)) => {
                // Taken back before it left: it never leaves.
                if line.recalled_at.is_some() {
                    return Ok(Asked::Nothing);
                }
                let replies_to = answered
                    .and_then(|line| line.external.into_iter().next())
                    .unwrap_or_default();
                Outbound::Draft(Box::new(draft(line, to, replies_to, *automatic)))
            }
            (Order::Edit { .. }, Some(line)) if !line.external.is_empty() => {
                let text = line.text.as_str().to_owned();
                Outbound::Edit {
                    to,
                    message: line.external,
                    text,
                }
            }
            (Order::Recall { .. }, Some(line)) if !line.external.is_empty() => Outbound::Recall {
                to,
                message: line.external,
            },
            (Order::React { emoji, .. }, Some(line)) => match line.external.into_iter().next() {
                Some(message) => Outbound::Reaction {
                    to,
                    message,
                    emoji: emoji.clone(),
                },
                None => return Ok(Asked::Nothing),
            },
            (Order::Read, _) => match last_of_theirs(last) {
                Some(message) => Outbound::ReadMark { to, message },
                None => return Ok(Asked::Nothing),
            },
            (Order::Serve, _) => Outbound::Service {
                to,
                state: Service::Ours,
            },
            (Order::End, _) => Outbound::Service {
                to,
                state: Service::Ended,
            },
            (Order::Say { .. } | Order::Edit { .. } | Order::Recall { .. } | Order::React { .. }, _) => {
                return Ok(Asked::Nothing);
            }
        };
        Ok(Asked::Out(Box::new(out)))
    }
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
