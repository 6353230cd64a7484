//! SECURITY.md T61, T64: redirects into the network, and what they take along.

use std::sync::{Arc, Mutex, atomic::Ordering};

use http::HeaderValue;
use tokio::io::AsyncWriteExt;
use yingke_egress::{
    Beginning, Body, Client, Downloaded, Failure, Limits, NotDownloaded, NotSent, Verdict, Within,
};

use crate::stand::{Names, answer, answering, client, counting, get, header, open, request, server};

fn to(location: &str) -> Vec<u8> {
    answer("302 Found", &format!("location: {location}\r\n"), "elsewhere")
}

async fn take(
    client: &Client,
    head: http::Request<()>,
    within: &Within,
) -> Result<(Downloaded, Vec<u8>), NotDownloaded> {
    let mut sink = Vec::new();
    let judge = |_: &Beginning<'_>| Verdict::Take;
    let downloaded = client.download(head, within, judge, &mut sink).await?;
    Ok((downloaded, sink))
}

#[tokio::test]
async fn a_request_follows_nothing() {
    let (listener, came) = counting().await;
    let there = answering(to(&format!("http://{listener}/"))).await;
    let answer = client()
        .send(get(&format!("http://{there}/")), Body::Empty, &Limits::default())
        .await
        .unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!(
        answer.header("location"),
        Some(format!("http://{listener}/").as_str())
    );
    assert_eq!(came.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_download_follows_a_few() {
    let file = answering(answer("200 OK", "content-type: image/png\r\n", "a picture")).await;
    let mut url = format!("http://{file}/picture");
    for _ in 0..3 {
        url = format!("http://{}/", answering(to(&url)).await);
    }
    let within = Within::default();
    let (downloaded, bytes) = take(&client(), get(&url), &within).await.unwrap();
    assert_eq!(
        downloaded,
        Downloaded::Taken {
            length: 9,
            media_type: Some("image/png".to_owned())
        }
    );
    assert_eq!(bytes, b"a picture");
    // One less is one too few; none at all hands the redirect over as it is.
    let failure = take(
        &client(),
        get(&url),
        &Within {
            redirects: 2,
            ..within
        },
    )
    .await
    .unwrap_err();
    assert!(
        matches!(
            failure,
            NotDownloaded::Way(Failure::NotSent(NotSent::Redirect(_)))
        ),
        "{failure}"
    );
    let (downloaded, _) = take(
        &client(),
        get(&url),
        &Within {
            redirects: 0,
            ..within
        },
    )
    .await
    .unwrap();
    assert!(matches!(downloaded, Downloaded::Answered(answer) if answer.status == 302));
}

#[tokio::test]
async fn a_download_is_not_led_inside() {
    let (_, came) = counting().await;
    for inside in [
        "http://10.0.0.1/",
        "http://[fd00::1]/",
        "http://0xa9fea9fe/latest/meta-data/",
        "//192.168.0.1/",
        "http://inside.example/",
    ] {
        let there = answering(to(inside)).await;
        let names = Names::default().with("inside.example", &[&["172.16.0.1"]]);
        let client = Client::new(&open(&names)).unwrap();
        let failure = take(&client, get(&format!("http://{there}/")), &Within::default())
            .await
            .unwrap_err();
        assert!(
            matches!(
                failure,
                NotDownloaded::Way(Failure::NotSent(NotSent::Blocked { .. }))
            ),
            "{inside}: {failure}"
        );
    }
    for elsewhere in [
        "ftp://example.com/",
        "file:///etc/passwd",
        "http://user@example.com/",
        "http://",
    ] {
        let there = answering(to(elsewhere)).await;
        let failure = take(&client(), get(&format!("http://{there}/")), &Within::default())
            .await
            .unwrap_err();
        assert!(
            matches!(failure, NotDownloaded::Way(Failure::NotSent(_))),
            "{elsewhere}: {failure}"
        );
    }
    assert_eq!(came.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn secrets_stay_with_the_server_they_were_meant_for() {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let (seen, other) = (heads.clone(), Arc::new(Mutex::new(String::new())));
    let next = other.clone();
    // The first goes on at the same server, the second at another, the third is the file.
    let each = move |mut stream: tokio::net::TcpStream| {
        let (seen, next) = (seen.clone(), next.clone());
        async move {
            let (head, _) = request(&mut stream).await;
            let path = head.split(' ').nth(1).unwrap().to_owned();
            seen.lock().unwrap().push(head);
            let bytes = match path.as_str() {
                "/one" => to("/two"),
                "/two" => to(&next.lock().unwrap()),
                _ => answer("200 OK", "", "file"),
            };
            stream.write_all(&bytes).await.unwrap();
        }
    };
    let (one, two) = (server(each.clone()).await, server(each).await);
    *other.lock().unwrap() = format!("http://{two}/three");
    let mut head = get(&format!("http://{one}/one"));
    let mut secret = HeaderValue::from_static("hunter2");
    secret.set_sensitive(true);
    head.headers_mut()
        .insert("authorization", HeaderValue::from_static("Bearer hunter2"));
    head.headers_mut().insert("x-token", secret);
    head.headers_mut()
        .insert("accept", HeaderValue::from_static("image/*"));
    take(&client(), head, &Within::default()).await.unwrap();
    let heads = heads.lock().unwrap();
    let told = |at: usize, name: &str| header(&heads[at], name).is_some();
    assert_eq!(heads.len(), 3);
    assert!(
        [0, 1]
            .iter()
            .all(|at| told(*at, "authorization") && told(*at, "x-token") && told(*at, "accept"))
    );
    assert!(!told(2, "authorization") && !told(2, "x-token") && told(2, "accept"));
    assert!(!heads[2].contains("hunter2") && !told(2, "referer"));
}
