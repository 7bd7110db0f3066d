//! Multipart forms: fields of text, JSON and files.

use std::fmt::Write as _;
use std::path::Path;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::body::{Body, Opened};
use crate::error::Error;
use crate::model::{self, Presence, Slot};

/// A `multipart/form-data` body. The parts are sent in the order they were added; files are read when sent.
///
/// ```
/// use harness_sdk_core::form::{FilePart, Form};
///
/// let form = Form::new()
///     .text("name", "values")
///     .file("content", FilePart::bytes("values.yaml", "replicas: 2").media_type("application/yaml"));
/// # let _ = form;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Form {
    parts: Vec<Part>,
    problems: Vec<String>,
}

/// A part as a curl line tells it.
pub(crate) struct CurlField {
    pub(crate) name: String,
    pub(crate) media_type: Option<String>,
    pub(crate) file_name: Option<String>,
    /// The file on disk that it is read from.
    pub(crate) file: Option<String>,
    /// The text, when it has no file name.
    pub(crate) text: Option<String>,
}

#[derive(Clone, Debug)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    body: Body,
}

/// The content of a file field: bytes, a file on disk, or a stream.
#[derive(Clone, Debug)]
pub struct FilePart {
    file_name: Option<String>,
    media_type: Option<String>,
    body: Body,
}

impl FilePart {
    /// Bytes under a file name.
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Body>) -> FilePart {
        FilePart { file_name: Some(file_name.into()), media_type: None, body: content.into() }
    }

    /// A file on disk under its own name, read when the request is sent.
    pub fn path(path: impl AsRef<Path>) -> FilePart {
        let path = path.as_ref();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        FilePart { file_name, media_type: None, body: Body::file(path) }
    }

    /// Sends another file name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> FilePart {
        self.file_name = Some(name.into());
        self
    }

    /// The media type; `application/octet-stream` unless given.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> FilePart {
        self.media_type = Some(media_type.into());
        self
    }
}

impl From<Body> for FilePart {
    /// The content under the file name `file`, for servers take a part without one for text.
    fn from(body: Body) -> FilePart {
        let file_name = body.file_path().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        FilePart { file_name: Some(file_name.unwrap_or_else(|| "file".to_owned())), media_type: None, body }
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> FilePart {
        Body::from(bytes).into()
    }
}

impl From<Bytes> for FilePart {
    fn from(bytes: Bytes) -> FilePart {
        Body::from(bytes).into()
    }
}

impl From<&Path> for FilePart {
    fn from(path: &Path) -> FilePart {
        FilePart::path(path)
    }
}

impl Form {
    /// A form without fields.
    pub fn new() -> Form {
        Form::default()
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, value: impl Into<String>) -> Form {
        self.parts.push(Part { name: name.into(), file_name: None, media_type: None, body: Body::from(value.into()) });
        self
    }

    /// Adds a JSON field. Required members that it lacks are reported when the form is sent.
    #[must_use]
    pub fn json<T: Slot>(self, name: impl Into<String>, value: &T) -> Form {
        self.json_slot(name.into(), value)
    }

    fn json_slot(mut self, name: String, value: &dyn Slot) -> Form {
        for lack in Presence::of(value).lacks {
            self.problems.push(format!(
                "`{}` of the form field `{name}` is required: set it with `{}::{}(..)`",
                lack.pointer, lack.model, lack.setter
            ));
        }
        match model::write_out(value) {
            Ok(bytes) => {
                let media_type = Some("application/json".to_owned());
                self.parts.push(Part { name, file_name: None, media_type, body: Body::from(bytes) });
            }
            Err(fault) => self.problems.push(format!("the form field `{name}` cannot be written as JSON: {fault}")),
        }
        self
    }

    /// Adds a file field.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, file: impl Into<FilePart>) -> Form {
        let (name, file) = (name.into(), file.into());
        let media_type = file.media_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        if media_type.chars().any(|c| c.is_control() || !c.is_ascii()) {
            self.problems
                .push(format!("the media type of the form field `{name}` holds characters that no header may"));
            return self;
        }
        self.parts.push(Part { name, file_name: file.file_name, media_type: Some(media_type), body: file.body });
        self
    }

    /// Whether there is a field of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.iter().any(|part| part.name == name)
    }

    pub(crate) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Whether the form can be sent more than once.
    pub(crate) fn repeats(&self) -> bool {
        self.parts.iter().all(|part| part.body.repeats())
    }

    /// Whether all of it is in memory.
    pub(crate) fn in_memory(&self) -> bool {
        self.parts.iter().all(|part| part.body.as_bytes().is_some())
    }

    /// The parts for curl's `-F`; texts are masked by `mask`.
    pub(crate) fn curl_fields(&self, mask: impl Fn(&str, &str) -> String) -> Vec<CurlField> {
        let field = |part: &Part| CurlField {
            name: part.name.clone(),
            media_type: part.media_type.clone(),
            file_name: part.file_name.clone(),
            file: part.body.file_path().map(|path| path.display().to_string()),
            text: match (&part.file_name, part.body.as_bytes()) {
                (None, Some(bytes)) => Some(mask(&part.name, &String::from_utf8_lossy(bytes))),
                _ => None,
            },
        };
        self.parts.iter().map(field).collect()
    }

    /// The text fields as `application/x-www-form-urlencoded`.
    pub(crate) fn url_encoded(&self) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            let value = String::from_utf8(part.body.as_bytes()?.to_vec()).ok()?;
            crate::encode::query::push(&mut text, &part.name, &[value], crate::operation::Style::Multi);
        }
        Some(text)
    }

    /// A boundary that no content can hold, for it is random.
    pub(crate) fn boundary() -> String {
        let random = || (crate::retry::random_fraction() * (1u64 << 53) as f64) as u64;
        format!("harness-{:014x}{:014x}", random(), random())
    }

    pub(crate) async fn open(&self, boundary: &str) -> Result<Opened, Error> {
        let mut pieces = Vec::with_capacity(self.parts.len());
        let mut length = Some(0);
        for (index, part) in self.parts.iter().enumerate() {
            let head = Opened::bytes(part.head(boundary, index == 0).into());
            let content = part.body.open().await?;
            length = sum(length, sum(head.length, content.length));
            pieces.push(head.pieces.chain(content.pieces));
        }
        let start = if self.parts.is_empty() { "" } else { "\r\n" };
        let end = Opened::bytes(format!("{start}--{boundary}--\r\n").into());
        let length = sum(length, end.length);
        Ok(Opened { pieces: Box::pin(stream::iter(pieces).flatten().chain(end.pieces)), length })
    }
}

impl Part {
    fn head(&self, boundary: &str, first: bool) -> String {
        let start = if first { "" } else { "\r\n" };
        let mut head =
            format!("{start}--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(name) = &self.file_name {
            let _ = write!(head, "; filename=\"{}\"", quoted(name));
        }
        if let Some(media_type) = &self.media_type {
            let _ = write!(head, "\r\nContent-Type: {media_type}");
        }
        head + "\r\n\r\n"
    }
}

fn sum(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one?.checked_add(other?)
}

/// Names are quoted as browsers do.
pub(crate) fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
