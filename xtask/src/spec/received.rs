//! A document from a file, standard input or the network: bounded in size and time.

use std::fs::File;
use std::path::PathBuf;

use harness_sdk_codegen::defect::{Defect, Defects};
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::load;

mod bounds;
#[cfg(feature = "fetch")]
mod fetch;

pub(crate) use bounds::Bounds;
use bounds::bounded;

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
            #[cfg(feature = "fetch")]
            Source::Url(url) => {
                let (shown, bytes) = fetch::fetched(url, bounds)?;
                Ok(Self::new(shown.clone(), format!("Imported from {shown}."), bytes))
            }
            #[cfg(not(feature = "fetch"))]
            Source::Url(url) => Err(not_fetched(url, bounds)),
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

    /// The text as it came, with a newline at its end.
    pub(crate) fn text(&self) -> Result<String, String> {
        let text =
            std::str::from_utf8(&self.bytes).map_err(|error| format!("{}: {error}; save it as UTF-8", self.name))?;
        let text = text.trim_start_matches('\u{feff}').trim_end();
        Ok(format!("{text}\n"))
    }

    /// The last part of its name.
    pub(crate) fn file_name(&self) -> String {
        let path = self.name.split(['?', '#']).next().unwrap_or_default();
        path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
    }

    fn new(name: String, origin: String, bytes: Vec<u8>) -> Self {
        let path = name.split('?').next().unwrap_or_default().to_ascii_lowercase();
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        Self { name, origin, bytes, is_yaml }
    }
}

/// A build without the network says which one has it; the URL itself may hold a secret.
#[cfg(not(feature = "fetch"))]
fn not_fetched(url: &str, bounds: Bounds) -> String {
    let scheme = url.split_once("://").map_or("the document", |(scheme, _)| scheme);
    format!(
        "{scheme}: this build fetches nothing (it would wait {:?}): run the same with `cargo xtask-all`, or download the \
         document and pass the file",
        bounds.time
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const BOUNDS: Bounds = Bounds { bytes: 1 << 20, time: Duration::from_secs(30) };

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
