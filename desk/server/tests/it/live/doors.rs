//! Who gets a socket: agents by their cookie from our own pages, visitors by a ticket and nothing else (T15).

use reqwest::Method;
use yingke_words::Span;

use crate::support::{Desk, Engine, Person, Visitor, on_one, run};

const AGENTS: &str = "/api/v1/live";

fn by_ticket(ticket: &str) -> String {
    format!("/api/v1/visitor/live?ticket={ticket}")
}

async fn fresh_ticket(visitor: &Visitor) -> String {
    let answer = visitor
        .call(Method::POST, "/api/v1/visitor/tickets", None)
        .await
        .good();
    answer["ticket"].as_str().unwrap().to_owned()
}

async fn refused(person: &Person, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let asked = person.handshake(path, headers).await;
    asked
        .err()
        .unwrap_or_else(|| panic!("{path} with {headers:?} opened"))
}

#[test]
fn another_site_opens_no_agents_socket() {
    on_one(|desk| async move {
        let host = desk.base.strip_prefix("http://").unwrap();
        let foreign = [
            "https://evil.example",
            "null",
            "http://127.0.0.1",
            "http://localhost",
            &format!("https://{host}"),
            &format!("http://{host}.evil.example"),
            &format!("http://{host}@evil.example"),
            &format!("http://{host}/"),
            &format!("http://evil.example,http://{host}"),
        ];
        for origin in foreign {
            let answer = refused(&desk.owner, AGENTS, &[("origin", origin)]).await;
            assert_eq!(answer, (403, "foreign_origin".into()), "{origin}");
        }
        for origin in [desk.base.as_str(), ""] {
            let opened = desk.owner.handshake(AGENTS, &[("origin", origin)]).await;
            let mut socket = opened.expect("our own page, and a program without one");
            socket.say(serde_json::json!({ "type": "hello" })).await;
            socket.next_of("snapshot").await;
        }
        desk.end().await;
    });
}

#[test]
fn the_host_a_request_names_is_no_address_of_ours_where_one_is_configured() {
    run(async {
        let own = "http://chat.shop.example";
        let (desk, _) = Desk::clocked(Engine::Sqlite, |config| config.base_url = Some(own.into())).await;
        let forged = [("host", "evil.example"), ("origin", "http://evil.example")];
        assert_eq!(refused(&desk.owner, AGENTS, &forged).await.0, 403);
        let reached = [("origin", desk.base.as_str())];
        assert_eq!(refused(&desk.owner, AGENTS, &reached).await.0, 403);
        let ours = desk.owner.handshake(AGENTS, &[("origin", own)]).await;
        assert!(ours.is_ok(), "the configured address is ours");
        drop(ours);
        desk.end().await;
    });
}

#[test]
fn an_agents_socket_takes_no_altered_cookie_and_nothing_of_a_visitors() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let good = desk.owner.cookie.clone();
        let mut altered = good.clone();
        altered.replace_range(good.len() - 2..good.len() - 1, "!");
        let flipped = |at: usize| {
            let other = if &good[at..=at] == "A" { "B" } else { "A" };
            format!("{}{other}{}", &good[..at], &good[at + 1..])
        };
        let cut = good[..good.len() - 1].to_owned();
        let longer = format!("{good}A");
        let as_cookie = format!("yingke={}", visitor.token);
        let (_, invitation) = desk.tenant().invite("linxia@shop.example", "agent").await;
        let invited = format!("yingke={invitation}");
        let other_name = good.replacen("yingke", "__Host-yingke", 1);
        for cookie in [
            String::new(),
            "yingke=".into(),
            altered,
            flipped(good.len() - 20),
            flipped("yingke=".len() + 3),
            cut,
            longer,
            as_cookie,
            invited,
            other_name,
        ] {
            let mut person = desk.nobody();
            person.cookie.clone_from(&cookie);
            let answer = refused(&person, AGENTS, &[]).await;
            assert_eq!(answer, (401, "not_signed_in".into()), "{cookie}");
            let asked = person.get("/api/v1/me").await;
            assert_eq!(asked.refusal(), (401, "not_signed_in"), "{cookie}");
        }
        let bearer = format!("Bearer {}", visitor.token);
        let answer = refused(&desk.nobody(), AGENTS, &[("authorization", &bearer)]).await;
        assert_eq!(answer.0, 401, "a visitor's token");
        assert!(
            desk.owner.handshake(AGENTS, &[]).await.is_ok(),
            "the cookie itself is good"
        );
        desk.end().await;
    });
}

#[test]
fn a_visitors_socket_takes_a_ticket_and_never_a_cookie() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let (_, secret) = desk.owner.cookie.split_once('=').unwrap();
        let mut forged = visitor.ticket.clone();
        forged.pop();
        for ticket in ["", "nonsense", secret, &visitor.token, &forged, "%00", "%FF"] {
            let answer = refused(&desk.owner, &by_ticket(ticket), &[]).await;
            assert_eq!(answer.0 / 100, 4, "{ticket}: {answer:?}");
            assert!(!answer.1.is_empty(), "{ticket} is answered by a problem");
        }
        let none = refused(&desk.owner, "/api/v1/visitor/live", &[]).await;
        assert_eq!(none, (400, "malformed_query".into()), "a cookie alone");
        let shop = [("origin", "https://shop.example")];
        let good = desk.nobody().handshake(&by_ticket(&visitor.ticket), &shop).await;
        assert!(good.is_ok(), "the chat window stands on the shop's own pages");
        desk.end().await;
    });
}

#[test]
fn a_ticket_opens_one_socket_also_when_many_come_at_once() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let mut tries = Vec::new();
        for _ in 0..12 {
            let (nobody, path) = (desk.nobody(), by_ticket(&visitor.ticket));
            tries.push(tokio::spawn(async move {
                nobody.handshake(&path, &[]).await.map(drop)
            }));
        }
        let mut opened = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => opened += 1,
                Err(refused) => assert_eq!(refused, (401, "ticket_refused".into())),
            }
        }
        assert_eq!(opened, 1);
        desk.end().await;
    });
}

#[test]
fn a_ticket_is_good_for_a_minute_by_the_servers_clock() {
    run(async {
        let (desk, clock) = Desk::clocked(Engine::Sqlite, |_| ()).await;
        let visitor = desk.visitor().await;
        let (early, late) = (fresh_ticket(&visitor).await, fresh_ticket(&visitor).await);
        // A ticket's end is told in whole seconds.
        clock.by(Span::seconds(50));
        let in_time = desk.nobody().handshake(&by_ticket(&early), &[]).await;
        assert!(in_time.is_ok());
        clock.by(Span::seconds(10));
        let answer = refused(&desk.nobody(), &by_ticket(&late), &[]).await;
        assert_eq!(answer, (401, "ticket_refused".into()));
        let streamed = format!("/api/v1/visitor/events?ticket={late}");
        assert_eq!(desk.nobody().status(&streamed).await, 401);
        drop(in_time);
        desk.end().await;
    });
}
