//! Password hashing: argon2id, in a bounded pool, the same effort for known and unknown accounts.

use std::sync::Arc;

use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use super::problem::{Code, Problem};

/// The pool.
pub struct Passwords {
    slots: Arc<Semaphore>,
}

/// What is compared with where there is no account: it has everything of a real hash but a password that it is of.
/// Making one at every start would take 19 MiB that nobody needs afterwards.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgb3duIHNhbA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// How many passwords are hashed at a time (19 MiB and one core each).
const AT_A_TIME: usize = 2;

fn argon() -> Argon2<'static> {
    // OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters lie within argon2's bounds");
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

fn hash(password: &str) -> String {
    argon()
        .hash_password(password.as_bytes())
        .expect("argon2 hashes any password")
        .to_string()
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// Makes the pool.
    pub fn new() -> Self {
        Self {
            slots: Arc::new(Semaphore::new(AT_A_TIME)),
        }
    }

    /// The hash of a new password.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        self.in_pool(move || hash(&password)).await
    }

    /// Whether `password` belongs to `known`; without an account the same work is done and the answer is no.
    pub async fn verify(&self, password: String, known: Option<String>) -> Result<bool, Problem> {
        self.in_pool(move || {
            let stored = known.as_deref().unwrap_or(NOBODY);
            let parsed = PasswordHash::new(stored);
            let fits = parsed.is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok());
            fits && known.is_some()
        })
        .await
    }

    async fn in_pool<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let slot = Arc::clone(&self.slots)
            .acquire_owned()
            .await
            .map_err(|_| Problem::new(Code::Busy))?;
        let worked = tokio::task::spawn_blocking(move || {
            let worked = work();
            drop(slot);
            worked
        });
        worked.await.map_err(|error| {
            tracing::error!(%error, "hashing a password failed");
            Problem::new(Code::Internal)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let somebody = hash("correct horse battery");
        let (real, made_up) = (
            PasswordHash::new(&somebody).unwrap(),
            PasswordHash::new(NOBODY).unwrap(),
        );
        assert_eq!(
            (real.algorithm, real.version, &real.params),
            (made_up.algorithm, made_up.version, &made_up.params)
        );
        let lengths = |hash: &PasswordHash| {
            (
                hash.salt.as_ref().map(|salt| salt.len()),
                hash.hash.as_ref().map(argon2::password_hash::phc::Output::len),
            )
        };
        assert_eq!(lengths(&real), lengths(&made_up));
        assert!(argon().verify_password(b"", &made_up).is_err());
    }
}
