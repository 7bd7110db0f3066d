//! Values as they stand in a URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::document::PathForm;

/// Everything but the unreserved characters of RFC 3986.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The text with all but unreserved characters escaped.
pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// A value as it stands in a path.
pub(crate) fn path_value(value: &str, form: PathForm) -> String {
    let slashed = |value: &str| value.split('/').map(escaped).collect::<Vec<_>>().join("/");
    let closed = |value: &str| format!("{}/+", slashed(value.strip_suffix("/+").unwrap_or(value)));
    match form {
        PathForm::Segment => escaped(value),
        PathForm::Rest => slashed(value),
        PathForm::Terminated => closed(value),
        PathForm::Reference if value.contains('/') => closed(value),
        PathForm::Reference => escaped(value),
    }
}

/// The path with its holes filled; a hole without a value stays.
pub(crate) fn path(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut pieces = template.split('{');
    let mut path = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        path.push_str(&value(name).unwrap_or_else(|| format!("{{{name}}}")));
        path.push_str(rest);
    }
    path
}
