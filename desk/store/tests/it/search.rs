//! Search: what was said is found, newest first, by its own workspace only, alike on both engines.

use std::collections::HashSet;

use yingke_conversation::{Mentioning, Row};
use yingke_store::{
    AgentAct, Db, Engine, Filter, FoundPage, Lag, Location, Query, SearchProjection, Speaker, StoreError,
    cursors, search_page,
};
use yingke_words::{Clock as _, Span};

use crate::support::{Fresh, House, Later, Machine, administer, on_both, open_later, spoken};

/// Brings the index up to the log.
pub async fn index(db: &Db, house: &House) {
    loop {
        let progress = SearchProjection::step(db, house.workspace)
            .await
            .expect("the store does it");
        if progress.lag() == 0 {
            break;
        }
    }
}

pub async fn found(db: &Db, house: &House, text: &str) -> Vec<String> {
    let query = Query {
        text: text.to_owned(),
        before: None,
        limit: 100,
        filter: Filter::default(),
    };
    let found = db
        .read(house.workspace, move |tx| search_page(tx, &query, |_| true))
        .await;
    let page = found.unwrap_or_else(|error: StoreError| panic!("{text}: {error}"));
    page.found
        .into_iter()
        .map(|one| {
            assert_eq!(one.message.conversation_id, one.row.id);
            one.message.text.as_str().to_owned()
        })
        .collect()
}

async fn say(fresh: &Fresh, house: &House, texts: &[&str]) {
    for (n, text) in texts.iter().enumerate() {
        let command = house.receive(&format!("v{}", n % 3), &format!("c{n}"), text);
        fresh
            .db
            .command(house.workspace, command)
            .await
            .expect("the store does it");
    }
}

const SAID: [&str; 12] = [
    "地址没变，周四前能到吗？",
    "我要退款，订单号 A-20240613",
    "快递员把包裹放在门口了",
    "怎么申请退货退款",
    "发票抬头写错了，可以重开吗",
    "Where is my refund? I paid twice",
    "The courier left the parcel at the door",
    "REFUNDED already, thank you!",
    "iPhone15手机壳有货吗",
    "注文した商品がまだ届きません",
    "배송이 언제 도착하나요",
    "好",
];

/// What is asked, and the lines (by number) that answer it.
const ASKED: [(&str, &[usize]); 26] = [
    ("地址", &[0]),
    ("周四前", &[0]),
    ("退款", &[3, 1]),
    ("退货退款", &[3]),
    ("快递", &[2]),
    ("快递 门口", &[2]),
    ("快递 退款", &[]),
    ("发票抬头", &[4]),
    ("重开", &[4]),
    ("20240613", &[1]),
    ("2024", &[1]),
    ("a-20240613", &[1]),
    ("refund", &[7, 5]),
    ("REFUND", &[7, 5]),
    ("twice refund", &[5]),
    ("courier door", &[6]),
    ("cour door", &[]),
    ("ourier", &[]),
    ("iphone15", &[8]),
    ("ＩＰＨＯＮＥ15手机", &[8]),
    ("手机壳", &[8]),
    ("届きません", &[9]),
    ("배송이", &[10]),
    ("好", &[11]),
    ("吗", &[8, 4, 0]),
    ("退", &[3, 1]),
];

#[test]
fn what_was_said_is_found_alike_on_both_engines() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        say(&fresh, &house, &SAID).await;
        index(&fresh.db, &house).await;
        for (asked, lines) in ASKED {
            let expected: Vec<&str> = lines.iter().map(|line| SAID[*line]).collect();
            assert_eq!(found(&fresh.db, &house, asked).await, expected, "{asked}");
        }
        for nothing in ["", " ", "\"", "' OR 1=1", "NOT", "*", "😀", ":*", "& |"] {
            assert_eq!(
                found(&fresh.db, &house, nothing).await,
                [] as [&str; 0],
                "{nothing}"
            );
        }
        for line in [0, 2, 3, 9] {
            let run: Vec<char> = SAID[line]
                .chars()
                .take_while(|c| !c.is_ascii() && *c != '，')
                .collect();
            for from in 0..run.len() {
                for to in from + 2..=run.len() {
                    let part: String = run[from..to].iter().collect();
                    assert!(
                        found(&fresh.db, &house, &part)
                            .await
                            .contains(&SAID[line].to_owned()),
                        "{part}"
                    );
                }
            }
        }
    });
}

#[test]
fn replies_and_notes_are_found_too() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let first = fresh
            .db
            .command(house.workspace, house.receive("v1", "c1", "你好"))
            .await
            .unwrap();
        let id = first.conversation.id;
        for act in [
            house.reply(id, "r1", "需要什么帮助"),
            house.act(
                id,
                AgentAct::Note(spoken("n1", "老客户，多帮助"), Mentioning::default()),
            ),
            house.act(id, AgentAct::End),
        ] {
            fresh.db.command(house.workspace, act).await.unwrap();
        }
        index(&fresh.db, &house).await;
        assert_eq!(
            found(&fresh.db, &house, "帮助").await,
            ["老客户，多帮助", "需要什么帮助"]
        );
    });
}

#[test]
fn a_workspace_finds_nothing_of_another() {
    on_both(|fresh| async move {
        let mut houses = Vec::new();
        for n in 0..40 {
            let house = fresh.workspace().await;
            let texts = [
                format!("金丝雀{n} canary{n}x 共同的话 shared"),
                format!("{n} 共同"),
            ];
            say(&fresh, &house, &[&texts[0], &texts[1]]).await;
            index(&fresh.db, &house).await;
            houses.push(house);
        }
        for (n, house) in houses.iter().enumerate() {
            for asked in ["共同", "共同的话", "shared", "sh", "canary", "金", "金丝雀"] {
                let own = found(&fresh.db, house, asked).await;
                let canary = format!("金丝雀{n} canary{n}x 共同的话 shared");
                let all = own
                    .iter()
                    .all(|text| *text == canary || *text == format!("{n} 共同"));
                assert!(all && own.contains(&canary), "{n} asks {asked}: {own:?}");
            }
        }
        assert_eq!(found(&fresh.db, &houses[1], "canary2x").await, [] as [&str; 0]);
    });
}

#[test]
fn pages_are_complete_in_order_and_without_what_may_not_be_seen() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let texts: Vec<String> = (0..60).map(|n| format!("第{n}个问题 order")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        say(&fresh, &house, &texts).await;
        index(&fresh.db, &house).await;
        let of_two: fn(&Row) -> bool = |row| row.consultation_number != Some(2);
        let of_none: fn(&Row) -> bool = |_| false;
        for (may_see, count) in [(of_two, 40), (of_none, 0), (|_: &Row| true, 60)] {
            let (mut before, mut seen) = (None, Vec::new());
            for _ in 0..40 {
                let query = Query {
                    text: "问题 ord".into(),
                    before,
                    limit: 7,
                    filter: Filter::default(),
                };
                let page = fresh
                    .db
                    .read(house.workspace, move |tx| search_page(tx, &query, may_see))
                    .await;
                let FoundPage { found, next } = page.unwrap_or_else(|error: StoreError| panic!("{error}"));
                assert!(found.len() <= 7);
                seen.extend(found.into_iter().map(|one| one.message.seq));
                before = next;
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(before, None, "the pages end");
            let distinct: HashSet<i64> = seen.iter().copied().collect();
            assert_eq!((seen.len(), distinct.len()), (count, count));
            assert!(
                seen.is_sorted_by(|one, next| one > next),
                "newest first: {seen:?}"
            );
        }
    });
}

/// What a filtered search answers, by the texts, all pages.
async fn filtered(db: &Db, house: &House, filter: &Filter) -> Vec<String> {
    let (mut before, mut texts) = (None, Vec::new());
    loop {
        let query = Query {
            text: "order".into(),
            before,
            limit: 3,
            filter: filter.clone(),
        };
        let page = db
            .read(house.workspace, move |tx| search_page(tx, &query, |_| true))
            .await;
        let FoundPage { found, next } = page.unwrap_or_else(|error: StoreError| panic!("{error}"));
        texts.extend(found.into_iter().map(|one| one.message.text.as_str().to_owned()));
        before = next;
        if before.is_none() {
            return texts;
        }
    }
}

/// A message a day for thirty days, and on the last of them an answer and a note.
async fn a_month(db: &Db, house: &House, clock: &Later) {
    let mut conversation = None;
    for day in 0..30 {
        clock.set(Span::days(day));
        let said = house.receive("v1", &format!("c{day}"), &format!("order {day}"));
        let done = db.command(house.workspace, said).await.unwrap();
        conversation = Some(done.conversation.id);
    }
    let id = conversation.unwrap();
    let answered = house.reply(id, "r1", "order answered");
    db.command(house.workspace, answered).await.unwrap();
    let noted = house.act(
        id,
        AgentAct::Note(spoken("n1", "order noted"), Mentioning::default()),
    );
    db.command(house.workspace, noted).await.unwrap();
    index(db, house).await;
}

#[test]
fn a_filter_narrows_by_side_and_inbox() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        a_month(&db, &house, &clock).await;
        assert_eq!(filtered(&db, &house, &Filter::default()).await.len(), 32);
        let side = |speaker| Filter {
            speaker: Some(speaker),
            ..Filter::default()
        };
        assert_eq!(filtered(&db, &house, &side(Speaker::Note)).await, ["order noted"]);
        assert_eq!(
            filtered(&db, &house, &side(Speaker::Agent)).await,
            ["order answered"]
        );
        assert_eq!(filtered(&db, &house, &side(Speaker::Customer)).await.len(), 30);
        for (inbox, count) in [(house.inbox, 32), (crate::support::fresh(), 0)] {
            let inbox = Filter {
                inbox: Some(inbox),
                ..Filter::default()
            };
            assert_eq!(filtered(&db, &house, &inbox).await.len(), count);
        }
        db.close();
    });
}

#[test]
fn a_filter_narrows_by_time() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        let begun = Machine.now();
        a_month(&db, &house, &clock).await;
        let noon = |day: i64| Some(begun + Span::days(day) + Span::hours(12));
        let span = |since, until| Filter {
            since,
            until,
            ..Filter::default()
        };
        assert_eq!(
            filtered(&db, &house, &span(noon(4), noon(7))).await,
            ["order 7", "order 6", "order 5"]
        );
        assert_eq!(filtered(&db, &house, &span(None, noon(0))).await, ["order 0"]);
        let (late, early) = (noon(40), noon(-1));
        for (since, until, count) in [
            (late, None, 0),
            (None, early, 0),
            (early, late, 32),
            (noon(28), None, 3),
        ] {
            let found = filtered(&db, &house, &span(since, until)).await;
            assert_eq!(found.len(), count, "{since:?} – {until:?}: {found:?}");
        }
        db.close();
    });
}

async fn lag(fresh: &Fresh, house: &House) -> Option<Lag> {
    let lags = fresh.db.read(house.workspace, cursors).await;
    let lags = lags.unwrap_or_else(|error: StoreError| panic!("{error}"));
    lags.into_iter()
        .find(|lag| lag.cursor.name == SearchProjection::CURSOR)
}

#[test]
fn the_index_follows_the_log_and_two_at_once_do_it_once() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        assert_eq!(lag(&fresh, &house).await, None);
        say(&fresh, &house, &SAID).await;
        let steps = (0..6).map(|_| SearchProjection::step(&fresh.db, house.workspace));
        for progress in futures_util::future::join_all(steps).await {
            let progress = progress.unwrap();
            assert_eq!((progress.at, progress.head, progress.lag()), (12, 12, 0));
        }
        let lagging = lag(&fresh, &house).await.unwrap();
        assert_eq!((lagging.cursor.seq, lagging.events, lagging.since), (12, 0, None));
        let said = house.receive("v1", "late", "退款");
        fresh.db.command(house.workspace, said).await.unwrap();
        let behind = lag(&fresh, &house).await.unwrap();
        assert!(behind.events == 1 && behind.since.is_some());
        index(&fresh.db, &house).await;
        assert_eq!(found(&fresh.db, &house, "退款").await, ["退款", SAID[3], SAID[1]]);
    });
}

#[test]
fn an_index_left_behind_catches_up_from_the_lines() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        say(&fresh, &house, &SAID).await;
        let gone = fresh.db.write(house.workspace, move |tx| {
            tx.run("DELETE FROM event WHERE seq < 9", &[])?;
            Ok::<_, StoreError>(())
        });
        gone.await.unwrap();
        index(&fresh.db, &house).await;
        assert_eq!(found(&fresh.db, &house, "退款").await, [SAID[3], SAID[1]]);
        assert_eq!(lag(&fresh, &house).await.unwrap().cursor.seq, 12);
    });
}

/// Row-level security would keep PostgreSQL from the index unless the question is part of the policy.
#[test]
fn postgres_finds_through_its_index() {
    let fresh = Fresh::on(Engine::Postgres);
    let Location::Url(url) = &fresh.location else {
        panic!("a URL")
    };
    let plan = administer(
        url,
        "SET yingke.workspace = '00000000-0000-0000-0000-000000000001';
         INSERT INTO search SELECT current_setting('yingke.workspace')::uuid, gen_random_uuid(), n,
            array_to_tsvector(ARRAY['11a' || n % 500, '11b']) FROM generate_series(1, 5000) AS n;
         ANALYZE search;
         SET yingke.question = '''11a7'' & ''11b''';
         EXPLAIN SELECT conversation_id, seq FROM search WHERE seq < 9 ORDER BY seq DESC LIMIT 5",
    );
    assert!(plan.contains("search_terms"), "{plan}");
}

/// Pieces that mean something to one of the engines' query languages, or to nobody.
const ODD: [&str; 30] = [
    "\"",
    "'",
    "''",
    "\\",
    "*",
    ":*",
    "(",
    ")",
    "&",
    "|",
    "!",
    "<->",
    ":",
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "{",
    "^",
    "-",
    "退款",
    "单",
    "ﬁ",
    "é",
    "e\u{301}",
    "\u{200d}",
    "\u{0}",
    "😀",
    "ÅNGSTRÖM",
    "a'b\"c",
];

#[test]
fn any_question_is_answered_and_what_was_said_is_found_by_itself() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let mut number = 88_172_645_463_325_252_u64;
        let mut next = |below: usize| {
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
            usize::try_from(number % below as u64).unwrap()
        };
        let texts: Vec<String> = (0..150)
            .map(|_| {
                let pieces = (0..=next(6)).map(|_| ODD[next(ODD.len())]);
                pieces
                    .collect::<Vec<_>>()
                    .join(if next(2) == 0 { " " } else { "" })
            })
            .filter(|text| !text.contains('\u{0}'))
            .collect();
        let said: Vec<&str> = texts
            .iter()
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty())
            .collect();
        say(&fresh, &house, &said).await;
        index(&fresh.db, &house).await;
        for text in &texts {
            let finds = found(&fresh.db, &house, text).await;
            let searchable = text.chars().any(char::is_alphanumeric);
            let itself = finds.iter().any(|find| find.trim() == text.trim());
            assert!(itself || !searchable, "{text:?} finds {finds:?}");
        }
        found(&fresh.db, &house, "\u{0}").await;
        found(&fresh.db, &house, &"退\"款 ".repeat(500)).await;
    });
}
