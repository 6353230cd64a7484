//! Who holds a delivery, for how long, and who takes it up after them.

use yingke_store::{renew_delivery, take_over_deliveries};

use super::*;

/// Two conversations, each with an answer on its way out.
async fn two_answers(post: &Post, fresh: &crate::support::Fresh) {
    let outcomes = post
        .take(
            &fresh.db,
            vec![
                post.letter("u-1", "m-1", "在吗"),
                post.letter("u-2", "m-2", "你好"),
            ],
        )
        .await;
    for index in [0, 1] {
        let asked = message(&outcomes, index).conversation_id;
        let reply = post.house.reply(asked, &format!("c{index}"), "在");
        fresh.db.command(post.house.workspace, reply).await.unwrap();
    }
}

async fn leased(db: &yingke_store::Db, now: Time) -> Vec<Delivery> {
    db.write_global(move |tx| lease_deliveries(tx, now, "two", Span::seconds(60), 100))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn who_is_alive_keeps_what_is_in_hand() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        two_answers(&post, &fresh).await;
        let held = lease(&fresh.db, "one").await;
        let start = Machine.now();
        let (renewed, workspace) = (held[0].clone(), post.house.workspace);
        let written = fresh.db.write(workspace, move |tx| {
            let mine = renew_delivery(tx, &renewed, "one", start + Span::minutes(3))?;
            // Said again for a shorter time, it is held as long as before; another's word holds nothing.
            let again = renew_delivery(tx, &renewed, "one", start + Span::minutes(1))?;
            let others = renew_delivery(tx, &renewed, "two", start + Span::hours(1))?;
            Ok::<_, StoreError>((mine, again, others))
        });
        assert_eq!(written.await.unwrap(), (true, true, false));
        let taken = leased(&fresh.db, start + Span::minutes(2)).await;
        assert_eq!(taken.iter().map(|one| one.id).collect::<Vec<_>>(), [held[1].id]);
        let taken = leased(&fresh.db, start + Span::seconds(181)).await;
        assert!(taken.iter().any(|one| one.id == held[0].id), "{taken:?}");
    });
}

#[test]
fn what_was_left_in_hand_is_taken_over_and_what_was_begun_a_little_later() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        two_answers(&post, &fresh).await;
        let held = lease(&fresh.db, "one").await;
        let (begun, now) = (held[1].clone(), Machine.now());
        let written = fresh.db.write(post.house.workspace, move |tx| {
            begin_delivery(tx, &begun, "one", now + Span::seconds(90))
        });
        assert!(
            written
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}"))
        );
        let taken = fresh
            .db
            .write_global(move |tx| take_over_deliveries(tx, now + Span::seconds(10)))
            .await;
        assert_eq!(taken.unwrap_or_else(|error: StoreError| panic!("{error}")), 2);
        let ids = |taken: Vec<Delivery>| taken.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(leased(&fresh.db, now + Span::seconds(1)).await), [held[0].id]);
        let later = leased(&fresh.db, now + Span::seconds(10)).await;
        assert!(later[0].begun_at.is_some(), "whoever takes it up looks first");
        assert_eq!(ids(later), [held[1].id]);
    });
}
