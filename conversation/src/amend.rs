//! A line changes after it was said: by the customer, by us, by the channel.

use serde::{Deserialize, Serialize};
use yingke_staff::{Permission, Seat};
use yingke_words::AttachmentId;

use crate::{
    Acting, Actor, ActorKind, AttachmentRef, Change, Conversation, Delivery, DeliveryFailure, Direction,
    EventKind, Message, Moment, Order, Reaction, Refused, Text,
};

/// What happens to a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Amend {
    /// The customer changed what they had said.
    Edit {
        /// What it says now.
        text: Text,
    },
    /// The customer took it back.
    Recall,
    /// The customer reacted: all their reactions from now on.
    React {
        /// Emoji, or the provider's words.
        emoji: Vec<String>,
    },
    /// It came further.
    Came {
        /// How far.
        to: Delivery,
        /// The provider's ids of its parts, when they are new.
        #[serde(default)]
        parts: Vec<String>,
        /// Why it failed, when it did.
        #[serde(default)]
        failure: Option<DeliveryFailure>,
    },
    /// A file of it has come.
    File {
        /// The file.
        file: AttachmentRef,
    },
    /// A file of it will not come.
    NoFile {
        /// Which.
        id: AttachmentId,
        /// Why: a stable code.
        why: String,
    },
}

/// Carries out what happens to `message`. None when it changes nothing: late, repeated and reordered events settle to the
/// same state.
pub fn amend(
    conversation: Conversation,
    mut message: Message,
    amend: &Amend,
    moment: Moment<'_>,
) -> Option<Change> {
    let before = message.clone();
    let mut actor = conversation.customer();
    match amend {
        Amend::Edit { text } => edit(&mut message, text, moment),
        Amend::Recall => recall(&mut message, moment),
        Amend::React { emoji } => react(&mut message, ActorKind::Customer, emoji),
        Amend::Came { to, parts, failure } => {
            actor = Actor::system();
            come(&mut message, *to, parts, failure.as_ref());
        }
        Amend::File { file } => {
            actor = Actor::system();
            let coming = message.coming.len();
            message.coming.retain(|one| one.id != file.id);
            if message.coming.len() < coming {
                message.attachments.push(file.clone());
            }
        }
        Amend::NoFile { id, why } => {
            actor = Actor::system();
            if let Some(one) = message.coming.iter_mut().find(|one| one.id == *id) {
                one.failed = Some(why.clone());
            }
        }
    }
    if message == before {
        return None;
    }
    Some(changed(Acting::on(conversation, moment), &before, message, actor))
}

fn changed(mut acting: Acting<'_>, before: &Message, message: Message, actor: Actor) -> Change {
    if message.position.is_some() {
        acting.show();
    }
    acting.amended(message.clone());
    let words = (before.words() != message.words()).then(|| before.words().to_owned());
    let mut change = acting.done(EventKind::MessageChanged, actor, Some(message), None);
    change.event.words_before = words;
    change
}

fn edit(message: &mut Message, text: &Text, moment: Moment<'_>) {
    if message.text != *text && message.recalled_at.is_none() {
        message.text = text.clone();
        message.edited_at = Some(moment.now);
    }
}

fn recall(message: &mut Message, moment: Moment<'_>) {
    message.recalled_at.get_or_insert(moment.now);
}

fn react(message: &mut Message, by: ActorKind, emoji: &[String]) {
    message.reactions.retain(|one| one.by != by);
    let fresh = emoji.iter().take(10).map(|emoji| Reaction {
        by,
        emoji: emoji.clone(),
    });
    message.reactions.extend(fresh);
}

/// Whether what a channel says of "everything until `until`" is said of `line`: ours, gone out, and said by then. What has
/// not left yet is none of it, whenever it was written.
pub fn is_meant(line: &Message, until: yingke_words::Time) -> bool {
    let gone = matches!(line.delivery, Some(Delivery::Sent | Delivery::Delivered));
    gone && line.direction == Direction::Outbound && line.at <= until
}

/// Delivery only climbs: pending, sent, delivered, read. A failure is final, and nothing that arrived fails any more.
fn come(message: &mut Message, to: Delivery, parts: &[String], failure: Option<&DeliveryFailure>) {
    if message.direction != Direction::Outbound {
        return;
    }
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !message.external.contains(part) {
            message.external.push(part.clone());
        }
    }
    let now = message.delivery.unwrap_or(Delivery::Sent);
    let climbs = match (now, to) {
        (Delivery::Failed | Delivery::Delivered | Delivery::Read, Delivery::Failed)
        | (Delivery::Failed, _) => false,
        (_, Delivery::Failed) => true,
        (now, to) => to.height() > now.height(),
    };
    if climbs {
        message.delivery = Some(to);
        message.failure = failure.filter(|_| to == Delivery::Failed).cloned();
    }
}

impl Delivery {
    const fn height(self) -> u8 {
        match self {
            Self::Pending => 0,
            Self::Sent => 1,
            Self::Delivered => 2,
            Self::Read => 3,
            Self::Failed => 4,
        }
    }
}

/// What an agent does to a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Correction {
    /// Change what was said to the customer.
    Edit(Text),
    /// Take it back.
    Recall,
    /// React to what the customer said; none takes the reaction away.
    React(Option<String>),
    /// Send again what did not arrive.
    Resend,
}

/// An agent corrects `message`: shown at once, and carried to the channel.
pub fn correct(
    conversation: Conversation,
    mut message: Message,
    correction: &Correction,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::Reply, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    let rules = moment.rules;
    let ours = message.direction == Direction::Outbound && message.recalled_at.is_none();
    let age = moment.now.since(message.at);
    let within = |span: Option<yingke_words::Span>| match span {
        None => Err(Refused::NotCarried),
        Some(_) if !ours => Err(Refused::MessageUnknown),
        Some(span) if age > span => Err(Refused::MessageTooOld),
        Some(_) => Ok(()),
    };
    let (seq, before) = (message.seq, message.clone());
    let mut acting = Acting::on(conversation, moment);
    match correction {
        Correction::Edit(text) => {
            within(rules.edits_within)?;
            if text.is_empty() {
                return Err(Refused::Empty);
            }
            edit(&mut message, text, moment);
            acting.order(Order::Edit { seq });
        }
        Correction::Recall => {
            within(rules.recalls_within)?;
            recall(&mut message, moment);
            acting.order(Order::Recall { seq });
        }
        Correction::React(emoji) => {
            if !rules.does("reaction") {
                return Err(Refused::NotCarried);
            }
            if message.direction != Direction::Inbound {
                return Err(Refused::MessageUnknown);
            }
            react(&mut message, ActorKind::Agent, emoji.as_slice());
            acting.order(Order::React {
                seq,
                emoji: emoji.clone(),
            });
        }
        Correction::Resend => {
            if message.delivery != Some(Delivery::Failed) {
                return Err(Refused::MessageUnknown);
            }
            acting.spend(&message.spoken(), false)?;
            message.delivery = Some(Delivery::Pending);
            message.failure = None;
            acting.order(Order::Say {
                seq,
                automatic: false,
            });
        }
    }
    Ok(changed(acting, &before, message, Moment::actor(seat)))
}
