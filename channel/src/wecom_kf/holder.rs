//! Who answers a customer, as the account itself keeps it. We hold each thread at "by an assistant", where WeCom leaves it
//! to us until the end. Pure.

use serde_json::{Value, json};
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Recipient, Sent, Service, Step};

use super::api::{self, Refused};

/// A thread's state at the provider's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct State {
    /// 0 new, 1 ours, 2 waiting in WeCom, 3 held in WeCom, 4 ended.
    number: i64,
    /// Who holds it in state 3.
    servicer: String,
}

const NEW: i64 = 0;
const OURS: i64 = 1;
const WAITING: i64 = 2;
const HELD: i64 = 3;
const ENDED: i64 = 4;

impl State {
    /// Why nothing can be sent in this state, if `error` says that nothing can.
    pub(super) fn refuses(&self, error: DeliveryError) -> DeliveryError {
        let kind = match self.number {
            WAITING | HELD => ErrorKind::Held,
            // Ended, or anew: the customer has to write first.
            _ => ErrorKind::WindowClosed,
        };
        let detail = match (kind, self.servicer.as_str()) {
            (ErrorKind::Held, "") => "在企业微信待接入池中",
            (ErrorKind::Held, servicer) => servicer,
            _ => return DeliveryError { kind, ..error },
        };
        DeliveryError {
            kind,
            ..error.clone()
        }
        .said(error.code, detail)
    }
}

/// The next step in telling who answers from now on.
pub(super) fn render(ctx: &Ctx<'_>, to: &Recipient, state: &Service, answers: &[Answer]) -> Step<Sent> {
    match state {
        Service::Ours => ours(ctx, &to.id, answers),
        Service::Ended => ended(ctx, &to.id, answers),
        // Into WeCom: to somebody there, or to whoever takes it.
        Service::Theirs { by } => match answers.last().map(api::read) {
            None if by.is_empty() => change(ctx, &to.id, WAITING, ""),
            None => change(ctx, &to.id, HELD, by),
            Some(Ok(_)) => done(),
            Some(Err(refused)) => api::again(refused),
        },
    }
}

/// Asks first: a thread that is ours already, or somebody's in WeCom, is left as it is.
fn ours(ctx: &Ctx<'_>, customer: &str, answers: &[Answer]) -> Step<Sent> {
    let Some((first, rest)) = answers.split_first() else {
        return ask(ctx, customer);
    };
    let found = match state(first) {
        Ok(found) => found,
        Err(refused) => return api::again(refused),
    };
    match (found.number, rest.last().map(api::read)) {
        (OURS, _) | (NEW, Some(Ok(_))) => done(),
        (NEW, None) => change(ctx, customer, OURS, ""),
        (NEW, Some(Err(refused))) => api::again(refused),
        _ => Step::Stop(found.refuses(DeliveryError::of(ErrorKind::Held).said(found.number, ""))),
    }
}

/// Ends it at once, and asks only when that is refused: what is ended already is done.
fn ended(ctx: &Ctx<'_>, customer: &str, answers: &[Answer]) -> Step<Sent> {
    let Some((first, rest)) = answers.split_first() else {
        return change(ctx, customer, ENDED, "");
    };
    let error = match api::read(first) {
        Ok(_) => return done(),
        Err(Refused::Error(error)) if matches!(error.kind, ErrorKind::Held | ErrorKind::WindowClosed) => {
            error
        }
        Err(refused) => return api::again(refused),
    };
    match rest.last().map(state) {
        None => ask(ctx, customer),
        Some(Ok(found)) if found.number == ENDED => done(),
        Some(Ok(found)) => Step::Stop(found.refuses(error)),
        Some(Err(refused)) => api::again(refused),
    }
}

fn done() -> Step<Sent> {
    Step::Done(Sent::Sent(Vec::new()))
}

/// Asks for a thread's state.
pub(super) fn ask<T>(ctx: &Ctx<'_>, customer: &str) -> Step<T> {
    let asked = json!({ "open_kfid": ctx.account, "external_userid": customer });
    api::post(ctx, "kf/service_state/get", &asked)
}

fn change(ctx: &Ctx<'_>, customer: &str, number: i64, servicer: &str) -> Step<Sent> {
    let mut wanted = json!({
        "open_kfid": ctx.account,
        "external_userid": customer,
        "service_state": number,
    });
    if !servicer.is_empty() {
        wanted["servicer_userid"] = servicer.into();
    }
    api::post(ctx, "kf/service_state/trans", &wanted)
}

/// The state an answer tells.
pub(super) fn state(answer: &Answer) -> Result<State, Refused> {
    let body = api::read(answer)?;
    let number = match &body["service_state"] {
        Value::String(text) => text.parse().ok(),
        number => number.as_i64(),
    };
    match number {
        Some(number) => Ok(State {
            number,
            servicer: servicer(&body),
        }),
        None => Err(Refused::Error(
            DeliveryError::of(ErrorKind::Away).said("service_state", "no state in the answer"),
        )),
    }
}

/// Integrations write the name in two ways.
fn servicer(body: &Value) -> String {
    let names = ["servicer_userid", "service_userid"];
    let found = names.into_iter().find_map(|name| body[name].as_str());
    found.unwrap_or_default().to_owned()
}
