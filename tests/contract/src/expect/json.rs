//! Comparing JSON, with the place of every difference.

use serde_json::Value;

/// The differences between two values; numbers are compared as numbers.
pub(crate) fn differences(expected: &Value, got: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(expected, got, &mut String::new(), &mut found);
    found
}

fn compare(expected: &Value, got: &Value, place: &mut String, found: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in one {
                within(place, name, |place| match other.get(name) {
                    Some(got) => compare(value, got, place, found),
                    None => found.push(format!("{place}: expected {}, got nothing", short(value))),
                });
            }
            for (name, value) in other.iter().filter(|(name, _)| !one.contains_key(*name)) {
                within(place, name, |place| found.push(format!("{place}: expected nothing, got {}", short(value))));
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            if one.len() != other.len() {
                found.push(format!("{place}: expected {} items, got {}", one.len(), other.len()));
            }
            for (index, (value, got)) in one.iter().zip(other).enumerate() {
                within(place, &index.to_string(), |place| compare(value, got, place, found));
            }
        }
        (Value::Number(one), Value::Number(other)) if one == other || one.as_f64() == other.as_f64() => {}
        (one, other) if one == other => {}
        (one, other) => found.push(format!("{place}: expected {}, got {}", short(one), short(other))),
    }
}

fn within(place: &mut String, name: &str, look: impl FnOnce(&mut String)) {
    let length = place.len();
    place.push('/');
    place.push_str(&name.replace('~', "~0").replace('/', "~1"));
    look(place);
    place.truncate(length);
}

/// The beginning of a value.
pub(crate) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
