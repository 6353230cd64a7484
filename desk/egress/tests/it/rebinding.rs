//! SECURITY.md T62: a name that answers differently the next time.

use std::sync::atomic::Ordering;

use yingke_egress::{Body, Client, Failure, Limits, NotSent};

use crate::stand::{Names, answer, answering, closed, counting, get, open};

#[tokio::test]
async fn the_connection_goes_to_the_address_that_was_checked() {
    // The second answer leads to a port of ours; it must never be asked for.
    let there = answering(answer("200 OK", "", "fine")).await;
    let names = Names::default().with("rebinding.example", &[&["127.0.0.1"], &["127.0.0.2"]]);
    let client = Client::new(&open(&names)).unwrap();
    let url = format!("http://rebinding.example:{}/", there.port());
    let answer = client
        .send(get(&url), Body::Empty, &Limits::default())
        .await
        .unwrap();
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "fine"));
    assert_eq!(names.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_name_that_turns_inwards_is_refused_then() {
    let (listener, came) = counting().await;
    let names = Names::default().with("rebinding.example", &[&["127.0.0.1"], &["10.0.0.1"]]);
    let client = Client::new(&open(&names)).unwrap();
    let url = format!("http://rebinding.example:{}/", listener.port());
    let first = client
        .send(get(&url), Body::Empty, &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(first, Failure::Ambiguous(_)), "{first}");
    let second = client
        .send(get(&url), Body::Empty, &Limits::default())
        .await
        .unwrap_err();
    assert!(
        matches!(second, Failure::NotSent(NotSent::Blocked { .. })),
        "{second}"
    );
    assert_eq!(came.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn one_address_inside_refuses_the_name() {
    let names = Names::default().with("both.example", &[&["93.184.216.34", "2606:4700::1", "127.0.0.1"]]);
    let client = Client::new(&closed(&names)).unwrap();
    let failure = client
        .send(get("http://both.example/"), Body::Empty, &Limits::default())
        .await
        .unwrap_err();
    assert!(
        matches!(failure, Failure::NotSent(NotSent::Blocked { .. })),
        "{failure}"
    );
}

#[tokio::test]
async fn a_name_without_addresses_is_nowhere() {
    let names = Names::default().with("empty.example", &[&[]]);
    let client = Client::new(&closed(&names)).unwrap();
    for name in ["empty.example", "missing.example"] {
        let failure = client
            .send(get(&format!("http://{name}/")), Body::Empty, &Limits::default())
            .await
            .unwrap_err();
        assert!(
            matches!(failure, Failure::NotSent(NotSent::Unresolved { .. })),
            "{failure}"
        );
    }
}
