//! What of an exchange may be kept.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use url::Url;

use crate::model::Value;
use crate::operation::Parameter;
use crate::redact::{self, MASK, Secrets};

/// Headers that say something about one connection or moment.
const PASSING: &[&str] =
    &["connection", "content-encoding", "content-length", "date", "keep-alive", "set-cookie", "transfer-encoding"];

/// Blanks out secrets.
pub(super) struct Cleaner {
    secrets: Secrets,
    sensitive: Vec<&'static str>,
}

impl Cleaner {
    pub(super) fn new(key: Option<&str>, sensitive: &[&'static str]) -> Cleaner {
        Cleaner { secrets: Secrets::of_text(key), sensitive: sensitive.to_vec() }
    }

    pub(super) fn text(&self, text: &str) -> String {
        self.secrets.blank(text).into_owned()
    }

    /// A path, without the values of secret parameters. The template ends where the path ends.
    pub(super) fn path(&self, path: &str, template: Option<&str>) -> String {
        let mut names = template.unwrap_or_default().rsplit('/');
        let clean: Vec<&str> = path
            .rsplit('/')
            .map(|segment| {
                let name = names.next().unwrap_or_default();
                let secret = self.sensitive.iter().any(|secret| name.contains(&format!("{{{secret}}}")));
                if secret { MASK } else { segment }
            })
            .collect();
        let clean: Vec<&str> = clean.into_iter().rev().collect();
        self.text(&clean.join("/"))
    }

    /// The parameters of a query, in the order of their names.
    pub(super) fn query(&self, url: &Url) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let value = self.named(&name, &value);
                (self.text(&name), value)
            })
            .collect();
        pairs.sort();
        pairs
    }

    fn named(&self, name: &str, value: &str) -> String {
        if self.sensitive.iter().any(|secret| Parameter::is_named(secret, name)) || is_signature(name) {
            return MASK.to_owned();
        }
        if is_cursor(name) {
            return self.text(value);
        }
        self.text(&redact::field(name, value))
    }

    /// The headers of a response in the order of their names.
    pub(super) fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let mut kept: Vec<(String, String)> = headers
            .iter()
            .filter(|(name, _)| !PASSING.contains(&name.as_str()) && !redact::is_secret_header(name.as_str()))
            .map(|(name, value)| {
                let text = String::from_utf8_lossy(value.as_bytes());
                (name.as_str().to_owned(), self.text(&self.link(&text)))
            })
            .collect();
        kept.sort();
        kept
    }

    /// A link without the secrets of its query.
    fn link(&self, text: &str) -> String {
        let Some((before, query)) = text.split_once('?').filter(|_| text.contains("://") || text.starts_with('/'))
        else {
            return text.to_owned();
        };
        let parts: Vec<String> = query
            .split('&')
            .map(|part| match part.split_once('=') {
                Some((name, value)) if self.named(name, value) == MASK => format!("{name}={MASK}"),
                _ => part.to_owned(),
            })
            .collect();
        format!("{before}?{}", parts.join("&"))
    }

    /// A JSON body.
    pub(super) fn json(&self, body: &[u8]) -> Option<Value> {
        let original: Value = serde_json::from_slice(body).ok()?;
        let mut clean: Value = serde_json::from_str(&redact::body(body)).ok()?;
        restore_cursors(&original, &mut clean);
        self.walk(&mut clean);
        Some(clean)
    }

    /// Blanks the client's own key out of all texts, and signatures out of links.
    fn walk(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(&self.link(text)),
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.walk(member)),
            _ => {}
        }
    }

    /// A body that is text and no JSON.
    pub(super) fn plain(&self, body: &str, headers: &HeaderMap) -> String {
        let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if media_type.starts_with("application/x-www-form-urlencoded") {
            let pairs: Vec<String> = url::form_urlencoded::parse(body.as_bytes())
                .map(|(name, value)| format!("{name}={}", self.named(&name, &value)))
                .collect();
            return pairs.join("&");
        }
        if let Some(boundary) = boundary(media_type) {
            return self.multipart(body, boundary);
        }
        self.text(&redact::body(body.as_bytes()))
    }

    /// The parts of a form under a boundary that is always the same.
    fn multipart(&self, body: &str, boundary: &str) -> String {
        let parts: Vec<String> = body
            .split(&format!("--{boundary}"))
            .map(|part| {
                let Some((head, content)) = part.split_once("\r\n\r\n") else { return part.to_owned() };
                let name = head.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
                let content = content.strip_suffix("\r\n").unwrap_or(content);
                format!("{head}\r\n\r\n{}\r\n", self.named(name, content))
            })
            .collect();
        parts.join("--boundary")
    }
}

/// The boundary that a media type names.
fn boundary(media_type: &str) -> Option<&str> {
    let rest = media_type.strip_prefix("multipart/")?.split("boundary=").nth(1)?;
    Some(rest.split(';').next()?.trim_matches('"'))
}

/// Names of what a list is read on with, which are named like secrets and are none.
fn is_cursor(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    ["pagetoken", "nexttoken", "continuationtoken", "cursor"].iter().any(|ending| plain.ends_with(ending))
}

/// Names of the signatures of presigned links.
fn is_signature(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "sig" || name.contains("signature")
}

fn restore_cursors(original: &Value, clean: &mut Value) {
    match (original, clean) {
        (Value::Object(original), Value::Object(clean)) => {
            for (name, value) in original {
                match clean.get_mut(name) {
                    Some(kept) if is_cursor(name) && value.is_string() => *kept = value.clone(),
                    Some(kept) => restore_cursors(value, kept),
                    None => {}
                }
            }
        }
        (Value::Array(original), Value::Array(clean)) => {
            original.iter().zip(clean).for_each(|(value, kept)| restore_cursors(value, kept));
        }
        _ => {}
    }
}
