//! Rate limits: token buckets per key, in memory, bounded.

use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

use moka::sync::Cache;
use parking_lot::Mutex;
use std::sync::Arc;
use yingke_words::Time;

use super::problem::{Code, Problem};

/// One rule: so many at once, one more every so often.
#[derive(Clone, Copy)]
pub struct Limit {
    /// What it limits, part of the key.
    pub name: &'static str,
    /// How many at once.
    pub burst: u32,
    /// After how long there is one more.
    pub every: Duration,
}

/// Tries to sign in to one account.
pub const SIGN_IN_ACCOUNT: Limit = Limit {
    name: "sign-in-account",
    burst: 5,
    every: Duration::from_secs(60),
};
/// Tries to sign in from one address.
pub const SIGN_IN_ADDRESS: Limit = Limit {
    name: "sign-in-address",
    burst: 20,
    every: Duration::from_secs(6),
};
/// Set-up and invitation tries from one address.
pub const TOKEN_ADDRESS: Limit = Limit {
    name: "token-address",
    burst: 20,
    every: Duration::from_secs(6),
};
/// Invitations sent by one agent.
pub const INVITATIONS: Limit = Limit {
    name: "invitations",
    burst: 50,
    every: Duration::from_secs(60),
};
/// Visitors entering from one address.
pub const ENTER_ADDRESS: Limit = Limit {
    name: "enter-address",
    burst: 2_000,
    every: Duration::from_millis(5),
};
/// Messages of one visitor.
pub const VISITOR_MESSAGES: Limit = Limit {
    name: "visitor-messages",
    burst: 60,
    every: Duration::from_millis(100),
};

/// Files uploaded by one visitor or agent.
pub const UPLOADS: Limit = Limit {
    name: "uploads",
    burst: 60,
    every: Duration::from_secs(2),
};
/// Their KiB: 200 MiB at once, then 256 KiB a second.
pub const UPLOAD_KIB: Limit = Limit {
    name: "upload-kib",
    burst: 200 << 10,
    every: Duration::from_millis(4),
};

/// The buckets.
pub struct Limits {
    buckets: Cache<(&'static str, String), Arc<Mutex<Bucket>>>,
}

struct Bucket {
    left: f64,
    at: Time,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    /// Empty buckets; at most 100,000 keys are remembered.
    pub fn new() -> Self {
        let buckets = Cache::builder()
            .max_capacity(100_000)
            .time_to_idle(Duration::from_secs(3_600))
            .build();
        Self { buckets }
    }

    /// Takes one from the bucket of `key`, or says when to come back.
    pub fn take(&self, limit: Limit, key: &str, now: Time) -> Result<(), Problem> {
        self.take_many(limit, key, 1, now)
    }

    /// Takes one from the bucket of whoever asks from `address`. Of IPv6 that is a line's whole network (/64): in it
    /// anybody may choose a new address for every try.
    pub fn take_from(&self, limit: Limit, address: &str, now: Time) -> Result<(), Problem> {
        let line = match address.parse() {
            Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
            _ => address.to_owned(),
        };
        self.take(limit, &line, now)
    }

    /// Takes `many` from the bucket of `key`, or says when to come back.
    pub fn take_many(&self, limit: Limit, key: &str, many: u32, now: Time) -> Result<(), Problem> {
        let many = f64::from(many);
        let full = f64::from(limit.burst);
        let fresh = || Arc::new(Mutex::new(Bucket { left: full, at: now }));
        let bucket = self.buckets.get_with((limit.name, key.to_owned()), fresh);
        let mut bucket = bucket.lock();
        let every = limit.every.as_secs_f64();
        let passed =
            std::time::Duration::from_millis(now.since(bucket.at).as_millis().unsigned_abs()).as_secs_f64();
        bucket.left = (bucket.left + passed / every).min(full);
        bucket.at = now.max(bucket.at);
        if bucket.left >= many {
            bucket.left -= many;
            return Ok(());
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        let wait = ((many - bucket.left) * every).ceil() as u64;
        Err(Problem::new(Code::TooMany).retry_after(wait.max(1)))
    }

    /// Fills a bucket again, after success.
    pub fn forgive(&self, limit: Limit, key: &str) {
        self.buckets.invalidate(&(limit.name, key.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use yingke_words::Span;

    use super::*;

    #[test]
    fn refuses_beyond_the_burst_and_recovers() {
        let (limits, start) = (Limits::new(), Time::from_millis(1_000_000));
        for _ in 0..5 {
            assert!(limits.take(SIGN_IN_ACCOUNT, "a", start).is_ok());
        }
        assert!(limits.take(SIGN_IN_ACCOUNT, "a", start).is_err());
        assert!(
            limits.take(SIGN_IN_ACCOUNT, "b", start).is_ok(),
            "another account is not touched"
        );
        assert!(
            limits.take(SIGN_IN_ACCOUNT, "a", start - Span::hours(1)).is_err(),
            "a clock set back gives nothing"
        );
        assert!(
            limits
                .take(SIGN_IN_ACCOUNT, "a", start + Span::minutes(1))
                .is_ok()
        );
    }
}
