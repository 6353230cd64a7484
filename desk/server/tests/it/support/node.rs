//! A desk as it runs in production: its own process.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use super::{Person, cookie, person_at, setup};

/// A process that serves; killed when it is dropped.
pub struct Node {
    pub child: Child,
    pub base: String,
    /// The token of the set-up link, where nothing has been founded.
    pub token: Option<String>,
}

impl Node {
    /// The command that serves; what else it needs is set on it.
    pub fn command() -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yingke"));
        command.arg("serve");
        command
    }

    /// Starts it and waits until it listens.
    pub fn start(command: &mut Command) -> Self {
        if !command.get_envs().any(|(name, _)| name == "YINGKE_LOG") {
            command.env("YINGKE_LOG", "error");
        }
        let mut child = command
            .env("YINGKE_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("it says where it listens").expect("text");
        let base = first.split_once("http://").expect("an address").1.to_owned();
        // The link follows at once when there is one; the reader must not wait for more than that.
        let token = (!first.is_empty() && needs_setup(&base)).then(|| {
            let link = lines
                .find_map(|line| line.ok().filter(|line| line.contains("/setup#")))
                .expect("a link");
            link.rsplit_once('#').expect("a token").1.trim().to_owned()
        });
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            base: format!("http://{base}"),
            token,
        }
    }

    /// Founds the workspace: its owner and the key of its inbox.
    pub async fn found(&self) -> (Person, String) {
        let mut owner = person_at(&self.base);
        let founded = owner
            .post("/api/v1/setup", setup(self.token.as_ref().expect("a token")))
            .await;
        assert_eq!(founded.status, 201, "{founded:?}");
        owner.cookie = cookie(&founded);
        (
            owner,
            founded.body["inboxKey"].as_str().expect("a key").to_owned(),
        )
    }

    /// Ends it without a word, as `kill -9` does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

fn needs_setup(address: &str) -> bool {
    let url = format!("http://{address}/api/v1/setup");
    let asked = Command::new("curl")
        .args(["-s", "-o", "/dev/null", "-w", "%{http_code}", &url])
        .output();
    String::from_utf8_lossy(&asked.expect("curl is installed").stdout).trim() == "200"
}
