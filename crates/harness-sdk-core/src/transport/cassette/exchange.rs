//! One exchange, and the file that many are kept in.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::clean::Cleaner;
use crate::model::Value;
use crate::transport::{HttpRequest, HttpResponse};

const VERSION: u32 = 1;

#[derive(Default)]
pub(super) struct Recording {
    pub(super) exchanges: Vec<Exchange>,
    /// Which of them were answered from.
    pub(super) used: Vec<bool>,
}

#[derive(Deserialize)]
struct File {
    cassette: u32,
    exchanges: Vec<Exchange>,
}

#[derive(Serialize)]
struct FileRef<'a> {
    cassette: u32,
    exchanges: &'a [Exchange],
}

#[derive(Deserialize, Serialize)]
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) response: Response,
}

#[derive(Deserialize, PartialEq, Serialize)]
pub(super) struct Request {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) operation: String,
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) query: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Content::is_none")]
    pub(super) body: Content,
}

#[derive(Deserialize, Serialize)]
pub(super) struct Response {
    status: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Content::is_none")]
    body: Content,
}

#[derive(Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Content {
    #[default]
    None,
    Json(Value),
    Text(String),
    Base64(String),
}

impl Recording {
    pub(super) fn read(bytes: &[u8]) -> Result<Recording, String> {
        let file: File = serde_json::from_slice(bytes).map_err(|fault| fault.to_string())?;
        if file.cassette != VERSION {
            return Err(format!("it is of version {}, and {VERSION} is known", file.cassette));
        }
        Ok(Recording { used: vec![false; file.exchanges.len()], exchanges: file.exchanges })
    }

    pub(super) fn write(&self) -> String {
        let file = FileRef { cassette: VERSION, exchanges: &self.exchanges };
        // Texts and numbers can always be written.
        serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
    }
}

impl Request {
    pub(super) fn of(request: &HttpRequest, cleaner: &Cleaner) -> Request {
        Request {
            operation: request.attempt().map(|attempt| cleaner.text(attempt.operation)).unwrap_or_default(),
            method: request.method.to_string(),
            path: cleaner.path(request.url.path(), request.attempt().map(|attempt| attempt.template)),
            query: cleaner.query(&request.url),
            body: Content::of(request.body.as_bytes().unwrap_or_default(), &request.headers, cleaner),
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl Response {
    pub(super) fn of(status: StatusCode, headers: &HeaderMap, body: &[u8], cleaner: &Cleaner) -> Response {
        Response {
            status: status.as_u16(),
            headers: cleaner.headers(headers),
            body: Content::of(body, headers, cleaner),
        }
    }

    pub(super) fn play(&self) -> Result<HttpResponse, String> {
        let status = StatusCode::from_u16(self.status).map_err(|_| format!("{} is no status", self.status))?;
        let mut response = HttpResponse::new(status, self.body.bytes()?);
        for (name, value) in &self.headers {
            let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) else {
                return Err(format!("the recorded header `{}` cannot be one", name.escape_debug()));
            };
            response.headers.append(name, value);
        }
        Ok(response)
    }
}

impl Content {
    fn of(body: &[u8], headers: &HeaderMap, cleaner: &Cleaner) -> Content {
        if body.is_empty() {
            return Content::None;
        }
        if let Some(value) = cleaner.json(body) {
            return Content::Json(value);
        }
        match std::str::from_utf8(body) {
            Ok(text) => Content::Text(cleaner.plain(text, headers)),
            Err(_) => Content::Base64(BASE64_STANDARD.encode(body)),
        }
    }

    fn is_none(&self) -> bool {
        matches!(self, Content::None)
    }

    fn bytes(&self) -> Result<Bytes, String> {
        match self {
            Content::None => Ok(Bytes::new()),
            Content::Json(value) => Ok(value.to_string().into()),
            Content::Text(text) => Ok(text.clone().into()),
            Content::Base64(text) => {
                let bytes = BASE64_STANDARD.decode(text).map_err(|fault| format!("the recorded body: {fault}"))?;
                Ok(bytes.into())
            }
        }
    }
}
