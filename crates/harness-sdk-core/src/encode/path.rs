//! Path templates: values percent-encoded once, by the rules for a segment.

use super::query::encoded;
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

/// Appends the template with its braces filled by `push`, which says whether it knows the name. A name that it does not
/// know stays as it stands.
pub(crate) fn render(path: &mut String, template: &str, mut push: impl FnMut(&mut String, &str) -> bool) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            path.push('{');
            rest = after;
            continue;
        };
        if !push(path, name) {
            path.push('{');
            path.push_str(name);
            path.push('}');
        }
        rest = tail;
    }
    path.push_str(rest);
}

/// Appends the encoded text of a path parameter; on a fault, nothing.
pub(crate) fn push_segment<T: AsRef<str>>(
    path: &mut String,
    parameter: &Parameter,
    values: &[T],
) -> Result<(), PathFault> {
    let separator = match parameter.style {
        Style::Multi | Style::Csv => ",",
        Style::Ssv => "%20",
        Style::Pipes => "%7C",
        Style::Json | Style::Deep => {
            path.extend(encoded(&super::query::json(values)));
            return Ok(());
        }
    };
    let is_blank = |value: &str| value.strip_suffix("/+").unwrap_or(value).trim_matches('/').is_empty();
    if values.iter().all(|value| is_blank(value.as_ref())) {
        return Err(PathFault::Empty);
    }
    let start = path.len();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            path.push_str(separator);
        }
        push_encoded(path, value.as_ref(), parameter.encoding);
    }
    if has_dot_segment(&path[start..]) {
        path.truncate(start);
        return Err(PathFault::DotSegment);
    }
    Ok(())
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
        Encoding::Segment => out.extend(encoded(value)),
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
        out.extend(encoded(part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(parameter: Parameter, value: &str) -> Result<String, PathFault> {
        let mut path = String::new();
        push_segment(&mut path, &parameter, &[value]).map(|()| path)
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
        let mut path = String::new();
        render(&mut path, "/v1/{request.name}/{x}:sync/{unknown}", |path, name| {
            let value = [("request.name", "n"), ("x", "y")].into_iter().find(|(known, _)| *known == name);
            value.map(|(_, value)| path.push_str(value)).is_some()
        });
        assert_eq!(path, "/v1/n/y:sync/{unknown}");
    }
}
