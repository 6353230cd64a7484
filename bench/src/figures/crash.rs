//! `crash`: nothing acknowledged is lost, seen twice or out of order, however server, database and power end.

use std::{collections::HashMap, time::Duration};

use rusqlite::Connection;
use serde_json::{Value, json};
use yingke_store::Location;

use crate::{
    cluster::Cluster,
    drive::{Driver, Load, Toll},
    power::{self, Losses},
    report::{Figure, progress},
    stage::{self, Crowd, Stage},
    texts::Texts,
};

const CROWD: Crowd = Crowd {
    visitors: 40,
    agents: 5,
};

fn load() -> Load {
    Load {
        rate: Some(250.0),
        window: 0,
        visitors: CROWD.visitors,
        warm_up: Duration::ZERO,
        time: Duration::ZERO,
    }
}

/// `rounds` kills of the server on each engine, and as many power losses.
pub fn measure(rounds: usize) -> anyhow::Result<Figure> {
    let mut stage = Stage::fresh("crash", None, CROWD)?;
    let sqlite = kills(&mut stage, rounds, "SQLite")?;
    drop(stage);
    let folder = stage::folder("power")?;
    progress(&format!("{rounds} power losses on SQLite"));
    let power = power::cut(&folder, rounds)?;
    std::fs::remove_dir_all(folder)?;
    let mut postgres = None;
    if let Some(cluster) = Cluster::start(None)? {
        let mut stage = Stage::fresh("crash-pg", Some(cluster.url.clone()), CROWD)?;
        let killed = kills(&mut stage, rounds, "PostgreSQL")?;
        let stopped = stops(&mut stage, &cluster, rounds)?;
        postgres = Some((killed, stopped));
        drop(stage);
    }
    Ok(figure(rounds, &sqlite, power, postgres.as_ref()))
}

/// kill -9 of the server at a random moment, each time.
fn kills(stage: &mut Stage, rounds: usize, engine: &str) -> anyhow::Result<Toll> {
    stage.start(None)?;
    let mut chance = Texts::new(u64::from(std::process::id()));
    let mut siege = stage.running()?.1.besiege(&load());
    for number in 1..=rounds {
        progress(&format!("{engine}: kill {number} of {rounds}"));
        let time = Duration::from_millis(150 + chance.next() % 350);
        stage.running()?.1.go_on(&mut siege, time)?;
        stage.kill()?;
    }
    let driver: &mut Driver = &mut stage.running()?.1;
    driver.go_on(&mut siege, Duration::from_millis(500))?;
    let toll = driver.lift(siege)?;
    stage.stop()?;
    with_store(toll, stage)
}

/// The database stops without mercy; the server stays.
fn stops(stage: &mut Stage, cluster: &Cluster, rounds: usize) -> anyhow::Result<Toll> {
    stage.start(None)?;
    let mut chance = Texts::new(u64::from(std::process::id()));
    let mut siege = stage.running()?.1.besiege(&load());
    for number in 1..=rounds {
        progress(&format!("PostgreSQL: immediate stop {number} of {rounds}"));
        let driver = &mut stage.running()?.1;
        driver.go_on(&mut siege, Duration::from_millis(300 + chance.next() % 500))?;
        cluster.cut()?;
        driver.go_on(&mut siege, Duration::from_millis(50))?;
        cluster.go()?;
    }
    let driver: &mut Driver = &mut stage.running()?.1;
    driver.go_on(&mut siege, Duration::from_secs(1))?;
    let toll = driver.lift(siege)?;
    stage.stop()?;
    with_store(toll, stage)
}

/// Adds what the store knows to what was seen.
fn with_store(mut toll: Toll, stage: &Stage) -> anyhow::Result<Toll> {
    let like = format!("{}%", toll.prefix);
    let stored: HashMap<String, i64> = match &stage.location {
        Location::File(file) => {
            let connection = Connection::open(file)?;
            let mut statement = connection
                .prepare("SELECT client_id, count(*) FROM message WHERE client_id LIKE ?1 GROUP BY 1")?;
            let rows = statement.query_map([like], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        }
        Location::Url(url) => in_postgres(url, stage, &like)?,
    };
    toll.lost += toll.ids.iter().filter(|id| !stored.contains_key(*id)).count();
    toll.doubled += stored.values().filter(|count| **count > 1).count();
    Ok(toll)
}

fn in_postgres(url: &str, stage: &Stage, like: &str) -> anyhow::Result<HashMap<String, i64>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        let workspace = stage.desk.workspace.to_string();
        client
            .query("SELECT set_config('yingke.workspace', $1, false)", &[&workspace])
            .await?;
        let rows = client
            .query(
                "SELECT client_id, count(*) FROM message WHERE client_id LIKE $1 GROUP BY 1",
                &[&like],
            )
            .await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    })
}

fn figure(rounds: usize, sqlite: &Toll, power: Losses, postgres: Option<&(Toll, Toll)>) -> Figure {
    let tolls: Vec<&Toll> = std::iter::once(sqlite)
        .chain(postgres.iter().flat_map(|(killed, stopped)| [killed, stopped]))
        .collect();
    let sum = |value: fn(&Toll) -> usize| -> usize { tolls.iter().map(|toll| value(toll)).sum() };
    Figure {
        name: "crash",
        value: json!([
            sum(|toll| toll.lost) + power.lost,
            sum(|toll| toll.doubled) + power.doubled,
            sum(|toll| toll.disordered)
        ]),
        unit: "acknowledged and lost; seen twice; out of order",
        goal: "0; 0; 0",
        detail: json!({
            "rounds": rounds, "sqliteKills": toll_json(sqlite),
            "sqlitePowerLosses": { "rounds": power.rounds, "acknowledged": power.acknowledged, "lost": power.lost,
                "doubled": power.doubled },
            "postgresKills": postgres.map_or(json!("PostgreSQL is not installed"), |(killed, _)| toll_json(killed)),
            "postgresImmediateStops": postgres.map(|(_, stopped)| toll_json(stopped)),
        }),
    }
}

fn toll_json(toll: &Toll) -> Value {
    json!({
        "acknowledged": toll.acknowledged, "lost": toll.lost, "doubled": toll.doubled,
        "outOfOrder": toll.disordered, "refusedAndSaidAgain": toll.refused, "sequenceGaps": toll.gaps,
        "reconnects": toll.reconnects,
    })
}
