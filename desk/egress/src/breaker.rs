//! A circuit breaker: whoever does not answer is left alone for a while. Pure; the time is an argument.

use yingke_words::{Span, Time};

/// When it opens, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// It opens after so many failures in a row.
    pub failures: u32,
    /// How long it stays open the first time; twice as long each time that the probe fails.
    pub rest: Span,
    /// How long it stays open at most.
    pub longest: Span,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            failures: 5,
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
    Closed {
        failures: u32,
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
            state: State::Closed { failures: 0 },
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
        self.state = State::Closed { failures: 0 };
    }

    /// It did not answer. Tells whether this opened it.
    pub fn failed(&mut self, now: Time) -> bool {
        let rest = match self.state {
            State::Closed { failures } if failures + 1 < self.patience.failures => {
                self.state = State::Closed {
                    failures: failures + 1,
                };
                return false;
            }
            State::Closed { .. } => self.patience.rest,
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
