//! The room's tests.

mod planning;

use proptest::prelude::*;
use uuid::Uuid;

use crate::proof;

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]
    #[test]
    fn the_floor_does_what_it_says(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Err(wrong) = proof::check(&bytes) {
            return Err(TestCaseError::fail(wrong));
        }
    }
}

/// Stories in which nothing is decided would prove nothing.
#[test]
fn the_stories_are_about_something() {
    let mut bytes = Vec::new();
    let mut state = 7_u64;
    for _ in 0..40_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        bytes.push(state.to_be_bytes()[0]);
    }
    let decided: usize = bytes.chunks(400).map(|story| proof::check(story).unwrap()).sum();
    assert!(
        decided > 400,
        "{decided} decisions in {} stories",
        bytes.len() / 400
    );
}
