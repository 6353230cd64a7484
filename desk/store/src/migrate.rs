//! Migrations: one text, both engines, by refinery.

use refinery::{Migration, Runner};

use crate::{
    Engine, StoreError,
    db::{Location, off_the_runtime},
    dialect, plans,
    postgres::Pg,
    sqlite::{Lite, Purpose},
};

const MIGRATIONS: [(&str, &str); 11] = [
    ("V1__house", include_str!("../migrations/V1__house.sql")),
    ("V2__leaving", include_str!("../migrations/V2__leaving.sql")),
    ("V3__objects", include_str!("../migrations/V3__objects.sql")),
    ("V4__slots", include_str!("../migrations/V4__slots.sql")),
    (
        "V5__audit_stays",
        include_str!("../migrations/V5__audit_stays.sql"),
    ),
    ("V6__handed", include_str!("../migrations/V6__handed.sql")),
    ("V7__channels", include_str!("../migrations/V7__channels.sql")),
    ("V8__recontact", include_str!("../migrations/V8__recontact.sql")),
    ("V9__routing", include_str!("../migrations/V9__routing.sql")),
    ("V10__hours", include_str!("../migrations/V10__hours.sql")),
    (
        "V11__collaboration",
        include_str!("../migrations/V11__collaboration.sql"),
    ),
];

fn runner(engine: Engine) -> Result<Runner, StoreError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, text)| Migration::unapplied(name, &dialect::migration(text, engine)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| StoreError::Driver(error.to_string()))?;
    // In one transaction with the record of them: a kill in the middle leaves none of them behind.
    Ok(Runner::new(&migrations).set_grouped(true))
}

/// Brings the database to this version's schema; answers how many migrations ran.
pub fn migrate(location: &Location) -> Result<usize, StoreError> {
    off_the_runtime(|| migrate_here(location))
}

pub(crate) fn migrate_here(location: &Location) -> Result<usize, StoreError> {
    match location {
        Location::File(file) => {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder).map_err(|error| StoreError::Driver(error.to_string()))?;
            }
            let mut lite = Lite::open(file, Purpose::Writer)?;
            let report = runner(Engine::Sqlite)?.run(&mut lite.connection);
            let ran = report
                .map(|report| report.applied_migrations().len())
                .map_err(|error| StoreError::Driver(error.to_string()))?;
            plans::settle(&mut lite.connection, ran)?;
            Ok(ran)
        }
        Location::Url(url) => {
            let mut pg = Pg::connect_patient(url)?;
            // Two nodes that start at once migrate one after the other.
            pg.batch("SELECT pg_advisory_lock(7788)")?;
            let ran = pg.migrate(&runner(Engine::Postgres)?);
            pg.batch("SELECT pg_advisory_unlock(7788)")?;
            ran
        }
    }
}

/// Prepares a statement without running it: the test that walks every statement calls it.
pub fn prepare(location: &Location, statement: &str) -> Result<(), StoreError> {
    match location {
        Location::File(file) => {
            let lite = Lite::open(file, Purpose::Reader)?;
            lite.connection.prepare(&dialect::for_sqlite(statement))?;
            Ok(())
        }
        Location::Url(url) => Pg::connect(url)?.check(statement),
    }
}
