//! Tokens that prove which thread a mail belongs to, and that a mail is ours: nobody makes one without the secret.
//!
//! A reply token is the thread's id and a MAC over it and our address (so that one inbox's is worth nothing in another), in
//! base32, because some servers lower-case local parts. It holds no chance of its own: the id has 74 random bits, the MAC
//! 80 that cannot be guessed, and a local part holds 64 characters at most. SECURITY T80, T81.

use uuid::Uuid;
use yingke_channel_contract::scheme::{digest::hmac_sha256, same};
use yingke_words::ConversationId;

use super::settings::Account;

/// The header by which we know our own mails when they come back: a loop, a bounce, a copy in Sent.
pub const OWN: &str = "X-Yingke-Loop";

/// Bytes of the MAC that are sent along.
const MAC: usize = 10;

/// How an id ends before its `@` that names a thread and no mail.
const THREAD: &str = ".thread";

/// The longest local part (RFC 5321, 4.5.3.1.1).
const LOCAL: usize = 64;

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The address that answers to this thread come to; none when tokens are off, or it would be too long for an address.
pub fn reply_address(account: &Account, conversation: ConversationId) -> Option<String> {
    let (local, domain) = (account.local(), account.domain());
    if !account.plus || account.secret.is_empty() || local.is_empty() {
        return None;
    }
    let id = *conversation.uuid().as_bytes();
    let bytes = [&id[..], &mac(account, b"reply", &id)].concat();
    let local = format!("{local}+{}", base32(&bytes));
    (local.len() <= LOCAL).then(|| format!("{local}@{domain}"))
}

/// The thread whose token this address carries; none when it has none, or one we did not make.
pub fn conversation(account: &Account, address: &str) -> Option<ConversationId> {
    let bytes = unbase32(account.plus_of(address)?)?;
    let (id, given) = bytes.split_first_chunk::<16>()?;
    let holds = !account.secret.is_empty() && same(given, &mac(account, b"reply", id));
    holds.then(|| ConversationId::from(Uuid::from_bytes(*id)))
}

/// What stands before the `@` of the id that every mail of this thread refers to; none without a secret.
///
/// Services that give our mails other ids leave it alone, and it holds where the server delivers no `+token` addresses.
pub fn reference(account: &Account, conversation: ConversationId) -> Option<String> {
    let id = *conversation.uuid().as_bytes();
    let bytes = [&id[..], &mac(account, b"thread", &id)].concat();
    (!account.secret.is_empty()).then(|| format!("{}{THREAD}", base32(&bytes)))
}

/// The thread that an id names; none when it is none of ours.
pub fn referred(account: &Account, id: &str) -> Option<ConversationId> {
    let (local, _) = id.rsplit_once('@')?;
    let bytes = unbase32(local.strip_suffix(THREAD)?)?;
    let (id, given) = bytes.split_first_chunk::<16>()?;
    let holds = !account.secret.is_empty() && same(given, &mac(account, b"thread", id));
    holds.then(|| ConversationId::from(Uuid::from_bytes(*id)))
}

/// What our mails say of themselves: their id, and a MAC over it.
pub fn own(account: &Account, id: &str) -> String {
    format!("{id} {}", base32(&mac(account, b"own", id.as_bytes())))
}

/// The id of a mail of ours, by what it says of itself; none when we did not write that.
pub fn own_id<'a>(account: &Account, header: &'a str) -> Option<&'a str> {
    let (id, given) = header.trim().split_once(char::is_whitespace)?;
    let given = unbase32(given.trim())?;
    let holds = !account.secret.is_empty() && same(&given, &mac(account, b"own", id.as_bytes()));
    holds.then_some(id)
}

fn mac(account: &Account, purpose: &[u8], what: &[u8]) -> [u8; MAC] {
    let parts = [purpose, b"\0", account.address.as_bytes(), b"\0", what];
    let whole = hmac_sha256(account.secret.as_bytes(), &parts);
    *whole.first_chunk().expect("a MAC of 32 bytes")
}

/// Base32 (RFC 4648) in lower case, without padding.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for group in bytes.chunks(5) {
        let mut whole = [0; 8];
        whole[3..3 + group.len()].copy_from_slice(group);
        let bits = u64::from_be_bytes(whole);
        for at in 0..(group.len() * 8).div_ceil(5) {
            let index = (bits >> (35 - at * 5)) & 31;
            text.push(char::from(LETTERS[usize::try_from(index).expect("5 bits")]));
        }
    }
    text
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let letter = letter.to_ascii_lowercase();
        let value = LETTERS.iter().position(|one| *one == letter)?;
        bits = (bits << 5 | u32::try_from(value).expect("5 bits")) & 0xfff;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).expect("8 bits"));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            address: "hello@shop.example".to_owned(),
            secret: "s3cret".to_owned(),
            plus: true,
            ..Account::default()
        }
    }

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (plain, text) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(base32(plain.as_bytes()), text);
            assert_eq!(unbase32(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(unbase32("m1"), None);
    }

    #[test]
    fn a_token_names_its_thread_and_cannot_be_made_up() {
        let thread = ConversationId::from(Uuid::from_u128(7));
        let address = reply_address(&account(), thread).unwrap();
        assert_eq!(conversation(&account(), &address), Some(thread));
        assert_eq!(conversation(&account(), &address.to_uppercase()), Some(thread));
        let other = Account {
            secret: "other".to_owned(),
            ..account()
        };
        assert_eq!(conversation(&other, &address), None);
        let elsewhere = address.replace("hello+", "sales+");
        let sales = Account {
            address: "sales@shop.example".to_owned(),
            ..account()
        };
        assert_eq!(conversation(&sales, &elsewhere), None, "another inbox's token");
        let forged = address.replacen("aaaa", "aaab", 1);
        assert_eq!(conversation(&account(), &forged), None);
        assert_eq!(conversation(&account(), "hello+@shop.example"), None);
        let unset = Account {
            secret: String::new(),
            ..account()
        };
        assert_eq!(reply_address(&unset, thread), None);
        assert_eq!(conversation(&unset, &address), None, "no secret proves nothing");
    }

    #[test]
    fn a_local_part_that_leaves_no_room_gets_no_token() {
        let account = Account {
            address: "a.very.long.name.of.a.mailbox@shop.example".to_owned(),
            ..account()
        };
        assert_eq!(
            reply_address(&account, ConversationId::from(Uuid::from_u128(7))),
            None
        );
    }

    #[test]
    fn a_reference_names_its_thread_and_cannot_be_made_up() {
        let thread = ConversationId::from(Uuid::from_u128(7));
        let id = format!("{}@shop.example", reference(&account(), thread).unwrap());
        assert_eq!(referred(&account(), &id), Some(thread));
        let elsewhere = Account {
            address: "sales@shop.example".to_owned(),
            ..account()
        };
        assert_eq!(referred(&elsewhere, &id), None, "another inbox's");
        assert_eq!(referred(&account(), &id.replacen("aaaa", "aaab", 1)), None);
        // A reply token is none: they are good for different things.
        let address = reply_address(&account(), thread).unwrap();
        let token = address.trim_start_matches("hello+").replace('@', ".thread@");
        assert_eq!(referred(&account(), &token), None);
        let unset = Account {
            secret: String::new(),
            ..account()
        };
        assert_eq!((reference(&unset, thread), referred(&unset, &id)), (None, None));
    }

    #[test]
    fn our_own_mail_is_known_again() {
        let header = own(&account(), "1@shop.example");
        assert_eq!(own_id(&account(), &header), Some("1@shop.example"));
        assert_eq!(own_id(&account(), &header.replace('1', "2")), None);
        assert_eq!(own_id(&account(), "1@shop.example"), None);
    }
}
