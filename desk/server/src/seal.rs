//! What must not stand in the database as it is: credentials of providers, their tokens. AES-256-GCM under a key that the
//! database does not hold.

use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use anyhow::{Context, bail};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use yingke_words::{Chance, Secret};

/// The first byte of what is sealed: how it is.
const FORM: u8 = 1;

/// Seals and opens.
pub struct Seal(LessSafeKey);

/// It was sealed under another key, or is damaged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("it was sealed under another key, or is damaged")]
pub struct Unopened;

impl Seal {
    /// A seal of this key: 32 bytes.
    pub fn of(key: &[u8]) -> anyhow::Result<Self> {
        match UnboundKey::new(&AES_256_GCM, key) {
            Ok(key) => Ok(Self(LessSafeKey::new(key))),
            Err(_) => bail!("the installation's key has {} bytes instead of 32", key.len()),
        }
    }

    /// The seal of the key that was given (base64), or of the one in `folder`, which is made at the first start.
    pub fn open(given: Option<&Secret<String>>, folder: &Path, chance: &dyn Chance) -> anyhow::Result<Self> {
        if let Some(given) = given {
            let key = STANDARD
                .decode(given.expose().trim())
                .context("YINGKE_SECRET_KEY is not base64")?;
            return Self::of(&key);
        }
        let file = folder.join("secret.key");
        match std::fs::read_to_string(&file) {
            Ok(text) => {
                let key = STANDARD.decode(text.trim());
                Self::of(&key.with_context(|| format!("{} is damaged", file.display()))?)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut key = [0; 32];
                chance.fill(&mut key);
                std::fs::create_dir_all(folder)?;
                let mut options = std::fs::OpenOptions::new();
                let options = options.write(true).create_new(true).mode(0o600);
                let mut written = options
                    .open(&file)
                    .with_context(|| format!("cannot make {}", file.display()))?;
                written.write_all(STANDARD.encode(key).as_bytes())?;
                written.sync_all()?;
                Self::of(&key)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    /// `plain`, sealed for `place`: it opens nowhere else.
    pub fn close(&self, plain: &[u8], place: &[u8], chance: &dyn Chance) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        chance.fill(&mut nonce);
        let mut sealed = plain.to_vec();
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut sealed)
            .expect("AES-GCM takes gigabytes");
        [&[FORM], nonce.as_slice(), sealed.as_slice()].concat()
    }

    /// What was sealed for `place`.
    pub fn reveal(&self, sealed: &[u8], place: &[u8]) -> Result<Vec<u8>, Unopened> {
        let rest = sealed.strip_prefix(&[FORM]).ok_or(Unopened)?;
        let (nonce, rest) = rest.split_at_checked(NONCE_LEN).ok_or(Unopened)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopened)?;
        let mut held = rest.to_vec();
        let plain = self
            .0
            .open_in_place(nonce, Aad::from(place), &mut held)
            .map_err(|_| Unopened)?;
        Ok(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::SystemChance;

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let seal = Seal::of(&[7; 32]).unwrap();
        let sealed = seal.close(b"token", b"app 1", &SystemChance);
        assert!(!sealed.windows(5).any(|part| part == b"token"));
        assert_eq!(seal.reveal(&sealed, b"app 1").unwrap(), b"token");
        assert_eq!(seal.reveal(&sealed, b"app 2"), Err(Unopened));
        assert_eq!(
            Seal::of(&[8; 32]).unwrap().reveal(&sealed, b"app 1"),
            Err(Unopened)
        );
        for cut in 0..sealed.len() {
            assert_eq!(seal.reveal(&sealed[..cut], b"app 1"), Err(Unopened), "{cut}");
        }
    }

    #[test]
    fn the_key_is_made_once_and_read_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let first = Seal::open(None, folder.path(), &SystemChance).unwrap();
        let sealed = first.close(b"x", b"", &SystemChance);
        let second = Seal::open(None, folder.path(), &SystemChance).unwrap();
        assert!(second.reveal(&sealed, b"").is_ok());
        let mode = std::fs::metadata(folder.path().join("secret.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        let short = Secret::new(STANDARD.encode([1; 31]));
        assert!(Seal::open(Some(&short), folder.path(), &SystemChance).is_err());
    }
}
