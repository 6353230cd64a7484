//! An S3: Amazon's, or any storage that speaks its protocol.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use object_store::{
    BackoffConfig, Certificate, ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder,
    prefix::PrefixStore,
};

use crate::config::Config;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(3);
/// A request of which nothing comes for so long is given up. A piece of an upload must be through by then.
const SILENCE: Duration = Duration::from_secs(20);
/// How often a request is tried again, and for how long: a hiccup passes unseen, an outage is told while somebody waits.
const RETRIES: usize = 3;
const RETRY_FOR: Duration = Duration::from_secs(6);

/// The storage at `url`, `s3://bucket/prefix`, with the rest as configured.
pub fn open(url: &str, config: &Config) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let (bucket, prefix) = place(url)?;
    anyhow::ensure!(
        plain_name(&config.s3_region),
        "s3_region is not a region like us-east-1"
    );
    let key_id = config.s3_key_id.as_deref().filter(|id| !id.is_empty());
    let key_id = key_id.context("files_url needs s3_key_id: the id of the key that may use the bucket")?;
    let secret = config.s3_secret.as_ref();
    let secret = secret.context("files_url needs s3_secret: the key that belongs to s3_key_id")?;
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&config.s3_region)
        .with_access_key_id(key_id)
        .with_secret_access_key(secret.expose())
        .with_virtual_hosted_style_request(!config.s3_path_style)
        .with_retry(RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(100),
                max_backoff: Duration::from_secs(1),
                base: 2.0,
            },
            max_retries: RETRIES,
            retry_timeout: RETRY_FOR,
        })
        .with_client_options(client(config)?);
    if let Some(endpoint) = &config.s3_endpoint {
        builder = builder.with_endpoint(address(endpoint, bucket, config.s3_path_style)?);
    }
    let store = builder
        .build()
        .context("files_url and the s3_… settings do not fit together")?;
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}

fn client(config: &Config) -> anyhow::Result<ClientOptions> {
    let plain = config.s3_endpoint.as_deref().is_some_and(is_plain);
    let options = ClientOptions::new()
        .with_allow_http(plain)
        .with_connect_timeout(CONNECT)
        .with_read_timeout(SILENCE)
        // A large file to a slow reader takes its time.
        .with_timeout_disabled();
    match &config.s3_root_certificate {
        Some(file) => Ok(options.with_root_certificate(certificate(file)?)),
        None => Ok(options),
    }
}

fn certificate(file: &Path) -> anyhow::Result<Certificate> {
    let pem = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Certificate::from_pem(&pem).with_context(|| format!("{} is not a certificate (PEM)", file.display()))
}

/// Whether what passes on the way to it can be read by anybody.
pub fn is_plain(endpoint: &str) -> bool {
    endpoint.starts_with("http://")
}

/// Bucket and prefix. Storages disagree on how other characters are signed.
fn place(url: &str) -> anyhow::Result<(&str, &str)> {
    let rest = url
        .strip_prefix("s3://")
        .unwrap_or_default()
        .trim_end_matches('/');
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte);
    anyhow::ensure!(
        plain_name(bucket) && prefix.bytes().all(fit) && !prefix.starts_with('/') && !prefix.contains(".."),
        "files_url is not an address like s3://bucket/prefix, of letters, digits, dots and hyphens"
    );
    Ok((bucket, prefix))
}

/// What may stand in a host's name: nothing in an address changes its meaning by it.
fn plain_name(name: &str) -> bool {
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    !name.is_empty() && !name.starts_with(['.', '-']) && !name.ends_with('.') && name.bytes().all(fit)
}

/// The endpoint with the bucket before its host, where requests go there.
fn address(endpoint: &str, bucket: &str, path_style: bool) -> anyhow::Result<String> {
    const LIKE: &str = "s3_endpoint is not an address like https://s3.example.com";
    let mut address = url::Url::parse(endpoint).context(LIKE)?;
    let named = match address.host() {
        Some(url::Host::Domain(host)) => Some(format!("{bucket}.{host}")),
        Some(_) => None,
        None => anyhow::bail!(LIKE),
    };
    anyhow::ensure!(
        matches!(address.scheme(), "https" | "http") && address.username().is_empty(),
        LIKE
    );
    if !path_style {
        let named =
            named.context("s3_endpoint is a number: set s3_path_style, for no bucket can stand before it")?;
        address.set_host(Some(&named)).context(LIKE)?;
    }
    Ok(address.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_and_prefix_are_taken_from_the_address() {
        for (url, expected) in [
            ("s3://files", Some(("files", ""))),
            ("s3://files/", Some(("files", ""))),
            ("s3://files/desk/one/", Some(("files", "desk/one"))),
            ("s3://", None),
            ("s3:///prefix", None),
            ("s3://a bucket", None),
            ("s3://files/a prefix", None),
            ("s3://files/../other", None),
            ("s3://a%00", None),
            ("https://files.example.com", None),
            ("s3://key:secret@files", None),
        ] {
            assert_eq!(place(url).ok(), expected, "{url}");
        }
    }

    #[test]
    fn the_bucket_stands_before_the_host_or_in_the_path() {
        for (endpoint, path_style, expected) in [
            (
                "https://oss.example.com",
                false,
                Some("https://files.oss.example.com"),
            ),
            ("https://oss.example.com/", true, Some("https://oss.example.com")),
            ("http://127.0.0.1:9000", true, Some("http://127.0.0.1:9000")),
            ("http://[::1]:9000", true, Some("http://[::1]:9000")),
            ("http://127.0.0.1:9000", false, None),
            ("https://files.1", false, None),
            ("oss.example.com", true, None),
            ("https://id:secret@oss.example.com", true, None),
            ("ftp://oss.example.com", true, None),
        ] {
            let found = address(endpoint, "files", path_style).ok();
            assert_eq!(found.as_deref(), expected, "{endpoint}");
        }
    }
}
