//! Proxies: which requests go through them, and how their failures are told. Certificates that servers sign themselves.

use std::process::Command;
use std::sync::Arc;

use crate::support::{self, Server, answer, json};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::transport::{Certificate, Proxy};
use harness_sdk_core::{Call, Context, ContextBuilder, Error, ErrorKind, RetryPolicy};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

static GET: Operation = Operation { id: "get", path: "/start", ..Operation::NEW };

fn builder(host: &str) -> ContextBuilder {
    let builder = Context::builder().api_key(support::KEY).host(host).allow_plain_http(true);
    builder.retry(RetryPolicy::none())
}

async fn failure(builder: ContextBuilder) -> Error {
    Call::new(&builder.build().unwrap(), &GET).send::<()>().await.unwrap_err()
}

/// The address of a port that nobody listens on.
async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().to_string()
}

#[tokio::test]
async fn a_proxy_that_is_down_is_named() {
    let down = nobody().await;
    for host in ["http://api.invalid", "https://api.invalid"] {
        let proxy = Proxy::all(format!("http://user:CANARY@{down}")).unwrap();
        let shown = format!("{proxy:?}");
        let error = failure(builder(host).proxy(proxy)).await;
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        let text = error.to_string();
        assert!(text.contains(&format!("the proxy `http://{down}`")) && text.contains("api.invalid"), "{text}");
        assert!(error.hint().is_some_and(|hint| hint.contains("NO_PROXY")));
        assert!(shown.contains(&down) && !format!("{shown} {error:?}").contains("CANARY"), "{shown} {error:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_wants_credentials_or_refuses_is_named() {
    for (status, host, words) in [
        (407, "https://api.invalid", "wants credentials"),
        (407, "http://api.invalid", "wants credentials"),
        (403, "https://api.invalid", "refuses to connect"),
        (403, "http://api.invalid", "is on the way"),
        (502, "https://api.invalid", "refuses to connect"),
        (502, "http://api.invalid", "is on the way"),
    ] {
        let proxy = Server::answering(answer(status, &[("content-type", "text/html")], "<html>no</html>")).await;
        let error = failure(builder(host).proxy(Proxy::all(&proxy.url).unwrap())).await;
        let text = error.to_string();
        assert!(text.contains(words) && text.contains(&proxy.url), "{status} {host}: {text}");
    }
    let api = Server::answering(json(403, r#"{"code":"ACCESS_DENIED","message":"no"}"#)).await;
    let error = failure(builder("http://api.invalid").proxy(Proxy::all(&api.url).unwrap())).await;
    assert!(error.is_permission_denied() && !error.to_string().contains("proxy"), "the API's own word: {error}");
}

#[tokio::test]
async fn exceptions_and_schemes_decide_which_proxy_it_is() {
    let (server, down) = (Server::answering(json(200, "{}")).await, nobody().await);
    let proxy = |proxy: Result<Proxy, _>| proxy.unwrap();
    for set in [
        proxy(Proxy::https(&down)),
        proxy(Proxy::all(&down)).except("127.0.0.1,other.invalid"),
        proxy(Proxy::http(&down)).except("127.0.0.0/8"),
    ] {
        let context = builder(&server.url).proxy(set).build().unwrap();
        Call::new(&context, &GET).send::<()>().await.unwrap();
    }
    let context =
        builder("http://api.invalid").proxy(proxy(Proxy::https(&down))).proxy(proxy(Proxy::http(&server.url)));
    Call::new(&context.build().unwrap(), &GET).send::<()>().await.unwrap();
    assert_eq!(server.seen()[3].target(), "http://api.invalid/start");
    for address in ["", "ftp://proxy", "http://proxy/path", "http://proxy?x", "http://", "p r o x y"] {
        assert!(Proxy::all(address).is_err(), "{address}");
    }
}

const INNER: &str = "HARNESS_SDK_TEST_SERVER";

/// Run again by the test below, in a process whose environment names proxies.
#[tokio::test]
async fn inner_call() {
    let Ok(url) = std::env::var(INNER) else { return };
    // Not every system resolves such names, though all that do lead them here.
    let here = ([127, 0, 0, 1], 0).into();
    let context = builder(&url).http_with(|http| http.resolve("api.localhost", [here])).build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    let error = failure(builder("http://api.invalid")).await;
    assert!(error.to_string().contains("through the proxy") || error.status().is_some(), "{error}");
}

#[tokio::test]
async fn this_machine_is_never_reached_through_a_proxy_of_the_environment() {
    let (server, proxy) = (Server::answering(json(200, "{}")).await, Server::answering(answer(407, &[], "")).await);
    let port = server.url.rsplit(':').next().unwrap();
    for host in [server.url.clone(), format!("http://localhost:{port}"), format!("http://api.localhost:{port}")] {
        for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            let program = std::env::current_exe().unwrap();
            let mut command = Command::new(program);
            command.args(["proxies::inner_call", "--exact", "--nocapture"]).env(INNER, &host).env(variable, &proxy.url);
            for other in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
                command.env_remove(other);
            }
            let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
            assert!(output.status.success(), "{host} {variable}: {}", String::from_utf8_lossy(&output.stdout));
        }
    }
    assert_eq!(server.seen().len(), 12);
    assert!(proxy.seen().iter().all(|seen| seen.target() == "http://api.invalid/start"), "{:?}", proxy.seen());
    assert_eq!(proxy.seen().len(), 12, "other hosts go through it");
}

/// A server that shows a certificate that it signed itself, and the certificate.
async fn signing_itself(authority: bool) -> (String, String) {
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.is_ca = if authority { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::ExplicitNoCa };
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let secret = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    // Named, for with all features there is more than one, and rustls chooses none.
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = config.with_single_cert(vec![certificate.der().clone()], secret).unwrap();
    let listener = TcpListener::bind("localhost:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
            let _ = stream.shutdown().await;
        }
    });
    (url, certificate.pem())
}

#[tokio::test]
async fn a_certificate_that_a_server_signed_itself_is_trusted_or_told() {
    let (url, pem) = signing_itself(false).await;
    let trusting = builder(&url).no_proxy().root_certificate(Certificate::from_pem(&pem).unwrap());
    Call::new(&trusting.build().unwrap(), &GET).send::<()>().await.unwrap();
    let error = failure(builder(&url).no_proxy()).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("root_certificate")), "{error}");
    assert!(Certificate::from_pem("no certificate").is_err());
}

/// The TLS of the system, which goes before where both are compiled in, trusts such a certificate.
#[cfg(not(feature = "native-tls"))]
#[tokio::test]
async fn a_certificate_of_an_authority_is_none_of_a_server() {
    let (url, pem) = signing_itself(true).await;
    let error = failure(builder(&url).no_proxy().root_certificate(Certificate::from_pem(&pem).unwrap())).await;
    let hint = error.hint().unwrap_or_default();
    assert!(hint.contains("CA:FALSE") && hint.contains("root_certificate"), "{error}");
}
