//! Configuration: one TOML file, then `YINGKE_*` variables, then the command line.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context;
use serde::Deserialize;
use yingke_store::Location;
use yingke_words::Secret;

/// What an administrator of the machine sets. Every key is also a variable: `data` is `YINGKE_DATA`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder for database and files.
    pub data: PathBuf,
    /// Where to listen. Plain HTTP; put a TLS proxy before any address but loopback.
    pub listen: SocketAddr,
    /// The address people type, `https://chat.example.com`; links are made from it and never from a request's headers.
    pub base_url: Option<String>,
    /// `postgres://…`; without it, SQLite in `data`. With `?sslmode=verify-full` (and `&sslrootcert=FILE`) over TLS.
    pub database_url: Option<Secret<String>>,
    /// `nats://…` or `tls://…`, when several nodes serve one database.
    pub nats_url: Option<Secret<String>>,
    /// The certificate (PEM) of the authority that vouches for a `tls://` NATS, besides those the machine trusts.
    pub nats_root_certificate: Option<PathBuf>,
    /// The folder of the built workbench.
    pub workbench: PathBuf,
    /// The folder of the built widget.
    pub widget: PathBuf,
    /// What to log, in the syntax of `RUST_LOG`.
    pub log: String,
    /// Log lines as JSON.
    pub log_json: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 7788)),
            base_url: None,
            database_url: None,
            nats_url: None,
            nats_root_certificate: None,
            workbench: PathBuf::from("workbench/dist"),
            widget: PathBuf::from("widget/dist"),
            log: "info".into(),
            log_json: false,
        }
    }
}

impl Config {
    /// Reads `file` (if given) and overlays the variables that `variable` knows.
    pub fn load(file: Option<&PathBuf>, variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let mut config: Self = match file {
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("cannot read {}", file.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("{} is not a valid configuration", file.display()))?
            }
            None => Self::default(),
        };
        let read = |name: &str| variable(&format!("YINGKE_{name}"));
        if let Some(data) = read("DATA") {
            config.data = data.into();
        }
        if let Some(listen) = read("LISTEN") {
            config.listen = listen
                .parse()
                .context("YINGKE_LISTEN is not an address like 127.0.0.1:7788")?;
        }
        config.base_url = read("BASE_URL").or(config.base_url);
        config.database_url = read("DATABASE_URL").map(Secret::new).or(config.database_url);
        config.nats_url = read("NATS_URL").map(Secret::new).or(config.nats_url);
        config.nats_root_certificate = read("NATS_ROOT_CERTIFICATE")
            .map(PathBuf::from)
            .or(config.nats_root_certificate);
        config.workbench = read("WORKBENCH").map_or(config.workbench, PathBuf::from);
        config.widget = read("WIDGET").map_or(config.widget, PathBuf::from);
        config.log = read("LOG").unwrap_or(config.log);
        config.log_json = read("LOG_JSON").map_or(config.log_json, |text| text == "1" || text == "true");
        Ok(config)
    }

    /// Where the database is.
    pub fn location(&self) -> Location {
        match &self.database_url {
            Some(url) => Location::Url(url.expose().clone()),
            None => Location::File(self.data.join("yingke.db")),
        }
    }

    /// The folder of attachments.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    /// The address people type, without a slash at the end.
    pub fn base_url(&self) -> String {
        let url = self
            .base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen));
        url.trim_end_matches('/').to_owned()
    }

    /// Whether people reach us over TLS: cookies are then bound to it.
    pub fn secure(&self) -> bool {
        self.base_url().starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_overlay_the_file_and_secrets_do_not_print() {
        let read = |name: &str| match name {
            "YINGKE_LISTEN" => Some("127.0.0.1:1".to_owned()),
            "YINGKE_DATABASE_URL" => Some("postgres://u:hunter2@h/d".to_owned()),
            _ => None,
        };
        let config = Config::load(None, read).unwrap();
        assert_eq!(config.listen.port(), 1);
        assert!(matches!(config.location(), Location::Url(_)));
        assert!(!format!("{config:?}").contains("hunter2"));
        assert!(Config::load(None, |name| (name == "YINGKE_LISTEN").then(|| "here".into())).is_err());
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Config>("daat = 'x'").is_err());
    }
}
