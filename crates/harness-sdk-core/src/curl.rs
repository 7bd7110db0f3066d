//! A call as a curl line.

use http::Method;
use http::header::{CONTENT_TYPE, USER_AGENT};

use crate::call::{Call, Headers, Outgoing, Prepared};
use crate::encode::query::encode;
use crate::operation::Location;
use crate::redact::{self, MASK};

/// The line, and before it, as comments, what keeps the call from being sent.
pub(crate) fn line(call: &Call) -> String {
    match call.prepare() {
        Ok(prepared) => of(&prepared, &secret_segments(call)),
        Err(error) => format!("# {}", error.to_string().replace('\n', " ")),
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
    if prepared.facts.method != Method::GET {
        words.push(format!("-X {}", prepared.facts.method));
    }
    let url = secret_segments
        .iter()
        .fold(url(prepared), |url, secret| url.replace(&format!("/{secret}"), &format!("/{MASK}")));
    words.push(quoted(&url));
    if prepared.credentials {
        words.push(credentials(prepared).to_owned());
    }
    words.extend(headers(&prepared.headers, matches!(prepared.outgoing, Outgoing::Form(..))));
    match &prepared.outgoing {
        Outgoing::None => {}
        Outgoing::Bytes(bytes) => words.push(data(bytes)),
        Outgoing::Body(body) => match body.file_path() {
            Some(path) => words.push(format!("--data-binary {}", quoted(&format!("@{}", path.display())))),
            None => words.push("--data-binary @-".to_owned()),
        },
        Outgoing::Form(form, _) => {
            words.extend(form.curl_fields(redact::field).iter().map(|field| format!("-F {}", quoted(field))));
        }
    }
    words.join(" \\\n  ")
}

/// The URL, the values of secret query parameters blanked out.
fn url(prepared: &Prepared) -> String {
    let url = &prepared.url;
    let Some(query) = url.query() else { return url.to_string() };
    let foreign = !prepared.context.host().is_same_origin(url);
    let pairs = query.split('&').map(|pair| {
        let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
        let secret = foreign || prepared.sensitive.contains(&name) || redact::is_secret_header(name);
        if secret { format!("{name}={MASK}") } else { redact::text(pair).into_owned() }
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    let bare = url.as_str().split('?').next().unwrap_or_default();
    format!("{}?{query}", redact::text(bare))
}

fn credentials(prepared: &Prepared) -> &'static str {
    match prepared.context.credentials().is_bearer() {
        true => "-H \"Authorization: Bearer $HARNESS_BEARER_TOKEN\"",
        false => "-H \"x-api-key: $HARNESS_PLATFORM_API_KEY\"",
    }
}

fn headers(headers: &Headers, form: bool) -> Vec<String> {
    let shown = headers.iter().filter(|(name, _)| **name != USER_AGENT && !(form && **name == CONTENT_TYPE));
    shown
        .map(|(name, value)| {
            let text = match (value.is_sensitive(), value.to_str()) {
                (false, Ok(text)) => redact::text(text).into_owned(),
                _ => MASK.to_owned(),
            };
            format!("-H {}", quoted(&format!("{name}: {text}")))
        })
        .collect()
}

fn data(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(_) => format!("--data-raw {}", quoted(&redact::body(bytes))),
        Err(_) => format!("--data-binary @- # {} bytes", bytes.len()),
    }
}

/// Quoted for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
