//! The known answers of the protocols' sheets, and what every scheme refuses.
//!
//! `vectors/*.json` hold public facts: what is signed with what, and what comes out. Each has a check of its own here, and
//! each check reads all of its vector: a vector that is added, or says more, fails until somebody looks at it.

mod china;
mod china_apis;
mod dkim;
mod mail;
mod meta;
mod own;
mod phones;
mod refusals;
mod telegram;
mod tokens;
mod twilio;
mod vector;
mod wechat;
mod world;

use std::collections::BTreeSet;

use vector::{Vector, vectors};

/// A vector's id, and what is done with it.
type Check = (&'static str, fn(&Vector));

const FILES: [&str; 3] = [
    include_str!("../../vectors/cn.json"),
    include_str!("../../vectors/intl.json"),
    include_str!("../../vectors/own.json"),
];

const CHECKS: [&[Check]; 11] = [
    wechat::CHECKS,
    china::CHECKS,
    china_apis::CHECKS,
    meta::CHECKS,
    world::CHECKS,
    twilio::CHECKS,
    telegram::CHECKS,
    tokens::CHECKS,
    mail::CHECKS,
    phones::CHECKS,
    own::CHECKS,
];

#[test]
fn every_vector_has_a_check_and_every_check_a_vector() {
    let all: Vec<String> = FILES
        .iter()
        .flat_map(|file| vectors(file))
        .map(|one| one.id)
        .collect();
    let ids: BTreeSet<&str> = all.iter().map(String::as_str).collect();
    let checks: Vec<&str> = CHECKS.concat().iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), all.len(), "an id stands twice");
    assert_eq!(checks.len(), ids.len(), "a check stands twice, or is missing");
    assert_eq!(checks.into_iter().collect::<BTreeSet<_>>(), ids);
}

/// Runs the checks of one file; each has to read its whole vector.
fn walk(file: &str, least: usize) {
    let checks = CHECKS.concat();
    let all = vectors(file);
    assert!(all.len() >= least, "a file was cut");
    for vector in all {
        let (_, check) = checks
            .iter()
            .find(|(id, _)| *id == vector.id)
            .unwrap_or_else(|| panic!("{} has no check", vector.id));
        // Shown when it fails: which one it was.
        eprintln!("{}", vector.id);
        check(&vector);
        vector.is_read();
    }
}

#[test]
fn known_answers_of_chinas_platforms() {
    walk(FILES[0], 39);
}

#[test]
fn known_answers_of_the_worlds_platforms() {
    walk(FILES[1], 41);
}

#[test]
fn known_answers_that_others_tools_gave_us() {
    walk(FILES[2], 2);
}
