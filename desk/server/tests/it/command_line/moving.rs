//! An installation that moves to the other engine and back, is backed up while it serves, and is restored.

use std::path::Path;

use serde_json::{Value, json};

use super::program::{Place, Room};
use crate::support::{Node, Person, person_at, run, setup, visitor_at};

/// What the owner reads of their conversations, words and all.
async fn read(owner: &Person) -> Vec<Value> {
    let list = owner.get("/api/v1/conversations").await.good();
    let mut all = vec![list["items"].clone()];
    for row in list["items"].as_array().unwrap() {
        let path = format!("/api/v1/conversations/{}/messages", row["id"].as_str().unwrap());
        all.push(owner.get(&path).await.good()["items"].clone());
    }
    assert!(all.len() > 1, "there are conversations");
    all
}

/// The owner, in the same browser as before, at another desk.
fn at(node: &Node, owner: &Person) -> Person {
    let mut person = person_at(&node.base);
    person.cookie.clone_from(&owner.cookie);
    person
}

/// Nobody sets a founded installation up again (T11).
async fn check_set_up(node: &Node) {
    assert_eq!(node.token, None, "it offers no set-up link");
    let nobody = person_at(&node.base);
    let asked = nobody.get("/api/v1/setup").await;
    assert_eq!(asked.refusal(), (404, "setup_done"));
    for token in ["", "0123456789abcdef0123456789abcdef"] {
        let tried = nobody.post("/api/v1/setup", setup(token)).await;
        assert_eq!(tried.refusal(), (404, "setup_done"));
    }
}

/// A served installation with a conversation: its owner and the key of its inbox.
async fn founded(node: &Node) -> (Person, String) {
    let (owner, key) = node.found().await;
    let sent = visitor_at(&node.base, &key).await.say("c1", "帐篷漏雨了 ☂").await;
    assert_eq!(sent.status, 201);
    (owner, key)
}

#[test]
fn an_installation_moves_to_postgresql_and_back() {
    run(async {
        let room = Room::new("move");
        let file = Place::file(&room.folder.join("first"));
        let mut node = file.serve();
        let (owner, key) = founded(&node).await;
        let before = read(&owner).await;
        node.kill();
        let said = file.run(&["move", &room.database]).good();
        assert!(said.contains("same rows on both sides"), "{said}");
        let again = file.run(&["move", &room.database]).wrong();
        assert!(again.contains("the target is not empty"), "{again}");

        let server = Place {
            database: Some(room.database.clone()),
            ..Place::file(&room.folder.join("first"))
        };
        let mut node = server.serve();
        check_set_up(&node).await;
        let owner = at(&node, &owner);
        assert_eq!(read(&owner).await, before, "moved whole, and still signed in");
        let sent = visitor_at(&node.base, &key)
            .await
            .say("c1", "在 PostgreSQL 上")
            .await;
        assert_eq!(sent.status, 201);
        let before = read(&owner).await;
        node.kill();

        let back = room.folder.join("second");
        std::fs::create_dir(&back).unwrap();
        let to = back.join("yingke.db");
        server.run(&["move", to.to_str().unwrap()]).good();
        let mut node = Place::file(&back).serve();
        check_set_up(&node).await;
        let owner = at(&node, &owner);
        assert_eq!(read(&owner).await, before, "and back");
        let trail = owner.get("/api/v1/audit?act=installation.move").await.good();
        let moves = trail["items"].as_array().unwrap();
        assert_eq!(moves.len(), 2, "both moves left a record: {trail}");
        node.kill();
        room.end();
    });
}

/// Backs a running installation up, restores it elsewhere and serves that.
async fn back_up_and_restore(served: &Place, empty: &Place, file: &Path) {
    let mut node = served.serve();
    let (owner, key) = founded(&node).await;
    let before = read(&owner).await;
    let visitor = visitor_at(&node.base, &key).await;
    let talking = tokio::spawn(async move {
        for number in 0..40 {
            let sent = visitor.say(&format!("c{number}"), "meanwhile").await;
            assert_eq!(sent.status, 201, "the desk serves during the backup");
        }
    });
    let path = file.to_str().unwrap();
    served.run(&["backup", path]).good();
    talking.await.unwrap();
    let twice = served.run(&["backup", path]).wrong();
    assert!(twice.contains("exists"), "no backup is overwritten: {twice}");
    node.kill();

    let said = empty.run(&["restore", path]).good();
    assert!(said.contains("the rows and checksums of the backup"), "{said}");
    let again = empty.run(&["restore", path]).wrong();
    assert!(
        again.contains("exists") || again.contains("not empty"),
        "nothing is overwritten: {again}"
    );
    let mut node = empty.serve();
    check_set_up(&node).await;
    let owner = at(&node, &owner);
    let after = read(&owner).await;
    assert!(
        after.contains(before.last().unwrap()),
        "what was there when it began: {after:?}"
    );
    let visitor = visitor_at(&node.base, &key).await;
    assert_eq!(visitor.say("c1", "after").await.status, 201, "it goes on");
    let trail = owner.get("/api/v1/audit?act=installation.restore").await.good();
    assert_eq!(trail["items"].as_array().unwrap().len(), 1, "{trail}");
    node.kill();
}

#[test]
fn a_backup_is_made_while_it_serves_and_restored_elsewhere() {
    run(async {
        let room = Room::new("backup");
        let other = Room::new("restored");
        let (first, second) = (room.folder.join("first"), room.folder.join("second"));
        std::fs::create_dir(&second).unwrap();
        let file = room.folder.join("one.backup");
        back_up_and_restore(&Place::file(&first), &Place::file(&second), &file).await;
        let on = |database: &str| Place {
            database: Some(database.to_owned()),
            ..Place::file(&room.folder.join("server"))
        };
        let file = room.folder.join("two.backup");
        back_up_and_restore(&on(&room.database), &on(&other.database), &file).await;
        room.end();
        other.end();
    });
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_restored() {
    run(async {
        let room = Room::new("damaged");
        let place = Place::file(&room.folder.join("first"));
        let mut node = place.serve();
        founded(&node).await;
        let file = room.folder.join("one.backup");
        let path = file.to_str().unwrap();
        place.run(&["backup", path]).good();
        node.kill();
        let empty = room.folder.join("second");
        std::fs::create_dir(&empty).unwrap();
        let whole = std::fs::read(&file).unwrap();
        let words = "漏雨".as_bytes();
        let at = whole.windows(words.len()).position(|window| window == words);
        let mut altered = whole.clone();
        altered[at.expect("the words stand in it") + 2] ^= 1;
        for damaged in [whole[..whole.len() / 2].to_vec(), altered, Vec::new()] {
            std::fs::write(&file, damaged).unwrap();
            let refused = Place::file(&empty).run(&["restore", path]);
            assert_eq!(refused.code, 1, "{refused:?}");
            let left = std::fs::read_dir(&empty).unwrap().count();
            assert_eq!(left, 0, "nothing was restored");
        }
        std::fs::write(&file, whole).unwrap();
        let manifest = room.folder.join("one.backup.manifest.json");
        let text = std::fs::read_to_string(&manifest).unwrap();
        let mut document: Value = serde_json::from_str(&text).unwrap();
        document["tables"][0]["rows"] = json!(7_777);
        std::fs::write(&manifest, document.to_string()).unwrap();
        assert_eq!(
            Place::file(&empty).run(&["restore", path]).code,
            1,
            "another's manifest"
        );
        std::fs::write(&manifest, text).unwrap();
        Place::file(&empty).run(&["restore", path]).good();
        room.end();
    });
}
