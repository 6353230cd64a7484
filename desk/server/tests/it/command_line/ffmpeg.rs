//! `YINGKE_FFMPEG`: which program changes sound and film, and what the examination says of it.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

/// A program that says of itself what ffmpeg does.
fn made_up(folder: &Path, name: &str, encoders: &str) -> PathBuf {
    let program = folder.join(name);
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in\n*-version*) echo 'ffmpeg version {name} Copyright (c) nobody';;\n\
         *-encoders*) echo ' A....D {encoders}';;\nesac\n"
    );
    std::fs::write(&program, script).expect("a file");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("ours");
    program
}

/// What the examination says, with this setting in the file and this one in the environment.
fn examined(folder: &Path, file: Option<&Path>, variable: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingke"));
    command
        .env("YINGKE_DATA", folder.join("data"))
        .env("YINGKE_LOG", "error")
        .env_remove("YINGKE_FFMPEG");
    if let Some(program) = file {
        let config = folder.join("yingke.toml");
        std::fs::write(&config, format!("ffmpeg = '{}'\n", program.display())).expect("a file");
        command.arg("--config").arg(config);
    }
    if let Some(program) = variable {
        command.env("YINGKE_FFMPEG", program);
    }
    let ran = command.arg("doctor").output().expect("the binary starts");
    let said = String::from_utf8(ran.stdout).expect("text");
    assert!(said.contains("  ok    the database"), "{said}");
    said
}

#[test]
fn the_examination_names_the_ffmpeg_that_is_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = made_up(folder.path(), "plain", "aac");
    let whole = made_up(folder.path(), "whole", "libopencore_amrnb");
    let of_file = examined(folder.path(), Some(&plain), None);
    assert!(
        of_file.contains("  ok    ffmpeg version plain Copyright (c) nobody (writes no AMR)\n"),
        "{of_file}"
    );
    // What the environment says goes before the file; an empty variable says nothing.
    let of_both = examined(folder.path(), Some(&plain), whole.to_str());
    assert!(
        of_both.contains("  ok    ffmpeg version whole Copyright (c) nobody\n"),
        "{of_both}"
    );
    let of_file = examined(folder.path(), Some(&whole), Some(""));
    assert!(of_file.contains("ffmpeg version whole"), "{of_file}");
}

#[test]
fn without_ffmpeg_the_examination_says_what_is_not_sent_and_what_to_install() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = examined(folder.path(), None, Some("/nonexistent/ffmpeg"));
    let mut lines = said
        .lines()
        .skip_while(|line| !line.contains("/nonexistent/ffmpeg"));
    let (what, advice) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    assert!(
        what == "  warn  ffmpeg (/nonexistent/ffmpeg): there is no such program",
        "it is a warning, nothing that is wrong: {said}"
    );
    assert!(
        advice.contains("voice messages")
            && advice.contains("apt-get install ffmpeg")
            && advice.contains("YINGKE_FFMPEG"),
        "{said}"
    );
    // One that is there and does not run.
    let broken = folder.path().join("broken");
    std::fs::write(
        &broken,
        "#!/bin/sh\necho 'no such library: libavcodec' >&2\nexit 127\n",
    )
    .expect("a file");
    std::fs::set_permissions(&broken, std::fs::Permissions::from_mode(0o755)).expect("ours");
    let said = examined(folder.path(), None, broken.to_str());
    let warned = said.lines().any(|line| {
        line.starts_with("  warn  ffmpeg (")
            && line.ends_with("broken): it does not run: no such library: libavcodec")
    });
    assert!(warned, "{said}");
}
