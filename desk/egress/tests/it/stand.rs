//! Doors and servers for tests.

use std::{
    collections::{HashMap, VecDeque},
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use yingke_egress::{Allowed, Client, Door, Limits, Resolve, Resolving, Setup};

/// A resolver whose answers are given; each name may answer differently the next time.
#[derive(Clone, Default)]
pub struct Names {
    answers: Arc<Mutex<HashMap<String, VecDeque<Vec<IpAddr>>>>>,
    pub asked: Arc<AtomicUsize>,
}

impl Names {
    /// The last answer stays.
    pub fn with(self, name: &str, answers: &[&[&str]]) -> Self {
        let parse = |list: &&[&str]| list.iter().map(|one| one.parse().unwrap()).collect();
        let answers = answers.iter().map(parse).collect();
        self.answers.lock().unwrap().insert(name.to_owned(), answers);
        self
    }
}

impl Resolve for Names {
    fn resolve(&self, host: &str) -> Resolving {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers.lock().unwrap();
        let found = answers.get_mut(host).map(|queue| match queue.len() {
            1 => queue[0].clone(),
            _ => queue.pop_front().unwrap_or_default(),
        });
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    }
}

/// A door to the Internet only.
pub fn closed(names: &Names) -> Door {
    Door::new(Setup {
        resolver: Arc::new(names.clone()),
        ..Setup::default()
    })
    .unwrap()
}

/// A door that also leads to this machine.
pub fn open(names: &Names) -> Door {
    open_trusting(names, Vec::new())
}

/// The same, where these certificates are trusted.
pub fn open_trusting(names: &Names, roots: Vec<u8>) -> Door {
    let networks = ["127.0.0.0/8", "::1/128"]
        .map(|one| one.parse().unwrap())
        .to_vec();
    Door::new(Setup {
        allowed: Allowed {
            networks,
            ..Allowed::default()
        },
        roots,
        resolver: Arc::new(names.clone()),
        connect: Duration::from_secs(2),
    })
    .unwrap()
}

/// A client that may ask this machine.
pub fn client() -> Client {
    Client::new(&open(&Names::default())).unwrap()
}

pub fn within(millis: u64) -> Limits {
    Limits {
        total: Duration::from_millis(millis),
        ..Limits::default()
    }
}

pub fn get(url: &str) -> http::Request<()> {
    http::Request::get(url).body(()).unwrap()
}

pub fn post(url: &str) -> http::Request<()> {
    http::Request::post(url).body(()).unwrap()
}

/// Runs `each` with every connection.
pub async fn server<F, R>(each: F) -> SocketAddr
where
    F: Fn(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(each(stream));
        }
    });
    address
}

/// A listener that counts who comes and says nothing.
pub async fn counting() -> (SocketAddr, Arc<AtomicUsize>) {
    let came = Arc::new(AtomicUsize::new(0));
    let counter = came.clone();
    let address = server(move |stream| {
        counter.fetch_add(1, Ordering::Relaxed);
        async move { drop(stream) }
    })
    .await;
    (address, came)
}

/// A request as it came over the wire: its head, and its body as long as the head says.
pub async fn request(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let mut body = vec![0; header(&head, "content-length").map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await.unwrap();
    (head, body)
}

pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Answers one request with these bytes, then closes.
pub async fn answering(bytes: impl AsRef<[u8]> + Send + Sync + Clone + 'static) -> SocketAddr {
    server(move |mut stream| {
        let bytes = bytes.clone();
        async move {
            request(&mut stream).await;
            stream.write_all(bytes.as_ref()).await.unwrap();
        }
    })
    .await
}

/// An HTTP answer.
pub fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
