//! Query strings: every value percent-encoded whole, spaces as `%20`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Values;
use crate::operation::Style;

/// Everything but the unreserved characters of RFC 3986.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The text percent-encoded: all but unreserved characters.
pub(crate) fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Appends `name=value` pairs to the query.
pub(crate) fn push(query: &mut String, name: &str, values: &Values, style: Style) {
    let values = values.as_slice();
    if values.is_empty() {
        return;
    }
    match style {
        Style::Multi => values.iter().for_each(|value| push_pair(query, name, &encode(value))),
        Style::Csv => push_pair(query, name, &joined(values, ",")),
        Style::Ssv => push_pair(query, name, &joined(values, "%20")),
        Style::Pipes => push_pair(query, name, &joined(values, "%7C")),
        Style::Json => push_pair(query, name, &encode(&json(values))),
    }
}

/// One JSON text: a single value stands as it is, several become an array of them.
pub(crate) fn json(values: &[String]) -> Cow<'_, str> {
    match values {
        [one] => Cow::Borrowed(one),
        many => {
            let items: Vec<serde_json::Value> = many
                .iter()
                .map(|text| serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::from(text.as_str())))
                .collect();
            Cow::Owned(serde_json::Value::from(items).to_string())
        }
    }
}

fn joined(values: &[String], separator: &str) -> String {
    values.iter().map(|value| encode(value)).collect::<Vec<_>>().join(separator)
}

fn push_pair(query: &mut String, name: &str, encoded: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&encode(name));
    query.push('=');
    query.push_str(encoded);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(values: &[&str], style: Style) -> String {
        let mut query = String::new();
        push(&mut query, "a b", &Values::Many(values.iter().map(ToString::to_string).collect()), style);
        query
    }

    #[test]
    fn styles() {
        assert_eq!(pushed(&["x", "y,z"], Style::Multi), "a%20b=x&a%20b=y%2Cz");
        assert_eq!(pushed(&["x", "y,z"], Style::Csv), "a%20b=x,y%2Cz");
        assert_eq!(pushed(&["x", "y"], Style::Ssv), "a%20b=x%20y");
        assert_eq!(pushed(&["x", "y"], Style::Pipes), "a%20b=x%7Cy");
        assert_eq!(pushed(&["x", "{\"k\":1}"], Style::Json), "a%20b=%5B%22x%22%2C%7B%22k%22%3A1%7D%5D");
        assert_eq!(pushed(&["{\"k\":1}"], Style::Json), "a%20b=%7B%22k%22%3A1%7D");
        assert_eq!(pushed(&[], Style::Csv), "");
    }

    #[test]
    fn spaces_plus_and_unicode() {
        assert_eq!(encode("a b+c&d=é"), "a%20b%2Bc%26d%3D%C3%A9");
        assert_eq!(encode("a-._~0"), "a-._~0");
    }
}
