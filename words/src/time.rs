//! Points in time and spans: UTC, whole milliseconds.

use std::{
    fmt,
    ops::{Add, Sub},
};

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::ToSchema;

/// A point in time: milliseconds since 1970-01-01 UTC. On the wire RFC 3339 with milliseconds (DESIGN §10).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub struct Time(i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span(i64);

const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

impl Time {
    /// The time at `millis` milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The span from `earlier` to this time; zero when `earlier` is not earlier (a clock that jumped back).
    pub fn since(self, earlier: Self) -> Span {
        Span((self.0 - earlier.0).max(0))
    }
}

impl Span {
    /// A span of whole milliseconds.
    pub const fn millis(millis: i64) -> Self {
        Self(millis)
    }

    /// A span of whole seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1_000)
    }

    /// A span of whole minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes * 60)
    }

    /// A span of whole hours.
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }

    /// A span of whole days of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self::hours(days * 24)
    }

    /// The span in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

impl Add<Span> for Time {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0 + span.0)
    }
}

impl Sub<Span> for Time {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0 - span.0)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_millisecond(self.0) {
            Ok(at) => PRINTER
                .print_timestamp(&at, jiff::fmt::StdFmtWrite(f))
                .map_err(|_| fmt::Error),
            Err(_) => write!(f, "{}ms", self.0),
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let at: Timestamp = text.parse().map_err(D::Error::custom)?;
        Ok(Self(at.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_rfc3339_with_milliseconds_on_the_wire() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_338_000_007, "2026-11-22T09:00:00.007Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            let json = serde_json::to_string(&Time::from_millis(millis)).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Time>(&json).unwrap().millis(), millis);
        }
    }

    #[test]
    fn a_clock_that_jumps_back_gives_no_negative_span() {
        assert_eq!(Time::from_millis(5).since(Time::from_millis(9)), Span::millis(0));
    }
}
