//! Whole mails, one at a time.

use std::fmt::Write as _;

use async_imap::imap_proto::{AttributeValue, MailboxDatum, MessageSection, Response, SectionPath};
use bytes::Bytes;
use jiff::fmt::strtime;
use tokio::sync::mpsc;
use yingke_words::Time;

use super::{
    Reply,
    session::{Broken, Ended, Session},
};

/// What is known of a mail before it is fetched.
struct Found {
    uid: u32,
    size: u32,
    received: Time,
}

/// The first range of UIDs that is searched. The next ones are wider, for folders in which most mails are gone.
const WIDTH: u32 = 1_000;

impl Session {
    /// Hands over mails with a UID of at least `from`, oldest first; then says that this was all.
    pub(super) async fn fetch(
        &mut self,
        from: u32,
        most: u32,
        answers: &mpsc::Sender<Reply>,
    ) -> Result<Reply, Broken> {
        self.news = false;
        let uids = match self.uids(from.max(1), most).await? {
            Ok(uids) if uids.is_empty() => return Ok(Reply::Fetched),
            Ok(uids) => uids,
            Err(words) => return Ok(Reply::No(words)),
        };
        let found = match self.look(&uids).await? {
            Ok(found) => found,
            Err(words) => return Ok(Reply::No(words)),
        };
        for one in found {
            let is_whole = one.size <= self.limits.mail;
            let bytes = match self.bytes(one.uid, is_whole).await? {
                Ok(Some(bytes)) => bytes,
                // Somebody removed it in between.
                Ok(None) => continue,
                Err(words) => return Ok(Reply::No(words)),
            };
            let Found { uid, size, received } = one;
            let reply = if is_whole {
                Reply::Mail { uid, received, bytes }
            } else {
                Reply::Oversized {
                    uid,
                    received,
                    size,
                    header: bytes,
                }
            };
            if answers.send(reply).await.is_err() {
                return Err(Broken("nobody listens".to_owned()));
            }
        }
        Ok(Reply::Fetched)
    }

    /// The lowest UIDs from `from` on. Asked range by range: a folder of a million mails is not told in one line.
    async fn uids(&mut self, from: u32, most: u32) -> Result<Result<Vec<u32>, String>, Broken> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let (mut low, mut width) = (from, WIDTH);
        loop {
            let high = low.saturating_add(width - 1);
            let is_last = high >= self.uid_next;
            let end = if is_last { "*".to_owned() } else { high.to_string() };
            // `n:*` always finds the last mail, also below n.
            let ended = self
                .command(&format!("UID SEARCH UID {low}:{end}"), |response| {
                    if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                        found.extend(uids.iter().copied().filter(|uid| *uid >= low));
                    }
                })
                .await?;
            if let Ended::No { words, .. } = ended {
                return Ok(Err(words));
            }
            if is_last || found.len() >= most {
                break;
            }
            low = high + 1;
            width = width.saturating_mul(4);
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(most);
        Ok(Ok(found))
    }

    async fn look(&mut self, uids: &[u32]) -> Result<Result<Vec<Found>, String>, Broken> {
        let mut set = String::new();
        for uid in uids {
            let comma = if set.is_empty() { "" } else { "," };
            let _ = write!(set, "{comma}{uid}");
        }
        let mut found = Vec::new();
        let ended = self
            .command(
                &format!("UID FETCH {set} (UID RFC822.SIZE INTERNALDATE)"),
                |response| {
                    if let Response::Fetch(_, values) = response {
                        found.extend(looked(values));
                    }
                },
            )
            .await?;
        found.sort_unstable_by_key(|one| one.uid);
        Ok(match ended {
            Ended::Well => Ok(found),
            Ended::No { words, .. } => Err(words),
        })
    }

    /// A mail's bytes, or its header's; none when it is not there any more. `PEEK` leaves it unread.
    async fn bytes(&mut self, uid: u32, is_whole: bool) -> Result<Result<Option<Bytes>, String>, Broken> {
        let section = if is_whole { "" } else { "HEADER" };
        let mut bytes = None;
        let ended = self
            .command(
                &format!("UID FETCH {uid} (UID BODY.PEEK[{section}])"),
                |response| {
                    if let Response::Fetch(_, values) = response
                        && values.contains(&AttributeValue::Uid(uid))
                    {
                        bytes = values
                            .iter()
                            .find_map(body)
                            .map(Bytes::copy_from_slice)
                            .or(bytes.take());
                    }
                },
            )
            .await?;
        Ok(match ended {
            Ended::Well => Ok(bytes),
            Ended::No { words, .. } => Err(words),
        })
    }
}

/// None when it is about something else: a server may tell of a changed flag at any time.
fn looked(values: &[AttributeValue<'_>]) -> Option<Found> {
    let (mut uid, mut size, mut received) = (None, None, None);
    for value in values {
        match value {
            AttributeValue::Uid(number) => uid = Some(*number),
            AttributeValue::Rfc822Size(number) => size = Some(*number),
            AttributeValue::InternalDate(text) => received = at(text),
            _ => {}
        }
    }
    // A date that cannot be read must not lose a mail: it is then as old as can be.
    Some(Found {
        uid: uid?,
        size: size?,
        received: received.unwrap_or(Time::from_millis(0)),
    })
}

fn body<'a>(value: &'a AttributeValue<'_>) -> Option<&'a [u8]> {
    match value {
        AttributeValue::BodySection {
            section: None | Some(SectionPath::Full(MessageSection::Header)),
            data: Some(data),
            ..
        } => Some(data),
        _ => None,
    }
}

/// ` 7-Feb-1994 21:52:25 -0800`
fn at(text: &str) -> Option<Time> {
    let parsed = strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim()).ok()?;
    Some(Time::from_millis(parsed.to_timestamp().ok()?.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_one_digit_and_with_two() {
        let millis = |text| at(text).map(Time::millis);
        assert_eq!(millis(" 7-Feb-1994 21:52:25 -0800"), Some(760_686_745_000));
        assert_eq!(millis("17-Jul-1996 02:44:25 -0700"), Some(837_596_665_000));
        assert_eq!(millis("yesterday"), None);
    }
}
