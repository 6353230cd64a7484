//! Which customers are there, by their sockets: pure. Who leaves counts as there for a few seconds more, for a page that
//! is left is often the next page being opened.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yingke_words::{Span, Time};

/// How long somebody without a socket still counts as there.
pub const GRACE: Span = Span::seconds(5);
/// How long it is remembered when somebody left.
const REMEMBERED: Span = Span::hours(24);
/// And of how many, at most.
const MOST: usize = 20_000;

/// The customers of one workspace who have sockets on this node, by the keys of their identities.
#[derive(Default)]
pub struct Attendance {
    here: HashMap<Uuid, State>,
    gone: HashMap<Uuid, Time>,
}

enum State {
    /// Has a socket; nobody has been told yet.
    Came,
    /// Has a socket, and everybody knows.
    Here,
    /// Has none any more; since when, the next look says.
    Left(Option<Time>),
}

/// Somebody came, or has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Whose identity.
    pub key: Uuid,
    /// Whether they are there now.
    pub online: bool,
    /// When they were last there.
    pub seen_at: Time,
}

impl Attendance {
    /// A socket of theirs was opened.
    pub fn came(&mut self, key: Uuid) {
        let state = self.here.entry(key).or_insert(State::Came);
        if let State::Left(_) = state {
            *state = State::Here;
        }
    }

    /// Their last socket is closed.
    pub fn left(&mut self, key: Uuid) {
        match self.here.get_mut(&key) {
            // Whoever was never announced need not be taken back.
            Some(State::Came) => drop(self.here.remove(&key)),
            Some(state) => *state = State::Left(None),
            None => {}
        }
    }

    /// Another node says that somebody came or left there. What is to be said against it, if they are here.
    pub fn heard(&mut self, movement: Movement) -> Option<Movement> {
        let Movement { key, online, seen_at } = movement;
        match self.here.get(&key) {
            // They have moved from here to there.
            Some(State::Left(_)) if online => drop(self.here.remove(&key)),
            Some(State::Here | State::Came) if !online => {
                return Some(Movement {
                    online: true,
                    ..movement
                });
            }
            _ => {}
        }
        if online {
            self.gone.remove(&key);
        } else {
            self.gone.insert(key, seen_at);
        }
        None
    }

    /// Whether they are here.
    pub fn is_here(&self, key: Uuid) -> bool {
        self.here.contains_key(&key)
    }

    /// When they left, if that is remembered.
    pub fn left_at(&self, key: Uuid) -> Option<Time> {
        self.gone.get(&key).copied()
    }

    /// Who came and who has left since the last look.
    pub fn look(&mut self, now: Time) -> Vec<Movement> {
        let mut moved = Vec::new();
        self.here.retain(|&key, state| {
            match state {
                State::Here => return true,
                State::Left(None) => {
                    *state = State::Left(Some(now));
                    return true;
                }
                State::Left(Some(since)) if now.since(*since) < GRACE => return true,
                State::Came => *state = State::Here,
                State::Left(Some(_)) => {}
            }
            let (online, seen_at) = match state {
                State::Left(Some(since)) => (false, *since),
                _ => (true, now),
            };
            moved.push(Movement { key, online, seen_at });
            online
        });
        for movement in &moved {
            if movement.online {
                self.gone.remove(&movement.key);
            } else {
                self.gone.insert(movement.key, movement.seen_at);
            }
        }
        if self.gone.len() > MOST {
            self.gone.retain(|_, at| now.since(*at) < REMEMBERED);
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Uuid = Uuid::from_u128(7);

    fn at(seconds: i64) -> Time {
        Time::from_millis(1_795_338_000_000 + seconds * 1_000)
    }

    fn moved(online: bool, seconds: i64) -> Movement {
        Movement {
            key: KEY,
            online,
            seen_at: at(seconds),
        }
    }

    /// Somebody who came, and everybody knows.
    fn here() -> Attendance {
        let mut attendance = Attendance::default();
        attendance.came(KEY);
        assert_eq!(attendance.look(at(0)), [moved(true, 0)]);
        attendance
    }

    #[test]
    fn coming_is_told_once_and_leaving_after_the_grace() {
        let mut attendance = here();
        attendance.came(KEY);
        assert_eq!(attendance.look(at(1)), []);
        attendance.left(KEY);
        assert_eq!(attendance.look(at(2)), []);
        assert!(attendance.is_here(KEY));
        assert_eq!(attendance.look(at(6)), []);
        assert_eq!(attendance.look(at(7)), [moved(false, 2)]);
        assert_eq!(
            (attendance.is_here(KEY), attendance.left_at(KEY)),
            (false, Some(at(2)))
        );
        assert_eq!(attendance.look(at(8)), []);
        attendance.came(KEY);
        assert_eq!(attendance.look(at(9)), [moved(true, 9)]);
        assert_eq!(attendance.left_at(KEY), None);
    }

    #[test]
    fn the_next_page_is_no_leaving() {
        let mut attendance = here();
        attendance.left(KEY);
        attendance.look(at(1));
        attendance.came(KEY);
        assert_eq!(attendance.look(at(20)), []);
        let mut attendance = Attendance::default();
        attendance.came(KEY);
        attendance.left(KEY);
        assert_eq!(attendance.look(at(20)), [], "nobody saw them");
    }

    #[test]
    fn nodes_agree_about_somebody_who_moves() {
        let mut attendance = here();
        assert_eq!(
            attendance.heard(moved(false, 3)),
            Some(moved(true, 3)),
            "they are here"
        );
        attendance.left(KEY);
        assert_eq!(attendance.heard(moved(true, 4)), None);
        assert_eq!(attendance.look(at(20)), [], "they went to the other node");
        attendance.heard(moved(false, 30));
        assert_eq!(attendance.left_at(KEY), Some(at(30)));
    }

    #[test]
    fn who_left_long_ago_is_forgotten_when_there_are_many() {
        let mut attendance = Attendance::default();
        for number in 0..=MOST {
            attendance.heard(Movement {
                key: Uuid::from_u128(number as u128),
                online: false,
                seen_at: at(if number == 0 { 90_000 } else { 0 }),
            });
        }
        attendance.look(at(90_001));
        assert_eq!(attendance.gone.len(), 1);
    }
}
