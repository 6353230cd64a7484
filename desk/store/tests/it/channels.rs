//! What channels need of the store: a payload and all it came to in one commit, receipts that outrun their message, an
//! outbox whose conversations keep their order, one holder at a time.

mod happened;
mod holding;
mod receipts;

use yingke_conversation::{
    Amend, ClientId, Delivery as Fate, Happened, Inbound, Message, Order, Text, Told, Trigger,
};
use yingke_store::{
    AgentAct, AmendLine, App, AppHealth, ChannelAct, ChannelState, ChannelTold, Command, Delivery, Inbox,
    InboxSettings, Intake, Joins, LineRef, Outcomes, Payload, PayloadProblem, Receive, Remote, Settle,
    StoreError, begin_delivery, channel_state, dead_letters, insert_app, insert_inbox, keep_step,
    lease_deliveries, lease_due, open_payloads, postpone_delivery, remote_file, steps, thread,
};
use yingke_words::{AppId, Clock, InboxId, Span, Time};

use crate::support::{Fresh, House, Machine, fresh, on_both, spoken};

/// A house whose inbox is of the channel `letters`, behind an app.
pub struct Post {
    pub house: House,
    pub app: AppId,
}

pub async fn post(fresh_db: &Fresh) -> Post {
    post_of(fresh_db, "letters").await
}

/// The same for a channel that begins threads, or any other.
pub async fn post_of(fresh_db: &Fresh, channel: &'static str) -> Post {
    let mut house = fresh_db.workspace().await;
    let (app, inbox) = (fresh::<AppId>(), fresh::<InboxId>());
    house.inbox = inbox;
    let written = fresh_db.db.write(house.workspace, move |tx| {
        let health = AppHealth {
            state: "new".into(),
            code: String::new(),
            detail: String::new(),
            at: tx.now(),
        };
        insert_app(
            tx,
            &App {
                id: app,
                channel: channel.into(),
                name: "信".into(),
                key: app.to_string(),
                settings: b"sealed".to_vec(),
                tee_url: String::new(),
                health,
                created_at: tx.now(),
                version: 1,
            },
        )?;
        insert_inbox(
            tx,
            &Inbox {
                id: inbox,
                channel: channel.into(),
                name: "信箱".into(),
                key: inbox.to_string(),
                settings: InboxSettings::default(),
                identity_secret: None,
                created_at: tx.now(),
                version: 1,
                teams: Vec::new(),
                app: Some(app),
                account: String::new(),
            },
        )
    });
    written
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    Post { house, app }
}

impl Post {
    fn letter(&self, who: &str, id: &str, text: &str) -> Command {
        let mut said = spoken(id, text);
        said.external = vec![id.to_owned()];
        let told = Told {
            opens: Some(Trigger::Message),
            ..Told::default()
        };
        Command::Receive(Box::new(Receive {
            arrival: self.house.arrival(who, "letters"),
            inbound: Inbound { spoken: said, told },
            joins: Joins::default(),
            remote: Vec::new(),
        }))
    }

    fn amend(&self, id: &str, amend: Amend) -> Command {
        let line = LineRef::External {
            inbox: self.house.inbox,
            id: id.to_owned(),
        };
        Command::Amend(Box::new(AmendLine { line, amend }))
    }

    fn happened(&self, who: &str, id: &str, what: Happened) -> Command {
        let id = ClientId::try_from(id.to_owned()).unwrap();
        let told = Told::default();
        Command::Told(Box::new(ChannelTold {
            arrival: self.house.arrival(who, "letters"),
            act: ChannelAct::Happened { id, what, told },
        }))
    }

    fn payload(&self, problems: Vec<PayloadProblem>) -> Payload {
        Payload {
            id: fresh(),
            app: self.app,
            head: "{}".into(),
            body: b"{}".to_vec(),
            problems,
        }
    }

    async fn take(&self, db: &yingke_store::Db, commands: Vec<Command>) -> Outcomes {
        let intake = Intake {
            payload: Some(self.payload(Vec::new())),
            commands,
            state: None,
        };
        db.take_in(self.house.workspace, intake).await.unwrap()
    }

    async fn lines(&self, db: &yingke_store::Db, line: &Message) -> Vec<Message> {
        let conversation = line.conversation_id;
        let read = db.read(self.house.workspace, move |tx| {
            thread(tx, conversation, i64::MAX, 100)
        });
        read.await.unwrap_or_else(|error: StoreError| panic!("{error}"))
    }
}

fn message(outcome: &Outcomes, index: usize) -> Message {
    outcome[index]
        .as_ref()
        .unwrap()
        .as_ref()
        .unwrap()
        .message
        .clone()
        .unwrap()
}

fn came(to: Fate) -> Amend {
    Amend::Came {
        to,
        parts: Vec::new(),
        failure: None,
    }
}

async fn lease(db: &yingke_store::Db, holder: &'static str) -> Vec<Delivery> {
    let now = Machine.now() + Span::millis(1);
    db.write_global(move |tx| lease_deliveries(tx, now, holder, Span::seconds(60), 100))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn a_payload_and_all_it_came_to_are_one_commit() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let state = ChannelState {
            app: post.app,
            name: "cursor".into(),
            body: "c2".into(),
        };
        let nothing = post.letter("u-1", "m-2", " ");
        let commands = vec![
            post.letter("u-1", "m-1", "在吗"),
            nothing,
            post.letter("u-2", "m-3", "你好"),
        ];
        let problem = PayloadProblem {
            at: "items[3]".into(),
            what: "no kind".into(),
            code: "missing".into(),
            with: [("field".to_owned(), "kind".to_owned())].into(),
        };
        let intake = Intake {
            payload: Some(post.payload(vec![problem])),
            commands,
            state: Some(state),
        };
        let outcomes = fresh.db.take_in(post.house.workspace, intake).await.unwrap();
        assert!(
            outcomes[0].is_ok() && outcomes[1].is_err() && outcomes[2].is_ok(),
            "one bad item loses only itself"
        );
        let app = post.app;
        let (kept, state) = fresh
            .db
            .read(post.house.workspace, move |tx| {
                Ok::<_, StoreError>((open_payloads(tx, app, 10)?, channel_state(tx, app, "cursor")?))
            })
            .await
            .unwrap();
        assert_eq!(state.as_deref(), Some("c2"));
        let problems: Vec<_> = kept[0]
            .payload
            .problems
            .iter()
            .map(|one| one.at.as_str())
            .collect();
        assert_eq!((kept.len(), problems), (1, vec!["items[3]", "event 2"]));
        let again = post
            .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
            .await;
        assert!(
            again[0].as_ref().unwrap().as_ref().unwrap().repeated,
            "the same twice is one"
        );
    });
}

#[test]
fn what_outruns_its_message_waits_for_it() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let edit = Amend::Edit {
            text: Text::try_from("改过了".to_owned()).unwrap(),
        };
        let early = post.take(&fresh.db, vec![post.amend("m-9", edit)]).await;
        assert!(matches!(early[0], Ok(None)));
        let outcomes = post
            .take(&fresh.db, vec![post.letter("u-1", "m-9", "原来的")])
            .await;
        let lines = post.lines(&fresh.db, &message(&outcomes, 0)).await;
        assert_eq!((lines.len(), lines[0].text.as_str()), (1, "改过了"));
        assert!(lines[0].edited_at.is_some());
        let late = post.take(&fresh.db, vec![post.amend("m-9", Amend::Recall)]).await;
        assert!(message(&late, 0).recalled_at.is_some());
    });
}

#[test]
fn an_event_in_the_same_payload_finds_the_message_before_it() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let commands = vec![
            post.letter("u-1", "m-1", "发错了"),
            post.amend("m-1", Amend::Recall),
        ];
        let outcomes = post.take(&fresh.db, commands).await;
        assert!(message(&outcomes, 1).recalled_at.is_some());
        assert_eq!(post.lines(&fresh.db, &message(&outcomes, 0)).await.len(), 1);
    });
}

#[test]
fn a_message_joins_the_thread_it_answers_whoever_writes_it() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let first = message(
            &post
                .take(&fresh.db, vec![post.letter("a@x", "m-1", "问题")])
                .await,
            0,
        );
        let mut reply = post.letter("b@x", "m-2", "补充");
        if let Command::Receive(receive) = &mut reply {
            receive.joins.lines = vec!["unknown".into(), "m-1".into()];
            receive.joins.answers = Some("m-1".into());
            receive.arrival.profile.name = "同事乙".into();
        }
        let second = message(&post.take(&fresh.db, vec![reply]).await, 0);
        assert_eq!(second.conversation_id, first.conversation_id);
        assert_eq!(
            (second.author.name.as_str(), second.replies_to),
            ("同事乙", Some(first.seq))
        );
    });
}

#[test]
fn a_conversations_words_go_out_one_after_the_other() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let asked = message(
            &post
                .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
                .await,
            0,
        );
        let other = message(
            &post
                .take(&fresh.db, vec![post.letter("u-2", "m-2", "在吗")])
                .await,
            0,
        );
        for (n, to) in [(1, &asked), (2, &asked), (3, &other)] {
            let reply = post
                .house
                .reply(to.conversation_id, &format!("c{n}"), &format!("答{n}"));
            let done = fresh.db.command(post.house.workspace, reply).await.unwrap();
            assert_eq!(done.message.unwrap().delivery, Some(Fate::Pending));
        }
        let first = lease(&fresh.db, "one").await;
        assert_eq!(first.len(), 2, "of each conversation only what is next in it");
        assert!(lease(&fresh.db, "two").await.is_empty(), "held");
        let (workspace, settled) = (
            post.house.workspace,
            first
                .iter()
                .find(|one| one.conversation == asked.conversation_id)
                .unwrap()
                .clone(),
        );
        let Order::Say { seq, .. } = settled.order else {
            panic!("{settled:?}")
        };
        let sent = Amend::Came {
            to: Fate::Sent,
            parts: vec!["p-1".into()],
            failure: None,
        };
        // The receipt is there before the answer to the send.
        post.take(&fresh.db, vec![post.amend("p-1", came(Fate::Read))])
            .await;
        let settle = Settle {
            delivery: settled.id,
            conversation: settled.conversation,
            line: Some((seq, sent)),
            problem: None,
        };
        fresh
            .db
            .command(workspace, Command::Settle(Box::new(settle)))
            .await
            .unwrap();
        let lines = post.lines(&fresh.db, &asked).await;
        assert_eq!(lines[1].delivery, Some(Fate::Read));
        assert_eq!(lines[1].external, ["p-1"]);
        let second = lease(&fresh.db, "two").await;
        assert_eq!(second.len(), 1, "the next of the same conversation");
        assert!(second[0].seq > settled.seq);
    });
}

#[test]
fn what_was_begun_and_not_ended_is_known_to_whoever_takes_it_up() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let asked = message(
            &post
                .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
                .await,
            0,
        );
        let reply = post.house.reply(asked.conversation_id, "c1", "在");
        fresh.db.command(post.house.workspace, reply).await.unwrap();
        let one = lease(&fresh.db, "one").await.remove(0);
        let (begun, workspace) = (one.clone(), post.house.workspace);
        let writes = fresh.db.write(workspace, move |tx| {
            keep_step(tx, &begun, 0, r#"{"step":0}"#)?;
            begin_delivery(tx, &begun, "one", Machine.now() + Span::seconds(90))
        });
        assert!(writes.await.unwrap_or_else(|error: StoreError| panic!("{error}")));
        // Its holder is killed; the lease runs out.
        let later = Machine.now() + Span::minutes(2);
        let taken = fresh
            .db
            .write_global(move |tx| lease_deliveries(tx, later, "two", Span::seconds(60), 10));
        let taken = taken
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
            .remove(0);
        assert!(taken.begun_at.is_some() && taken.attempts == 2);
        let id = taken.id;
        let kept = fresh.db.read(workspace, move |tx| steps(tx, id)).await;
        assert_eq!(
            kept.unwrap_or_else(|error: StoreError| panic!("{error}")),
            [r#"{"step":0}"#]
        );
        let lost = one.clone();
        let postponed = fresh.db.write(workspace, move |tx| {
            postpone_delivery(tx, &lost, "one", (Time::from_millis(0), 1))
        });
        assert!(
            !postponed
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}")),
            "its lease is another's"
        );
    });
}

#[test]
fn a_dead_letter_stays_to_be_seen_and_holds_up_nothing() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let asked = message(
            &post
                .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
                .await,
            0,
        );
        for n in [1, 2] {
            let reply = post.house.reply(asked.conversation_id, &format!("c{n}"), "在");
            fresh.db.command(post.house.workspace, reply).await.unwrap();
        }
        let one = lease(&fresh.db, "one").await.remove(0);
        let Order::Say { seq, .. } = one.order else {
            panic!("{one:?}")
        };
        let settle = Settle {
            delivery: one.id,
            conversation: one.conversation,
            line: Some((seq, came(Fate::Failed))),
            problem: Some(r#"{"kind":"blocked"}"#.into()),
        };
        fresh
            .db
            .command(post.house.workspace, Command::Settle(Box::new(settle)))
            .await
            .unwrap();
        let dead = fresh
            .db
            .read(post.house.workspace, |tx| dead_letters(tx, 10))
            .await;
        assert_eq!(
            dead.unwrap_or_else(|error: StoreError| panic!("{error}"))[0].id,
            one.id
        );
        assert_eq!(
            post.lines(&fresh.db, &asked).await[1].delivery,
            Some(Fate::Failed)
        );
        assert_eq!(lease(&fresh.db, "one").await.len(), 1, "the next goes on");
    });
}

#[test]
fn files_at_the_providers_become_work() {
    on_both(|fresh_db| async move {
        let post = post(&fresh_db).await;
        let mut command = post.letter("u-1", "m-1", "看图");
        let id = fresh();
        if let Command::Receive(receive) = &mut command {
            receive.remote = vec![Remote {
                id,
                app: post.app,
                body: r#"{"reference":"f1"}"#.into(),
            }];
        }
        let line = message(&post.take(&fresh_db.db, vec![command]).await, 0);
        let now = Machine.now() + Span::millis(1);
        let due = fresh_db
            .db
            .write_global(move |tx| lease_due(tx, now, "one", Span::seconds(9), 10))
            .await;
        let due = due.unwrap_or_else(|error: StoreError| panic!("{error}"));
        let fetch = due
            .iter()
            .find(|work| work.kind == "media.fetch")
            .expect("work that gets it");
        assert_eq!(fetch.body.as_deref(), Some(id.to_string().as_str()));
        let file = fresh_db
            .db
            .read(post.house.workspace, move |tx| remote_file(tx, id))
            .await;
        assert_eq!(
            file.unwrap_or_else(|error: StoreError| panic!("{error}"))
                .unwrap()
                .seq,
            line.seq
        );
    });
}
