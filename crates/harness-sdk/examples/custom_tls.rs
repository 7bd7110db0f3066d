//! A certificate authority of one's own: an installation behind it is refused, then trusted.
//!
//! ```sh
//! cargo run --example custom_tls
//! cargo run --example custom_tls -- --ca ca.pem
//! ```
//!
//! Without HARNESS_API_KEY, the mock is put behind TLS with a certificate made on the spot.

mod support;

use std::net::SocketAddr;
use std::sync::Arc;

use harness_sdk::transport::Certificate;
use harness_sdk::{Client, ContextBuilder, RetryPolicy};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use support::{Outcome, Session};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::start().await?;
    let Some(mock) = &session.mock else {
        let pem = std::fs::read(support::option("--ca").ok_or("--ca FILE names the authority's certificate")?)?;
        let builder = Client::builder().settings(session.harness.context().settings().clone());
        return greet(&trusting(builder, &pem)?).await;
    };

    let (authority, tls) = certificates()?;
    let inner = mock.url().trim_start_matches("http://").parse()?;
    let address = terminate(tls, inner).await?;
    let client = || {
        let builder = Client::builder().api_key(mock.key()).account(mock.account()).org("default").project("project_0");
        builder.host(format!("https://localhost:{}", address.port())).retry(RetryPolicy::none()).no_proxy()
    };

    let refused = greet(&Client::new(client().build()?)).await;
    println!("without the authority: {}", refused.err().ok_or("a certificate of nobody was trusted")?);
    greet(&trusting(client(), authority.as_bytes())?).await
}

/// A client that trusts the authority besides those of the system.
fn trusting(builder: ContextBuilder, pem: &[u8]) -> Outcome<Client> {
    Ok(Client::new(builder.root_certificate(Certificate::from_pem(pem)?).build()?))
}

async fn greet(harness: &Client) -> Outcome {
    let pipelines = harness.pipelines().list_pipelines().send().await?;
    println!("trusted: {} pipelines on the first page", pipelines.len());
    Ok(())
}

/// An authority as PEM, and what a server shows that it has vouched for.
fn certificates() -> Outcome<(String, ServerConfig)> {
    let mut params = CertificateParams::new([])?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate()?;
    let authority = params.self_signed(&key)?;
    let issuer = Issuer::new(params, key);

    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(["localhost".to_owned()])?.signed_by(&key, &issuer)?;
    let secret = PrivateKeyDer::try_from(key.serialize_der())?;
    let config = ServerConfig::builder().with_no_client_auth();
    Ok((authority.pem(), config.with_single_cert(vec![certificate.der().clone()], secret)?))
}

/// Ends TLS on a free port and hands what is inside to `inner`.
async fn terminate(config: ServerConfig, inner: SocketAddr) -> Outcome<SocketAddr> {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("localhost", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((outer, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut outer = acceptor.accept(outer).await?;
                let mut inner = TcpStream::connect(inner).await?;
                tokio::io::copy_bidirectional(&mut outer, &mut inner).await
            });
        }
    });
    Ok(address)
}
