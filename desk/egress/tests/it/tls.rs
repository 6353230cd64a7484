//! Who the other side is, is proved; otherwise nothing is said to it.

use std::{net::SocketAddr, sync::Arc};

use http::HeaderMap;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivateKeyDer},
};
use yingke_egress::{Body, Client, Failure, Limits, NotSent, Socket, SocketLimits};

use crate::stand::{Names, answer, open, open_trusting, post, server};

/// A certificate authority of our own.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub pem: String,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            issuer: Issuer::new(params, key),
            pem,
        }
    }

    /// What a server for `name` shows.
    pub fn acceptor(&self, name: &str, spoil: impl FnOnce(&mut CertificateParams)) -> TlsAcceptor {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        spoil(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Answers whatever it is asked.
async fn web(acceptor: TlsAcceptor) -> SocketAddr {
    server(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&answer("200 OK", "", "secret")).await;
            let _ = stream.shutdown().await;
        }
    })
    .await
}

async fn ask(roots: &str, address: SocketAddr) -> Result<String, Failure> {
    let names = Names::default().with("provider.example", &[&["127.0.0.1"]]);
    let client = Client::new(&open_trusting(&names, roots.as_bytes().to_vec())).unwrap();
    let url = format!("https://provider.example:{}/", address.port());
    let body = Body::Bytes(bytes::Bytes::from_static(b"body"));
    Ok(client.send(post(&url), body, &Limits::default()).await?.text())
}

#[tokio::test]
async fn a_certificate_has_to_prove_the_name() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let fine = web(ours.acceptor("provider.example", |_| ())).await;
    assert_eq!(ask(&ours.pem, fine).await.as_deref(), Ok("secret"));
    let stranger = web(theirs.acceptor("provider.example", |_| ())).await;
    let other = web(ours.acceptor("other.example", |_| ())).await;
    let old = web(ours.acceptor("provider.example", |params| {
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    }))
    .await;
    for address in [stranger, other, old] {
        let failure = ask(&ours.pem, address).await.unwrap_err();
        assert!(
            matches!(failure, Failure::NotSent(NotSent::Tls { .. })),
            "{failure}"
        );
    }
    let failure = ask("", fine).await.unwrap_err();
    assert!(
        matches!(failure, Failure::NotSent(NotSent::Tls { .. })),
        "{failure}"
    );
}

#[tokio::test]
async fn a_socket_is_proved_in_the_same_way() {
    let ours = Authority::new();
    let acceptor = ours.acceptor("127.0.0.1", |_| ());
    let address = server(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(stream) = acceptor.accept(stream).await else {
                return;
            };
            let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
            let _ = socket.close(None).await;
        }
    })
    .await;
    let url = format!("wss://{address}/");
    let trusting = open_trusting(&Names::default(), ours.pem.clone().into_bytes());
    Socket::open(&trusting, &url, HeaderMap::new(), SocketLimits::default())
        .await
        .unwrap();
    let error = Socket::open(
        &open(&Names::default()),
        &url,
        HeaderMap::new(),
        SocketLimits::default(),
    )
    .await
    .unwrap_err();
    assert!(matches!(error, NotSent::Tls { .. }), "{error}");
}
