//! Trying the token: who we are, and whether the gateway takes us.

use yingke_channel_contract::{Answer, Connect, Connected, Ctx, DeliveryError, ErrorKind, Step};
use yingke_words::Span;

use super::{
    Discord,
    api::{self, Replay, Twice},
    protocol::User,
};

impl Connect for Discord {
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        connect(ctx, &mut Replay::of(answers)).map_or_else(|step| step, Step::Done)
    }
}

fn connect(ctx: &Ctx<'_>, replay: &mut Replay<'_>) -> Result<Connected, Step<Connected>> {
    let stop = |kind| Step::Stop(DeliveryError::of(kind));
    let me = || api::get(ctx, &["users", "@me"], "");
    let me = replay.ask(me, Twice::Harmless, &[])?;
    let user: User = serde_json::from_str(&me.body).map_err(|_| stop(ErrorKind::Away))?;
    if user.id.is_empty() {
        return Err(stop(ErrorKind::Away));
    }
    // A person's token, not a bot's: Discord forbids to automate it.
    if !user.bot {
        return Err(stop(ErrorKind::Unauthorised));
    }
    let gateway = || api::get(ctx, &["gateway", "bot"], "");
    let gateway = replay.ask(gateway, Twice::Harmless, &[])?.json();
    let starts = &gateway["session_start_limit"];
    if starts["remaining"] == 0 {
        let after = starts["reset_after"].as_i64().map(Span::millis);
        let error = DeliveryError::of(ErrorKind::Throttled).after(after);
        return Err(Step::Stop(
            error.said("session_start_limit", "no new session today"),
        ));
    }
    Ok(Connected {
        accounts: vec![(user.id.clone(), user.username)],
    })
}
