//! Getting customers' files from providers: in the background, checked like any upload, and visible at their message until
//! they have come or never will.

use std::time::Duration;

use yingke_channel_contract::{Answer, Ctx, FileKind, RemoteFile, Request};
use yingke_conversation::Amend;
use yingke_egress::{Beginning, Downloaded, NotDownloaded, Within};
use yingke_store::{
    AmendLine, Command, Intake, LineRef, StoreError, Work, conversation, finish, release, remote_file,
    remove_remote_file,
};
use yingke_words::{AttachmentId, Span};

use crate::{
    app::App,
    channels::{
        account::{Account, Unusable},
        steps::Ended,
        store_file::Stored,
        take::{Reference, why_not},
        token::Held,
    },
    files::Refused,
};

/// So often a file is tried.
const TRIES: i64 = 6;

/// How a try ended.
enum Got {
    /// It is there.
    File(yingke_conversation::AttachmentRef),
    /// It will never come: a stable code.
    Never(&'static str),
    /// Perhaps later.
    Later,
}

/// Gets the file that `work` names.
pub async fn carry_out(app: &App, holder: &str, work: Work) {
    let id = work
        .body
        .as_deref()
        .and_then(|body| body.parse::<AttachmentId>().ok());
    let Some(id) = id else { return };
    let remote = match app.db.read(work.workspace, move |tx| remote_file(tx, id)).await {
        Ok(Some(remote)) => remote,
        Ok(None) => return done(app, holder, work, None).await,
        Err(error) => return tracing::debug!(%error, "a file waits for the database"),
    };
    let got = match app.account(work.workspace, remote.app).await {
        Ok(account) => get(app, &account, &remote).await,
        Err(Unusable::Store(_)) => Got::Later,
        Err(_) => Got::Never("gone"),
    };
    let amend = match got {
        Got::File(file) => Amend::File { file },
        Got::Never(why) => Amend::NoFile {
            id,
            why: why.to_owned(),
        },
        Got::Later if work.attempts >= TRIES => Amend::NoFile {
            id,
            why: "failed".to_owned(),
        },
        Got::Later => {
            let (due, holder) = (
                app.now() + Span::seconds(2_i64.pow(u32::try_from(work.attempts).unwrap_or(8) * 2)),
                holder.to_owned(),
            );
            let given = app
                .db
                .write(work.workspace, move |tx| release(tx, &work, &holder, due))
                .await;
            if let Err(error) = given {
                tracing::debug!(%error, "a file's lease was not given back; it runs out");
            }
            return;
        }
    };
    let line = LineRef::At {
        conversation: remote.conversation,
        seq: remote.seq,
    };
    let command = Command::Amend(Box::new(AmendLine { line, amend }));
    let intake = Intake {
        payload: None,
        commands: vec![command],
        state: None,
    };
    match app.db.take_in(work.workspace, intake).await {
        Ok(_) => done(app, holder, work, Some(id)).await,
        Err(error) => tracing::warn!(%error, "a file's end was not kept; it is tried again"),
    }
}

async fn done(app: &App, holder: &str, work: Work, id: Option<AttachmentId>) {
    let holder = holder.to_owned();
    let written = app.db.write(work.workspace, move |tx| {
        if let Some(id) = id {
            remove_remote_file(tx, id)?;
        }
        finish(tx, &work, &holder)?;
        Ok::<_, StoreError>(())
    });
    if let Err(error) = written.await {
        tracing::debug!(%error, "a fetched file's work was not removed; it is found done");
    }
}

async fn get(app: &App, account: &Account, remote: &yingke_store::RemoteFile) -> Got {
    let inbox = account.inboxes.iter().find(|inbox| inbox.id == remote.inbox);
    let (Some(media), Some(inbox)) = (account.channel.media(), inbox) else {
        return Got::Never("gone");
    };
    let Ok(reference) = serde_json::from_str::<Reference>(&remote.body) else {
        return Got::Never("broken");
    };
    let file = reference.remote();
    let step = |ctx: &Ctx<'_>, answers: &[Answer]| media.fetch(ctx, &file, answers);
    let request = match app.walk(account, &inbox.account, Held::new(), step).await {
        Ended::Done(request) => request,
        Ended::Stopped(error) if error.retry() == yingke_channel_contract::Retry::Never => {
            return Got::Never("gone");
        }
        Ended::Later(_) | Ended::Stopped(_) => return Got::Later,
    };
    let Request::Http { head, .. } = request else {
        return Got::Never("unsupported");
    };
    let most = u64::try_from(inbox.settings.attachment_max_bytes).unwrap_or(0);
    let disguised = |beginning: &Beginning<'_>| {
        media.disguised(beginning.media_type.unwrap_or_default(), beginning.first)
    };
    match download(app, *head, most.min(crate::files::LARGEST as u64), disguised).await {
        Ok(spooled) => store(app, account, remote, (&file, spooled)).await,
        Err(got) => got,
    }
}

/// Keeps what has come, as any upload is kept.
async fn store(
    app: &App,
    account: &Account,
    remote: &yingke_store::RemoteFile,
    (file, spooled): (&RemoteFile, crate::files::spool::Spooled),
) -> Got {
    let Some(inbox) = account.inboxes.iter().find(|inbox| inbox.id == remote.inbox) else {
        return Got::Never("gone");
    };
    let id = remote.conversation;
    let found = app
        .db
        .read(account.workspace, move |tx| conversation(tx, id))
        .await;
    let uploader = found.ok().flatten().map(|one| one.running.external_id);
    let stored = Stored {
        id: remote.id,
        inbox,
        uploader: &uploader.unwrap_or_default(),
        given: if file.name.is_empty() {
            named(file.kind)
        } else {
            &file.name
        },
    };
    match app.store_file(account.workspace, spooled, stored).await {
        Ok(file) => Got::File(file),
        Err(refused @ (Refused::Failed(_) | Refused::Away(_) | Refused::Busy | Refused::DiskFull)) => {
            tracing::debug!(%refused, "a file is tried again");
            Got::Later
        }
        Err(refused) => Got::Never(why_not(&refused)),
    }
}

const fn named(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Image => "image",
        FileKind::Audio => "audio",
        FileKind::Video => "video",
        FileKind::File => "file",
    }
}

async fn download(
    app: &App,
    head: http::Request<()>,
    most: u64,
    disguised: impl Fn(&Beginning<'_>) -> bool + Send + Sync,
) -> Result<crate::files::spool::Spooled, Got> {
    let within = Within {
        total: Duration::from_mins(2),
        silence: Duration::from_secs(20),
        most,
        redirects: 3,
    };
    let mut spool = app.files.spool(most).map_err(|_| Got::Later)?;
    let judge = |beginning: &Beginning<'_>| {
        if disguised(beginning) {
            yingke_egress::Verdict::Read
        } else {
            yingke_egress::Verdict::Take
        }
    };
    match app
        .way_out
        .client
        .download(head, &within, judge, spool.sink())
        .await
    {
        Ok(Downloaded::Taken { length, .. }) => spool.counted(length),
        // The provider says that it has no such file (any more), in a status or in words.
        Ok(_) => return Err(Got::Never("gone")),
        Err(NotDownloaded::TooLarge { .. }) => return Err(Got::Never("tooLarge")),
        Err(error) => {
            tracing::debug!(%error, "a file did not come");
            return Err(Got::Later);
        }
    }
    spool.end().await.map_err(|_| Got::Later)
}
