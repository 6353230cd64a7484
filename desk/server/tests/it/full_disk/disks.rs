//! Disks that can be filled: real small ones where the kernel lets us mount, and everywhere a library between the
//! process and its disk that refuses to write.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use rustix::io::Errno;

use crate::support::Node;

/// How a desk comes to a disk that can be filled.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// In a namespace of mounts: wherever user namespaces are allowed.
    User,
    /// The same for a root that may mount.
    Root,
    /// Refused by a library: on any machine.
    Preloaded,
}

/// What is between the desk and its two disks in memory, one for the data and one for the files.
const MOUNT: &str = "mount -t tmpfs -o size=8m none \"$1\" && mkdir \"$1/files\" \
    && mount -t tmpfs -o size=4m none \"$1/files\" && shift && exec \"$@\"";

impl Way {
    /// Every way that this machine allows. The last one always is: no test of a full disk is left out anywhere.
    pub fn all() -> Vec<Self> {
        let mounts = [Self::User, Self::Root].into_iter().find(|way| way.allowed());
        mounts.into_iter().chain([Self::Preloaded]).collect()
    }

    fn allowed(self) -> bool {
        let folder = tempfile::tempdir().unwrap();
        self.mounting(folder.path())
            .arg("true")
            .output()
            .is_ok_and(|ran| ran.status.success())
    }

    /// What comes before the program, so that `folder` is a disk of its own, with another one in it.
    fn mounting(self, folder: &Path) -> Command {
        let mut command = Command::new("unshare");
        if matches!(self, Self::User) {
            command.args(["--user", "--map-root-user"]);
        }
        command.args(["--mount", "--", "sh", "-c", MOUNT, "sh"]);
        command.arg(folder);
        command
    }
}

/// A desk whose data folder and folder of files are two disks that can be filled.
pub struct Small {
    pub node: Node,
    /// The data folder, as we see it from outside.
    pub data: PathBuf,
    way: Way,
    /// Where it lies, gone with us; the library too.
    _folder: tempfile::TempDir,
}

impl Small {
    pub fn start(way: Way) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("data");
        std::fs::create_dir_all(own.join("files")).unwrap();
        let mut command = match way {
            Way::User | Way::Root => {
                let mut command = way.mounting(&own);
                command.args([env!("CARGO_BIN_EXE_yingke"), "serve"]);
                command
            }
            Way::Preloaded => {
                let mut command = Node::command();
                preload(&mut command, folder.path(), &own, Errno::NOSPC);
                command.env("FULL_NESTED", own.join("files"));
                command
            }
        };
        let node = Node::start(command.env("YINGKE_DATA", &own));
        let data = match way {
            Way::Preloaded => own,
            // `unshare` becomes the program: its root is the namespace's.
            _ => {
                PathBuf::from(format!("/proc/{}/root", node.child.id())).join(own.strip_prefix("/").unwrap())
            }
        };
        Self {
            node,
            data,
            way,
            _folder: folder,
        }
    }

    /// Fills the disk of `folder` to the last byte; answers what to remove to make room again.
    pub fn fill(&self, folder: &Path) -> PathBuf {
        let ballast = folder.join("ballast");
        let mut file = File::create(&ballast).unwrap();
        if !matches!(self.way, Way::Preloaded) {
            for piece in [1 << 16, 1 << 12, 1] {
                while file.write_all(&vec![1; piece]).is_ok() {}
            }
        }
        ballast
    }
}

/// Puts the library before the C library of `command`: from now on `disk` can be full, and says so with `error`. What
/// makes it full is a file `ballast` in it.
pub fn preload(command: &mut Command, folder: &Path, disk: &Path, error: Errno) {
    let (source, library) = (folder.join("full.c"), folder.join("full.so"));
    std::fs::write(&source, LIBRARY).unwrap();
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&library)
        .arg(&source)
        .status();
    assert!(made.expect("a C compiler, as the build has one").success());
    command
        .env("LD_PRELOAD", library)
        .env("FULL", disk)
        .env("FULL_ERROR", error.raw_os_error().to_string());
}

/// What stands between the process and the disk.
const LIBRARY: &str = include_str!("full.c");
