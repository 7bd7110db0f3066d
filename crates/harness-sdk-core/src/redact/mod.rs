//! Blanks out secrets in texts that people read: errors, curl lines, traced bodies.

mod body;
mod secrets;

use std::borrow::Cow;

pub(crate) use body::{body, field, pairs};
pub(crate) use secrets::{Keyring, Secrets};

/// What stands where a secret was.
pub(crate) const MASK: &str = "[redacted]";

/// Words in the name of a property whose text is a secret.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "sshkey",
    "signingkey",
    "credential",
    "authorization",
    "cookie",
    "webhookurl",
];
/// Endings of names that only point to a secret or describe it.
const POINTERS: &[&str] =
    &["ref", "refs", "reference", "identifier", "identifiers", "id", "ids", "name", "type", "manager", "path", "count"];
/// Below a property named like a secret, these hold its text.
const TEXT_NAMES: &[&str] = &["value", "key", "text", "data"];

/// Headers that carry credentials whatever operation they belong to.
pub(crate) fn is_secret_header(name: &str) -> bool {
    has_secret_word(&plain(name))
}

/// The text with everything blanked out that looks like a Harness key or a bearer token.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(length) = text.get(at..).and_then(next_word) {
        let word = &text[at + length.start..at + length.end];
        if looks_secret(word) {
            clean.push_str(&text[copied..at + length.start]);
            clean.push_str(MASK);
            copied = at + length.end;
        }
        at += length.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[copied..]);
    Cow::Owned(clean)
}

fn is_secret_name(plain: &str) -> bool {
    has_secret_word(plain) && !POINTERS.iter().any(|ending| plain.ends_with(ending))
}

fn has_secret_word(plain: &str) -> bool {
    let begins = |at: usize| {
        let rest = &plain.as_bytes()[at..];
        SECRET_WORDS.iter().any(|word| rest.starts_with(word.as_bytes()))
    };
    // Few letters begin a word: one look at the letter saves the search for every word.
    plain.bytes().enumerate().any(|(at, byte)| matches!(byte, b'p' | b's' | b't' | b'a' | b'c' | b'w') && begins(at))
}

/// A name in lower case, letters and digits only.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    plain.extend(name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
    plain
}

/// The next run of characters that keys and tokens are made of.
fn next_word(text: &str) -> Option<std::ops::Range<usize>> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let start = text.find(part)?;
    let end = text[start..].find(|c| !part(c)).map_or(text.len(), |length| start + length);
    Some(start..end)
}

/// Whether a word is a key or a token, or ends with one that something else is glued to.
fn looks_secret(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let dots = |text: &str| text.matches('.').count();
    let key = word.starts_with("pat.") || word.starts_with("sat.");
    if (key && dots(word) >= 2) || glued_key(word) {
        return true;
    }
    let token = word.find("eyJ").map(|at| &word[at..]);
    token.is_some_and(|token| dots(token) == 2 && token.len() > 20)
}

/// A key behind other letters: an account, a token and a secret as long as the platform makes them, so that names such as
/// `compat.a.b.c` are none.
fn glued_key(word: &str) -> bool {
    ["pat.", "sat."].iter().any(|start| {
        word.match_indices(start).any(|(at, _)| {
            let segments: Vec<&str> = word[at + start.len()..].split('.').collect();
            segments.len() >= 3 && segments[..3].iter().all(|segment| segment.len() >= 12)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    #[test]
    fn keys_in_texts() {
        assert_eq!(text("no secret: pat.x is short"), "no secret: pat.x is short");
        assert_eq!(text("key \"pat.a.b-c.d_e\" is bad."), "key \"[redacted]\" is bad.");
        assert_eq!(text("é sat.a.b.c é sat.a.b.d"), "é [redacted] é [redacted]");
        let glued = "x-keypat.abcdefghijklmnopqrstuv.0123456789abcdef01234567.ABCDEFGHIJKLMNOPQRST";
        assert_eq!(text(glued), "[redacted]");
        assert_eq!(text("compat.module.of.things"), "compat.module.of.things");
        assert_eq!(text("jwt_eyJhbGciOiJIUzI1NiJ9.e30.abcdefgh"), "[redacted]");
    }

    #[test]
    fn secrets_in_bodies() {
        let json = br#"{"name":"n","password":"p","passwordRef":"r","spec":{"apiToken":["a","b"]},"secret":{"spec":{"value":"v"}},"value":"w"}"#;
        let shown: Value = serde_json::from_str(&body(json)).unwrap();
        assert_eq!(shown["password"], MASK);
        assert_eq!(shown["passwordRef"], "r");
        assert_eq!(shown["spec"]["apiToken"][1], MASK);
        assert_eq!(shown["secret"]["spec"]["value"], MASK);
        assert_eq!(shown["value"], "w");
        assert_eq!(body(br#"{"x":1,"token":"cut"#), "[19 bytes that are not whole JSON]");
        assert_eq!(body(b"a: 1\n  password: hunter2\nx"), "a: 1\n  password: [redacted]\nx");
    }

    #[test]
    fn secrets_in_odd_places_of_json() {
        let json = br#"{"password":12345,"apiTokens":[["a",["b"]]],"variables":[{"name":"password","type":"Secret","value":"v"}],
            "yaml":"pipeline:\n  password: hunter2\n  name: n","n":7}"#;
        let shown: Value = serde_json::from_str(&body(json)).unwrap();
        assert_eq!((&shown["password"], &shown["apiTokens"][0][1][0]), (&MASK.into(), &MASK.into()));
        assert_eq!(shown["variables"][0]["value"], MASK);
        assert_eq!(shown["yaml"], "pipeline:\n  password: [redacted]\n  name: n");
        assert_eq!((&shown["n"], &shown["variables"][0]["name"]), (&7.into(), &"password".into()));
        let told = r#"{"hint":"{token} is a place","message":"password: it must have twelve letters"}"#;
        assert_eq!(body(told.as_bytes()), told, "sentences are no YAML");
    }

    #[test]
    fn secrets_in_yaml_and_forms() {
        for (yaml, shown) in [
            ("password: |\n  one\n  two\nname: n", "password: [redacted]\n  [redacted]\n  [redacted]\nname: n"),
            (
                "a:\n  - privateKey: >-\n      one\n\n      two\n    name: n",
                "a:\n  - privateKey: [redacted]\n      [redacted]\n\n      [redacted]\n    name: n",
            ),
            ("spec: {password: hunter2, name: n}", "spec: {password: [redacted], name: n}"),
            ("spec: { name: n, apiToken: \"a, b\" }", "spec: { name: n, apiToken: [redacted] }"),
            (
                "- name: password\n  type: String\n  value: hunter2\n- name: n\n  value: w",
                "- name: password\n  type: String\n  value: [redacted]\n- name: n\n  value: w",
            ),
            ("passwords:\n  - one\n  - two\nx: y", "passwords:\n  - [redacted]\n  - [redacted]\nx: y"),
            ("secret:\n  name: n\n  value: v\nx: y", "secret:\n  name: n\n  value: [redacted]\nx: y"),
            ("a=1&password=hunter2&b=2", "a=1&password=[redacted]&b=2"),
            ("password: \"one\n  two\"\nname: n", "password: [redacted]\n  [redacted]\nname: n"),
        ] {
            assert_eq!(body(yaml.as_bytes()), shown, "{yaml}");
        }
        assert_eq!(pairs("a=1&pass%77ord=hunter2", is_secret_header), "a=1&pass%77ord=[redacted]");
    }

    #[test]
    fn every_word_is_found() {
        for word in SECRET_WORDS {
            assert!(has_secret_word(word) && has_secret_word(&format!("x{word}y")), "{word}");
        }
    }

    #[test]
    fn headers() {
        assert!(
            is_secret_header("X-Api-Key") && is_secret_header("authorization") && is_secret_header("X-Harness-Token")
        );
        assert!(!is_secret_header("If-Match") && !is_secret_header("Harness-Account"));
    }
}
