//! A decision of routing is made true only while it is what was decided on: whatever happened meanwhile.

use futures_util::future::join_all;
use yingke_conversation::{Priority, Refused, Returned, Routed, Row, Status};
use yingke_routing::Stage;
use yingke_staff::{Capacity, Weights};
use yingke_store::{
    Command, CommandError, DecisionBody, ROUTING, Route, StoreError, decisions_of, hold, let_go,
};
use yingke_words::{AgentId, Span};

use crate::support::{Fresh, House, fresh, on_both};

const HOLDER: &str = "node 1";

async fn lease(desk: &Fresh, house: &House, holder: &'static str) -> bool {
    let held = desk.db.write(house.workspace, move |tx| {
        hold(tx, ROUTING, holder, Span::seconds(30))
    });
    held.await.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

async fn waiting(desk: &Fresh, house: &House, visitor: &str) -> Row {
    let said = house.receive(visitor, "a", "在吗");
    desk.db.command(house.workspace, said).await.unwrap().conversation
}

/// `agent`, who has two places, gets it.
fn route(row: &Row, agent: AgentId) -> Command {
    Command::Route(Box::new(Route {
        conversation: row.id,
        routed: Routed {
            number: row.consultation_number.unwrap(),
            agent,
            name: "林夏".into(),
            team: None,
            priority: Priority::High,
            accept_within: None,
            capacity: Capacity {
                chat: 2,
                ..Capacity::default()
            },
            weights: Weights::default(),
            silent_after: None,
            beyond: 0,
        },
        holder: HOLDER.into(),
        body: DecisionBody {
            stage: Stage::Match,
            team_id: None,
            waited_ms: 7,
            rules: Vec::new(),
            why: None,
            settings_version: 3,
            known_seq: 1,
        },
    }))
}

fn refusal<T: std::fmt::Debug>(result: Result<T, CommandError>) -> Refused {
    match result {
        Err(CommandError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nobody_is_given_more_than_they_take_however_many_decide_at_once() {
    on_both(|desk| async move {
        let house = desk.workspace().await;
        assert!(lease(&desk, &house, HOLDER).await);
        let agent = fresh();
        let mut rows = Vec::new();
        for visitor in ["v1", "v2", "v3", "v4", "v5"] {
            rows.push(waiting(&desk, &house, visitor).await);
        }
        let asked = rows
            .iter()
            .map(|row| desk.db.command(house.workspace, route(row, agent)));
        let (given, refused): (Vec<_>, Vec<_>) = join_all(asked).await.into_iter().partition(Result::is_ok);
        assert_eq!((given.len(), refused.len()), (2, 3));
        for one in refused {
            assert_eq!(refusal(one), Refused::AtCapacity);
        }
        let row = given[0].as_ref().unwrap().conversation.clone();
        assert_eq!(
            (row.status, row.agent_id, row.priority),
            (Status::Open, Some(agent), Priority::High)
        );
        let id = row.id;
        let kept = desk.db.read(house.workspace, move |tx| decisions_of(tx, id, 10));
        let kept = kept.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(
            (kept.len(), kept[0].agent, kept[0].body.settings_version),
            (1, agent, 3)
        );
        // Twice decided, once given.
        assert_eq!(
            refusal(desk.db.command(house.workspace, route(&row, fresh())).await),
            Refused::NotWaiting
        );
        // What goes back gives its place back, and remembers who had it.
        let back = || Command::TakeBack {
            conversation: id,
            agent,
            why: Returned::AgentGone,
        };
        let row = desk
            .db
            .command(house.workspace, back())
            .await
            .unwrap()
            .conversation;
        assert_eq!((row.status, row.agent_id), (Status::Queued, None));
        assert_eq!(
            refusal(desk.db.command(house.workspace, back()).await),
            Refused::TimerStale
        );
        let waits = rows.iter().find(|other| other.id != id).unwrap();
        let again = desk.db.command(house.workspace, route(waits, agent)).await;
        assert!(again.is_ok() || refusal(again) == Refused::NotWaiting);
    });
}

#[test]
fn only_whoever_holds_the_lease_decides() {
    on_both(|desk| async move {
        let house = desk.workspace().await;
        let row = waiting(&desk, &house, "v1").await;
        let asked = desk.db.command(house.workspace, route(&row, fresh())).await;
        assert_eq!(refusal(asked), Refused::RoutedElsewhere, "nobody holds it");
        assert!(lease(&desk, &house, "node 2").await);
        assert!(!lease(&desk, &house, HOLDER).await);
        let asked = desk.db.command(house.workspace, route(&row, fresh())).await;
        assert_eq!(refusal(asked), Refused::RoutedElsewhere, "another does");
        let gone = desk.db.write(house.workspace, |tx| let_go(tx, ROUTING, "node 2"));
        gone.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert!(lease(&desk, &house, HOLDER).await);
        desk.db
            .command(house.workspace, route(&row, fresh()))
            .await
            .unwrap();
    });
}
