//! Whether the storage does everything that is asked of it, tried with an object of our own.

use futures_util::{StreamExt, TryStreamExt};
use object_store::{Error, ObjectStoreExt, PutPayload, path::Path};
use yingke_words::Chance;

use super::{Files, told};

/// What the object holds.
const TEXT: &str = "Yingke tried this storage and should have removed this.";

/// Why files cannot be kept there, as an administrator reads it.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Nobody answers, or not in a way that says what is wrong: it may be better in a moment.
    #[error(
        "the file storage does not answer ({0}): is it running, is s3_endpoint its address, can this machine reach it?"
    )]
    Away(String),
    /// There is no such bucket or folder.
    #[error(
        "the file storage has no place to {0}: make the bucket that files_url names, or correct files_url, \
        s3_endpoint and s3_path_style"
    )]
    NoPlace(&'static str),
    /// It answers, and refuses.
    #[error(
        "the file storage refuses to {act} ({why}): check s3_key_id, s3_secret and s3_region, and that the key has \
        the right {right}"
    )]
    Refused {
        /// What was tried.
        act: &'static str,
        /// The right that permits it.
        right: &'static str,
        /// What the storage says.
        why: String,
    },
    /// What comes back is not what was written.
    #[error("the file storage gives back something else than was written: it is not fit to keep files")]
    Differs,
}

/// An act and the right it needs.
type Act = (&'static str, &'static str);
const WRITE: Act = ("write an object", "s3:PutObject");
const READ: Act = ("read an object", "s3:GetObject");
const LIST: Act = ("list objects", "s3:ListBucket");
const REMOVE: Act = ("remove an object", "s3:DeleteObject");

impl Files {
    /// Writes, reads, lists and removes an object.
    pub async fn check(&self, chance: &dyn Chance) -> Result<(), Unfit> {
        let mut random = [0; 16];
        chance.fill(&mut random);
        let folder = Path::from("check");
        let name = folder
            .clone()
            .join(uuid::Uuid::from_bytes(random).simple().to_string());
        let put = self.store.put(&name, PutPayload::from_static(TEXT.as_bytes()));
        put.await.map_err(|error| unfit(WRITE, error))?;
        let tried = self.check_object(&folder, &name).await;
        // Also when something else failed: no object should stay.
        let removed = self.store.delete(&name).await;
        tried?;
        removed.map_err(|error| unfit(REMOVE, error))
    }

    async fn check_object(&self, folder: &Path, name: &Path) -> Result<(), Unfit> {
        let got = self.store.get(name).await.map_err(|error| unfit(READ, error))?;
        let bytes = got.bytes().await.map_err(|error| unfit(READ, error))?;
        let mut listed = self.store.list(Some(folder)).boxed();
        let mut found = false;
        while let Some(object) = listed.try_next().await.map_err(|error| unfit(LIST, error))? {
            found |= object.location == *name;
        }
        if found && bytes == TEXT {
            Ok(())
        } else {
            Err(Unfit::Differs)
        }
    }
}

fn unfit((act, right): Act, error: Error) -> Unfit {
    match error {
        Error::NotFound { .. } => Unfit::NoPlace(act),
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => Unfit::Refused {
            act,
            right,
            why: told(&error),
        },
        _ => Unfit::Away(told(&error)),
    }
}
