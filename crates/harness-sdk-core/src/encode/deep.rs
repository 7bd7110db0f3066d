//! Objects in the query: one pair `name[member]=value` for each member, `name[outer][inner]=value` below it.
//!
//! OpenAPI says nothing of lists in such objects. Values without members repeat their pair, as lists do elsewhere in a
//! query; lists of objects are numbered, since nothing else keeps their members apart.

use serde_json::Value;

use super::percent::encoded;

/// Appends the pairs of an object or a list, written as JSON; any other text is the value of one pair.
pub(super) fn push(query: &mut String, name: &str, text: &str) {
    let mut name: String = encoded(name).collect();
    match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => push_value(query, &mut name, &value),
        _ => push_pair(query, &name, text),
    }
}

fn push_value(query: &mut String, name: &mut String, value: &Value) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                below(query, name, member, value);
            }
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for (index, item) in items.iter().enumerate() {
                below(query, name, &index.to_string(), item);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| push_value(query, name, item)),
        Value::String(text) => push_pair(query, name, text),
        Value::Bool(_) | Value::Number(_) => push_pair(query, name, &value.to_string()),
    }
}

fn below(query: &mut String, name: &mut String, member: &str, value: &Value) {
    let length = name.len();
    name.push_str("%5B");
    name.extend(encoded(member));
    name.push_str("%5D");
    push_value(query, name, value);
    name.truncate(length);
}

/// Appends one pair whose name is encoded already.
fn push_pair(query: &mut String, encoded_name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(encoded_name);
    query.push('=');
    query.extend(encoded(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(text: &str) -> String {
        let mut query = String::new();
        push(&mut query, "f", text);
        query.replace("%5B", "[").replace("%5D", "]")
    }

    #[test]
    fn members_stand_in_brackets() {
        assert_eq!(
            pushed(r#"{"a": {"b": 1, "c d": "x&y=é"}, "e": true}"#),
            "f[a][b]=1&f[a][c%20d]=x%26y%3D%C3%A9&f[e]=true"
        );
        assert_eq!(pushed(r#"{"a[0]": "", "n": null, "o": {}, "l": []}"#), "f[a[0]]=");
    }

    #[test]
    fn lists_repeat_and_lists_of_objects_are_numbered() {
        assert_eq!(pushed(r#"{"l": ["x", 2, null]}"#), "f[l]=x&f[l]=2");
        assert_eq!(
            pushed(r#"{"l": [{"a": 1}, {"a": 2, "b": ["x", "y"]}]}"#),
            "f[l][0][a]=1&f[l][1][a]=2&f[l][1][b]=x&f[l][1][b]=y"
        );
        assert_eq!(pushed(r#"[{"a": 1}]"#), "f[0][a]=1");
        assert_eq!(pushed(r#"["x", "y"]"#), "f=x&f=y");
    }

    #[test]
    fn what_has_no_members_is_one_pair() {
        for text in ["plain", "12", "null", "{not JSON"] {
            assert_eq!(pushed(text), format!("f={}", text.replace('{', "%7B").replace(' ', "%20")));
        }
    }
}
