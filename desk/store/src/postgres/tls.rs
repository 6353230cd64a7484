//! How the address says that PostgreSQL is reached: plain, encrypted, or encrypted and checked.
//!
//! `sslmode=disable`, `prefer` or nothing: plain. `require`: encrypted, whoever answers. `verify-full`: encrypted, and
//! the server's certificate names the host and comes from a known authority. `sslrootcert` is the file of that authority
//! (`system`, as without it: those the machine trusts); with `require` it has the certificate checked, too.

use std::sync::Arc;

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// How safe the way to the database is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// It does not leave this machine.
    Local,
    /// Anybody in between can read and change it.
    Plain,
    /// Whoever stands in between can pretend to be the server.
    Encrypted,
    /// Nobody can.
    Checked,
}

/// An address, understood.
pub(crate) struct Address {
    pub(crate) config: tokio_postgres::Config,
    way: Way,
    root: Option<String>,
}

impl Address {
    /// Reads `url`; what concerns certificates is taken out of it before the driver sees it.
    pub(crate) fn of(url: &str) -> Result<Self, StoreError> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut root, mut rest) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value.to_owned()),
                Some(("sslrootcert", value)) if value != "system" => root = Some(decoded(value)),
                Some(("sslrootcert", _)) => {}
                _ => rest.push(pair),
            }
        }
        let plain = if rest.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{}", rest.join("&"))
        };
        let mut config: tokio_postgres::Config = plain.parse()?;
        let way = match mode.as_deref() {
            None | Some("disable" | "prefer") if local(&config) => Way::Local,
            None | Some("disable" | "prefer") => Way::Plain,
            Some("require") if root.is_none() => Way::Encrypted,
            Some("require" | "verify-full") => Way::Checked,
            Some(other) => {
                return Err(StoreError::Driver(format!(
                    "sslmode={other} is not known here: say disable, require or verify-full"
                )));
            }
        };
        let encrypted = matches!(way, Way::Encrypted | Way::Checked);
        config.ssl_mode(if encrypted {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        Ok(Self { config, way, root })
    }

    /// What shakes hands; none on a plain way.
    pub(crate) fn tls(&self) -> Result<Option<MakeRustlsConnect>, StoreError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| StoreError::Driver(error.to_string()))?;
        let config = match self.way {
            Way::Local | Way::Plain => return Ok(None),
            Way::Encrypted => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
                .with_no_client_auth(),
            Way::Checked => builder
                .with_root_certificates(self.roots()?)
                .with_no_client_auth(),
        };
        Ok(Some(MakeRustlsConnect::new(config)))
    }

    fn roots(&self) -> Result<RootCertStore, StoreError> {
        let mut roots = RootCertStore::empty();
        match &self.root {
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
            Some(file) => {
                let wrong = |error: String| StoreError::Driver(format!("sslrootcert={file}: {error}"));
                let read = CertificateDer::pem_file_iter(file).map_err(|error| wrong(error.to_string()))?;
                for certificate in read {
                    let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
                    roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
                }
            }
        }
        Ok(roots)
    }
}

/// How safe the way to the database at `url` is.
pub fn way_to(url: &str) -> Result<Way, StoreError> {
    Address::of(url).map(|address| address.way)
}

fn local(config: &tokio_postgres::Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            let address: Option<std::net::IpAddr> = name.parse().ok();
            name == "localhost" || address.is_some_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    })
}

/// A value of an address' query with its `%20` and the like read.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Takes any certificate, as `sslmode=require` says; that the other side holds its key is still checked.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, way: Way, root: Option<&str>) {
        let address = Address::of(url).expect("it is understood");
        assert_eq!((address.way, address.root.as_deref()), (way, root), "{url}");
    }

    #[test]
    fn the_address_says_how_it_is_reached() {
        check("postgres://u:p@127.0.0.1:5432/d", Way::Local, None);
        check("postgres://u:p@[::1]/d?sslmode=disable", Way::Local, None);
        check("postgres://u:p@localhost/d?connect_timeout=3", Way::Local, None);
        check("postgres://u:p@db.example/d", Way::Plain, None);
        check("postgres://u@db.example/d?sslmode=prefer", Way::Plain, None);
        check("postgres://u@db.example/d?sslmode=require", Way::Encrypted, None);
        check(
            "postgres://u@db.example/d?sslmode=require&sslrootcert=/a%20b.pem",
            Way::Checked,
            Some("/a b.pem"),
        );
        check(
            "postgres://u@db.example/d?sslrootcert=system&sslmode=verify-full",
            Way::Checked,
            None,
        );
        assert!(Address::of("postgres://u@db.example/d?sslmode=verify-ca").is_err());
    }
}
