//! The window and quota ledger 窗口与额度: until when, and how often, a channel still lets us write to a customer.
//!
//! Every text counts, automatic and split ones too. The provider is the judge; the ledger is what we know before asking.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{Span, Time};

use crate::{Refused, status::keyed};

keyed! {
    /// What a customer did that lets us write.
    Trigger {
        /// Wrote.
        Message = "message",
        /// Pressed something in a menu.
        Menu = "menu",
        /// Began to follow, or entered the chat.
        Enter = "enter",
        /// Scanned a code.
        Scan = "scan",
    }
}

/// What one kind of act opens on a channel. From its manifest, or from the inbox's settings where a fact is unchecked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WindowRule {
    /// What opens it.
    pub trigger: Trigger,
    /// For how long.
    pub lasts: Span,
    /// How many messages of ours it holds; none = as many as we like.
    pub messages: Option<i64>,
}

/// What a window allows, per identity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// When the customer opened it.
    pub opened_at: Time,
    /// When it closes.
    pub until: Time,
    /// How many messages it held when it opened; none = as many as we like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// How many of ours it still takes; none = as many as we like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
    /// How many automatic texts went out in it.
    #[serde(default)]
    pub automatic: i64,
}

/// Why a text may not go out now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WindowRefused {
    /// The customer has to write first.
    Closed,
    /// It needs more messages than are left.
    Quota {
        /// How many it needs.
        needs: i64,
        /// How many are left.
        left: i64,
    },
    /// What is left is kept for people.
    Reserved,
}

impl From<WindowRefused> for Refused {
    fn from(refused: WindowRefused) -> Self {
        match refused {
            WindowRefused::Closed => Self::WindowClosed,
            WindowRefused::Quota { .. } => Self::WindowQuota,
            WindowRefused::Reserved => Self::WindowReserved,
        }
    }
}

/// How many automatic texts a window takes at most, where it counts.
pub const AUTOMATIC: i64 = 1;
/// How many messages stay for people, where a window counts.
pub const RESERVE: i64 = 3;

impl Window {
    /// The window after `rule`'s trigger at `at`. A trigger replaces what is left where it allows more, and never takes
    /// away: allowances are not added up.
    pub fn opened(held: Option<Self>, rule: &WindowRule, at: Time) -> Self {
        let fresh = Self {
            opened_at: at,
            until: at + rule.lasts,
            of: rule.messages,
            left: rule.messages,
            automatic: 0,
        };
        match held {
            Some(held) if held.until > at && held.allows_more_than(&fresh) => held,
            _ => fresh,
        }
    }

    fn allows_more_than(&self, other: &Self) -> bool {
        let count = |window: &Self| window.left.unwrap_or(i64::MAX);
        (count(self), self.until) > (count(other), other.until)
    }

    /// Takes `needs` messages from `held` at `now`, or says why not. `automatic`: no person wrote it.
    pub fn spend(held: Option<Self>, needs: i64, automatic: bool, now: Time) -> Result<Self, WindowRefused> {
        let mut window = held
            .filter(|window| window.until > now)
            .ok_or(WindowRefused::Closed)?;
        let Some(left) = window.left else {
            return Ok(window);
        };
        if needs > left {
            return Err(WindowRefused::Quota { needs, left });
        }
        if automatic {
            // A window too small to hold the reserve gives its automatic text all the same: a welcome is what it is for.
            let reserve = RESERVE.min(window.of.unwrap_or(RESERVE) - AUTOMATIC);
            if window.automatic + needs > AUTOMATIC || left - needs < reserve {
                return Err(WindowRefused::Reserved);
            }
            window.automatic += needs;
        }
        window.left = Some(left - needs);
        Ok(window)
    }

    #[must_use]
    /// Gives back what a message took that never went out.
    pub fn returned(mut self, count: i64) -> Self {
        self.left = self
            .left
            .map(|left| (left + count).min(self.of.unwrap_or(i64::MAX)));
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MESSAGE: WindowRule = WindowRule {
        trigger: Trigger::Message,
        lasts: Span::hours(48),
        messages: Some(5),
    };
    const MENU: WindowRule = WindowRule {
        trigger: Trigger::Menu,
        lasts: Span::minutes(1),
        messages: Some(3),
    };

    fn at(minutes: i64) -> Time {
        Time::from_millis(0) + Span::minutes(minutes)
    }

    #[test]
    fn a_message_gives_five_and_a_menu_does_not_add_to_them() {
        let opened = Window::opened(None, &MESSAGE, at(0));
        assert_eq!((opened.left, opened.until), (Some(5), at(48 * 60)));
        let menu = Window::opened(Some(opened), &MENU, at(1));
        assert_eq!(menu, opened, "not additive, and nothing is taken away");
        let spent = Window {
            left: Some(2),
            ..opened
        };
        assert_eq!(
            Window::opened(Some(spent), &MENU, at(1)).left,
            Some(3),
            "the larger one"
        );
        assert_eq!(Window::opened(Some(spent), &MESSAGE, at(1)).left, Some(5));
    }

    #[test]
    fn what_is_left_is_told_and_a_closed_one_refuses() {
        let opened = Window::opened(None, &MESSAGE, at(0));
        let spent = Window::spend(Some(opened), 2, false, at(1)).unwrap();
        assert_eq!(spent.left, Some(3));
        let refused = Window::spend(Some(spent), 4, false, at(1));
        assert_eq!(refused, Err(WindowRefused::Quota { needs: 4, left: 3 }));
        let late = Window::spend(Some(spent), 1, false, at(48 * 60));
        assert_eq!(late, Err(WindowRefused::Closed));
        assert_eq!(Window::spend(None, 1, false, at(0)), Err(WindowRefused::Closed));
    }

    #[test]
    fn automatic_texts_are_one_and_three_stay_for_people() {
        let opened = Window::opened(None, &MESSAGE, at(0));
        let greeted = Window::spend(Some(opened), 1, true, at(0)).unwrap();
        assert_eq!(greeted.left, Some(4));
        assert_eq!(
            Window::spend(Some(greeted), 1, true, at(0)),
            Err(WindowRefused::Reserved)
        );
        let used = Window {
            left: Some(3),
            ..opened
        };
        assert_eq!(
            Window::spend(Some(used), 1, true, at(0)),
            Err(WindowRefused::Reserved)
        );
        assert!(Window::spend(Some(used), 3, false, at(0)).is_ok());
    }

    proptest! {
        #[test]
        fn nothing_is_sent_beyond_the_quota(acts in prop::collection::vec((0u8..3, 1i64..4, any::<bool>(), 0i64..4000), 1..60)) {
            let (mut window, mut now, mut spent) = (None, at(0), 0);
            for (act, needs, automatic, minutes) in acts {
                now = now + Span::minutes(minutes);
                match act {
                    0 => { window = Some(Window::opened(None, &MESSAGE, now)); spent = 0; }
                    1 => {
                        if let Ok(after) = Window::spend(window, needs, automatic, now) {
                            spent += needs;
                            prop_assert!(spent <= 5 && after.left == Some(5 - spent));
                            prop_assert!(after.automatic <= AUTOMATIC);
                            window = Some(after);
                        }
                    }
                    _ => {
                        let before = window.and_then(|one: Window| one.left).unwrap_or(0);
                        let held = window.filter(|one| one.until > now);
                        let after = Window::opened(held, &MENU, now);
                        prop_assert!(after.left.unwrap_or(0) <= before.max(3));
                        spent = 5 - after.left.unwrap_or(0);
                        window = Some(after);
                    }
                }
            }
        }
    }
}
