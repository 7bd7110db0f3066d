//! Path templates: values percent-encoded once, by the rules for a segment.

use super::Values;
use super::query::encode;
use crate::operation::{Encoding, Parameter, Style};

/// Why a value cannot stand in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathFault {
    /// It is empty, so that the path would name something else.
    Empty,
    /// It makes a whole segment `.` or `..`, which every URL parser removes.
    DotSegment,
}

impl PathFault {
    pub(crate) fn text(self) -> &'static str {
        match self {
            PathFault::Empty => "is empty, which would change the path to another one",
            PathFault::DotSegment => "makes a path segment `.` or `..`, which would change the path to another one",
        }
    }
}

/// Fills the braces of a template. A name that `value` does not know stays as it stands.
pub(crate) fn render(template: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            path.push('{');
            rest = after;
            continue;
        };
        match value(name) {
            Some(text) => path.push_str(&text),
            None => {
                path.push('{');
                path.push_str(name);
                path.push('}');
            }
        }
        rest = tail;
    }
    path.push_str(rest);
    path
}

/// The encoded text of a path parameter.
pub(crate) fn segment(parameter: &Parameter, values: &Values) -> Result<String, PathFault> {
    let separator = match parameter.style {
        Style::Multi | Style::Csv => ",",
        Style::Ssv => "%20",
        Style::Pipes => "%7C",
        Style::Json => {
            return Ok(encode(&super::query::json(values.as_slice())).into_owned());
        }
    };
    let is_blank = |value: &String| value.strip_suffix("/+").unwrap_or(value).trim_matches('/').is_empty();
    if values.as_slice().iter().all(is_blank) {
        return Err(PathFault::Empty);
    }
    let mut text = String::new();
    for (index, value) in values.as_slice().iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        push_encoded(&mut text, value, parameter.encoding);
    }
    if has_dot_segment(&text) {
        return Err(PathFault::DotSegment);
    }
    Ok(text)
}

/// Whether a segment of an encoded path is `.` or `..`, spelt with or without percent signs.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    path.split(['/', '\\']).any(|segment| {
        let rest = after_dot(segment);
        rest.is_some_and(|rest| rest.is_empty() || after_dot(rest).is_some_and(str::is_empty))
    })
}

/// What follows the dot that the text begins with.
fn after_dot(text: &str) -> Option<&str> {
    text.strip_prefix('.').or_else(|| text.strip_prefix("%2e")).or_else(|| text.strip_prefix("%2E"))
}

fn push_encoded(out: &mut String, value: &str, encoding: Encoding) {
    match encoding {
        Encoding::Segment => out.push_str(&encode(value)),
        Encoding::Slashes => push_parts(out, value),
        Encoding::Reference | Encoding::Terminated => {
            let stem = value.strip_suffix("/+");
            push_parts(out, stem.unwrap_or(value));
            if stem.is_some() || encoding == Encoding::Terminated || value.contains('/') {
                out.push_str("/+");
            }
        }
    }
}

/// The text with its slashes kept.
fn push_parts(out: &mut String, text: &str) {
    for (index, part) in text.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        out.push_str(&encode(part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(parameter: Parameter, value: &str) -> Result<String, PathFault> {
        segment(&parameter, &Values::One(value.to_owned()))
    }

    #[test]
    fn values_are_encoded_once() {
        let plain = Parameter::path("x");
        assert_eq!(one(plain, "a b/c%2F").as_deref(), Ok("a%20b%2Fc%252F"));
        assert_eq!(one(plain, "é?#;+").as_deref(), Ok("%C3%A9%3F%23%3B%2B"));
        assert_eq!(one(plain.slashes(), "dir/a b.txt").as_deref(), Ok("dir/a%20b.txt"));
        assert_eq!(one(plain.reference(), "acc/org/+").as_deref(), Ok("acc/org/+"));
        assert_eq!(one(plain.reference(), "a+b/c").as_deref(), Ok("a%2Bb/c/+"), "a reference with a slash is closed");
        assert_eq!(one(plain.reference(), "repo").as_deref(), Ok("repo"));
        let terminated = Parameter { encoding: Encoding::Terminated, ..plain };
        assert_eq!(one(terminated, "repo").as_deref(), Ok("repo/+"));
        assert_eq!(one(terminated, "").err(), Some(PathFault::Empty), "its close is no content");
    }

    #[test]
    fn values_that_change_the_path_are_refused() {
        let plain = Parameter::path("x");
        assert_eq!(one(plain, ""), Err(PathFault::Empty));
        assert_eq!(one(plain.slashes(), "/"), Err(PathFault::Empty));
        assert_eq!(one(plain, ".."), Err(PathFault::DotSegment));
        assert_eq!(one(plain.slashes(), "a/./b"), Err(PathFault::DotSegment));
        assert_eq!(one(plain, "...").as_deref(), Ok("..."));
        for path in ["/a/%2E%2e/b", ".", "a/..", "%2e", "a\\.%2E"] {
            assert!(has_dot_segment(path), "{path}");
        }
        for path in ["", "/", "...", ".a", "%2e%2e%2e", "a.", "%2ea"] {
            assert!(!has_dot_segment(path), "{path}");
        }
    }

    #[test]
    fn templates_hold_dotted_names() {
        let path = render("/v1/{request.name}/{x}:sync/{unknown}", |name| match name {
            "request.name" => Some("n".into()),
            "x" => Some("y".into()),
            _ => None,
        });
        assert_eq!(path, "/v1/n/y:sync/{unknown}");
    }
}
