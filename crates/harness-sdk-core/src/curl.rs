//! A call as a curl line.

use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use url::Url;

use crate::call::{Call, Headers, Outgoing, Prepared};
use crate::encode::query::encode;
use crate::form::CurlField;
use crate::operation::Location;
use crate::redact::{self, MASK};

/// The line, and before it, as comments, what keeps the call from being sent.
pub(crate) fn line(call: &Call) -> String {
    match call.prepare() {
        Ok(prepared) => {
            let secrets = prepared.context.secrets(prepared.credentials().known().as_ref());
            secrets.blank(&of(&prepared, &secret_segments(call))).into_owned()
        }
        Err(error) => format!("# {error}"),
    }
}

/// The encoded values of secret path parameters.
fn secret_segments(call: &Call) -> Vec<String> {
    let secret = call.operation().parameters.iter().filter(|parameter| parameter.sensitive);
    let values = secret.flat_map(|parameter| call.value(Location::Path, parameter.name));
    values.map(|value| encode(value).into_owned()).filter(|value| !value.is_empty()).collect()
}

fn of(prepared: &Prepared, secret_segments: &[String]) -> String {
    let mut words = vec!["curl".to_owned()];
    let has_body = !matches!(prepared.outgoing, Outgoing::None);
    match prepared.facts.method {
        Method::GET if !has_body => {}
        // With -X alone curl waits for the body that an answer to HEAD announces and never has.
        Method::HEAD if !has_body => words.push("--head".to_owned()),
        ref method => words.push(format!("-X {method}")),
    }
    let url = secret_segments
        .iter()
        .fold(url(prepared), |url, secret| url.replace(&format!("/{secret}"), &format!("/{MASK}")));
    // Brackets and braces in a URL are patterns to curl.
    if url.contains(['[', ']', '{', '}']) {
        words.push("-g".to_owned());
    }
    words.push(quoted(&url));
    if prepared.credentials {
        words.push(credentials(prepared));
    }
    words.extend(headers(&prepared.headers, matches!(prepared.outgoing, Outgoing::Form(..))));
    let form = url_encoded(&prepared.headers);
    match &prepared.outgoing {
        Outgoing::None => {}
        Outgoing::Bytes(bytes) => words.push(data(bytes, form)),
        Outgoing::Body(body) => match body.file_path() {
            Some(path) => words.push(format!("--data-binary {}", quoted(&format!("@{}", file_path(path))))),
            None => words.push("--data-binary @-".to_owned()),
        },
        Outgoing::Form(form, boundary) => words.extend(form_words(&form.curl_fields(redact::field), boundary)),
    }
    words.join(" \\\n  ")
}

/// The URL without userinfo, the values of secret query parameters and of `name=value` in the path blanked out.
fn url(prepared: &Prepared) -> String {
    let mut url: Url = prepared.url.clone();
    // Neither can fail where there is a host, and where there is none there is no userinfo.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let foreign = prepared.is_foreign();
    let query = url.query().map(|query| match foreign {
        true => redact::pairs(query, |_| true),
        false => redact::pairs(query, |name| prepared.sensitive.contains(&name) || redact::is_secret_header(name)),
    });
    url.set_query(None);
    let bare = path(url.as_str());
    query.map_or_else(|| bare.clone(), |query| format!("{bare}?{query}"))
}

/// A path: what looks like a key, and what stands behind a segment that is named like a secret and a `=` or `:`.
fn path(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.split_once('=') {
        Some((name, value)) if !value.is_empty() && redact::is_secret_header(name) => format!("{name}={MASK}"),
        _ => redact::text(segment).into_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

fn file_path(file: &std::path::Path) -> String {
    path(&file.display().to_string())
}

fn credentials(prepared: &Prepared) -> String {
    let own = prepared.way.as_ref().and_then(|way| way.shown_header());
    let header = own.unwrap_or_else(|| match prepared.context.credentials().is_bearer() {
        true => "Authorization: Bearer $HARNESS_BEARER_TOKEN".to_owned(),
        false => "x-api-key: $HARNESS_PLATFORM_API_KEY".to_owned(),
    });
    format!("-H \"{header}\"")
}

fn headers(headers: &Headers, form: bool) -> Vec<String> {
    let shown = headers
        .iter()
        .filter(|(name, _)| **name != USER_AGENT && **name != CONTENT_LENGTH && !(form && **name == CONTENT_TYPE));
    shown
        .map(|(name, value)| {
            let text = match (value.is_sensitive(), value.to_str()) {
                (false, Ok(text)) => redact::text(text).into_owned(),
                _ => MASK.to_owned(),
            };
            // A header without a value is one that curl leaves out; the semicolon sends it empty.
            let header = if text.is_empty() { format!("{name};") } else { format!("{name}: {text}") };
            format!("-H {}", quoted(&header))
        })
        .collect()
}

fn url_encoded(headers: &Headers) -> bool {
    let media_type = headers.get(&CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"))
}

fn data(bytes: &[u8], form: bool) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if form => format!("--data-raw {}", quoted(&redact::pairs(text, redact::is_secret_header))),
        Ok(_) if bytes.contains(&0) => format!("--data-binary @- # {} bytes", bytes.len()),
        Ok(text) => {
            let clean = redact::body(bytes);
            // Where nothing is secret the text is sent as it stands, to the last space.
            let plain = serde_json::from_str::<serde_json::Value>(text).map(|value| value.to_string());
            let is_same = plain.is_ok_and(|plain| plain == clean);
            format!("--data-raw {}", quoted(if is_same { text } else { &clean }))
        }
        Err(_) => format!("--data-binary @- # {} bytes", bytes.len()),
    }
}

/// The parts of a form. Where curl would cut a name at its `=`, the body is written out, which only texts can be.
fn form_words(fields: &[CurlField], boundary: &str) -> Vec<String> {
    if !fields.iter().any(|field| field.name.contains('=')) || fields.iter().any(|field| field.text.is_none()) {
        return fields.iter().map(form_field).collect();
    }
    let mut body = String::new();
    for field in fields {
        let media_type = field.media_type.as_ref().map(|media_type| format!("Content-Type: {media_type}\r\n"));
        let text = field.text.as_deref().unwrap_or_default();
        let name = crate::form::quoted(&field.name);
        body += &format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n");
        body += &format!("{}\r\n{text}\r\n", media_type.unwrap_or_default());
    }
    body += &format!("--{boundary}--\r\n");
    let escaped = body.replace('\\', r"\\").replace('\'', r"\'").replace('\r', r"\r").replace('\n', r"\n");
    let header = quoted(&format!("content-type: multipart/form-data; boundary={boundary}"));
    vec![format!("-H {header}"), format!("--data-binary $'{escaped}'")]
}

/// One part of a form. A text is never read as a file name or cut at a semicolon.
fn form_field(field: &CurlField) -> String {
    let named = |value: &str| format!("{}={value}", field.name);
    match (&field.file, &field.text, &field.media_type) {
        (None, Some(text), None) => format!("--form-string {}", quoted(&format!("{}={text}", field.name))),
        (None, Some(text), Some(media_type)) => {
            format!("-F {}", quoted(&format!("{};type={media_type}", named(&in_quotes(text)))))
        }
        (file, _, media_type) => {
            let source = file.as_ref().map_or_else(|| "-".to_owned(), |file| in_quotes(&path(file)));
            let name = field.file_name.as_ref().map(|name| format!(";filename={}", in_quotes(&path(name))));
            let media_type = media_type.as_ref().map(|media_type| format!(";type={media_type}"));
            let options = format!("{}{}", media_type.unwrap_or_default(), name.unwrap_or_default());
            format!("-F {}", quoted(&format!("{}{options}", named(&format!("@{source}")))))
        }
    }
}

/// In the quotes that curl's `-F` takes, so that a leading `@` and `;` are letters.
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

/// Quoted for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
