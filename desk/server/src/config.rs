//! Configuration: one TOML file, then `YINGKE_*` variables, then the command line.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context;
use serde::Deserialize;
use yingke_store::Location;
use yingke_words::Secret;

use crate::proxies::Proxies;

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
    /// `s3://bucket/prefix`: where attachments are kept; without it, in `data`.
    pub files_url: Option<String>,
    /// `https://…` of an S3 that is not Amazon's, without the bucket.
    pub s3_endpoint: Option<String>,
    /// The region, as requests are signed for it.
    pub s3_region: String,
    /// The id of the key.
    pub s3_key_id: Option<String>,
    /// The key.
    pub s3_secret: Option<Secret<String>>,
    /// The bucket stands in the address's path (`MinIO`, Ceph), not before its host (Amazon, OSS, COS).
    pub s3_path_style: bool,
    /// The certificate (PEM) of the authority that vouches for the S3, besides those the machine trusts.
    pub s3_root_certificate: Option<PathBuf>,
    /// Proxies (`10.0.0.7`, `10.0.0.0/8`) whose `X-Forwarded-For` tells from where a request came, besides this machine.
    pub trusted_proxies: Vec<Proxies>,
    /// The key (base64 of 32 bytes) that seals credentials in the database; without it, `secret.key` in `data`. Several nodes
    /// share one.
    pub secret_key: Option<Secret<String>>,
    /// Networks besides the public Internet that channels may reach: a mail server, a provider on the premises.
    pub allowed_networks: Vec<ipnet::IpNet>,
    /// The certificate (PEM) of an authority that vouches for servers there, besides those the machine trusts.
    pub allowed_root_certificate: Option<PathBuf>,
    /// How often channels that are fetched are looked at without a hint, in seconds.
    pub pull_seconds: Option<u64>,
    /// Where ffmpeg is, which changes sound and film into what channels take; ffprobe stands beside it.
    pub ffmpeg: PathBuf,
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
            files_url: None,
            s3_endpoint: None,
            s3_region: "us-east-1".into(),
            s3_key_id: None,
            s3_secret: None,
            s3_path_style: false,
            s3_root_certificate: None,
            trusted_proxies: Vec::new(),
            secret_key: None,
            allowed_networks: Vec::new(),
            allowed_root_certificate: None,
            pull_seconds: None,
            ffmpeg: PathBuf::from("ffmpeg"),
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
        config.overlay_files(&read);
        if let Some(list) = read("TRUSTED_PROXIES") {
            config.trusted_proxies = proxies(&list)?;
        }
        config.overlay_channels(&read)?;
        config.log = read("LOG").unwrap_or(config.log);
        config.log_json = read("LOG_JSON").map_or(config.log_json, |text| yes(&text));
        Ok(config)
    }

    fn overlay_channels(&mut self, read: &impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
        let read = |name| read(name).filter(|text| !text.is_empty());
        self.secret_key = read("SECRET_KEY").map(Secret::new).or(self.secret_key.take());
        if let Some(list) = read("ALLOWED_NETWORKS") {
            let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
            self.allowed_networks = parts
                .map(|part| {
                    part.parse().with_context(|| {
                        format!("YINGKE_ALLOWED_NETWORKS: {part} is no network like 10.0.0.0/8")
                    })
                })
                .collect::<anyhow::Result<_>>()?;
        }
        if let Some(file) = read("ALLOWED_ROOT_CERTIFICATE") {
            self.allowed_root_certificate = Some(file.into());
        }
        if let Some(program) = read("FFMPEG") {
            self.ffmpeg = program.into();
        }
        if let Some(seconds) = read("PULL_SECONDS") {
            self.pull_seconds = Some(seconds.parse().context("YINGKE_PULL_SECONDS is no number")?);
        }
        Ok(())
    }

    /// The name this server gives itself to other servers.
    pub fn host_name(&self) -> String {
        let url = url::Url::parse(&self.base_url()).ok();
        url.and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned())
    }

    /// An empty variable is none: compose files pass every one on.
    fn overlay_files(&mut self, read: &impl Fn(&str) -> Option<String>) {
        let read = |name| read(name).filter(|text| !text.is_empty());
        let path_style = read("S3_PATH_STYLE").map(|text| yes(&text));
        let overlay = |name, kept: &mut Option<String>| *kept = read(name).or_else(|| kept.take());
        overlay("FILES_URL", &mut self.files_url);
        overlay("S3_ENDPOINT", &mut self.s3_endpoint);
        overlay("S3_KEY_ID", &mut self.s3_key_id);
        self.s3_secret = read("S3_SECRET").map(Secret::new).or(self.s3_secret.take());
        self.s3_path_style = path_style.unwrap_or(self.s3_path_style);
        if let Some(region) = read("S3_REGION") {
            self.s3_region = region;
        }
        if let Some(file) = read("S3_ROOT_CERTIFICATE") {
            self.s3_root_certificate = Some(file.into());
        }
    }

    /// Where the database is.
    pub fn location(&self) -> Location {
        match &self.database_url {
            Some(url) => Location::Url(url.expose().clone()),
            None => Location::File(self.data.join("yingke.db")),
        }
    }

    /// The folder of attachments; where an S3 keeps them, uploads wait in it.
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

/// The proxies of a list with commas between them.
fn proxies(list: &str) -> anyhow::Result<Vec<Proxies>> {
    let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            Proxies::try_from(part.to_owned()).with_context(|| {
                format!("YINGKE_TRUSTED_PROXIES: {part} is no address like 10.0.0.7 or 10.0.0.0/8")
            })
        })
        .collect()
}

/// How a variable says yes.
fn yes(text: &str) -> bool {
    text == "1" || text == "true"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_overlay_the_file_and_secrets_do_not_print() {
        let read = |name: &str| match name {
            "YINGKE_LISTEN" => Some("127.0.0.1:1".to_owned()),
            "YINGKE_DATABASE_URL" => Some("postgres://u:hunter2@h/d".to_owned()),
            "YINGKE_FILES_URL" => Some("s3://bucket".to_owned()),
            "YINGKE_S3_SECRET" => Some("hunter2".to_owned()),
            "YINGKE_S3_PATH_STYLE" => Some("true".to_owned()),
            "YINGKE_S3_REGION" => Some(String::new()),
            _ => None,
        };
        let config = Config::load(None, read).unwrap();
        assert_eq!(config.listen.port(), 1);
        assert!(matches!(config.location(), Location::Url(_)));
        assert_eq!(config.files_url.as_deref(), Some("s3://bucket"));
        assert!(config.s3_path_style && config.s3_secret.is_some());
        assert_eq!(config.s3_region, "us-east-1");
        assert!(!format!("{config:?}").contains("hunter2"));
        assert!(Config::load(None, |name| (name == "YINGKE_LISTEN").then(|| "here".into())).is_err());
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Config>("daat = 'x'").is_err());
    }
}
