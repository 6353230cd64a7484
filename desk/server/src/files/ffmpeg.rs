//! ffmpeg, an optional program beside ours: sound and film become what a channel takes. It is run without a shell, on files
//! in a folder of its own, nicely and for a bounded time, and reads what it is given as nothing but what that is by its
//! bytes: a playlist in disguise would name other files.

mod formats;

use std::{
    ffi::OsStr,
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use formats::{amr_lasts, demuxer, encoder};
use tokio::sync::Semaphore;

/// How long it may take to change a file.
const LIMIT: Duration = Duration::from_secs(20);
/// How long it may take to say something about itself or a file.
const SHORT: Duration = Duration::from_secs(5);
/// How long one waits for others.
const PATIENCE: Duration = Duration::from_secs(30);
/// So many run at once.
const AT_ONCE: usize = 2;
/// As an argument: nothing larger is written. No channel takes so much.
const LARGEST: &str = "67108864";

/// Why a file is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unchanged {
    /// There is no such program.
    #[error(
        "ffmpeg is not installed on the server; install it there (apt-get install ffmpeg) and send it again"
    )]
    Absent,
    /// Nobody knows how.
    #[error("nothing here reads {0}")]
    From(String),
    /// Nobody knows how.
    #[error("nothing here writes {0}")]
    Into(String),
    /// It took too long.
    #[error("changing it takes longer than 20 seconds")]
    Slow,
    /// Too many wait.
    #[error("too many files are being changed")]
    Busy,
    /// It says no.
    #[error("ffmpeg does not change it: {0}")]
    Failed(String),
}

/// The program.
pub struct Ffmpeg {
    program: PathBuf,
    turn: Arc<Semaphore>,
}

impl Ffmpeg {
    /// The one at `program`; a mere name is looked for where programs are.
    pub fn new(program: PathBuf) -> Self {
        Self {
            program,
            turn: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// What it says of itself, and whether it writes AMR (Debian's does not).
    pub async fn about(&self) -> Result<(String, bool), Unchanged> {
        let folder = folder()?;
        let said = self
            .run(&self.program, folder.path(), SHORT, &["-version".as_ref()])
            .await?;
        let version = said.lines().next().unwrap_or_default().to_owned();
        let arguments = ["-hide_banner", "-encoders"].map(OsStr::new);
        let said = self.run(&self.program, folder.path(), SHORT, &arguments).await?;
        Ok((version, said.contains("libopencore_amrnb")))
    }

    /// How long a file plays, in milliseconds; none where nobody can say.
    pub async fn lasts(&self, file: &Path, media_type: &str) -> Option<u64> {
        if media_type == "audio/amr" {
            // It says nothing of its length, and ffprobe only guesses.
            return amr_lasts(&tokio::fs::read(file).await.ok()?);
        }
        let arguments = [
            "-v",
            "error",
            "-protocol_whitelist",
            "file",
            "-f",
            demuxer(media_type)?,
            "-show_entries",
            "format=duration",
            "-of",
            "default=noprint_wrappers=1:nokey=1",
        ];
        let mut arguments: Vec<&OsStr> = arguments.map(OsStr::new).to_vec();
        arguments.push(file.as_os_str());
        let program = self.program.with_file_name("ffprobe");
        let said = self.run(&program, file.parent()?, SHORT, &arguments).await.ok()?;
        let seconds: f64 = said.trim().parse().ok()?;
        let known = seconds.is_finite() && seconds >= 0.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and as long as a file of some megabytes may play"
        )]
        known.then(|| (seconds * 1_000.0).round() as u64)
    }

    /// Changes the file `from` of `media_type` into the file `to` of the type `into`.
    pub async fn change(
        &self,
        (from, media_type): (&Path, &str),
        (to, into): (&Path, &str),
    ) -> Result<(), Unchanged> {
        let reads = demuxer(media_type).ok_or_else(|| Unchanged::From(media_type.to_owned()))?;
        let writes = encoder(into).ok_or_else(|| Unchanged::Into(into.to_owned()))?;
        let first = [
            "-nostdin",
            "-hide_banner",
            "-loglevel",
            "error",
            "-y",
            "-timelimit",
            "20",
            "-threads",
            "1",
            "-protocol_whitelist",
            "file",
            "-f",
            reads,
            "-i",
        ];
        let mut arguments: Vec<&OsStr> = first.map(OsStr::new).to_vec();
        arguments.push(from.as_os_str());
        let then = ["-map_metadata", "-1", "-fs", LARGEST, "-threads", "1"];
        arguments.extend(then.iter().chain(writes).map(OsStr::new));
        arguments.push(to.as_os_str());
        let folder = from.parent().unwrap_or(Path::new("/"));
        self.run(&self.program, folder, LIMIT, &arguments).await?;
        Ok(())
    }

    /// Runs one of its programs in `folder`; what it said.
    async fn run(
        &self,
        program: &Path,
        folder: &Path,
        limit: Duration,
        arguments: &[&OsStr],
    ) -> Result<String, Unchanged> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turn).acquire_owned()).await;
        let turn = turn.map_err(|_| Unchanged::Busy)?.map_err(|_| Unchanged::Busy)?;
        let failed = |error: &std::io::Error| Unchanged::Failed(error.to_string());
        let said = folder.join("said");
        let out = File::create(&said).map_err(|error| failed(&error))?;
        let words = out.try_clone().map_err(|error| failed(&error))?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(words);
        let left = Left::default();
        let stopped = Arc::clone(&left.0);
        let ended = tokio::task::spawn_blocking(move || {
            let ended = wait(command, limit, &stopped);
            drop(turn);
            ended
        });
        let good = ended
            .await
            .map_err(|error| Unchanged::Failed(error.to_string()))??;
        let said = tokio::fs::read(&said).await.map_err(|error| failed(&error))?;
        let said = String::from_utf8_lossy(&said).into_owned();
        if good {
            return Ok(said);
        }
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        Err(Unchanged::Failed(last.unwrap_or("it says nothing").to_owned()))
    }
}

/// Nobody waits any more once it is dropped.
#[derive(Default)]
struct Left(Arc<AtomicBool>);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs a command to its end, or ends it; whether it went well.
fn wait(mut command: Command, limit: Duration, left: &AtomicBool) -> Result<bool, Unchanged> {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let mut child = command.spawn().map_err(|error| match error.kind() {
        NotFound | PermissionDenied => Unchanged::Absent,
        _ => Unchanged::Failed(error.to_string()),
    })?;
    // Whoever writes to customers comes first.
    let number = rustix::process::Pid::from_child(&child);
    if let Err(error) = rustix::process::setpriority_process(Some(number), 10) {
        tracing::debug!(%error, "ffmpeg runs as fast as everybody");
    }
    let until = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if Instant::now() < until && !left.load(Ordering::Relaxed) => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok(None) => {
                end(&mut child);
                return Err(Unchanged::Slow);
            }
            Err(error) => {
                end(&mut child);
                return Err(Unchanged::Failed(error.to_string()));
            }
        }
    }
}

fn end(child: &mut Child) {
    if let Err(error) = child.kill().and_then(|()| child.wait().map(|_| ())) {
        tracing::warn!(%error, "ffmpeg could not be ended");
    }
}

/// A fresh folder for files at work; gone with its value.
pub fn folder() -> Result<tempfile::TempDir, Unchanged> {
    let made = tempfile::Builder::new().prefix("yingke-media-").tempdir();
    made.map_err(|error| Unchanged::Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_program_that_takes_too_long_is_ended() {
        let sleep = Ffmpeg::new("sleep".into());
        let folder = folder().unwrap();
        let begun = Instant::now();
        let limit = Duration::from_millis(200);
        let program = sleep.program.clone();
        let ran = sleep.run(&program, folder.path(), limit, &["30".as_ref()]).await;
        assert_eq!(ran, Err(Unchanged::Slow));
        assert!(begun.elapsed() < Duration::from_secs(10));
        let absent = Ffmpeg::new("/nonexistent/ffmpeg".into());
        assert_eq!(absent.about().await, Err(Unchanged::Absent));
    }
}
