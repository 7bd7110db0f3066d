//! Documents from the network.

use reqwest::Url;
use reqwest::blocking::Client;

use super::bounds::{Bounds, bounded, too_large};

/// Fetches the document at a URL: what messages call it, and its bytes.
pub(super) fn fetched(text: &str, bounds: Bounds) -> Result<(String, Vec<u8>), String> {
    let url = Url::parse(text).map_err(|error| format!("the URL cannot be read: {error}"))?;
    let shown = shown(&url);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{shown}: only http and https can be fetched; download the document and pass the file"));
    }
    // The text of an error can hold the whole URL, and with it a secret.
    let failed = |error: reqwest::Error| {
        let late = if error.is_timeout() { format!(" within {:?}", bounds.time) } else { String::new() };
        let error = error.without_url();
        format!("{shown}: not fetched{late}: {error}; check the address, HTTPS_PROXY and NO_PROXY, or pass the file")
    };
    let client = Client::builder().timeout(bounds.time).build().map_err(&failed)?;
    let response = client.get(url.clone()).send().and_then(reqwest::blocking::Response::error_for_status);
    let response = response.map_err(&failed)?;
    if response.content_length().is_some_and(|length| length > bounds.bytes) {
        return Err(too_large(&shown, bounds.bytes));
    }
    let bytes = bounded(response, bounds.bytes, &shown)?;
    Ok((shown, bytes))
}

/// The URL without credentials, query and fragment.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Only URLs without a host refuse these, and have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::io::Write as _;
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use super::super::{Received, Source};
    use super::*;

    const BOUNDS: Bounds = Bounds { bytes: 1 << 20, time: Duration::from_secs(30) };

    /// Answers one request at an address of its own.
    fn server(answer: impl FnOnce(TcpStream) + Send + 'static) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            answer(stream);
        });
        format!("http://user:canary-a@{address}/openapi.yaml?token=canary-b")
    }

    fn fetch(bounds: Bounds, answer: impl FnOnce(TcpStream) + Send + 'static) -> Result<Received, String> {
        Received::from(&Source::Url(server(answer)), bounds)
    }

    #[test]
    fn a_document_is_fetched_and_its_origin_holds_no_secret() {
        let received = fetch(BOUNDS, |mut stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\nopenapi: 3.0.3");
        })
        .unwrap();
        assert_eq!(received.document().unwrap().0["openapi"], "3.0.3");
        assert!(received.is_yaml);
        for text in [&received.name, &received.origin] {
            assert!(text.contains("http://127.0.0.1") && !text.contains("canary"), "{text}");
        }
    }

    #[test]
    fn what_is_too_large_is_refused_whether_it_says_so_or_not() {
        let small = Bounds { bytes: 10, ..BOUNDS };
        for head in ["Content-Length: 14\r\n", "Connection: close\r\n"] {
            let refused = fetch(small, move |mut stream| {
                let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\nopenapi: 3.0.3").as_bytes());
            });
            assert!(refused.as_ref().unwrap_err().contains("--max-size"), "{refused:?}");
        }
    }

    #[test]
    fn a_server_that_never_answers_or_stops_halfway_is_left() {
        let short = Bounds { time: Duration::from_millis(300), ..BOUNDS };
        let silent = fetch(short, |stream| {
            let mut stream = stream;
            let _ = stream.read_to_end(&mut Vec::new());
        });
        assert!(silent.as_ref().unwrap_err().contains("within 300ms"), "{silent:?}");
        let halfway = fetch(short, |mut stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nopen");
            let _ = stream.read_to_end(&mut Vec::new());
        });
        assert!(halfway.as_ref().unwrap_err().contains("openapi.yaml: "), "{halfway:?}");
    }

    #[test]
    fn a_refusal_names_the_status_and_no_secret() {
        let refused = fetch(BOUNDS, |mut stream| {
            let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        });
        let message = refused.unwrap_err();
        assert!(message.contains("403") && !message.contains("canary"), "{message}");
        let other = Received::from(&Source::Url("ftp://user:canary@host/x".to_owned()), BOUNDS).unwrap_err();
        assert!(other.contains("only http and https") && !other.contains("canary"), "{other}");
    }
}
