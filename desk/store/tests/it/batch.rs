//! Commands and closures: durable, gapless, each once.

use std::sync::Arc;

use yingke_conversation::{EventKind, Status};
use yingke_store::{AgentAct, CommandError, StoreError, events_after, head_seq, thread};

use crate::support::on_both;

#[test]
fn a_conversation_from_first_word_to_end() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let db = &fresh.db;
        let first = db
            .command(
                house.workspace,
                house.receive("v1", "c1", "地址没变，周四前能到吗？"),
            )
            .await
            .unwrap();
        assert_eq!(first.conversation.status, Status::Queued);
        assert_eq!(first.conversation.consultation_number, Some(1));
        let id = first.conversation.id;
        let replied = db
            .command(house.workspace, house.reply(id, "r1", "能到"))
            .await
            .unwrap();
        assert_eq!(replied.conversation.status, Status::Open);
        let ended = db
            .command(house.workspace, house.act(id, AgentAct::End))
            .await
            .unwrap();
        assert_eq!(ended.conversation.status, Status::Ended);
        let next = db
            .command(house.workspace, house.receive("v1", "c2", "还有一个问题"))
            .await
            .unwrap();
        assert_eq!(
            (next.conversation.id, next.conversation.consultation_number),
            (id, Some(2))
        );
        let lines = db
            .read(house.workspace, move |tx| thread(tx, id, i64::MAX, 50))
            .await;
        let lines = lines.unwrap_or_else(|error: StoreError| panic!("{error}"));
        let kinds: Vec<&str> = lines.iter().map(|line| line.direction.key()).collect();
        assert_eq!(kinds, ["inbound", "outbound", "internal", "inbound"]);
        let heard: Vec<(i64, EventKind)> = fresh
            .heard
            .0
            .lock()
            .iter()
            .map(|one| (one.seq, one.event.kind))
            .collect();
        assert_eq!(
            heard,
            [
                (1, EventKind::ConsultationOpened),
                (2, EventKind::MessageSent),
                (3, EventKind::ConsultationEnded),
                (4, EventKind::ConsultationOpened)
            ]
        );
    });
}

#[test]
fn the_same_client_id_is_one_message() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let same = (0..20).map(|_| {
            fresh
                .db
                .command(house.workspace, house.receive("v1", "c1", "在吗"))
        });
        let done: Vec<_> = futures_util::future::join_all(same)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(done.iter().filter(|done| !done.repeated).count(), 1);
        let ids: std::collections::HashSet<_> = done
            .iter()
            .map(|done| done.message.as_ref().unwrap().id)
            .collect();
        assert_eq!(ids.len(), 1);
    });
}

#[test]
fn the_log_is_gapless_whatever_happens_at_once() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let db = Arc::clone(&fresh.db);
        let writes = (0..300).map(|n| {
            let (visitor, client) = (format!("v{}", n % 17), format!("c{n}"));
            let command = house.receive(&visitor, &client, "hello");
            let db = Arc::clone(&db);
            async move {
                match n % 10 {
                    3 => {
                        let refused: Result<(), StoreError> =
                            db.write(house.workspace, |_| Err(StoreError::Busy)).await;
                        assert!(refused.is_err());
                    }
                    7 => {
                        let broken: Result<(), StoreError> = db
                            .write(house.workspace, |tx| {
                                tx.run("INSERT INTO nowhere VALUES (1)", &[])?;
                                Ok(())
                            })
                            .await;
                        assert!(broken.is_err(), "a failing closure takes only itself down");
                    }
                    _ => {
                        db.command(house.workspace, command).await.unwrap();
                    }
                }
            }
        });
        futures_util::future::join_all(writes).await;
        let (head, events) = db
            .read(house.workspace, move |tx| {
                Ok::<_, StoreError>((
                    head_seq(tx, house.workspace)?,
                    events_after(tx, house.workspace, 0, 1_000)?,
                ))
            })
            .await
            .unwrap();
        let seqs: Vec<i64> = events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (1..=240).collect::<Vec<i64>>());
        assert_eq!(head, 240);
        let told: Vec<i64> = fresh.heard.0.lock().iter().map(|one| one.seq).collect();
        assert_eq!(told, seqs, "told in the order of the log, each once");
    });
}

#[test]
fn foreign_and_unknown_conversations_are_not_found() {
    on_both(|fresh| async move {
        let (own, other) = (fresh.workspace().await, fresh.workspace().await);
        let done = fresh
            .db
            .command(own.workspace, own.receive("v1", "c1", "hello"))
            .await
            .unwrap();
        let foreign = fresh
            .db
            .command(other.workspace, other.reply(done.conversation.id, "r1", "hi"))
            .await;
        assert!(matches!(foreign, Err(CommandError::NotFound)), "{foreign:?}");
        let seen = fresh
            .db
            .read(other.workspace, move |tx| {
                thread(tx, done.conversation.id, i64::MAX, 9)
            })
            .await;
        assert_eq!(seen.unwrap_or_else(|error: StoreError| panic!("{error}")), []);
    });
}

#[test]
fn a_panic_in_a_closure_is_the_callers_alone() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let panicking = fresh.db.write(house.workspace, |_| -> Result<(), StoreError> {
            panic!("made to")
        });
        let writing = fresh
            .db
            .command(house.workspace, house.receive("v1", "c1", "hello"));
        let (panicked, written) = tokio::join!(panicking, writing);
        assert!(matches!(panicked, Err(StoreError::Panicked(_))), "{panicked:?}");
        assert!(written.is_ok());
    });
}
