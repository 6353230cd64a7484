//! A circuit breaker: whoever does not answer is left alone for a while. Pure; the time is an argument.

use yingke_words::{Span, Time};

/// When it opens, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// It opens after so many failures in a row,
    pub failures: u32,
    /// with no answer for so long: one in ten of many requests may fail five times in a row by chance.
    pub quiet: Span,
    /// How long it stays open the first time; twice as long each time that the probe fails.
    pub rest: Span,
    /// How long it stays open at most.
    pub longest: Span,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            failures: 5,
            quiet: Span::seconds(2),
            rest: Span::seconds(10),
            longest: Span::minutes(5),
        }
    }
}

/// What may be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pass {
    /// Go on.
    Go,
    /// Try one; the others wait for what comes of it.
    Probe,
    /// Wait so long.
    Wait(Span),
}

/// A circuit breaker for one destination.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breaker {
    patience: Patience,
    state: State,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum State {
    /// The failures in a row: since when, and how many.
    Closed {
        row: Option<(Time, u32)>,
    },
    Open {
        until: Time,
        rest: Span,
    },
    /// One is on its way; if nothing is heard of it until then, another may try.
    Probing {
        until: Time,
        rest: Span,
    },
}

impl Breaker {
    /// A closed breaker.
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            state: State::Closed { row: None },
        }
    }

    /// Whether to try now.
    pub fn ask(&mut self, now: Time) -> Pass {
        match self.state {
            State::Closed { .. } => Pass::Go,
            State::Open { until, .. } | State::Probing { until, .. } if now < until => {
                // A clock that jumped back must not stretch a rest.
                Pass::Wait(until.since(now).min(self.patience.longest))
            }
            State::Open { rest, .. } | State::Probing { rest, .. } => {
                self.state = State::Probing {
                    until: now + rest,
                    rest,
                };
                Pass::Probe
            }
        }
    }

    /// It answered; a refusal is an answer.
    pub fn answered(&mut self) {
        self.state = State::Closed { row: None };
    }

    /// It did not answer. Tells whether this opened it.
    pub fn failed(&mut self, now: Time) -> bool {
        let rest = match self.state {
            State::Closed { row } => {
                // A clock that jumped back begins the row anew.
                let (since, failures) = row.map_or((now, 1), |(since, before)| (since.min(now), before + 1));
                if failures < self.patience.failures || now.since(since) < self.patience.quiet {
                    self.state = State::Closed {
                        row: Some((since, failures)),
                    };
                    return false;
                }
                self.patience.rest
            }
            State::Probing { rest, .. } => {
                Span::millis(rest.as_millis().saturating_mul(2)).min(self.patience.longest)
            }
            // One that was under way when it opened.
            State::Open { .. } => return false,
        };
        self.state = State::Open {
            until: now + rest,
            rest,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::from_millis(seconds * 1_000)
    }

    fn breaker() -> Breaker {
        Breaker::new(Patience {
            failures: 3,
            quiet: Span::seconds(2),
            rest: Span::seconds(10),
            longest: Span::seconds(35),
        })
    }

    fn opened() -> Breaker {
        let mut breaker = breaker();
        assert_eq!(
            [-2, -1, 0].map(|second| breaker.failed(at(second))),
            [false, false, true]
        );
        breaker
    }

    #[test]
    fn failures_in_a_row_open_it_and_an_answer_forgives_them() {
        let mut breaker = breaker();
        for _ in 0..10 {
            assert!(!breaker.failed(at(0)) && !breaker.failed(at(0)));
            assert_eq!(breaker.ask(at(0)), Pass::Go);
            breaker.answered();
        }
        assert_eq!(opened().ask(at(4)), Pass::Wait(Span::seconds(6)));
    }

    #[test]
    fn many_failures_between_answers_are_chance_and_few_over_a_while_are_not() {
        let mut breaker = breaker();
        assert!((0..50).all(|_| !breaker.failed(at(0))), "all within a moment");
        assert!(breaker.failed(at(2)), "and nothing else since");
        let mut slow = self::breaker();
        assert_eq!(
            [0, 60, 120].map(|second| slow.failed(at(second))),
            [false, false, true]
        );
    }

    #[test]
    fn one_probes_and_the_others_wait_for_it() {
        let mut breaker = opened();
        assert_eq!(breaker.ask(at(10)), Pass::Probe);
        assert_eq!(breaker.ask(at(11)), Pass::Wait(Span::seconds(9)));
        breaker.answered();
        assert_eq!(breaker.ask(at(11)), Pass::Go);
        // What it was opened by is forgotten.
        assert!(!breaker.failed(at(11)));
    }

    #[test]
    fn a_probe_that_fails_doubles_the_rest_up_to_the_longest() {
        let mut breaker = opened();
        let mut now = 10;
        for rest in [20, 35, 35] {
            assert_eq!(breaker.ask(at(now)), Pass::Probe);
            assert!(breaker.failed(at(now)));
            assert_eq!(breaker.ask(at(now)), Pass::Wait(Span::seconds(rest)));
            now += rest;
        }
    }

    #[test]
    fn a_probe_that_is_never_heard_of_is_followed_by_another() {
        let mut breaker = opened();
        assert_eq!(breaker.ask(at(10)), Pass::Probe);
        assert_eq!(breaker.ask(at(20)), Pass::Probe);
    }

    #[test]
    fn failures_of_what_was_under_way_do_not_stretch_the_rest() {
        let mut breaker = opened();
        assert!(!breaker.failed(at(5)));
        assert_eq!(breaker.ask(at(5)), Pass::Wait(Span::seconds(5)));
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_stretch_the_rest() {
        assert_eq!(opened().ask(at(-1_000_000)), Pass::Wait(Span::seconds(35)));
    }
}
