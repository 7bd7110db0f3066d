//! Looks for signs of failure in a JSON answer without reading it into memory: one walk that skips all but the pointers.

use std::fmt;

use memchr::memchr_iter;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::model::Value;
use crate::operation::{Failure, FailureRule};

/// Stands in a pointer for every item of a list and every member of a map.
const ANY: &str = "*";

/// Whether the answer says that the operation failed. An answer that is not JSON says nothing.
pub(super) fn is_reported(failure: &Failure, body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let mut found = false;
    let rules: Vec<Open<'_>> = failure
        .rules
        .iter()
        .filter(|rule| is_possible(rule, body))
        .filter_map(|rule| Some((rule.pointer().strip_prefix('/')?, rule)))
        .collect();
    if rules.is_empty() {
        return false;
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    // A fault of the JSON is reported when the answer is read as its type.
    let _ = Walk { rules: &rules, found: &mut found, root: true }.deserialize(&mut deserializer);
    found
}

/// Whether the texts that the sign is made of stand in the answer at all; most answers are done with after this look.
fn is_possible(rule: &FailureRule, body: &[u8]) -> bool {
    let lacks = |text: &str| is_plain(text) && !holds_text(body, text.as_bytes());
    let absent = match rule {
        FailureRule::OneOf(_, texts) => texts.iter().all(|text| lacks(text)),
        FailureRule::Is(pointer, _) | FailureRule::NotEmpty(pointer) => pointer.rsplit('/').next().is_some_and(lacks),
    };
    // A letter can also be written as an escape.
    !absent || memchr_iter(b'\\', body).any(|at| body.get(at + 1) == Some(&b'u'))
}

/// Whether the text stands in quotes.
fn holds_text(body: &[u8], text: &[u8]) -> bool {
    let Some(first) = text.first() else { return true };
    memchr_iter(*first, body).any(|at| {
        let quoted = at > 0 && body[at - 1] == b'"' && body.get(at + text.len()) == Some(&b'"');
        quoted && body[at..].starts_with(text)
    })
}

/// Whether a text has one spelling in JSON, escapes by number aside.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A rule and what is left of its pointer.
type Open<'a> = (&'a str, &'a FailureRule);

struct Walk<'a, 'b> {
    rules: &'a [Open<'a>],
    found: &'b mut bool,
    /// Whether nothing has been gone down yet.
    root: bool,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let below: Vec<Open<'_>> =
                self.rules.iter().filter_map(|(pointer, rule)| descend(pointer, &name, rule)).collect();
            if below.is_empty() {
                map.next_value::<IgnoredAny>()?;
            } else if below.iter().any(|(pointer, _)| pointer.is_empty()) {
                let value: Value = map.next_value()?;
                *self.found |= below.iter().any(|(pointer, rule)| is_at(&value, pointer, rule));
            } else {
                map.next_value_seed(Walk { rules: &below, found: self.found, root: false })?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let below: Vec<Open<'_>> =
            self.rules.iter().filter_map(|(pointer, rule)| in_list(pointer, rule, self.root)).collect();
        if below.is_empty() {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        while seq.next_element_seed(Walk { rules: &below, found: self.found, root: false })?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

fn descend<'a>(pointer: &'a str, name: &str, rule: &'a FailureRule) -> Option<Open<'a>> {
    let (first, rest) = pointer.split_once('/').unwrap_or((pointer, ""));
    (!first.is_empty() && (first == name || first == ANY)).then_some((rest, rule))
}

/// In a list: the rest behind a `*`; without one the list is looked through, unless it is the whole answer.
fn in_list<'a>(pointer: &'a str, rule: &'a FailureRule, root: bool) -> Option<Open<'a>> {
    match pointer.strip_prefix(ANY).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) => Some((rest, rule)),
        None => (!root).then_some((pointer, rule)),
    }
}

/// Whether the rule holds somewhere below a value that was read.
fn is_at(value: &Value, pointer: &str, rule: &FailureRule) -> bool {
    if pointer.is_empty() {
        return holds(rule, value);
    }
    let (first, rest) = pointer.split_once('/').unwrap_or((pointer, ""));
    match value {
        Value::Object(members) if first == ANY => members.values().any(|member| is_at(member, rest, rule)),
        Value::Object(members) => members.get(first).is_some_and(|member| is_at(member, rest, rule)),
        Value::Array(items) if first == ANY => items.iter().any(|item| is_at(item, rest, rule)),
        Value::Array(items) => items.iter().any(|item| is_at(item, pointer, rule)),
        _ => false,
    }
}

fn holds(rule: &FailureRule, value: &Value) -> bool {
    match rule {
        FailureRule::OneOf(_, texts) => value.as_str().is_some_and(|text| texts.contains(&text)),
        FailureRule::Is(_, wanted) => {
            value.as_bool() == Some(*wanted) || value.as_str() == Some(if *wanted { "true" } else { "false" })
        }
        FailureRule::NotEmpty(_) => match value {
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_found_where_the_rules_point() {
        let envelope = |text: &str| is_reported(&Failure::ENVELOPE, text.as_bytes());
        assert!(envelope(r#"{"status":"ERROR"}"#));
        assert!(envelope(r#"{"data":{"x":[{"status":"x"}],"governanceMetadata":{"deny":true}},"status":"SUCCESS"}"#));
        assert!(!envelope(r#"{"status":"SUCCESS","data":{"status":"ERROR","governanceMetadata":{"deny":false}}}"#));
        assert!(!envelope(r#"{"status":["ERROR"],"data":null}"#));
        assert!(!envelope(r#"[{"status":"ERROR"}]"#));
        assert!(!envelope("not json"));
        assert!(envelope(r#"{"status":"\u0045RROR"}"#), "an escaped letter is the same letter");
        assert!(envelope(r#"{"data":{"governanceMetadata":{"d\u0065ny":true}}}"#));
        assert!(envelope("\u{feff}{\"status\":\"ERROR\"}"), "a byte order mark hides nothing");
        let rules = Failure {
            rules: &[
                FailureRule::Is("/data/*/verdict/deny", true),
                FailureRule::Is("/*/verdict/deny", true),
                FailureRule::Is("/verdict/deny", true),
            ],
        };
        let denied = |text: &str| is_reported(&rules, text.as_bytes());
        assert!(denied(r#"{"data":[{"verdict":{"deny":false}},{"verdict":{"deny":true}}]}"#));
        assert!(denied(r#"{"data":{"a":{"verdict":{"deny":true}}}}"#) && denied(r#"[{"verdict":{"deny":true}}]"#));
        assert!(denied(r#"{"verdict":[{"deny":false},{"deny":"true"}]}"#), "a list where one was not declared");
        assert!(!denied(r#"{"data":[{"other":{"deny":true}}],"deny":true,"verdict":{"x":{"deny":true}}}"#));
        let graphql = Failure { rules: &[FailureRule::NotEmpty("/errors")] };
        assert!(is_reported(&graphql, br#"{"data":null,"errors":[{"message":"m"}]}"#));
        assert!(!is_reported(&graphql, br#"{"data":1,"errors":[]}"#));
    }
}
