//! The addresses under which a visitor gets a file. An `<img>` sends no token, so the address carries one: signed, for
//! one file, good until a full hour 12 to 13 hours ahead (the same for an hour, so that a browser's cache finds it).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use yingke_conversation::{AttachmentRef, VisitorAttachment, VisitorLinks};
use yingke_words::{AttachmentId, Clock, Time, WorkspaceId};

/// For how many full hours an address is good.
const HOURS: u32 = 13;

/// Signs and checks.
pub struct Links {
    sign: EncodingKey,
    check: DecodingKey,
    clock: Arc<dyn Clock>,
}

/// The same, for one workspace.
#[derive(Clone)]
pub struct LinksOf {
    links: Arc<Links>,
    /// The tenant.
    pub workspace: WorkspaceId,
}

impl Links {
    /// Signs with a key made from the installation's `secret`.
    pub fn new(secret: &[u8], clock: Arc<dyn Clock>) -> Self {
        let key = Sha256::digest([b"attachment links\0", secret].concat());
        Self {
            sign: EncodingKey::from_secret(&key),
            check: DecodingKey::from_secret(&key),
            clock,
        }
    }

    /// For files of `workspace`.
    pub fn of(self: &Arc<Self>, workspace: WorkspaceId) -> LinksOf {
        LinksOf {
            links: Arc::clone(self),
            workspace,
        }
    }

    fn token(&self, workspace: WorkspaceId, file: AttachmentId) -> String {
        let until = hour(self.clock.now()) + HOURS;
        let claim = [workspace.uuid().as_bytes().as_slice(), &until.to_be_bytes()].concat();
        let claim = URL_SAFE_NO_PAD.encode(claim);
        let signature = crypto::sign(signed(file, &claim).as_bytes(), &self.sign, Algorithm::HS256)
            .expect("HMAC takes any key and text");
        format!("{claim}.{signature}")
    }

    /// The workspace a token opens `file` in, if it is ours, for this file, and has not expired.
    pub fn open(&self, token: &str, file: AttachmentId) -> Option<WorkspaceId> {
        let (claim, signature) = token.split_once('.')?;
        let text = signed(file, claim);
        let ours = crypto::verify(signature, text.as_bytes(), &self.check, Algorithm::HS256);
        let claim = URL_SAFE_NO_PAD.decode(claim).ok()?;
        let (workspace, until) = claim.split_at_checked(16)?;
        let until = u32::from_be_bytes(until.try_into().ok()?);
        let valid = ours.unwrap_or(false) && hour(self.clock.now()) < until;
        valid.then(|| Uuid::from_slice(workspace).ok().map(Into::into))?
    }
}

fn signed(file: AttachmentId, claim: &str) -> String {
    format!("{file}.{claim}")
}

/// Full hours since 1970.
fn hour(now: Time) -> u32 {
    u32::try_from(now.millis() / 3_600_000).unwrap_or(0)
}

impl VisitorLinks for LinksOf {
    fn link(&self, file: &AttachmentRef) -> VisitorAttachment {
        let token = self.links.token(self.workspace, file.id);
        let path = format!("/api/v1/visitor/attachments/{}", file.id);
        VisitorAttachment {
            file: file.clone(),
            url: format!("{path}?t={token}"),
            thumbnail_url: file.thumbnail.then(|| format!("{path}/thumbnail?t={token}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use yingke_words::Span;

    use super::*;

    struct Stopped(Time);

    impl Clock for Stopped {
        fn now(&self) -> Time {
            self.0
        }
    }

    fn links(secret: &[u8], now: Time) -> Arc<Links> {
        Arc::new(Links::new(secret, Arc::new(Stopped(now))))
    }

    #[test]
    fn a_token_opens_one_file_of_one_workspace_for_some_hours() {
        let now = Time::from_millis(1_795_338_000_000);
        let (ours, workspace) = (links(&[7; 32], now), WorkspaceId::from(Uuid::from_u128(1)));
        let (file, other) = (Uuid::from_u128(2).into(), Uuid::from_u128(3).into());
        let token = ours.token(workspace, file);
        let open = |token: &str| ours.open(token, file);
        assert_eq!(open(&token), Some(workspace));
        assert_eq!(ours.open(&token, other), None, "another file");
        assert_eq!(links(&[8; 32], now).open(&token, file), None, "somebody else's");
        assert_eq!(
            links(&[7; 32], now + Span::hours(12)).open(&token, file),
            Some(workspace)
        );
        assert_eq!(
            links(&[7; 32], now + Span::hours(13)).open(&token, file),
            None,
            "expired"
        );
        for at in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(open(&altered), None, "{at}");
        }
        for broken in ["", ".", "x", "x.y", &token[1..], &format!("{token}A")] {
            assert_eq!(open(broken), None, "{broken}");
        }
    }
}
