//! Labels.

use yingke_words::TagId;

use super::{Desk, Op, id, thread, zhou};
use crate::{EventKind, tag};

fn check(given: &[u128], kept: &[u128]) {
    let ids = |numbers: &[u128]| -> Vec<TagId> { numbers.iter().copied().map(id).collect() };
    let desk = Desk::new();
    let mut before = thread(&desk, &[Op::Receive]);
    before.row.tags = ids(&[9]);
    let change = tag(before, ids(given), &zhou(), desk.moment(1)).unwrap();
    assert_eq!(change.conversation.row.tags, ids(kept), "{given:?}");
    assert_eq!(
        (change.event.kind, change.message),
        (EventKind::ConversationTagged, None)
    );
}

#[test]
fn tags_are_replaced_in_the_order_given() {
    check(&[3, 1, 2], &[3, 1, 2]);
    check(&[3, 1, 3, 3, 1], &[3, 1]);
    check(&[9, 1], &[9, 1]);
    check(&[], &[]);
}
