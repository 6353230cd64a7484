//! A sign-in ends by the clock: 12 hours after its last use, and 14 days after it began.

use yingke_server::{api::signed_in::open_cookie, presence};
use yingke_words::Span;

use crate::support::{Desk, Engine, Person, Socket, run, signed_in};

const EMAIL: &str = "hejing@shop.example";

async fn is_in(person: &Person) -> bool {
    let answer = person.get("/api/v1/me").await;
    if answer.status == 200 {
        return true;
    }
    assert_eq!(answer.refusal(), (401, "not_signed_in"));
    false
}

/// What the server does every minute.
async fn a_minute_passes(desk: &Desk) {
    let known = desk.app.db.read_global(yingke_store::workspaces).await.unwrap();
    presence::see(&desk.app, known[0].id).await.unwrap();
}

/// What the server does after five seconds: it looks a cookie up again.
fn five_seconds_pass(desk: &Desk) {
    let (_, value) = desk.owner.cookie.split_once('=').unwrap();
    let (_, token_hash) = open_cookie(value).unwrap();
    desk.app.sign_ins.forget(&token_hash);
}

async fn code_of(socket: &mut Socket) -> u16 {
    loop {
        if let Err(code) = socket.next().await {
            return code;
        }
    }
}

#[test]
fn who_does_nothing_for_twelve_hours_is_signed_out() {
    run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let (desk, clock) = Desk::clocked(engine, |_| ()).await;
            let mut socket = desk.owner.socket(None).await;
            socket.next_of("snapshot").await;
            clock.by(Span::minutes(12 * 60 - 1));
            let other = signed_in(&desk.base, EMAIL).await;
            clock.by(Span::minutes(1));
            assert!(!is_in(&desk.owner).await, "a cookie that was just in use, too");
            let refused = desk.owner.handshake("/api/v1/live", &[]).await;
            assert_eq!(
                refused.err(),
                Some((401, "not_signed_in".into())),
                "no socket either"
            );
            assert!(is_in(&other).await, "who signed in meanwhile stays");
            let mut stays = other.socket(None).await;
            stays.next_of("snapshot").await;
            a_minute_passes(&desk).await;
            assert_eq!(code_of(&mut socket).await, 4001, "the open one is cut");
            desk.visitor().await.say("c1", "在吗").await;
            stays.next_of("event").await;
            desk.end().await;
        }
    });
}

#[test]
fn who_works_stays_signed_in_and_after_fourteen_days_signs_in_again() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        // Rounds of eleven hours and a little: fourteen days are 30.4 of them.
        let round = Span::minutes(11 * 60 + 3);
        for number in 1..=30 {
            clock.by(round);
            assert!(is_in(&desk.owner).await, "in use, round {number}");
        }
        clock.by(Span::hours(4));
        assert!(is_in(&desk.owner).await, "13 days and 23 hours and a half");
        clock.by(Span::hours(2));
        assert!(!is_in(&desk.owner).await, "14 days are over");
        desk.end().await;
    });
}

#[test]
fn who_works_with_an_open_socket_stays_signed_in_too() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        let mut socket = desk.owner.socket(None).await;
        socket.next_of("snapshot").await;
        for number in 1..=4 {
            clock.by(Span::hours(6));
            a_minute_passes(&desk).await;
            five_seconds_pass(&desk);
            assert!(is_in(&desk.owner).await, "round {number}");
        }
        desk.end().await;
    });
}
