//! The re-contact ladder 再次联系: how a customer is reached to whom the channel no longer lets us write.
//!
//! Four rungs, always in this order: an approved message on the same channel, an SMS, a mail, a call. Each bears or says
//! why not. An approved message reaches the customer and opens nothing: only what they write themselves does.

use yingke_staff::{Permission, Seat, Switch, Switches};
use yingke_words::{InboxId, Time};

use crate::{AddressKind, ChannelRules, Conversation, Reachable, may_start, status::keyed};

keyed! {
    /// A way to reach a customer again, in the order of the ladder.
    Means {
        /// An approved message on the channel itself 服务通知, 模板消息.
        Notice = "notice",
        /// An SMS 短信.
        Sms = "sms",
        /// A mail 邮件.
        Mail = "mail",
        /// Somebody calls 电话任务.
        PhoneTask = "phoneTask",
    }
}

keyed! {
    /// Why one cannot write in the thread itself.
    Shut {
        /// The desk blocked the customer.
        Blocked = "customerBlocked",
        /// The customer blocked us, or stopped following.
        BlockedUs = "blockedUs",
        /// Somebody on the provider's side holds the thread.
        HeldElsewhere = "heldElsewhere",
        /// The customer has not written, or too long ago.
        WindowClosed = "windowClosed",
        /// What the channel takes after a message of theirs is used up.
        QuotaSpent = "quotaSpent",
    }
}

keyed! {
    /// Why a rung does not bear.
    Barred {
        /// The desk blocked the customer.
        Blocked = "customerBlocked",
        /// One can still write in the thread: it is not needed.
        WindowOpen = "windowOpen",
        /// The channel has no approved messages.
        ChannelHasNone = "channelHasNone",
        /// The customer blocked us, or stopped following.
        BlockedUs = "blockedUs",
        /// Somebody on the provider's side holds the thread.
        HeldElsewhere = "heldElsewhere",
        /// None has been approved yet.
        NoneApproved = "noneApproved",
        /// The provider did not say which are approved.
        ApprovedUnknown = "approvedUnknown",
        /// No inbox of the workspace can begin a thread this way.
        NoInbox = "noInbox",
        /// The customer's mail address is not known.
        NoAddress = "noAddress",
        /// The customer's number is not known.
        NoNumber = "noNumber",
        /// The customer has not agreed to it.
        NoConsent = "noConsent",
        /// The function is switched off.
        SwitchedOff = "switchedOff",
        /// The seat may not do this.
        NotPermitted = "notPermitted",
    }
}

impl AddressKind {
    /// What reaches an address of this kind.
    pub const fn means(self) -> Means {
        match self {
            Self::Email => Means::Mail,
            Self::Phone => Means::Sms,
        }
    }
}

/// The messages that the provider has approved for this channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Approved {
    /// It did not say, or was not asked.
    Unknown,
    /// So many.
    Count(usize),
}

/// An inbox in which we can begin a thread.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Door {
    /// Which.
    pub inbox: InboxId,
    /// With which kind of address.
    pub opens_with: AddressKind,
    /// The thread with the customer's address that is there already.
    pub thread: Option<Conversation>,
}

/// What the ladder is decided from.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The thread one wants to write in.
    pub conversation: &'a Conversation,
    /// What its channel allows.
    pub rules: &'a ChannelRules,
    /// Its approved messages.
    pub approved: Approved,
    /// How the customer can be reached otherwise.
    pub known: &'a Reachable,
    /// The workspace's other ways out.
    pub doors: &'a [Door],
    /// Who asks.
    pub seat: &'a Seat,
    /// What the workspace has switched on.
    pub switches: &'a Switches,
    /// Now.
    pub now: Time,
}

/// One way, and whether it bears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rung {
    /// Which.
    pub means: Means,
    /// Why it does not bear; none when it does.
    pub barred: Option<Barred>,
    /// The inboxes in which a thread can be begun; empty unless it bears, and for what begins none.
    pub inboxes: Vec<InboxId>,
    /// The address or number it would reach, as it is written down; empty when none is known or none is needed.
    pub to: String,
}

/// The whole ladder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ladder {
    /// Why one cannot write in the thread itself; none when one can.
    pub shut: Option<Shut>,
    /// The rungs, in the order of [`Means::ALL`].
    pub rungs: Vec<Rung>,
    /// The rung to take: the first that bears. None while one can write in the thread itself, and when nothing bears.
    pub first: Option<Means>,
}

/// Decides the ladder.
pub fn ladder(asked: &Asked<'_>) -> Ladder {
    let shut = shut(asked);
    let rungs: Vec<Rung> = Means::ALL.iter().map(|means| asked.rung(*means, shut)).collect();
    let bears = rungs.iter().find(|rung| rung.barred.is_none());
    let first = shut.and(bears.map(|rung| rung.means));
    Ladder { shut, rungs, first }
}

/// Why one cannot write in the thread itself.
fn shut(asked: &Asked<'_>) -> Option<Shut> {
    let (row, running) = (&asked.conversation.row, &asked.conversation.running);
    if running.blocked {
        return Some(Shut::Blocked);
    }
    if row.blocked_us_at.is_some() {
        return Some(Shut::BlockedUs);
    }
    if row.held_by.is_some() {
        return Some(Shut::HeldElsewhere);
    }
    if asked.rules.windows.is_empty() {
        return None;
    }
    match row.window.filter(|window| window.until > asked.now) {
        None => Some(Shut::WindowClosed),
        Some(window) if window.left.is_some_and(|left| left < 1) => Some(Shut::QuotaSpent),
        Some(_) => None,
    }
}

impl Asked<'_> {
    fn rung(&self, means: Means, shut: Option<Shut>) -> Rung {
        let (to, outcome) = match means {
            Means::Notice => (String::new(), self.notice(shut).map(|()| Vec::new())),
            Means::Sms => self.elsewhere(AddressKind::Phone),
            Means::Mail => self.elsewhere(AddressKind::Email),
            Means::PhoneTask => (self.known.phone.clone(), self.call().map(|()| Vec::new())),
        };
        let outcome = match shut {
            // Whom the desk blocked nobody writes to, nor calls.
            Some(Shut::Blocked) => Err(Barred::Blocked),
            _ => outcome,
        };
        let (barred, inboxes) = match outcome {
            Ok(inboxes) => (None, inboxes),
            Err(why) => (Some(why), Vec::new()),
        };
        Rung {
            means,
            barred,
            inboxes,
            to,
        }
    }

    fn notice(&self, shut: Option<Shut>) -> Result<(), Barred> {
        if !self.rules.does("template") {
            return Err(Barred::ChannelHasNone);
        }
        match shut {
            None => return Err(Barred::WindowOpen),
            Some(Shut::HeldElsewhere) => return Err(Barred::HeldElsewhere),
            Some(Shut::BlockedUs) => return Err(Barred::BlockedUs),
            Some(Shut::Blocked | Shut::WindowClosed | Shut::QuotaSpent) => {}
        }
        if !self.may(&[Permission::Reply]) {
            return Err(Barred::NotPermitted);
        }
        match self.approved {
            Approved::Unknown => Err(Barred::ApprovedUnknown),
            Approved::Count(0) => Err(Barred::NoneApproved),
            Approved::Count(_) => Ok(()),
        }
    }

    /// A thread in another inbox: where, and under which address.
    fn elsewhere(&self, kind: AddressKind) -> (String, Result<Vec<InboxId>, Barred>) {
        let written = match kind {
            AddressKind::Email => &self.known.email,
            AddressKind::Phone => &self.known.phone,
        };
        (written.clone(), self.doors_of(kind))
    }

    fn doors_of(&self, kind: AddressKind) -> Result<Vec<InboxId>, Barred> {
        let here = self.conversation.row.inbox_id;
        let mut doors = self
            .doors
            .iter()
            .filter(|door| door.opens_with == kind && door.inbox != here)
            .peekable();
        if doors.peek().is_none() {
            return Err(Barred::NoInbox);
        }
        if self.known.address(kind).is_none() {
            return Err(match kind {
                AddressKind::Email => Barred::NoAddress,
                AddressKind::Phone => Barred::NoNumber,
            });
        }
        if !self.known.agreed(kind) {
            return Err(Barred::NoConsent);
        }
        let open: Vec<InboxId> = doors
            .filter(|door| may_start(self.seat, door.inbox, door.thread.as_ref()))
            .filter(|door| door.thread.as_ref().is_none_or(|thread| !thread.running.blocked))
            .map(|door| door.inbox)
            .collect();
        // The thread that is left says where it went on.
        if open.is_empty() || !self.may(&[Permission::Reply]) {
            return Err(Barred::NotPermitted);
        }
        Ok(open)
    }

    fn call(&self) -> Result<(), Barred> {
        if ![Switch::Notes, Switch::Snooze]
            .iter()
            .all(|one| self.switches.on(*one))
        {
            return Err(Barred::SwitchedOff);
        }
        if self.known.phone.trim().is_empty() {
            return Err(Barred::NoNumber);
        }
        let needs = [Permission::WriteNotes, Permission::End, Permission::Assign];
        if self.may(&needs) {
            Ok(())
        } else {
            Err(Barred::NotPermitted)
        }
    }

    fn may(&self, permissions: &[Permission]) -> bool {
        let subject = self.conversation.subject();
        permissions.iter().all(|one| self.seat.may(*one, &subject))
    }
}
