//! Who serves: sessions begin and end, and what is handed on leaves its facts.

use yingke_words::{AgentId, SessionId, Time};

use crate::{Acting, Actor, ActorKind, FactName, Handing, Leg, Release, Session, Status};

impl Acting<'_> {
    /// Makes an agent responsible: leaves the queue, opens their session.
    pub fn accept(&mut self, agent: AgentId, name: &str, by: &Actor) {
        let now = self.now();
        self.withdraw_offer();
        self.release(Release::Transferred, by);
        // Until somebody has accepted, what is measured is the queue's.
        self.conversation.row.agent_id = None;
        self.leave_queue(1, by.kind);
        let handed = self.conversation.running.handed_at.is_some();
        if handed {
            self.hand_round(by.kind);
        }
        let row = &mut self.conversation.row;
        row.status = Status::Open;
        row.snoozed_until = None;
        row.agent_id = Some(agent);
        row.agent_name = Some(name.to_owned());
        self.conversation.running.leg = Some(Leg {
            id: SessionId::from(self.moment().chance.id(now)),
            accepted_at: now,
            first_reply_at: None,
            agent_messages: 0,
        });
        if handed {
            let how = if by.is(agent) {
                Handing::Taken
            } else {
                Handing::ByOther
            };
            self.fact(FactName::TransferIn, now, how.value(), by.kind);
        }
        self.keep_consultation();
        self.keep_session();
        self.show();
    }

    /// Releases the serving agent's session, if there is one.
    pub fn release(&mut self, why: Release, by: &Actor) {
        let now = self.now();
        let Some(leg) = self.conversation.running.leg else {
            return;
        };
        let Some(mut session) = Session::of(&self.conversation, &leg) else {
            return;
        };
        session.released_at = Some(now);
        session.release = Some(why);
        self.fact(
            FactName::SessionEnded,
            leg.accepted_at,
            leg.agent_messages,
            by.kind,
        );
        if why != Release::Ended {
            let how = if by.is(session.agent) {
                Handing::Given
            } else {
                Handing::ByOther
            };
            self.fact(FactName::TransferOut, now, how.value(), by.kind);
        }
        self.sessions.push(session);
        self.conversation.running.leg = None;
        if why != Release::Ended {
            self.conversation.row.agent_id = None;
            self.hand_round(by.kind);
        }
    }

    /// Leaves the queue, if it waits there; `outcome` 1 accepted, 0 not.
    pub fn leave_queue(&mut self, outcome: i64, by: ActorKind) {
        if let Some(since) = self.conversation.running.queued_at.take() {
            self.fact(FactName::QueueLeft, since, outcome, by);
        }
    }

    /// From when the open round counts for whoever answers it: what came before a transfer is the queue's (METRICS).
    pub fn round_since(&self) -> Option<Time> {
        let asked = self.conversation.row.waiting_since?;
        Some(
            self.conversation
                .running
                .handed_at
                .map_or(asked, |handed| handed.max(asked)),
        )
    }

    /// The open round's part until now is the queue's.
    fn hand_round(&mut self, by: ActorKind) {
        let now = self.now();
        if let Some(since) = self.round_since().filter(|since| *since < now) {
            self.fact(FactName::RoundHanded, since, 1, by);
        }
        self.conversation.running.handed_at = Some(now);
    }

    /// Writes the running session's row with this change.
    pub fn keep_session(&mut self) {
        let leg = self.conversation.running.leg;
        self.sessions
            .extend(leg.and_then(|leg| Session::of(&self.conversation, &leg)));
    }
}
