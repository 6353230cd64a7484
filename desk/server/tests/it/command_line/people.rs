//! Accounts, workspaces and the examination, from the command line.

use serde_json::json;

use super::program::{Place, Room};
use crate::support::{PASSWORD, person_at, run};

#[test]
fn workspaces_are_listed_and_founded() {
    run(async {
        let room = Room::new("workspaces");
        let place = Place::file(&room.folder);
        let mut node = place.serve();
        node.found().await;
        let add = |email: &'static str| {
            ["workspace", "add", "二号店", "--owner", "周青", "--email", email].to_vec()
        };
        let before = place.run(&["workspace", "list"]).good();
        assert_eq!(before.lines().count(), 1, "{before}");
        for (email, typed, why) in [
            ("hejing@shop.example", PASSWORD, "has an account already"),
            ("no address", PASSWORD, "address"),
            ("zhou@shop.example", "short", "weak_password"),
            ("zhou@shop.example", "zhou@shop.example", "weak_password"),
        ] {
            let refused = place.run_typing(&add(email), typed).wrong();
            assert!(refused.contains(why), "{email}: {refused}");
            assert!(!refused.contains(PASSWORD), "{refused}");
        }
        assert_eq!(
            place.run(&["workspace", "list"]).good(),
            before,
            "nothing was founded"
        );
        let said = place.run_typing(&add("zhou@shop.example"), PASSWORD).good();
        assert!(
            said.contains("Founded 二号店") && !said.contains(PASSWORD),
            "{said}"
        );
        let after = place.run(&["workspace", "list"]).good();
        let names: Vec<_> = after
            .lines()
            .map(|line| line.rsplit("  ").next().unwrap())
            .collect();
        assert_eq!(names, ["山野集", "二号店"]);
        // The desk that runs lets the new owner in at once.
        let body = json!({ "email": "zhou@shop.example", "password": PASSWORD });
        let inside = person_at(&node.base).post("/api/v1/sign-in", body).await;
        assert_eq!(inside.body["result"], "ok", "{inside:?}");
        node.kill();
        room.end();
    });
}

#[test]
fn accounts_are_shown_and_given_passwords() {
    run(async {
        let room = Room::new("accounts");
        let place = Place::file(&room.folder);
        let mut node = place.serve();
        node.found().await;
        let shown = place.run(&["user", "show", "HeJing@shop.example"]).good();
        assert_eq!(shown.trim(), "hejing@shop.example  何婧  1 seats");
        assert!(!shown.contains("argon2"), "{shown}");
        for (email, why) in [("nobody@shop.example", "no account"), ("no address", "address")] {
            for verb in ["show", "password"] {
                let refused = place.run_typing(&["user", verb, email], PASSWORD).wrong();
                assert!(refused.contains(why), "{verb} {email}: {refused}");
            }
        }
        let change = ["user", "password", "hejing@shop.example"];
        for weak in ["", "short", "hejing@shop.example", &"x".repeat(129)] {
            let refused = place.run_typing(&change, weak).wrong();
            assert!(refused.contains("weak_password"), "{weak}: {refused}");
        }
        let person = person_at(&node.base);
        let with = |password: &str| json!({ "email": "hejing@shop.example", "password": password });
        assert_eq!(
            person.post("/api/v1/sign-in", with(PASSWORD)).await.status,
            200,
            "what was refused changed nothing"
        );
        let said = place.run_typing(&change, "a wholly different staple").good();
        assert!(
            said.contains("The password is set") && !said.contains("staple"),
            "{said}"
        );
        assert_eq!(person.post("/api/v1/sign-in", with(PASSWORD)).await.status, 401);
        let new = with("a wholly different staple");
        assert_eq!(person.post("/api/v1/sign-in", new).await.status, 200);
        node.kill();
        room.end();
    });
}

#[test]
fn what_nobody_can_carry_out_is_answered_with_how_to() {
    let room = Room::new("usage");
    let place = Place::file(&room.folder.join("data"));
    for wrong in [
        &["fly"][..],
        &[],
        &["serve", "now"],
        &["move"],
        &["backup"],
        &["restore"],
        &["user"],
        &["user", "show"],
        &["workspace", "add", "x"],
        &["workspace", "add", "x", "--owner", "y"],
        &["demo", "--consultations", "many"],
        &["--config"],
    ] {
        let ran = place.run(wrong);
        assert_eq!(ran.code, 2, "{wrong:?}: {ran:?}");
        let helps = ["Usage: ", "try '--help'"];
        assert!(
            helps.iter().any(|help| ran.complained.contains(help)),
            "{wrong:?}: {ran:?}"
        );
        assert_eq!(ran.said, "", "{wrong:?}");
    }
    assert!(!place.data.exists(), "nothing was made");
    let help = place.run(&["--help"]).good();
    for command in [
        "serve",
        "move",
        "backup",
        "restore",
        "doctor",
        "user",
        "workspace",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
    }
    let missing = place.run(&["--config", "/nonexistent.toml", "doctor"]).wrong();
    assert!(missing.contains("cannot read /nonexistent.toml"), "{missing}");
    let odd = room.folder.join("odd.toml");
    std::fs::write(&odd, "daat = 'x'\n").unwrap();
    let odd = place.run(&["--config", odd.to_str().unwrap(), "doctor"]).wrong();
    assert!(odd.contains("daat"), "{odd}");
    room.end();
}

#[test]
fn the_examination_says_what_is_wrong_and_ends_by_it() {
    let room = Room::new("doctor");
    let well = Place::file(&room.folder.join("data"));
    let ran = well.run(&["doctor"]);
    // A program that was built without its pages says so; everything else is well here.
    let wrong: Vec<_> = ran.said.lines().filter(|line| line.contains("WRONG")).collect();
    assert!(
        wrong
            .iter()
            .all(|line| line.contains("the interface") || line.contains("file descriptors")),
        "{ran:?}"
    );
    assert_eq!(ran.code == 0, wrong.is_empty(), "{ran:?}");
    assert_eq!(
        ran.said.contains("Nothing is wrong."),
        wrong.is_empty(),
        "{ran:?}"
    );
    assert!(ran.said.contains("  ok    the database (Sqlite)"), "{ran:?}");

    let gone = Place {
        database: Some(format!("{}_gone?password=canary-5d1e", room.database)),
        ..Place::file(&room.folder)
    };
    let ran = gone.run(&["doctor"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.said.contains("  WRONG the database"), "{ran:?}");
    assert!(ran.complained.contains("something is wrong"), "{ran:?}");
    assert!(
        !format!("{ran:?}").contains("canary-5d1e"),
        "no secret is shown: {ran:?}"
    );

    let file = room.folder.join("open.toml");
    std::fs::write(&file, "listen = '0.0.0.0:1'\n").unwrap();
    let open = well.run(&["--config", file.to_str().unwrap(), "doctor"]);
    assert_eq!(open.code, 1, "{open:?}");
    assert!(open.said.contains("  WRONG listens on 0.0.0.0:1"), "{open:?}");
    room.end();
}
