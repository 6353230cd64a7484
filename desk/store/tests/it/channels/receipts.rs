//! "Everything until then has been read": which lines that is, is seen in the turn in which they change.

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use yingke_store::{Db, identity_key};

use super::*;
use crate::support::open_later;

impl Post {
    /// Said to somebody elsewhere: it has gone out.
    fn echo(&self, who: &str, id: &str) -> Command {
        let mut spoken = spoken(id, id);
        spoken.external = vec![id.to_owned()];
        let by = "门店".to_owned();
        Command::Told(Box::new(ChannelTold {
            arrival: self.house.arrival(who, "letters"),
            act: ChannelAct::Echo { spoken, by },
        }))
    }

    fn until(&self, who: &str, until: Time, to: Fate) -> Command {
        let line = LineRef::Until {
            identity_key: identity_key(self.house.inbox, who),
            until,
        };
        let amend = came(to);
        Command::Amend(Box::new(AmendLine { line, amend }))
    }

    fn likes(&self, id: &str) -> Command {
        let emoji = vec!["👍".to_owned()];
        self.amend(id, Amend::React { emoji })
    }
}

const FOR_EVER: Time = Time::from_millis(i64::MAX);

fn fates(lines: &[Message]) -> Vec<Fate> {
    lines.iter().filter_map(|line| line.delivery).collect()
}

#[test]
fn a_receipt_reaches_however_many_lines_there_are() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let ids: Vec<String> = (0..230).map(|n| format!("m-{n}")).collect();
        let said = ids.iter().map(|id| post.echo("u-1", id)).collect();
        let first = message(&post.take(&fresh.db, said).await, 0);
        let other = message(&post.take(&fresh.db, vec![post.echo("u-2", "x")]).await, 0);
        post.take(&fresh.db, vec![post.until("u-1", FOR_EVER, Fate::Read)])
            .await;
        let id = first.conversation_id;
        let read = fresh
            .db
            .read(post.house.workspace, move |tx| thread(tx, id, i64::MAX, 1_000));
        let lines = read.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(fates(&lines), [Fate::Read; 230]);
        assert_eq!(
            fates(&post.lines(&fresh.db, &other).await),
            [Fate::Sent],
            "somebody else's"
        );
        // Nobody of that name was ever written to.
        let outcomes = post
            .take(&fresh.db, vec![post.until("u-9", FOR_EVER, Fate::Read)])
            .await;
        assert!(matches!(outcomes[..], [Ok(None)]), "{outcomes:?}");
    });
}

#[test]
fn what_is_settled_before_it_in_the_same_commit_is_meant_and_what_comes_after_is_not() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let asked = message(
            &post
                .take(&fresh.db, vec![post.letter("u-1", "m-1", "在吗")])
                .await,
            0,
        );
        for client in ["c1", "c2"] {
            let reply = post.house.reply(asked.conversation_id, client, client);
            fresh.db.command(post.house.workspace, reply).await.unwrap();
        }
        let [delivery] = &lease(&fresh.db, "one").await[..] else {
            panic!("one of a conversation at a time")
        };
        let seq = delivery.order.seq().unwrap();
        // Out without an id of the provider's.
        let settle = Command::Settle(Box::new(Settle {
            delivery: delivery.id,
            conversation: delivery.conversation,
            line: Some((seq, came(Fate::Sent))),
            problem: None,
        }));
        let commands = vec![
            post.echo("u-1", "before"),
            settle,
            post.until("u-1", FOR_EVER, Fate::Read),
            post.echo("u-1", "after"),
        ];
        post.take(&fresh.db, commands).await;
        let lines = post.lines(&fresh.db, &asked).await;
        let shown: Vec<_> = lines[1..]
            .iter()
            .map(|line| (line.text.as_str(), line.delivery.unwrap()))
            .collect();
        assert_eq!(
            shown,
            [
                ("c1", Fate::Read),
                ("c2", Fate::Pending),
                ("before", Fate::Read),
                ("after", Fate::Sent)
            ]
        );
    });
}

#[test]
fn nothing_that_happens_to_a_line_meanwhile_is_overwritten() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let (db, place) = (&fresh.db, &post);
        let says = async {
            for n in 0..40 {
                place.take(db, vec![place.echo("u-1", &format!("m-{n}"))]).await;
            }
        };
        let reads = async {
            for _ in 0..40 {
                place
                    .take(db, vec![place.until("u-1", FOR_EVER, Fate::Read)])
                    .await;
            }
        };
        let likes = async {
            for n in 0..40 {
                place.take(db, vec![place.likes(&format!("m-{n}"))]).await;
            }
        };
        let arrives = async {
            for _ in 0..40 {
                place
                    .take(db, vec![place.until("u-1", FOR_EVER, Fate::Delivered)])
                    .await;
            }
        };
        tokio::join!(says, reads, likes, arrives);
        let last = post
            .take(
                db,
                vec![post.echo("u-1", "last"), post.until("u-1", FOR_EVER, Fate::Read)],
            )
            .await;
        let lines = post.lines(db, &message(&last, 0)).await;
        assert_eq!(fates(&lines), [Fate::Read; 41]);
        assert!(lines[..40].iter().all(|line| line.reactions.len() == 1));
    });
}

/// One thing that a channel tells.
#[derive(Clone, Copy, Debug)]
enum Telling {
    Said { to: usize },
    Came { to: usize, until: Until, fate: Fate },
    Liked { line: usize },
}

#[derive(Clone, Copy, Debug)]
enum Until {
    Never,
    Ever,
    /// The time of a line that stands there.
    Line(usize),
}

fn telling() -> impl Strategy<Value = Telling> {
    let until = prop_oneof![
        Just(Until::Never),
        Just(Until::Ever),
        (0..20_usize).prop_map(Until::Line)
    ];
    let fate = prop_oneof![Just(Fate::Delivered), Just(Fate::Read), Just(Fate::Failed)];
    prop_oneof![
        (0..2_usize).prop_map(|to| Telling::Said { to }),
        (0..2_usize, until, fate).prop_map(|(to, until, fate)| Telling::Came { to, until, fate }),
        (0..20_usize).prop_map(|line| Telling::Liked { line }),
    ]
}

/// What a line should have come to.
#[derive(Clone, Copy, Debug)]
struct Model {
    to: usize,
    /// When it was said; none within the intake that is under way, which is later than all that stands there.
    at: Option<Time>,
    fate: Fate,
    liked: bool,
}

impl Model {
    fn come(&mut self, until: Time, to: Fate) {
        let meant = until == FOR_EVER || self.at.is_some_and(|at| at <= until);
        let climbs = matches!((self.fate, to), (Fate::Sent, _) | (Fate::Delivered, Fate::Read));
        if meant && climbs {
            self.fate = to;
        }
    }
}

/// One intake: what is told in it, and what the lines should come to.
fn told(post: &Post, round: usize, tellings: &[Telling], lines: &mut Vec<Model>) -> Vec<Command> {
    let name = |to: usize| format!("u-{round}-{to}");
    let mut commands = Vec::new();
    for one in tellings {
        match *one {
            Telling::Said { to } => {
                commands.push(post.echo(&name(to), &format!("m-{round}-{}", lines.len())));
                lines.push(Model {
                    to,
                    at: None,
                    fate: Fate::Sent,
                    liked: false,
                });
            }
            Telling::Came { to, until, fate } => {
                let until = match until {
                    Until::Never => Time::from_millis(0),
                    Until::Ever => FOR_EVER,
                    Until::Line(n) => lines
                        .get(n)
                        .and_then(|line| line.at)
                        .unwrap_or(Time::from_millis(0)),
                };
                commands.push(post.until(&name(to), until, fate));
                let theirs = lines.iter_mut().filter(|line| line.to == to);
                theirs.for_each(|line| line.come(until, fate));
            }
            Telling::Liked { line } => {
                commands.push(post.likes(&format!("m-{round}-{line}")));
                // Not there yet: it waits for the line.
                if let Some(line) = lines.get_mut(line) {
                    line.liked = true;
                }
            }
        }
    }
    commands
}

async fn plays(post: &Post, db: &Db, clock: &crate::support::Later, round: usize, intakes: &[Vec<Telling>]) {
    let mut lines: Vec<Model> = Vec::new();
    for (number, tellings) in intakes.iter().enumerate() {
        clock.set(Span::millis(i64::try_from(round * 100 + number).unwrap() * 1_000));
        let before = lines.len();
        let commands = told(post, round, tellings, &mut lines);
        let outcomes = post.take(db, commands).await;
        let said = outcomes
            .iter()
            .zip(tellings)
            .filter(|(_, one)| matches!(one, Telling::Said { .. }));
        for (line, (outcome, _)) in lines[before..].iter_mut().zip(said) {
            line.at = Some(
                outcome
                    .as_ref()
                    .unwrap()
                    .as_ref()
                    .unwrap()
                    .message
                    .as_ref()
                    .unwrap()
                    .at,
            );
        }
    }
    // What was liked before it was there.
    for one in intakes.iter().flatten() {
        if let Telling::Liked { line } = one
            && let Some(line) = lines.get_mut(*line)
        {
            line.liked = true;
        }
    }
    let inbox = post.house.inbox;
    for (number, model) in lines.iter().enumerate() {
        let id = format!("m-{round}-{number}");
        let read = db.read(post.house.workspace, move |tx| {
            let place = yingke_store::line_of_external(tx, inbox, &id)?.expect("it stands there");
            yingke_store::line(tx, place.0, place.1)
        });
        let line = read
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
            .unwrap();
        assert_eq!(
            (line.delivery, !line.reactions.is_empty()),
            (Some(model.fate), model.liked),
            "line {number} of {intakes:?}"
        );
    }
}

#[test]
fn however_tellings_are_bundled_they_come_to_the_same() {
    on_both(|fresh| async move {
        let post = post(&fresh).await;
        let (db, clock) = open_later(&fresh);
        let mut runner = TestRunner::deterministic();
        let intakes = prop::collection::vec(prop::collection::vec(telling(), 1..6), 1..6);
        for round in 0..24 {
            let tree = intakes.new_tree(&mut runner).unwrap();
            plays(&post, &db, &clock, round, &tree.current()).await;
        }
    });
}
