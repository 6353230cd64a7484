//! Whether something went out after all. A push is sent again under the same key: LINE says that it has it, or takes it
//! now. A reply cannot be asked for: it stays "may have arrived".

use yingke_channel_contract::{
    Answer, Ctx, DeliveryError, Draft, ErrorKind, Found, Outbound, Reconcile, Step,
};
use yingke_words::{Span, Time};

use super::{
    Line, answered,
    outbound::{self, REPLY_WITHIN},
};

/// A retry key is remembered for 24 hours.
const REMEMBERED: Span = Span::hours(23);

impl Reconcile for Line {
    fn look(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Found> {
        let Outbound::Draft(draft) = outbound else {
            return Step::Done(Found::Absent);
        };
        if !was_push(ctx.now, draft) {
            return Step::Stop(DeliveryError::of(ErrorKind::Unknown));
        }
        match outbound::say(ctx, draft, answers, false) {
            Step::Send(request) => Step::Send(request),
            Step::Done(sent) => Step::Done(Found::There(sent)),
            Step::Stop(error) => Step::Stop(answered::harmless(error)),
            Step::Wait(span) => Step::Wait(span),
            Step::NeedToken { kind, refresh } => Step::NeedToken { kind, refresh },
        }
    }
}

/// A token that came so long before a message was written cannot have been used for it: its span, and the same again for
/// events that overtook each other.
const SURELY_SPENT: Span = Span::millis(2 * REPLY_WITHIN.as_millis());

/// Whether it cannot have gone by a reply token, and its key is still remembered. The message's id tells when it was
/// written.
fn was_push(now: Time, draft: &Draft) -> bool {
    let Some(written) = draft.id.uuid().get_timestamp() else {
        return false;
    };
    let (seconds, nanos) = written.to_unix();
    let millis = i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX);
    let written = Time::from_millis(millis.saturating_add(i64::from(nanos / 1_000_000)));
    let replied = outbound::reply_token_at(&draft.to).is_some_and(|at| written.since(at) < SURELY_SPENT);
    !replied && now.since(written) < REMEMBERED
}
