//! Links to archives, which are credentials themselves: they are fetched without the client's.

use harness_sdk_core::{Cluster, Error, ErrorKind, Host, Method, RawResponse};
use url::Url;

use crate::Client;

/// The host that the platform's own storage is named by, whatever host the installation has.
const STORAGE_HOST: &str = "app.harness.io";
const STORAGE_PATH: &str = "/storage/";

/// Fetches a link without the client's credentials.
pub(super) async fn fetch(client: &Client, link: &str) -> Result<RawResponse, Error> {
    let url = address(link, client.context().host())?;
    let request = client.request(Method::GET, url).accept("*/*").without_credentials().follow_redirects();
    request.send().await.map(harness_sdk_core::Response::into_inner)
}

/// Where a link leads. On vanity hosts the platform's storage is reached through that host, and on self-managed ones
/// whatever a link of the platform names is, unless the link's signature covers the host it names.
fn address(link: &str, host: &Host) -> Result<String, Error> {
    let mut url = Url::parse(link)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some())
        .ok_or_else(|| Error::custom(ErrorKind::Decode, "the log service answers a link that cannot be read"))?;
    let public = Cluster::ALL.iter().any(|cluster| cluster.name() == host.name());
    let stored = url.host_str() == Some(STORAGE_HOST) && url.path().starts_with(STORAGE_PATH);
    let foreign = !is_platform(host.name()) && url.host_str().is_some_and(is_platform);
    if (foreign || (stored && !public)) && !signs_host(&url) {
        let moved = url.set_scheme(host.scheme()).is_ok()
            && url.set_host(Some(host.name())).is_ok()
            && url.set_port(Some(host.port())).is_ok();
        if !moved {
            return Err(Error::custom(ErrorKind::Decode, "the log service's link does not fit the client's host"));
        }
    }
    Ok(url.into())
}

/// Whether Harness itself runs the host.
fn is_platform(name: &str) -> bool {
    name == "harness.io" || name.ends_with(".harness.io")
}

/// Whether a presigned link of the newer kind names the host among what it signs. The older kind never does.
fn signs_host(url: &Url) -> bool {
    url.query_pairs().any(|(name, value)| {
        let lists = ["X-Goog-SignedHeaders", "X-Amz-SignedHeaders"].iter().any(|list| name.eq_ignore_ascii_case(list));
        lists && value.split(';').any(|header| header.eq_ignore_ascii_case("host"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_is_reached_through_the_clients_host_unless_the_signature_forbids_it() {
        let link = "https://app.harness.io/storage/harness-download/a%2Fb/logs.zip?Expires=1&Signature=a%2Bb";
        for (host, wanted) in [
            (
                "acme.harness.io",
                "https://acme.harness.io/storage/harness-download/a%2Fb/logs.zip?Expires=1&Signature=a%2Bb",
            ),
            (
                "http://127.0.0.1:8080",
                "http://127.0.0.1:8080/storage/harness-download/a%2Fb/logs.zip?Expires=1&Signature=a%2Bb",
            ),
            ("prod1", link),
            ("prod3", link),
            ("eu", link),
        ] {
            assert_eq!(address(link, &Host::parse(host).unwrap()).unwrap(), wanted);
        }
        let vanity = Host::parse("acme.harness.io").unwrap();
        for kept in [
            "https://app.harness.io/storage/x?X-Goog-SignedHeaders=host&X-Goog-Signature=1",
            "https://app.harness.io/storage/x?x-amz-signedheaders=date%3Bhost",
            "https://storage.googleapis.com/storage/x?Signature=1",
            "https://bucket.s3.eu-west-1.amazonaws.com/storage/x?X-Amz-SignedHeaders=host",
            "https://app.harness.io/other/x",
        ] {
            assert_eq!(address(kept, &vanity).unwrap(), kept);
        }
        let own = Host::parse("https://harness.example.com:8443").unwrap();
        for (link, wanted) in [
            ("https://app.harness.io/storage/a?Signature=1", "https://harness.example.com:8443/storage/a?Signature=1"),
            (
                "https://logs.harness.io/storage/a?X-Amz-Expires=1",
                "https://harness.example.com:8443/storage/a?X-Amz-Expires=1",
            ),
            ("https://app3.harness.io/blobs/a%2Fb", "https://harness.example.com:8443/blobs/a%2Fb"),
            (
                "https://logs.harness.io/storage/a?X-Amz-SignedHeaders=host",
                "https://logs.harness.io/storage/a?X-Amz-SignedHeaders=host",
            ),
            ("https://harness.io.example.com/storage/a", "https://harness.io.example.com/storage/a"),
            ("https://minio.example.com/storage/a?Signature=1", "https://minio.example.com/storage/a?Signature=1"),
        ] {
            assert_eq!(address(link, &own).unwrap(), wanted);
        }
        for unreadable in ["", "/storage/x", "ftp://app.harness.io/storage/x"] {
            let error = address(unreadable, &vanity).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
        }
    }
}
