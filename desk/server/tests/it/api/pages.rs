//! Pages of conversations and of finds: complete, in order, nothing twice, also while more arrives.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Desk, Person, Tenant, on_both};

/// All pages of a list, `between` two of them something happens; the items, newest first.
async fn walk<F: Future<Output = ()>>(
    person: &Person,
    path: &str,
    between: impl Fn(usize) -> F,
) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), String::new());
    for number in 0.. {
        let page = person.get(&format!("{path}{next}")).await.good();
        let found = page["items"].as_array().unwrap();
        items.extend(found.iter().cloned());
        let Some(cursor) = page["nextCursor"].as_str() else {
            return items;
        };
        next = format!("&cursor={cursor}");
        between(number).await;
        assert!(number < 100, "{path} ends");
    }
    items
}

fn ids(items: &[Value], pointer: &str) -> Vec<String> {
    let id = |item: &Value| item.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    let ids: Vec<String> = items.iter().map(id).collect();
    let distinct: HashSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "nothing twice: {ids:?}");
    ids
}

fn newest_first(items: &[Value], pointer: &str) {
    let times: Vec<&str> = items
        .iter()
        .map(|item| item.pointer(pointer).unwrap().as_str().unwrap())
        .collect();
    let sorted = times.windows(2).all(|pair| pair[0] >= pair[1]);
    assert!(sorted, "newest first: {times:?}");
}

/// So many conversations; their ids, newest first.
async fn conversations(tenant: &Tenant, count: usize, text: &str) -> Vec<String> {
    let mut made = Vec::new();
    for number in 0..count {
        let (_, id, _) = tenant.conversation(&format!("{text} {number}")).await;
        made.insert(0, id);
    }
    made
}

async fn nothing(_: usize) {}

/// Waits until so many messages with `word` are found: the index follows the log.
async fn indexed(desk: &Desk, word: &str, count: usize) {
    let begun = Instant::now();
    loop {
        let path = format!("/api/v1/search?q={word}&limit=100");
        let found = desk.owner.get(&path).await.good();
        if found["items"].as_array().unwrap().len() >= count {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{word}: {found}");
        tokio::task::yield_now().await;
    }
}

#[test]
fn pages_of_conversations_are_whole_while_more_arrives() {
    on_both(|desk| async move {
        let tenant = desk.tenant();
        let made = conversations(&tenant, 11, "在吗").await;
        for limit in [1, 2, 5, 10, 11, 100] {
            let path = format!("/api/v1/conversations?limit={limit}");
            let items = walk(&desk.owner, &path, nothing).await;
            assert_eq!(ids(&items, "/id"), made, "pages of {limit}");
            newest_first(&items, "/lastAt");
        }
        // New ones stand before the first page: who walks on meets what was there when they began, once.
        let tenant = &tenant;
        let arrives = |number: usize| async move {
            conversations(tenant, 1 + number % 2, "刚到").await;
        };
        let items = walk(&desk.owner, "/api/v1/conversations?limit=3", arrives).await;
        assert_eq!(ids(&items, "/id"), made);
        desk.end().await;
    });
}

#[test]
fn pages_of_a_team_hold_what_is_theirs_and_nothing_else() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (_, wu_id) = desk.colleague("agent", "吴越").await;
        let mut teams = Vec::new();
        for (name, member) in [("一组", &lin_id), ("二组", &wu_id)] {
            let team = json!({ "name": name, "memberIds": [member] });
            let team = desk.owner.create("/api/v1/teams", team).await.good();
            teams.push(team["id"].clone());
        }
        let mut made = conversations(&desk.tenant(), 12, "tents").await;
        for (number, id) in made.iter().enumerate() {
            let to = match number % 4 {
                0 => json!({ "teamId": teams[0] }),
                1 => json!({ "teamId": teams[1] }),
                2 => json!({ "agentId": lin_id }),
                _ => json!({ "agentId": wu_id }),
            };
            let path = format!("/api/v1/conversations/{id}/assign");
            desk.owner.post(&path, to).await.good();
        }
        // Assigned one after the other, from the newest: the last one moved last.
        made.reverse();
        let hers: Vec<String> = made
            .iter()
            .enumerate()
            .filter(|(place, _)| [0, 2].contains(&((11 - place) % 4)))
            .map(|(_, id)| id.clone())
            .collect();
        for (tab, expected) in [("all", &hers[..]), ("mine", &[]), ("queue", &[])] {
            let path = format!("/api/v1/conversations?tab={tab}&limit=1");
            let items = walk(&lin, &path, nothing).await;
            let found: HashSet<String> = ids(&items, "/id").into_iter().collect();
            if tab == "all" {
                assert_eq!(found, expected.iter().cloned().collect());
            } else {
                let agents = tab == "mine";
                let right = items
                    .iter()
                    .all(|row| (row["agentId"] == lin_id.as_str()) == agents);
                assert!(right && items.len() == 3, "{tab}: {items:?}");
            }
        }
        indexed(&desk, "tents", 12).await;
        let items = walk(&lin, "/api/v1/search?q=tents&limit=1", nothing).await;
        let found: HashSet<String> = ids(&items, "/conversation/id").into_iter().collect();
        assert_eq!(found, hers.into_iter().collect(), "nor by searching");
        for team in &teams {
            let path = format!("/api/v1/search?q=tents&limit=2&teamId={}", team.as_str().unwrap());
            let items = walk(&lin, &path, nothing).await;
            let expected = if team == &teams[0] { 3 } else { 0 };
            assert_eq!(items.len(), expected, "a filter opens nothing: {items:?}");
        }
        let path = format!("/api/v1/search?q=tents&agentId={wu_id}");
        assert_eq!(walk(&lin, &path, nothing).await, Vec::<Value>::new());
        desk.end().await;
    });
}

#[test]
fn pages_of_finds_are_whole_while_more_arrives() {
    on_both(|desk| async move {
        let tenant = desk.tenant();
        let mut made = conversations(&tenant, 6, "leaking tent").await;
        for id in made.clone() {
            let said = json!({ "clientId": "r1", "text": "which tent is leaking" });
            let path = format!("/api/v1/conversations/{id}/messages");
            desk.owner.post(&path, said).await.good();
        }
        indexed(&desk, "leaking", 12).await;
        let whole = desk
            .owner
            .get("/api/v1/search?q=tent+leaking&limit=100")
            .await
            .good();
        let whole = ids(whole["items"].as_array().unwrap(), "/message/id");
        assert_eq!(whole.len(), 12);
        for limit in [1, 5, 12] {
            let path = format!("/api/v1/search?q=tent+leaking&limit={limit}");
            let items = walk(&desk.owner, &path, nothing).await;
            assert_eq!(ids(&items, "/message/id"), whole, "pages of {limit}");
            newest_first(&items, "/message/at");
        }
        let (desk_, tenant) = (&desk, &tenant);
        let arrives = |number: usize| async move {
            conversations(tenant, 1, "another leaking tent").await;
            indexed(desk_, "another", number + 1).await;
        };
        let items = walk(&desk.owner, "/api/v1/search?q=tent+leaking&limit=5", arrives).await;
        assert_eq!(ids(&items, "/message/id"), whole, "what was there, once");
        made.sort_unstable();
        let mut met = ids_of(&items);
        met.sort_unstable();
        assert_eq!(met, made);
        desk.end().await;
    });
}

fn ids_of(items: &[Value]) -> Vec<String> {
    let all: HashSet<String> = items
        .iter()
        .map(|item| item["conversation"]["id"].as_str().unwrap().to_owned())
        .collect();
    all.into_iter().collect()
}

/// The words that are found, in the order in which they were said.
async fn said(person: &Person, filter: &str) -> Vec<String> {
    let path = format!("/api/v1/search?q=tent&limit=1&{filter}");
    let mut items = walk(person, &path, nothing).await;
    items.reverse();
    items
        .iter()
        .map(|item| item["message"]["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn finds_are_narrowed_by_where_who_what_and_when() {
    on_both(|desk| async move {
        let (_, lin_id) = desk.colleague("agent", "林夏").await;
        let inbox = json!({ "channel": "web", "name": "二号店" });
        let inbox = desk.owner.create("/api/v1/inboxes", inbox).await.good();
        let tag = json!({ "name": "漏水", "color": "#C53030" });
        let tag = desk.owner.create("/api/v1/tags", tag).await.good();
        let (_, first, _) = desk.tenant().conversation("tent one").await;
        let mut there = desk.tenant();
        there.inbox_key = inbox["key"].as_str().unwrap().to_owned();
        let (_, second, _) = there.conversation("tent two").await;
        let path = |id: &str, verb: &str| format!("/api/v1/conversations/{id}/{verb}");
        let to = json!({ "agentId": lin_id });
        desk.owner.post(&path(&first, "assign"), to).await.good();
        let labels = Some(json!({ "tagIds": [tag["id"]] }));
        let tags = path(&second, "tags");
        desk.owner.call(Method::PUT, &tags, labels).await.good();
        for (verb, text) in [("messages", "tent three"), ("notes", "tent four")] {
            let line = json!({ "clientId": verb, "text": text });
            desk.owner.post(&path(&first, verb), line).await.good();
        }
        indexed(&desk, "tent", 4).await;
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let all = desk.owner.get("/api/v1/search?q=tent").await.good();
        let at = |place: usize| all["items"][place]["message"]["at"].as_str().unwrap();
        let (four, three) = (at(0), at(1));
        assert!(three < four, "said one after the other");
        for (filter, expected) in [
            (String::new(), &["one", "two", "three", "four"][..]),
            (format!("inboxId={}", id(&inbox)), &["two"]),
            (format!("inboxId={}", desk.inbox_id), &["one", "three", "four"]),
            (format!("agentId={lin_id}"), &["one", "three", "four"]),
            (format!("tagId={}", id(&tag)), &["two"]),
            ("from=customer".into(), &["one", "two"]),
            ("from=agent".into(), &["three"]),
            ("from=note".into(), &["four"]),
            (format!("since={three}"), &["three", "four"]),
            (format!("until={three}"), &["one", "two"]),
            (format!("since={three}&until={four}"), &["three"]),
            (format!("since={four}&until={four}"), &[]),
            (format!("from=customer&inboxId={}", id(&inbox)), &["two"]),
            (format!("from=agent&tagId={}", id(&tag)), &[]),
        ] {
            let expected: Vec<String> = expected.iter().map(|word| format!("tent {word}")).collect();
            assert_eq!(said(&desk.owner, &filter).await, expected, "{filter}");
        }
        desk.end().await;
    });
}
