//! The door: the only place where a connection to a name is opened.

use std::{fmt, net::IpAddr, sync::Arc, time::Duration};

use ipnet::IpNet;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use url::{Host, Url};

use crate::{NotSent, Resolve, System, address::is_public, failure::told};

/// Where Yingke may go besides the public Internet, by the administrator's word.
#[derive(Clone, Default, Debug)]
pub struct Allowed {
    /// Networks of ours that may be reached: a provider on the premises, a test's loopback.
    pub networks: Vec<IpNet>,
    /// Names that are trusted wherever they are.
    pub hosts: Vec<String>,
    /// The only ports that may be reached; none for any.
    pub ports: Option<Vec<u16>>,
}

/// How a door is made.
pub struct Setup {
    /// Where it leads besides the public Internet.
    pub allowed: Allowed,
    /// Certificates in PEM that are trusted besides the system's.
    pub roots: Vec<u8>,
    /// Who finds addresses.
    pub resolver: Arc<dyn Resolve>,
    /// How long finding, connecting and TLS may take together.
    pub connect: Duration,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            allowed: Allowed::default(),
            roots: Vec::new(),
            resolver: Arc::new(System),
            connect: Duration::from_secs(5),
        }
    }
}

/// The door. Cheap to clone.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    networks: Vec<IpNet>,
    hosts: Vec<String>,
    ports: Option<Vec<u16>>,
    tls: Arc<ClientConfig>,
    resolver: Arc<dyn Resolve>,
    connect: Duration,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Door")
    }
}

impl Door {
    /// A door. Fails when a certificate or a trusted name cannot be read.
    pub fn new(setup: Setup) -> Result<Self, NotSent> {
        let hosts = setup.allowed.hosts.iter().map(|host| Ok(named(&parsed(host)?)));
        Ok(Self(Arc::new(Inner {
            hosts: hosts.collect::<Result<_, NotSent>>()?,
            networks: setup.allowed.networks,
            ports: setup.allowed.ports,
            tls: Arc::new(trusting(&setup.roots)?),
            resolver: setup.resolver,
            connect: setup.connect,
        })))
    }

    pub(crate) fn tls(&self) -> &Arc<ClientConfig> {
        &self.0.tls
    }

    pub(crate) fn patience(&self) -> Duration {
        self.0.connect
    }

    /// What can be told of a URL before anything is resolved. An address written as a number, however it is spelled, is
    /// checked here: clients connect to it without asking a resolver.
    pub(crate) fn checked(&self, url: &Url, schemes: &[&str]) -> Result<Host<String>, NotSent> {
        if !schemes.contains(&url.scheme()) {
            return Err(NotSent::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NotSent::Address("it names a user".to_owned()));
        }
        let host = url
            .host()
            .ok_or_else(|| NotSent::Address("it names no host".to_owned()))?
            .to_owned();
        let port = url
            .port_or_known_default()
            .ok_or_else(|| NotSent::Address("it names no port".to_owned()))?;
        self.check_port(port)?;
        if let Some(literal) = literal(&host) {
            self.check(&host, &[literal])?;
        }
        Ok(host)
    }

    /// Every address of a host. One that is refused refuses them all: a name that is both outside and inside is either
    /// a mistake or an attack.
    pub(crate) async fn addresses(&self, host: &Host<String>) -> Result<Vec<IpAddr>, NotSent> {
        let found = match host {
            Host::Domain(name) => {
                self.0
                    .resolver
                    .resolve(name)
                    .await
                    .map_err(|error| NotSent::Unresolved {
                        host: name.clone(),
                        why: error.to_string(),
                    })?
            }
            Host::Ipv4(address) => vec![IpAddr::V4(*address)],
            Host::Ipv6(address) => vec![IpAddr::V6(*address)],
        };
        if found.is_empty() {
            return Err(NotSent::Unresolved {
                host: host.to_string(),
                why: "none was found".to_owned(),
            });
        }
        self.check(host, &found)?;
        Ok(found)
    }

    fn check_port(&self, port: u16) -> Result<(), NotSent> {
        match &self.0.ports {
            Some(ports) if !ports.contains(&port) => Err(NotSent::Port(port)),
            _ => Ok(()),
        }
    }

    fn check(&self, host: &Host<String>, found: &[IpAddr]) -> Result<(), NotSent> {
        if self.0.hosts.contains(&named(host)) {
            return Ok(());
        }
        for address in found {
            if !self.allows(*address) {
                tracing::warn!(%host, %address, "an address that is not on the public Internet was refused");
                return Err(NotSent::Blocked {
                    host: host.to_string(),
                    address: *address,
                });
            }
        }
        Ok(())
    }

    fn allows(&self, address: IpAddr) -> bool {
        let plain = address.to_canonical();
        is_public(address) || self.0.networks.iter().any(|network| network.contains(&plain))
    }

    /// A connection to a host by name or number, to an address that was checked.
    pub(crate) async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, NotSent> {
        let host = parsed(host)?;
        self.check_port(port)?;
        let until = Instant::now() + self.0.connect;
        let slow = || NotSent::Slow {
            host: host.to_string(),
            within: self.0.connect,
        };
        let found = timeout_at(until, self.addresses(&host))
            .await
            .map_err(|_| slow())??;
        let mut refused = None;
        for (at, address) in found.iter().enumerate() {
            // An address that swallows packets leaves the others their share of the time.
            let left = until.saturating_duration_since(Instant::now());
            let share = left / u32::try_from(found.len() - at).unwrap_or(u32::MAX);
            match timeout(share, TcpStream::connect((*address, port))).await {
                Ok(Ok(stream)) => {
                    // Small writes wait for nobody; without it they are only slower.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(error)) => refused = Some(error),
                Err(_) => {}
            }
        }
        Err(refused.map_or_else(slow, |error| NotSent::Unreachable {
            host: host.to_string(),
            why: error.to_string(),
        }))
    }

    /// TLS over a connection, with a proof that the other side is `host`.
    pub(crate) async fn secure<S>(
        &self,
        host: &str,
        stream: S,
    ) -> Result<tokio_rustls::client::TlsStream<S>, NotSent>
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    {
        let failed = |why: String| NotSent::Tls {
            host: host.to_owned(),
            why,
        };
        let name = match parsed(host)? {
            Host::Domain(name) => ServerName::try_from(name.trim_end_matches('.').to_owned())
                .map_err(|error| failed(error.to_string()))?,
            Host::Ipv4(address) => ServerName::IpAddress(IpAddr::V4(address).into()),
            Host::Ipv6(address) => ServerName::IpAddress(IpAddr::V6(address).into()),
        };
        let connector = tokio_rustls::TlsConnector::from(self.0.tls.clone());
        match timeout(self.0.connect, connector.connect(name, stream)).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(error)) => Err(failed(told(&error))),
            Err(_) => Err(NotSent::Slow {
                host: host.to_owned(),
                within: self.0.connect,
            }),
        }
    }
}

/// A host as the URL standard reads it, so that every spelling of a number becomes that number and a name its one form.
pub(crate) fn parsed(host: &str) -> Result<Host<String>, NotSent> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(match address {
            IpAddr::V4(address) => Host::Ipv4(address),
            IpAddr::V6(address) => Host::Ipv6(address),
        });
    }
    Host::parse(host).map_err(|error| NotSent::Address(format!("{host:?}: {error}")))
}

fn literal(host: &Host<String>) -> Option<IpAddr> {
    match host {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(IpAddr::V4(*address)),
        Host::Ipv6(address) => Some(IpAddr::V6(*address)),
    }
}

/// For comparing: a name with and without the root's dot is the same name.
fn named(host: &Host<String>) -> String {
    host.to_string().trim_end_matches('.').to_ascii_lowercase()
}

fn trusting(pem: &[u8]) -> Result<ClientConfig, NotSent> {
    let mut roots = RootCertStore::empty();
    let native = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(native.certs);
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let added = certificate
            .map_err(|error| error.to_string())
            .and_then(|one| roots.add(one).map_err(|error| error.to_string()));
        added.map_err(|error| NotSent::Invalid(format!("a trusted certificate: {error}")))?;
    }
    if roots.is_empty() {
        tracing::warn!(
            "this machine trusts no certificate: install its ca-certificates; nothing secure can be reached"
        );
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| NotSent::Invalid(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

impl reqwest::dns::Resolve for Door {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let door = self.clone();
        Box::pin(async move {
            // Parsed again: a name from a URL is in its one form, and stays so.
            let found = door.addresses(&parsed(name.as_str())?).await?;
            let addresses: reqwest::dns::Addrs =
                Box::new(found.into_iter().map(|address| (address, 0).into()));
            Ok(addresses)
        })
    }
}
