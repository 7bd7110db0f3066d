//! A document from a file, standard input or the network: bounded in size and time.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use harness_sdk_codegen::defect::{Defect, Defects};
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::load;
use reqwest::Url;
use reqwest::blocking::Client;

/// Where a document comes from.
#[derive(Debug)]
pub(crate) enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// The network.
    Url(String),
}

/// How much is read, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Most bytes.
    pub(crate) bytes: u64,
    /// Most time for the network.
    pub(crate) time: Duration,
}

/// A document as it came.
#[derive(Debug)]
pub(crate) struct Received {
    /// What messages call it.
    pub(crate) name: String,
    /// What may be noted of where it comes from: no folders, and nothing of a URL that could be secret.
    pub(crate) origin: String,
    bytes: Vec<u8>,
    is_yaml: bool,
}

impl Received {
    /// Reads the document.
    pub(crate) fn from(source: &Source, bounds: Bounds) -> Result<Self, String> {
        match source {
            Source::File(path) => {
                let name = path.display().to_string();
                let file = File::open(path).map_err(|error| format!("{name}: {error}; check the path"))?;
                let bytes = bounded(file, bounds.bytes, &name)?;
                let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Ok(Self::new(name, format!("Imported from {file_name}."), bytes))
            }
            Source::Stdin => {
                let name = "standard input".to_owned();
                let bytes = bounded(std::io::stdin().lock(), bounds.bytes, &name)?;
                Ok(Self::new(name, "Imported from standard input.".to_owned(), bytes))
            }
            Source::Url(url) => fetched(url, bounds),
        }
    }

    /// The document.
    pub(crate) fn document(&self) -> Result<Document, String> {
        let all = |defects: Vec<Defect>| Defects::from(defects).in_file(&self.name).to_string();
        let value = load::value(&self.bytes, self.is_yaml).map_err(all)?;
        if value.is_object() {
            return Ok(Document(value));
        }
        let help = "pass an OpenAPI document, an object that begins with the key `openapi`";
        Err(all(vec![Defect::whole("the document is not an object", help)]))
    }

    fn new(name: String, origin: String, bytes: Vec<u8>) -> Self {
        let path = name.split('?').next().unwrap_or_default().to_ascii_lowercase();
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        Self { name, origin, bytes, is_yaml }
    }
}

fn fetched(text: &str, bounds: Bounds) -> Result<Received, String> {
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
    Ok(Received::new(shown.clone(), format!("Imported from {shown}."), bytes))
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

fn bounded(reader: impl Read, most: u64, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut reader = reader.take(most.saturating_add(1));
    reader.read_to_end(&mut bytes).map_err(|error| {
        let timed_out = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
        match timed_out {
            Some(inner) if inner.is_timeout() => format!("{name}: not fetched in time; raise --max-time"),
            _ => format!("{name}: cannot be read to its end: {}", error.kind()),
        }
    })?;
    if bytes.len() as u64 > most {
        return Err(too_large(name, most));
    }
    Ok(bytes)
}

fn too_large(name: &str, most: u64) -> String {
    format!("{name}: larger than {} MiB; raise --max-size if that is meant", most >> 20)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

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

    #[test]
    fn a_file_is_bounded_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.json");
        std::fs::write(&path, "[1, 2, 3]").unwrap();
        let received = Received::from(&Source::File(path.clone()), BOUNDS).unwrap();
        assert_eq!(received.origin, "Imported from document.json.");
        assert!(received.document().unwrap_err().contains("not an object"));
        let small = Bounds { bytes: 3, ..BOUNDS };
        assert!(Received::from(&Source::File(path), small).unwrap_err().contains("--max-size"));
        let missing = Received::from(&Source::File(folder.path().join("none")), BOUNDS).unwrap_err();
        assert!(missing.contains("check the path"), "{missing}");
    }
}
