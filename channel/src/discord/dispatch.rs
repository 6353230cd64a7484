//! Events of the gateway.

use serde::de::DeserializeOwned;
use serde_json::Value;
use yingke_channel_contract::{Ctx, Fault, Inbound, Message as Said, Peer, Problem, What};

use super::{
    message, outbound,
    place::{Place, made_at},
    protocol::{Interaction, Message, MessageDelete, Reaction, Typing, User},
    state::{Change, State},
};

/// What an event comes to.
#[derive(Default)]
pub struct Read {
    /// Its events.
    pub events: Vec<Inbound>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Read {
    /// All of another's as well.
    pub fn join(&mut self, other: Self) {
        self.events.extend(other.events);
        self.problems.extend(other.problems);
    }
}

/// Reads the event `name`, number `seq` of the session.
pub fn read(ctx: &Ctx<'_>, state: &mut State, name: &str, seq: u64, d: &Value) -> Read {
    let mut read = Read::default();
    let done = match name {
        "MESSAGE_CREATE" => each(d).map(|message| created(ctx, state, &message, &mut read)),
        "MESSAGE_UPDATE" => each(d).map(|message| edited(ctx, state, &message, &mut read)),
        "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => {
            each(d).map(|gone: MessageDelete| deleted(ctx, state, &gone, &mut read))
        }
        "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE" => each(d).map(|reaction: Reaction| {
            let word = reaction.emoji.word();
            let change = if name.ends_with("ADD") {
                Change::Add(&word)
            } else {
                Change::Remove(&word)
            };
            let number = numbered(state, seq);
            read.events
                .extend(reacted(ctx, state, &reaction, change, &number));
        }),
        "TYPING_START" => each(d).map(|typing| read.events.extend(typed(ctx, state, &typing))),
        "INTERACTION_CREATE" => each(d).map(|one: Interaction| {
            read.events
                .extend(super::interaction::event(ctx, &one, &mut read.problems));
        }),
        // Members, roles, presences: nothing a customer says.
        _ => Ok(()),
    };
    if let Err(error) = done {
        let id = d["id"]
            .as_str()
            .map_or_else(|| d["id"].to_string(), str::to_owned);
        read.problems.push(Problem::at(format!("{name} {id}"), error));
    }
    read
}

fn each<T: DeserializeOwned>(d: &Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(d.clone())
}

/// What an event without an id of its own is known by: its number in the session, the same when it is replayed.
fn numbered(state: &State, seq: u64) -> String {
    let session = state.session.as_ref().map_or("", |session| session.id.as_str());
    format!("{session}.{seq}")
}

/// Whether we listen to what this user does.
fn is_heard(state: &State, user: &User) -> bool {
    !user.bot && !user.system && user.id != state.bot
}

/// Somebody said something.
pub fn created(ctx: &Ctx<'_>, state: &mut State, message: &Message, read: &mut Read) {
    let Some(place) = Place::of(ctx, &message.guild_id, &message.channel_id) else {
        return;
    };
    state.saw(&message.id);
    let (Some(author), false) = (&message.author, message.id.is_empty()) else {
        return read
            .problems
            .push(Problem::at(format!("message {}", message.id), Fault::missing("author").said("no author")));
    };
    if author.id == state.bot && !state.bot.is_empty() {
        return echoed(ctx, state, message, place, read);
    }
    let notice = matches!(place, Place::Group { .. }) && message::is_notice(message.kind);
    if !is_heard(state, author) || !message.webhook_id.is_empty() || notice {
        return;
    }
    if let Place::Direct { channel } = place {
        state.meet(channel, &author.id);
    }
    let said = Said {
        author: place.author(author, message.member.as_ref()),
        ..message::said(ctx, message, &mut read.problems)
    };
    read.events.push(Inbound {
        at: made_at(&message.id),
        context: place.context(),
        ..Inbound::new(&message.id, place.peer(author), What::Message(said))
    });
}

/// Our own message comes back: ours by its nonce, or another program's that speaks as the same bot.
fn echoed(ctx: &Ctx<'_>, state: &State, message: &Message, place: Place<'_>, read: &mut Read) {
    if outbound::is_ours(&message.nonce) {
        return;
    }
    let peer = match place {
        Place::Direct { channel } => Peer::of(state.met(channel)),
        Place::Group { .. } => place.peer(&User::default()),
    };
    if peer.id.is_empty() {
        return read.problems.push(Problem::at(
            format!("message {}", message.id),
            "another program wrote as this bot, and Discord does not say to whom",
        ));
    }
    let said = message::said(ctx, message, &mut read.problems);
    read.events.push(Inbound {
        at: made_at(&message.id),
        context: place.context(),
        ..Inbound::new(&message.id, peer, What::Echo(said))
    });
}

/// Discord updates messages by itself too (a link gets its preview, somebody pins): only what carries the time of an edit
/// is one.
fn edited(ctx: &Ctx<'_>, state: &State, message: &Message, read: &mut Read) {
    let Some(place) = Place::of(ctx, &message.guild_id, &message.channel_id) else {
        return;
    };
    let author = message.author.clone().unwrap_or_else(|| User {
        id: state.met(&message.channel_id).to_owned(),
        ..User::default()
    });
    let heard = is_heard(state, &author) && message.webhook_id.is_empty();
    if message.edited_timestamp.is_empty() || message.id.is_empty() || !heard {
        return;
    }
    let what = What::Edit {
        message: message.id.clone(),
        text: super::markup::plain(&message.content, &message.mentions),
    };
    let id = format!("{}:edit:{}", message.id, message.edited_timestamp);
    read.events.push(Inbound {
        at: serde_json::from_value(Value::from(message.edited_timestamp.as_str())).ok(),
        context: place.context(),
        ..Inbound::new(id, place.peer(&author), what)
    });
}

/// Discord says which message, not whose. In a direct channel we know with whom it is, or leave that to the message.
fn deleted(ctx: &Ctx<'_>, state: &State, gone: &MessageDelete, read: &mut Read) {
    let Some(place) = Place::of(ctx, &gone.guild_id, &gone.channel_id) else {
        return;
    };
    let peer = match place {
        Place::Direct { channel } => Peer::of(state.met(channel)),
        Place::Group { .. } => place.peer(&User::default()),
    };
    let many = gone.ids.iter().filter_map(Value::as_str);
    let one = Some(gone.id.as_str()).filter(|id| !id.is_empty());
    for id in one.into_iter().chain(many) {
        let what = What::Delete {
            message: id.to_owned(),
        };
        read.events
            .push(Inbound::new(format!("{id}:delete"), peer.clone(), what));
    }
}

fn reacted(
    ctx: &Ctx<'_>,
    state: &mut State,
    reaction: &Reaction,
    change: Change<'_>,
    number: &str,
) -> Option<Inbound> {
    let place = Place::of(ctx, &reaction.guild_id, &reaction.channel_id)?;
    let mut user = reaction
        .member
        .as_ref()
        .and_then(|member| member.user.clone())
        .unwrap_or_default();
    user.id.clone_from(&reaction.user_id);
    if !is_heard(state, &user) || reaction.message_id.is_empty() {
        return None;
    }
    let emoji = state.react(&reaction.message_id, &user.id, change);
    let what = What::Reaction {
        message: reaction.message_id.clone(),
        emoji,
    };
    let id = format!("{}:{}:{number}", reaction.message_id, user.id);
    Some(Inbound {
        context: place.context(),
        ..Inbound::new(id, place.peer(&user), what)
    })
}

fn typed(ctx: &Ctx<'_>, state: &State, typing: &Typing) -> Option<Inbound> {
    let place = Place::of(ctx, &typing.guild_id, &typing.channel_id)?;
    let mut user = typing
        .member
        .as_ref()
        .and_then(|member| member.user.clone())
        .unwrap_or_default();
    user.id.clone_from(&typing.user_id);
    if !is_heard(state, &user) || user.id.is_empty() {
        return None;
    }
    let id = format!("typing:{}:{}:{}", typing.channel_id, user.id, typing.timestamp);
    Some(Inbound {
        context: place.context(),
        ..Inbound::new(id, place.peer(&user), What::Typing { on: true })
    })
}
