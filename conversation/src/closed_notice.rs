//! The notice outside hours 非营业时间提示: on a channel it is said once a consultation, and never twice a day, as the
//! window's automatic message. The website shows it by itself. By mail nothing is said: an automatic answer there has
//! rules of its own (RFC 3834).

use yingke_words::{ConsultationId, MessageId, Span, Time};

use crate::{
    Acting, Actor, AddressKind, Change, ClientId, Conversation, Direction, EventKind, EventLine, Message,
    Moment, Order, Refused, Spoken, Status, Text, TimerKind,
};

/// Whoever was told is not told again sooner than this.
const TOLD_FOR: Span = Span::hours(24);

/// In a thread's context: when the notice was last said, and in which consultation.
const AT: &str = "closed_notice_at";
const IN: &str = "closed_notice_in";

/// The notice's timer of `consultation` is due: it is said, where it still is to be.
pub fn closed_notice(
    conversation: Conversation,
    consultation: ConsultationId,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let fits = conversation.row.consultation_id == Some(consultation);
    let text = to_say(&conversation, &moment).filter(|_| fits);
    let text = text.ok_or(Refused::TimerStale)?.clone();
    let mut acting = Acting::on(conversation, moment);
    let line = acting.say_closed(text, consultation)?;
    Ok(acting.done(EventKind::MessageSent, Actor::system(), Some(line), None))
}

/// What is to be said to a customer who waits now; none where nothing is.
fn to_say<'a>(conversation: &Conversation, moment: &Moment<'a>) -> Option<&'a Text> {
    let (row, running) = (&conversation.row, &conversation.running);
    let carries = moment.rules.outbox && moment.rules.opens_with != Some(AddressKind::Email);
    let closed = moment
        .clocks
        .hours
        .as_ref()
        .is_some_and(|hours| !hours.open_at(moment.now));
    let reaches = !running.blocked && row.blocked_us_at.is_none() && row.held_by.is_none();
    if !carries || !closed || !reaches || row.status != Status::Queued {
        return None;
    }
    let said_in = running.context.get(IN).and_then(|value| value.as_str());
    let said_here = row
        .consultation_id
        .is_some_and(|id| said_in == Some(&id.to_string()));
    let said_at = running.context.get(AT).and_then(serde_json::Value::as_i64);
    let lately = said_at.is_some_and(|at| moment.now.since(Time::from_millis(at)) < TOLD_FOR);
    moment
        .clocks
        .closed_notice
        .as_ref()
        .filter(|_| !said_here && !lately)
}

impl Acting<'_> {
    /// A customer has written and waits: the notice comes next, where there is one to give.
    pub(crate) fn notice_if_closed(&mut self) {
        if to_say(&self.conversation, self.moment()).is_some() {
            self.timer(TimerKind::ClosedNotice, self.now());
        }
    }

    /// Says it. It is nobody's answer: it stops no clock, and the customer waits on.
    fn say_closed(&mut self, text: Text, consultation: ConsultationId) -> Result<Message, Refused> {
        let now = self.now();
        let id = MessageId::from(self.moment().chance.id(now));
        let client = ClientId::try_from(format!("closed-notice:{consultation}"));
        let client = client.map_err(|_| Refused::TimerStale)?;
        let spoken = Spoken::new(id, client, text, Vec::new());
        // A window that is closed, or keeps what is left for people, has no room for it: then it is not said.
        self.spend(&spoken, true).map_err(|_| Refused::TimerStale)?;
        let context = &mut self.conversation.running.context;
        context.insert(AT.to_owned(), now.millis().into());
        context.insert(IN.to_owned(), consultation.to_string().into());
        let mut line = self.speak(spoken, Direction::Outbound, Actor::system());
        line.event = Some(EventLine {
            what: "closedNotice".to_owned(),
            to: None,
            reason: None,
            leads_to: None,
        });
        self.order(Order::Say {
            seq: line.seq,
            automatic: true,
        });
        Ok(line)
    }
}
