//! Apps: who holds what for a time, and what is left when one is removed.

use yingke_store::{StoreError, app, app_of_key, hold, let_go, remove_app};
use yingke_words::Span;

use crate::{channels::post, support::on_both};

#[test]
fn one_holds_at_a_time() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let takes = |holder: &'static str, span: i64| {
            fresh.db.write(house.workspace, move |tx| {
                hold(tx, "token", holder, Span::millis(span))
            })
        };
        assert!(
            takes("one", 60_000)
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}"))
        );
        assert!(
            !takes("two", 60_000)
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}"))
        );
        assert!(
            takes("one", -1)
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}")),
            "goes on"
        );
        assert!(
            takes("two", 60_000)
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}")),
            "it had run out"
        );
        let goes = fresh
            .db
            .write(house.workspace, |tx| let_go(tx, "token", "two"))
            .await;
        goes.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert!(
            takes("one", 60_000)
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}"))
        );
    });
}

#[test]
fn an_app_that_is_removed_is_called_no_more_and_keeps_no_secret() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let id = post.app;
        let found = fresh
            .db
            .read_global(move |tx| app_of_key(tx, &id.to_string()))
            .await;
        assert_eq!(
            found.unwrap_or_else(|error: StoreError| panic!("{error}")),
            Some((post.house.workspace, id))
        );
        let removed = fresh
            .db
            .write(post.house.workspace, move |tx| remove_app(tx, id))
            .await;
        assert!(removed.unwrap_or_else(|error: StoreError| panic!("{error}")));
        let found = fresh
            .db
            .read_global(move |tx| app_of_key(tx, &id.to_string()))
            .await;
        assert_eq!(found.unwrap_or_else(|error: StoreError| panic!("{error}")), None);
        let gone = fresh.db.read(post.house.workspace, move |tx| app(tx, id)).await;
        assert_eq!(gone.unwrap_or_else(|error: StoreError| panic!("{error}")), None);
    });
}
