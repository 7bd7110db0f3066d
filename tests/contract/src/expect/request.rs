//! A request as it should be, and the ways in which one that came is not so.

use serde_json::Value;

use crate::expect::json::differences;
use crate::expect::multipart;
use crate::server::Seen;

/// A request as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    pub(crate) method: String,
    /// Escaped.
    pub(crate) path: String,
    /// Escaped pairs, in any order.
    pub(crate) query: Vec<String>,
    /// Names in lower case, the key among them; beside those of the transport.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) accept: Accept,
    pub(crate) body: ExpectedBody,
}

/// The `Accept` header.
#[derive(Clone, Debug)]
pub(crate) enum Accept {
    Exactly(&'static str),
    /// All of these media types, in any order.
    OneOf(Vec<&'static str>),
}

/// A body as it should be.
#[derive(Clone, Debug)]
pub(crate) enum ExpectedBody {
    Nothing,
    Json(Value),
    /// Media type and text.
    Text(String, String),
    /// The parts, sorted.
    Multipart(Vec<multipart::Part>),
}

/// Headers of the transport.
const TRANSPORT: [&str; 6] =
    ["accept-encoding", "connection", "content-length", "host", "transfer-encoding", "user-agent"];

impl Expected {
    /// What is wrong with a request.
    pub(crate) fn problems(&self, seen: &Seen) -> Vec<String> {
        let mut found = Vec::new();
        let mut same = |what: &str, expected: &str, got: &str| {
            if expected != got {
                found.push(format!("{what}: expected {expected:?}, got {got:?}"));
            }
        };
        same("method", &self.method, &seen.method);
        same("path", &self.path, seen.path());
        self.query_problems(seen, &mut found);
        self.header_problems(seen, &mut found);
        self.body_problems(seen, &mut found);
        found
    }

    fn query_problems(&self, seen: &Seen, found: &mut Vec<String>) {
        let mut left: Vec<&str> = seen.query();
        for pair in &self.query {
            match left.iter().position(|other| other == pair) {
                Some(index) => drop(left.remove(index)),
                None => found.push(format!("query: {pair:?} is missing")),
            }
        }
        found.extend(left.iter().map(|pair| format!("query: {pair:?} is too much")));
        // Values of one name keep their order.
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        for first in &self.query {
            let expected: Vec<&str> =
                self.query.iter().map(String::as_str).filter(|pair| name(pair) == name(first)).collect();
            let got: Vec<&str> = seen.query().into_iter().filter(|pair| name(pair) == name(first)).collect();
            if left.is_empty() && expected.len() == got.len() && expected != got {
                found.push(format!("query: expected the order {expected:?}, got {got:?}"));
            }
        }
    }

    fn header_problems(&self, seen: &Seen, found: &mut Vec<String>) {
        let expected = &self.headers;
        for (name, value) in expected {
            match seen.header(name) {
                Some(got) if got == value => {}
                got => found.push(format!("header {name}: expected {value:?}, got {got:?}")),
            }
        }
        let got = seen.header("accept").unwrap_or_default();
        let fits = match &self.accept {
            Accept::Exactly(media) => got == *media,
            Accept::OneOf(all) => {
                let got: Vec<&str> = got.split(',').map(str::trim).collect();
                got.len() == all.len() && all.iter().all(|media| got.contains(media))
            }
        };
        if !fits {
            found.push(format!("header accept: expected {:?}, got {got:?}", self.accept));
        }
        for (name, value) in &seen.headers {
            let is_known = TRANSPORT.contains(&name.as_str())
                || ["accept", "content-type"].contains(&name.as_str())
                || expected.iter().any(|(other, _)| other == name);
            if !is_known {
                found.push(format!("header {name}: expected none, got {value:?}"));
            }
            if seen.headers.iter().filter(|(other, _)| other == name).count() > 1 {
                found.push(format!("header {name}: it came twice"));
            }
        }
    }

    fn body_problems(&self, seen: &Seen, found: &mut Vec<String>) {
        let media = seen.header("content-type");
        let mut of_type = |wanted: &str| {
            if media != Some(wanted) {
                found.push(format!("header content-type: expected {wanted:?}, got {media:?}"));
            }
        };
        let text = String::from_utf8_lossy(&seen.body);
        match &self.body {
            ExpectedBody::Nothing => {
                if media.is_some() || !seen.body.is_empty() {
                    found.push(format!("body: expected none, got {media:?} {text:?}"));
                }
            }
            ExpectedBody::Json(expected) => {
                of_type("application/json");
                match serde_json::from_slice(&seen.body) {
                    Ok(got) => found.extend(differences(expected, &got).into_iter().map(|one| format!("body {one}"))),
                    Err(fault) => found.push(format!("body: no JSON ({fault}): {text:?}")),
                }
            }
            ExpectedBody::Text(media, expected) => {
                of_type(media);
                if text != expected.as_str() {
                    found.push(format!("body: expected {expected:?}, got {text:?}"));
                }
            }
            ExpectedBody::Multipart(expected) => match multipart::parts(media.unwrap_or_default(), &seen.body) {
                Ok(got) => found.extend(part_problems(expected, got)),
                Err(fault) => found.push(format!("body: no form: {fault}")),
            },
        }
    }
}

/// The parts that are missing and those that are too much; JSON is compared as such.
fn part_problems(expected: &[multipart::Part], got: Vec<multipart::Part>) -> Vec<String> {
    let mut got: Vec<multipart::Part> = got.into_iter().map(sorted).collect();
    let mut found = Vec::new();
    for part in expected.iter().cloned().map(sorted) {
        match got.iter().position(|other| *other == part) {
            Some(index) => drop(got.remove(index)),
            None => found.push(format!("form: {part:?} is missing")),
        }
    }
    found.extend(got.iter().map(|part| format!("form: {part:?} is too much")));
    found
}

/// The part with its JSON in one way of writing.
fn sorted(mut part: multipart::Part) -> multipart::Part {
    if part.media_type.as_deref() == Some("application/json")
        && let Ok(value) = serde_json::from_str::<Value>(&part.content)
    {
        part.content = value.to_string();
    }
    part
}
