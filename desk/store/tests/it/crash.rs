//! kill -9 in the middle of writing: what was acknowledged is there, once, in a gapless log.

use std::{
    collections::HashSet,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command as Process, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use uuid::Uuid;
use yingke_store::{Db, Engine, Location};

use crate::{
    support::{Fresh, Heard, House, open, ports},
    two_nodes::Ledger,
};

const CHILD: &str = "YINGKE_TEST_CRASH_CHILD";
const WRITERS: usize = 6;

/// How often the writing process is killed: five times, or as often as `YINGKE_CRASH_ROUNDS` says.
fn rounds() -> usize {
    let rounds = std::env::var("YINGKE_CRASH_ROUNDS").ok();
    rounds.map_or(5, |rounds| {
        rounds.parse().expect("YINGKE_CRASH_ROUNDS is a number")
    })
}

/// This test again, as a process of its own that writes until it is killed.
fn start(location: &Location, house: &House, round: usize) -> Child {
    let place = match location {
        Location::File(file) => format!("file {}", file.display()),
        Location::Url(url) => format!("url {url}"),
    };
    Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "crash::the_writing_process", "--nocapture"])
        .env(
            CHILD,
            format!("{} {} {round} {place}", house.workspace, house.inbox),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// Reads what the process acknowledges and kills it after `most` of them; answers all it had said until then.
fn kill_after(child: &mut Child, most: usize) -> HashSet<String> {
    let mut acknowledged = HashSet::new();
    let mut killed = false;
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    for line in lines.map_while(Result::ok) {
        // The last line may be cut short: then it was not yet said.
        if let Some(client) = line.strip_prefix("said ").and_then(|line| line.strip_suffix('.')) {
            acknowledged.insert(client.to_owned());
        }
        if acknowledged.len() >= most && !killed {
            child.kill().expect("it is killed");
            killed = true;
        }
    }
    let status = child.wait().expect("it ends");
    assert!(killed && !status.success(), "it ended by itself: {status}");
    acknowledged
}

fn crash(engine: Engine) {
    let fresh = Fresh::on(engine);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let house = runtime.block_on(fresh.workspace());
    fresh.db.close();
    let mut acknowledged = HashSet::new();
    for round in 0..rounds() {
        let moment = 1 + usize::from(u16::from_be_bytes(
            Uuid::new_v4().as_bytes()[..2].try_into().expect("two bytes"),
        )) % 400;
        let mut child = start(&fresh.location, &house, round);
        let said = kill_after(&mut child, moment);
        acknowledged.extend(said.iter().cloned());
        let db = open(&fresh.location, &ports(&fresh.heard)).expect("it opens after the crash");
        runtime.block_on(async {
            let before = Ledger::of(&db, house.workspace).await;
            before.check(&acknowledged);
            for client in said.iter().take(20) {
                let visitor = visitor_of(client);
                let again = house.receive(&visitor, client, "again");
                let again = db.command(house.workspace, again).await.expect("it works on");
                assert!(again.repeated, "{client} is known");
            }
            let next = house.receive("after", &format!("after{round}"), "and on");
            db.command(house.workspace, next).await.expect("it works on");
            let after = Ledger::of(&db, house.workspace).await;
            after.check(&acknowledged);
            assert_eq!(after.head, before.head + 1, "repeats write nothing");
        });
        db.close();
    }
}

#[test]
fn kill_9_loses_nothing_on_sqlite() {
    crash(Engine::Sqlite);
}

#[test]
fn kill_9_loses_nothing_on_postgres() {
    crash(Engine::Postgres);
}

fn visitor_of(client: &str) -> String {
    let n: usize = client
        .rsplit_once('n')
        .expect("a number")
        .1
        .parse()
        .expect("a number");
    format!("v{}", n % 7)
}

/// The process that is killed. Without its environment there is nothing to do.
#[test]
fn the_writing_process() {
    let Ok(given) = std::env::var(CHILD) else {
        return;
    };
    let parts: Vec<&str> = given.splitn(5, ' ').collect();
    let house = House {
        workspace: parts[0].parse().expect("a workspace"),
        inbox: parts[1].parse().expect("an inbox"),
    };
    let location = match parts[3] {
        "file" => Location::File(parts[4].into()),
        _ => Location::Url(parts[4].to_owned()),
    };
    let db = open(&location, &ports(&Arc::new(Heard::default()))).expect("it opens");
    let next = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let (db, next, round) = (Arc::clone(&db), Arc::clone(&next), parts[2].to_owned());
            std::thread::spawn(move || write_for_ever(&db, &house, &round, &next))
        })
        .collect();
    for writer in writers {
        writer.join().expect("nobody stops writing");
    }
}

fn write_for_ever(db: &Db, house: &House, round: &str, next: &AtomicUsize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let client = format!("r{round}n{n}");
        let command = house.receive(&visitor_of(&client), &client, "你好，在吗");
        runtime
            .block_on(db.command(house.workspace, command))
            .expect("it is written");
        let said = format!("said {client}.\n");
        std::io::stdout()
            .lock()
            .write_all(said.as_bytes())
            .expect("the parent listens");
    }
}
