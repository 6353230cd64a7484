//! Whose thread something belongs to.

use super::*;

#[test]
fn a_group_that_moves_is_followed() {
    let event = only("migrate_to");
    assert_eq!(event.from.attributes["migrate_to_chat_id"], "-1004001000000");
    assert_eq!(event.context["migrate_to_chat_id"], "-1004001000000");
    let event = only("migrate_from");
    assert_eq!(
        (event.from.id.as_str(), event.context.len()),
        ("-1004001000000", 0)
    );
}

#[test]
fn a_business_chat_is_a_thread_of_its_own() {
    let (direct, business) = (only("text"), only("business_message"));
    assert_eq!(
        (direct.from.id.as_str(), business.from.id.as_str()),
        ("42", "business:42")
    );
    assert!(business.id.ends_with(":bcAbC1"), "{}", business.id);
    assert_eq!(business.context["business_connection_id"], "bcAbC1");
}

#[test]
fn what_the_owner_writes_is_an_echo() {
    let event = only("business_echo");
    assert_eq!(event.from.id, "business:42");
    let What::Echo(message) = event.what else { panic!() };
    assert_eq!(message.author.unwrap().name, "店主");
    assert!(said("business_away").automatic);
}

#[test]
fn deletions_are_told_one_by_one_and_a_bad_one_loses_only_itself() {
    let parsed = on_the_bench().parsed("deleted_business");
    let messages: Vec<_> = parsed.events.iter().map(|event| event.what.clone()).collect();
    let deleted = |id: &str| What::Delete { message: id.into() };
    assert_eq!(messages, [deleted("42:55:bcAbC1"), deleted("42:56:bcAbC1")]);
    assert_eq!(parsed.problems[0].at, "deleted_business_messages.message_ids[2]");
}

#[test]
fn another_rank_changes_nothing() {
    let parsed = on_the_bench().parsed("group_promoted");
    assert_eq!((parsed.events.len(), parsed.problems.len()), (0, 0));
    assert_eq!(only("blocked").what, What::Block { blocked: true });
    assert_eq!(only("unblocked").what, What::Block { blocked: false });
    assert_eq!(only("group_muted").what, What::Block { blocked: true });
}

#[test]
fn nobody_waits_under_a_channels_post() {
    assert!(said("channel_post").automatic);
    assert!(!said("anonymous_admin").automatic);
    assert!(!said("group").automatic);
}

#[test]
fn topics_and_direct_messages_are_threads_of_their_own() {
    assert_eq!(only("topic").from.id, "topic:-1001234567890:7");
    let direct = only("direct_messages").from;
    assert_eq!(
        (direct.id.as_str(), direct.name.as_str(), direct.group),
        ("direct:-1005555:77", "Bob", false)
    );
}

#[test]
fn what_an_administrator_answers_in_direct_messages_is_an_echo() {
    let event = only("direct_messages_ours");
    assert_eq!(
        (event.from.id.as_str(), event.from.name.as_str()),
        ("direct:-1005555:77", "Bob")
    );
    let What::Echo(message) = event.what else { panic!() };
    assert_eq!(message.author.unwrap().name, "店主");
    assert_eq!(said("direct_messages").author, None);
    assert_eq!(said("topic").replies_to, "");
}

#[test]
fn ids_beyond_what_a_double_holds_stay_exact() {
    let body = r#"{"update_id":1,"message":{"message_id":9007199254740993,"chat":{"id":-9007199254740993,"type":"group"},"text":"a"}}"#;
    let parsed = take(&[(SECRET_HEADER, "s3cr3t_tok")], body).unwrap();
    assert_eq!(parsed.events[0].id, "-9007199254740993:9007199254740993");
}
