//! What was said, as the house keeps it: words that fit, files that came along or are still to be got, and who said it.

use serde::{Deserialize, Serialize};
use yingke_channel_contract::{Fault, FileKind, Message as Said, Peer, Problem, RemoteFile};
use yingke_conversation::{Arrival, AttachmentRef, Coming, ComingKind, Profile, Spoken, Text};
use yingke_store::Remote;
use yingke_words::Email;

use super::event::{Taking, client_id};
use crate::{
    channels::{profiles::cut, store_file::Stored},
    files::Refused,
};

/// Longer texts are cut; the whole stands in the payload, which says so.
const LONGEST: usize = 20_000;

/// How a file is got later: what is kept of [`RemoteFile`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// What kind.
    pub kind: FileKind,
    /// The provider's id or address.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Its media type, as the provider says.
    pub media_type: String,
}

impl Reference {
    /// The file, as a channel gets it.
    pub fn remote(self) -> RemoteFile {
        RemoteFile {
            name: self.name,
            media_type: self.media_type,
            ..RemoteFile::of(self.kind, self.reference)
        }
    }
}

impl Taking<'_> {
    /// What was said, with the files that came along kept, and those that did not named.
    pub(super) async fn spoken(&mut self, id: String, peer: &Peer, said: Said) -> (Spoken, Vec<Remote>) {
        let text = self.text(said.text);
        let mut spoken = Spoken::new(self.app.id(), client_id(&id), text, Vec::new());
        spoken.content = said.content;
        spoken.external = vec![id];
        let mut remote = Vec::new();
        for file in said.files {
            if let Some(bytes) = &file.held {
                match self.keep(peer, &file, bytes).await {
                    Ok(kept) => spoken.attachments.push(kept),
                    Err(refused) => {
                        let fault = Fault::FileRefused {
                            name: file.name.clone(),
                            why: why_not(&refused),
                        };
                        let what = format!("the file {}: {refused}", file.name);
                        self.problems.push(Problem::at(&self.at, fault.said(what)));
                        spoken.coming.push(self.coming(&file, Some(&refused)));
                    }
                }
                continue;
            }
            let coming = self.coming(&file, None);
            remote.push(self.remote(&coming, file));
            spoken.coming.push(coming);
        }
        (spoken, remote)
    }

    fn coming(&self, file: &RemoteFile, refused: Option<&Refused>) -> Coming {
        Coming {
            id: uuid::Uuid::from_bytes(self.app.secret()).into(),
            kind: match file.kind {
                FileKind::Image => ComingKind::Image,
                FileKind::Audio => ComingKind::Audio,
                FileKind::Video => ComingKind::Video,
                FileKind::File => ComingKind::File,
            },
            name: file.name.chars().filter(|c| !c.is_control()).take(200).collect(),
            failed: refused.map(|refused| why_not(refused).to_owned()),
        }
    }

    fn remote(&self, coming: &Coming, file: RemoteFile) -> Remote {
        let reference = Reference {
            kind: file.kind,
            reference: file.reference,
            name: file.name,
            media_type: file.media_type,
        };
        Remote {
            id: coming.id,
            app: self.account.app.id,
            body: serde_json::to_string(&reference).expect("texts are plain data"),
        }
    }

    /// Keeps a file that came along: examined like any upload.
    async fn keep(&self, peer: &Peer, file: &RemoteFile, bytes: &[u8]) -> Result<AttachmentRef, Refused> {
        let mut spool = self.app.files.spool(crate::files::LARGEST as u64)?;
        spool.take(bytes).await?;
        let id = uuid::Uuid::from_bytes(self.app.secret()).into();
        let row = Stored {
            id,
            inbox: self.inbox,
            uploader: &peer.id,
            given: &file.name,
        };
        self.app
            .store_file(self.account.workspace, spool.end().await?, row)
            .await
    }

    /// The words, as the house keeps them.
    pub(super) fn text(&mut self, text: String) -> Text {
        let mut text = text.replace('\0', "\u{FFFD}");
        if text.chars().count() > LONGEST {
            let what = format!("a text of more than {LONGEST} characters was cut");
            let fault = Fault::TextCut { most: LONGEST };
            self.problems.push(Problem::at(&self.at, fault.said(what)));
            text = text.chars().take(LONGEST).collect();
        }
        Text::try_from(text).unwrap_or_default()
    }

    pub(super) fn arrival(&self, peer: Peer) -> Arrival {
        let email = Email::try_from(peer.email)
            .map(|email| email.to_string())
            .unwrap_or_default();
        let attributes = peer.attributes.iter().take(50);
        Arrival {
            conversation: self.app.id(),
            identity: self.app.id(),
            customer: self.app.id(),
            profile: Profile {
                name: cut(&peer.name, 80),
                email,
                phone: cut(&peer.phone, 40),
                company: String::new(),
                attributes: attributes
                    .map(|(key, value)| (cut(key, 60), cut(value, 200)))
                    .collect(),
            },
            inbox: self.inbox.id,
            channel: self.inbox.channel.clone(),
            external_id: peer.id,
        }
    }
}

/// Why a file did not come, as a stable code.
pub const fn why_not(refused: &Refused) -> &'static str {
    match refused {
        Refused::TooLarge => "tooLarge",
        Refused::Kind(_) => "kind",
        Refused::Empty | Refused::Broken | Refused::TooManyPixels => "broken",
        _ => "failed",
    }
}
