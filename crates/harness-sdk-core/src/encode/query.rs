//! Query strings: every value percent-encoded whole, spaces as `%20`.

use std::borrow::Cow;

use super::deep;
pub(crate) use super::percent::{encode, encoded};
use crate::operation::Style;

/// Appends `name=value` pairs to the query.
pub(crate) fn push<T: AsRef<str>>(query: &mut String, name: &str, values: &[T], style: Style) {
    let separator = match style {
        Style::Multi => {
            for value in values {
                push_name(query, name);
                query.extend(encoded(value.as_ref()));
            }
            return;
        }
        Style::Json if values.is_empty() => return,
        Style::Json => {
            push_name(query, name);
            query.extend(encoded(&json(values)));
            return;
        }
        Style::Deep => {
            if !values.is_empty() {
                deep::push(query, name, &json(values));
            }
            return;
        }
        Style::Csv => ",",
        Style::Ssv => "%20",
        Style::Pipes => "%7C",
    };
    for (index, value) in values.iter().enumerate() {
        match index {
            0 => push_name(query, name),
            _ => query.push_str(separator),
        }
        query.extend(encoded(value.as_ref()));
    }
}

/// One JSON text: a single value stands as it is, several become an array of them.
pub(crate) fn json<T: AsRef<str>>(values: &[T]) -> Cow<'_, str> {
    match values {
        [one] => Cow::Borrowed(one.as_ref()),
        many => {
            let items: Vec<serde_json::Value> = many
                .iter()
                .map(|text| {
                    let text = text.as_ref();
                    serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::from(text))
                })
                .collect();
            Cow::Owned(serde_json::Value::from(items).to_string())
        }
    }
}

fn push_name(query: &mut String, name: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(encoded(name));
    query.push('=');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(values: &[&str], style: Style) -> String {
        let mut query = String::new();
        push(&mut query, "a b", values, style);
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
        assert_eq!(pushed(&["{\"k\":1}"], Style::Deep), "a%20b%5Bk%5D=1");
        assert_eq!(
            pushed(&["{\"k\":1}", "{}", "{\"k\":2}"], Style::Deep),
            "a%20b%5B0%5D%5Bk%5D=1&a%20b%5B2%5D%5Bk%5D=2"
        );
        assert_eq!(pushed(&[], Style::Deep), "");
    }

    #[test]
    fn spaces_plus_and_unicode() {
        assert_eq!(encode("a b+c&d=é"), "a%20b%2Bc%26d%3D%C3%A9");
        assert_eq!(encode("a-._~0"), "a-._~0");
    }
}
