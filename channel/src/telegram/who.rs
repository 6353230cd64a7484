//! Who writes, and whose thread it is.

use yingke_channel_contract::{Author, Peer};

use super::{
    address::{Address, Part},
    protocol::{Chat, Message, User},
};

/// Where we speak in another's name it speaks too, by hand or by another bot: a business account's owner in its chats, a
/// channel's administrators in its direct messages. Whoever is not the thread's other side.
pub fn is_ours(message: &Message) -> bool {
    let sender = message.from.as_ref().and_then(|from| from.id.as_ref());
    let side = match Address::of(message).part {
        Part::Business => Some(&message.chat.id),
        Part::Direct(_) => other_side(message).and_then(|user| user.id.as_ref()),
        Part::Whole | Part::Topic(_) => return false,
    };
    let other = sender.zip(side).is_some_and(|(sender, side)| sender != side);
    other || message.sender_business_bot.is_some()
}

/// Whose direct messages to a channel it stands in.
fn other_side(message: &Message) -> Option<&User> {
    message.direct_messages_topic.as_ref()?.user.as_ref()
}

/// The other side of the thread a message stands in.
pub fn of(message: &Message) -> Peer {
    let address = Address::of(message);
    let mut peer = peer(&address, &message.chat, message.from.as_ref());
    if let Part::Direct(_) = address.part {
        let name = |user: &User| full_name(&user.first_name, &user.last_name);
        peer.name = other_side(message).map_or_else(String::new, name);
        peer.group = false;
    }
    peer
}

/// Nobody waits: a channel's post goes to everyone, its copy in the discussion group too; an away message and another
/// bot's are a machine's. An anonymous administrator has a bot's name and is none.
pub fn is_automatic(message: &Message) -> bool {
    let machine = message.from.as_ref().is_some_and(|from| from.is_bot);
    message.chat.kind == "channel"
        || message.is_automatic_forward
        || message.is_from_offline
        || (machine && message.sender_chat.is_none())
}

/// Who wrote it, when that is not the peer.
pub fn author(message: &Message) -> Option<Author> {
    if let Some(chat) = &message.sender_chat {
        let signed = &message.author_signature;
        return Some(Author {
            id: chat.id.0.clone(),
            name: if signed.is_empty() {
                chat_name(chat)
            } else {
                signed.clone()
            },
        });
    }
    let from = message.from.as_ref()?;
    let id = from.id.as_ref()?;
    let side = other_side(message).and_then(|user| user.id.as_ref());
    (*id != message.chat.id && Some(id) != side).then(|| Author {
        id: id.0.clone(),
        name: full_name(&from.first_name, &from.last_name),
    })
}

fn chat_name(chat: &Chat) -> String {
    if chat.title.is_empty() {
        full_name(&chat.first_name, &chat.last_name)
    } else {
        chat.title.clone()
    }
}

/// The other side of a thread; `from` tells a private chat's language.
pub fn peer(address: &Address, chat: &Chat, from: Option<&User>) -> Peer {
    let mut peer = Peer::of(address.to_string());
    peer.name = chat_name(chat);
    peer.group = matches!(chat.kind.as_str(), "group" | "supergroup" | "channel");
    let same = from.filter(|from| from.id.as_ref() == Some(&chat.id));
    if peer.name.is_empty() {
        peer.name = same.map_or_else(String::new, |from| full_name(&from.first_name, &from.last_name));
    }
    let language = same.map_or("", |from| from.language_code.as_str());
    for (key, value) in [("username", chat.username.as_str()), ("language", language)] {
        if !value.is_empty() {
            peer.attributes.insert(key.to_owned(), value.to_owned());
        }
    }
    peer
}

/// A name of two parts. Han names are written without a space, the family's first.
pub fn full_name(first: &str, last: &str) -> String {
    let han = |text: &str| !text.is_empty() && text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    match (first, last) {
        (first, last) if han(first) && han(last) => format!("{last}{first}"),
        (first, "") => first.to_owned(),
        ("", last) => last.to_owned(),
        (first, last) => format!("{first} {last}"),
    }
}
