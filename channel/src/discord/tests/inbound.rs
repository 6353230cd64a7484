//! What comes in, one quirk a test.

use yingke_channel_contract::Refusal;

use super::*;

#[test]
fn whoever_is_refused_is_told_401() {
    for refusal in [
        Refusal::WrongSignature,
        Refusal::Unsigned,
        Refusal::Stale,
        Refusal::NotSetUp,
    ] {
        assert_eq!(Discord.refused(&refusal).status(), 401);
    }
}

#[test]
fn a_button_in_a_channel_that_is_not_answered_is_only_noted() {
    let parsed = KIT.parsed("press_in_a_channel");
    assert!(parsed.events.is_empty());
    assert_eq!(&parsed.answer.body()[..], br#"{"type":6}"#);
    let kit = Kit {
        settings: WITH_A_CHANNEL,
        ..KIT
    };
    let parsed = kit.parsed("press_in_a_channel");
    assert!(parsed.events[0].from.group);
    assert!(
        matches!(&parsed.events[0].what, What::Pressed { id, label, .. } if id == "m" && label == "中号")
    );
}

#[test]
fn a_button_is_the_same_event_over_both_ways() {
    let parsed = KIT.parsed("press");
    assert_eq!(&parsed.events[0], only(&heard(&["press_on_the_gateway"])));
}

#[test]
fn ids_stay_whole_also_where_they_come_as_numbers() {
    let turned = heard(&["numbers_as_ids"]);
    let event = only(&turned);
    assert_eq!(event.id, "1573986395779760213");
    assert_eq!(event.from.id, "80351110224678912");
    assert!(matches!(&event.what, What::Message(said) if said.text == "42"));
}

#[test]
fn an_object_for_content_is_a_problem_that_names_its_message() {
    let turned = heard(&["content_is_an_object"]);
    assert!(turned.events.is_empty());
    assert_eq!(turned.problems[0].at, "MESSAGE_CREATE 1573986395779760214");
    assert!(turned.keep, "the problem is kept");
}

#[test]
fn a_bad_attachment_loses_only_itself() {
    let turned = heard(&["attachments"]);
    let What::Message(said) = &turned.events[0].what else {
        panic!("no message");
    };
    assert_eq!(said.files.len(), 3);
    assert_eq!(turned.problems.len(), 1);
}

#[test]
fn a_preview_that_discord_adds_is_no_edit() {
    silent(&heard(&["message", "embed_added"]));
    assert!(matches!(&only(&heard(&["edited"])).what, What::Edit { text, .. } if text.contains("中号")));
}

#[test]
fn who_took_a_message_back_is_known_by_the_channel() {
    assert_eq!(only(&heard(&["deleted"])).from.id, "", "never met");
    assert_eq!(only(&heard(&["message", "deleted"])).from.id, "80351110224678912");
}

#[test]
fn reactions_are_what_there_is_not_what_changed() {
    let emoji = |names: &[&str]| match &only(&heard(names)).what {
        What::Reaction { emoji, .. } => emoji.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(emoji(&["reacted"]), ["👍"]);
    assert_eq!(
        emoji(&["reacted", "reacted_again"]),
        ["👍", "shan:41771983429993937"]
    );
    assert_eq!(
        emoji(&["reacted", "reacted_again", "unreacted"]),
        ["shan:41771983429993937"]
    );
    // The same reaction, taken away and given again, is another event.
    let id = |names: &[&str]| only(&heard(names)).id.clone();
    assert_ne!(id(&["reacted"]), id(&["reacted", "unreacted"]));
}

#[test]
fn our_own_messages_do_not_come_back() {
    silent(&heard(&["message", "own_from_here"]));
}

#[test]
fn what_another_program_says_as_this_bot_is_shown() {
    let turned = heard(&["message", "own_from_elsewhere"]);
    let event = only(&turned);
    assert_eq!(event.from.id, "80351110224678912");
    assert!(matches!(&event.what, What::Echo(said) if said.text == "这是另一个程序发的"));
    // To somebody we have not met: Discord does not say to whom.
    let unknown = heard(&["own_from_elsewhere"]);
    assert!(unknown.events.is_empty());
    assert_eq!(unknown.problems.len(), 1);
}

#[test]
fn bots_and_web_hooks_are_not_customers() {
    silent(&heard(&["other_bot"]));
    silent(&heard_in_a_channel(&["web_hook"]));
}

#[test]
fn channels_of_servers_are_answered_only_when_chosen() {
    silent(&heard(&["in_a_channel"]));
    silent(&heard_in_a_channel(&["in_another_channel"]));
    silent(&heard_in_a_channel(&["join_notice"]));
    let turned = heard_in_a_channel(&["in_a_channel"]);
    let event = only(&turned);
    assert_eq!(
        (event.from.id.as_str(), event.from.group),
        ("290926798626357999", true)
    );
    let What::Message(said) = &event.what else {
        panic!("no message");
    };
    let author = said.author.as_ref().unwrap();
    assert_eq!(
        (author.id.as_str(), author.name.as_str()),
        ("80351110224678912", "夏夏")
    );
}

#[test]
fn typing_is_not_worth_a_write() {
    let turned = heard(&["typing"]);
    assert_eq!(turned.events.len(), 1);
    assert!(!turned.keep);
    assert!(heard(&["message"]).keep);
}
