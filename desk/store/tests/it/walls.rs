//! The second wall: row-level security before every tenant's rows, and no start on a server or role that breaks it.

use std::collections::{BTreeMap, BTreeSet};

use yingke_store::{Engine, Location, move_everything};

use crate::{
    filled::{file_of, fill, still},
    support::{Fresh, administer, open, ports, try_administer},
};

/// Tables with a `workspace_id` and no wall, each with its reason.
const NO_WALL: [(&str, &str); 5] = [
    (
        "account_seat",
        "looked up before the workspace is known: which seats has who signs in",
    ),
    (
        "inbox_key",
        "looked up before the workspace is known: whose widget is this key",
    ),
    (
        "app_key",
        "looked up before the workspace is known: whose callback is this address",
    ),
    (
        "outbox",
        "its worker looks over all workspaces; its rows hold ids and codes, never what is said",
    ),
    (
        "work",
        "its workers look over all workspaces; its rows hold ids, never content",
    ),
];

fn url(fresh: &Fresh) -> &str {
    match &fresh.location {
        Location::Url(url) => url,
        Location::File(_) => panic!("a URL"),
    }
}

/// A PostgreSQL database with rows of two workspaces in every table.
fn filled() -> (Fresh, Vec<String>) {
    let (lite, pg) = (still(Engine::Sqlite), still(Engine::Postgres));
    fill(&file_of(&lite));
    move_everything(&lite.location, &pg.location).expect("it moves");
    let tenants = administer(url(&pg), "SELECT id FROM workspace");
    let tenants: Vec<String> = tenants.lines().map(str::to_owned).collect();
    for tenant in &tenants {
        let found = format!(
            "SET yingke.workspace = '{tenant}';
             INSERT INTO search VALUES ('{tenant}', gen_random_uuid(), 1, array_to_tsvector(ARRAY['11a']))"
        );
        administer(url(&pg), &found);
    }
    (pg, tenants)
}

/// Every table with a `workspace_id`, and whether it is behind the wall for its owner too.
fn tables(url: &str) -> BTreeMap<String, bool> {
    let found = administer(
        url,
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity
            AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
         WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace",
    );
    let line = |line: &str| {
        let (table, walled) = line.split_once('|').expect("two columns");
        (table.to_owned(), walled == "t")
    };
    found.lines().map(line).collect()
}

#[test]
fn every_tenants_table_is_behind_the_wall() {
    let fresh = Fresh::on(Engine::Postgres);
    let tables = tables(url(&fresh));
    assert!(tables.len() > 20, "the walk finds the tables: {tables:?}");
    let open: BTreeSet<&str> = tables
        .iter()
        .filter(|(_, walled)| !**walled)
        .map(|(table, _)| table.as_str())
        .collect();
    let reviewed: BTreeSet<&str> = NO_WALL.iter().map(|(table, _)| *table).collect();
    assert_eq!(
        open, reviewed,
        "a table with a workspace_id needs a policy, or a reason in NO_WALL"
    );
}

#[test]
fn a_plain_query_sees_no_row_of_another_workspace() {
    let (pg, tenants) = filled();
    let walled: Vec<String> = tables(url(&pg))
        .into_iter()
        .filter_map(|(table, walled)| walled.then_some(table))
        .collect();
    let count = |tenant: &str| {
        let each = walled.iter().map(|table| {
            format!(
                "SELECT '{table}', count(*) FILTER (WHERE workspace_id = '{tenant}'),
                    count(*) FILTER (WHERE workspace_id <> '{tenant}') FROM \"{table}\";"
            )
        });
        let asked: String = each.collect();
        administer(
            url(&pg),
            &format!("SET yingke.workspace = '{tenant}'; SET yingke.question = '''11a'''; {asked}"),
        )
    };
    for tenant in &tenants {
        let seen = count(tenant);
        assert_eq!(seen.lines().count(), walled.len());
        for line in seen.lines() {
            let columns: Vec<&str> = line.split('|').collect();
            assert!(columns[1] != "0", "{} hides a workspace's own rows", columns[0]);
            assert_eq!(columns[2], "0", "{} shows rows of another workspace", columns[0]);
        }
    }
    let nobody = walled
        .iter()
        .map(|table| format!("SELECT count(*) FROM \"{table}\";"));
    let nobody: String = nobody.collect();
    let seen = administer(
        url(&pg),
        &format!(
            "SET yingke.workspace = '00000000-0000-0000-0000-000000000000'; SET yingke.question = '''11a'''; {nobody}"
        ),
    );
    assert!(
        seen.lines().all(|count| count == "0"),
        "without a workspace there is nothing: {seen}"
    );
}

#[test]
fn nothing_is_written_or_changed_across_the_wall() {
    let (pg, tenants) = filled();
    let (own, other) = (&tenants[0], &tenants[1]);
    let walled = tables(url(&pg)).into_iter().filter(|(_, walled)| *walled);
    for (table, _) in walled {
        let changed = administer(
            url(&pg),
            &format!(
                "SET yingke.workspace = '{own}'; SET yingke.question = '''11a''';
                 WITH gone AS (DELETE FROM \"{table}\" WHERE workspace_id = '{other}' RETURNING 1)
                 SELECT count(*) FROM gone"
            ),
        );
        assert_eq!(changed, "0", "{table} lets another workspace's rows be deleted");
        // A row of the other workspace, made from an own one.
        let planted = try_administer(
            url(&pg),
            &format!(
                "SET yingke.workspace = '{own}'; SET yingke.question = '''11a''';
                 CREATE TEMP TABLE one AS SELECT * FROM \"{table}\" LIMIT 1;
                 UPDATE one SET workspace_id = '{other}'; INSERT INTO \"{table}\" SELECT * FROM one"
            ),
        );
        let refusal = planted.expect_err("the wall lets a row be planted");
        assert!(refusal.contains("row-level security"), "{table}: {refusal}");
    }
}

#[test]
fn a_server_that_can_lose_what_it_acknowledged_is_refused() {
    for (name, how) in [
        (
            "synchronous_commit",
            "ALTER DATABASE {db} SET synchronous_commit = off",
        ),
        ("fsync", "{shadow}"),
        ("full_page_writes", "{shadow}"),
    ] {
        let fresh = still(Engine::Postgres);
        let db = url(&fresh).rsplit_once('/').expect("a database").1;
        // fsync belongs to the whole server, and other tests run on it: this database is told that it is off.
        let shadow = format!(
            "CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql STABLE AS
                $$ SELECT CASE WHEN $1 = '{name}' THEN 'off' ELSE pg_catalog.current_setting($1) END $$;
             ALTER DATABASE {db} SET search_path = public, pg_catalog"
        );
        administer(url(&fresh), &how.replace("{db}", db).replace("{shadow}", &shadow));
        let refused = open(&fresh.location, &ports(&fresh.heard)).map(|_| ());
        let text = refused.expect_err("it starts").to_string();
        assert!(text.contains(&format!("{name} is off")), "{text}");
    }
}

#[test]
fn a_role_that_walks_through_the_wall_is_refused_before_anything_is_made() {
    let admin = std::env::var("YINGKE_TEST_POSTGRES_ADMIN")
        .expect("YINGKE_TEST_POSTGRES_ADMIN is set: run the tests through `make test`");
    let name = format!("walls_{}", std::process::id());
    administer(&admin, &format!("CREATE DATABASE {name}"));
    let own = admin.rsplit_once('/').expect("a database").0.to_owned() + "/" + &name;
    let fresh = still(Engine::Postgres);
    let refused = open(&Location::Url(own.clone()), &ports(&fresh.heard)).map(|_| ());
    let tables = administer(
        &own,
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    );
    administer(&admin, &format!("DROP DATABASE {name} WITH (FORCE)"));
    let text = refused.expect_err("it starts").to_string();
    assert!(text.contains("superuser"), "{text}");
    assert_eq!(tables, "0", "nothing was made in its name");
}
