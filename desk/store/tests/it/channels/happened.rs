//! What a channel tells of a thread besides what is said.

use super::*;

#[test]
fn what_is_told_again_happened_once() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let asked = message(
            &post
                .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
                .await,
            0,
        );
        let entered = |id: &str| {
            let source = "poster".to_owned();
            post.happened(
                "u-1",
                id,
                Happened::Entered {
                    source,
                    greeting: None,
                },
            )
        };
        // In the same breath, and long after; another time is another.
        post.take(&fresh.db, vec![entered("event:1"), entered("event:1")])
            .await;
        post.take(&fresh.db, vec![entered("event:1"), entered("event:2")])
            .await;
        let lines = post.lines(&fresh.db, &asked).await;
        let told = lines.iter().filter(|line| line.event.is_some());
        assert_eq!(told.count(), 2, "{lines:?}");
    });
}

#[test]
fn who_holds_and_windows_survive() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let asked = message(
            &post
                .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
                .await,
            0,
        );
        let what = Happened::Theirs { by: "赵一".into() };
        let told = post.happened("u-1", "event:1", what);
        post.take(&fresh.db, vec![told]).await;
        let reply = post.house.reply(asked.conversation_id, "c1", "在");
        let refused = fresh.db.command(post.house.workspace, reply).await;
        assert!(format!("{refused:?}").contains("HeldElsewhere"), "{refused:?}");
        let row = fresh
            .db
            .command(
                post.house.workspace,
                post.house.act(asked.conversation_id, AgentAct::Read(1)),
            )
            .await
            .unwrap();
        assert_eq!(
            (
                row.conversation.held_by.as_deref(),
                row.conversation.window.unwrap().left
            ),
            (Some("赵一"), Some(5))
        );
    });
}
