//! `fanout`: one event to two thousand sockets, against bare writes of ready frames to as many.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::Duration,
};

use anyhow::{Context, bail};
use serde_json::json;
use yingke_store::Location;

use crate::{
    desk,
    drive::Driver,
    http::Client,
    machine::{SERVER_CORE, Surroundings, cpu_of, cpu_of_this_thread, pin},
    report::{Figure, median, progress, round, spread},
    seed,
    server::{Server, Setting},
    stage,
};

const SOCKETS: usize = 2_000;
const EVENTS: usize = 25;
const ROUNDS: usize = 5;

/// Interleaves ours and bare writes.
pub fn measure() -> anyhow::Result<Figure> {
    let folder = stage::folder("fanout")?;
    let data = folder.join("data");
    let desk = seed::copy(&data)?;
    let cookies = desk::sign_in(&Location::File(data.join("yingke.db")), &desk, SOCKETS + 1)?;
    let surroundings = Surroundings::measure(&folder)?;
    let server = Server::start(&Setting {
        data,
        database: None,
        record: None,
        port: 0,
    })?;
    let mut driver = Driver::new(server.address)?;
    driver.add_agents(&cookies[1..])?;
    let mut client = Client::connect(server.address)?;
    let entered = client.succeed(
        "POST /api/v1/visitor/enter",
        "",
        Some(&json!({ "key": desk.inbox_key })),
    )?;
    let token = entered.body["token"].as_str().context("a token")?;
    let bearer = format!("authorization: Bearer {token}\r\n");
    let mut length = tell_all(&mut driver, &mut client, &bearer, "first")?;
    let mut bare = Bare::new(SOCKETS)?;
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        progress(&format!("fanout, round {} of {ROUNDS}", number + 1));
        let before = cpu_of(server.process());
        for event in 0..EVENTS {
            length = tell_all(&mut driver, &mut client, &bearer, &format!("e{number}-{event}"))?;
        }
        ours.push(rate(cpu_of(server.process()) - before));
        floor.push(rate(bare.write(length)?));
    }
    server.stop()?;
    fs::remove_dir_all(folder)?;
    let ratios: Vec<f64> = ours
        .iter()
        .zip(&floor)
        .map(|(ours, floor)| ours / floor)
        .collect();
    Ok(Figure {
        name: "fanout",
        value: json!(round(median(&ratios), 3)),
        unit: "deliveries per CPU second / those of bare write()",
        goal: ">= 0.7",
        detail: json!({
            "ratio": spread(&ratios, 3), "perCpuSecond": spread(&ours, 0), "barePerCpuSecond": spread(&floor, 0),
            "microsADelivery": round(1e6 / median(&ours), 2), "bareMicros": round(1e6 / median(&floor), 2),
            "sockets": SOCKETS, "eventsARound": EVENTS, "frameBytes": length,
            "store": seed::described(), "surroundings": surroundings.json(),
        }),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a small product")]
fn rate(cpu: Duration) -> f64 {
    (SOCKETS * EVENTS) as f64 / cpu.as_secs_f64().max(0.001)
}

/// A visitor whom nobody serves yet says something: every agent who may see the queue is told. The frame's length.
fn tell_all(driver: &mut Driver, client: &mut Client, bearer: &str, id: &str) -> anyhow::Result<usize> {
    // The visitor's own limit is ten a second.
    std::thread::sleep(Duration::from_millis(60));
    let say = json!({ "clientId": id, "text": "请问冲锋衣的尺码偏大还是偏小？我平时穿 L 码。" });
    client.succeed("POST /api/v1/visitor/messages", bearer, Some(&say))?;
    let needle = format!("\"clientId\":\"{id}\"").into_bytes();
    let (mut told, mut length) = (0, 0);
    for _ in 0..2_000 {
        if told == SOCKETS {
            return Ok(length);
        }
        driver.listen(Duration::from_millis(10), |frame, _| {
            if memchr::memmem::find(frame, &needle).is_some() {
                told += 1;
                length = frame.len();
            }
        })?;
    }
    bail!("only {told} of {SOCKETS} sockets were told of {id}");
}

/// A thread on the server's core that only writes.
struct Bare {
    orders: mpsc::Sender<usize>,
    spent: mpsc::Receiver<Duration>,
    readers: Vec<TcpStream>,
}

impl Bare {
    fn new(sockets: usize) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let (mut readers, mut writers) = (Vec::new(), Vec::new());
        for _ in 0..sockets {
            readers.push(TcpStream::connect(listener.local_addr()?)?);
            let (writer, _) = listener.accept()?;
            writer.set_nodelay(true)?;
            writers.push(writer);
        }
        let (orders, ordered) = mpsc::channel::<usize>();
        let (answer, spent) = mpsc::channel();
        std::thread::spawn(move || {
            let _ = pin(SERVER_CORE);
            for length in ordered {
                let frame = vec![b'x'; length];
                let before = cpu_of_this_thread();
                for writer in &mut writers {
                    if writer.write_all(&frame).is_err() {
                        return;
                    }
                }
                if answer.send(cpu_of_this_thread() - before).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            orders,
            spent,
            readers,
        })
    }

    /// As many events as ours; the CPU time of the writer. An agent's frame has a head of four bytes.
    fn write(&mut self, length: usize) -> anyhow::Result<Duration> {
        let mut spent = Duration::ZERO;
        let mut frame = vec![0; length + 4];
        for _ in 0..EVENTS {
            self.orders.send(frame.len())?;
            for reader in &mut self.readers {
                reader.read_exact(&mut frame)?;
            }
            spent += self.spent.recv()?;
        }
        Ok(spent)
    }
}
