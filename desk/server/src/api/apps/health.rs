//! How an app and the inboxes behind it do.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{Inbox, Tx, channel_hours, waiting_for};
use yingke_words::{AppId, InboxId, Time};

use super::{known, view::HealthView};
use crate::{
    api::{body::Id, problem::Problem, signed_in::Manager},
    app::App,
    channels::health::{Day, Hour, hour_of},
};

/// What came in or went out last is looked for within a week.
const LOOKED_AT: i64 = 7 * 24;

/// How an app does.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppPulse {
    /// How it is.
    health: HealthView,
    /// The inboxes behind it.
    inboxes: Vec<InboxPulse>,
}

/// How an inbox does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxPulse {
    /// Which.
    inbox_id: InboxId,
    /// Its name.
    name: String,
    /// How many messages wait to go out.
    waiting: i64,
    /// Since when the longest.
    waiting_since: Option<Time>,
    /// The last 24 hours.
    day: DayPulse,
    /// The last error within a week.
    last_error: Option<LastError>,
    /// When something last came in, within a week.
    last_inbound_at: Option<Time>,
    /// When something last went out, within a week.
    last_outbound_at: Option<Time>,
    /// The last 24 hours, each by itself, oldest first.
    hours: Vec<HourPulse>,
}

/// What an inbox did within 24 hours.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayPulse {
    /// Messages the provider took.
    sent: u32,
    /// Messages given up.
    failed: u32,
    /// Calls that were not believed.
    refused: u32,
    /// Which share of what came to an end was taken, 0 to 1; none without any.
    #[serde(rename = "successRate")]
    success_rate: Option<f64>,
    /// Milliseconds from an agent's word to the provider's answer, within which half were done; none without any.
    #[serde(rename = "deliveryP50Ms")]
    delivery_p50: Option<u64>,
    /// Likewise, 95 of a hundred.
    #[serde(rename = "deliveryP95Ms")]
    delivery_p95: Option<u64>,
    /// Likewise, 99 of a hundred.
    #[serde(rename = "deliveryP99Ms")]
    delivery_p99: Option<u64>,
    /// Milliseconds from a provider's call to our answer, within which half were done; none without any.
    #[serde(rename = "ackP50Ms")]
    ack_p50: Option<u64>,
    /// Likewise, 95 of a hundred.
    #[serde(rename = "ackP95Ms")]
    ack_p95: Option<u64>,
    /// Likewise, 99 of a hundred.
    #[serde(rename = "ackP99Ms")]
    ack_p99: Option<u64>,
}

/// The last error.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastError {
    /// The stable key of the reason.
    kind: String,
    /// The provider's words; empty for none.
    detail: String,
    /// When.
    at: Time,
}

/// What an inbox did within an hour.
#[derive(Debug, Serialize, ToSchema)]
pub struct HourPulse {
    /// When it began.
    hour: Time,
    /// Messages the provider took.
    sent: u32,
    /// Messages given up.
    failed: u32,
}

/// Shows how an app and its inboxes do.
#[utoipa::path(get, path = "/api/v1/apps/{id}/health", operation_id = "appsHealth",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = AppPulse), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Json<AppPulse>, Problem> {
    // What was counted on this node since is part of it.
    app.keep_pulse().await;
    let pulse = app.db.read(by.tenant(), move |tx| {
        let (one, own) = known(tx, id)?;
        let inboxes = own.into_iter().map(|inbox| pulse(tx, inbox));
        Ok::<_, Problem>(AppPulse {
            inboxes: inboxes.collect::<Result<_, _>>()?,
            health: one.health.into(),
        })
    });
    Ok(Json(pulse.await?))
}

fn pulse(tx: &mut Tx<'_>, inbox: Inbox) -> Result<InboxPulse, Problem> {
    let now = hour_of(tx.now());
    let counted = channel_hours(tx, inbox.id, now - LOOKED_AT, None)?;
    let counted = counted
        .into_iter()
        .filter_map(|(hour, body)| Some((hour, serde_json::from_str::<Hour>(&body).ok()?)));
    let Day { day, week, hours } = Day::until(now, counted);
    let (waiting, waiting_since) = waiting_for(tx, inbox.id)?;
    let time = |millis: Option<i64>| millis.map(Time::from_millis);
    Ok(InboxPulse {
        inbox_id: inbox.id,
        name: inbox.name,
        waiting,
        waiting_since,
        day: DayPulse::of(&day),
        last_error: week
            .last_error
            .zip(time(week.last_error_at))
            .map(|((kind, detail), at)| LastError { kind, detail, at }),
        last_inbound_at: time(week.last_inbound_at),
        last_outbound_at: time(week.last_outbound_at),
        hours: hours
            .into_iter()
            .map(|(hour, counted)| HourPulse {
                hour: Time::from_millis(hour * 3_600_000),
                sent: counted.sent,
                failed: counted.failed,
            })
            .collect(),
    })
}

impl DayPulse {
    fn of(day: &Hour) -> Self {
        Self {
            sent: day.sent,
            failed: day.failed,
            refused: day.refused,
            success_rate: day.success_rate(),
            delivery_p50: day.delivery.within(500),
            delivery_p95: day.delivery.within(950),
            delivery_p99: day.delivery.within(990),
            ack_p50: day.acknowledged.within(500),
            ack_p95: day.acknowledged.within(950),
            ack_p99: day.acknowledged.within(990),
        }
    }
}
