//! Blanks out secrets in texts that people read: errors, curl lines, traced bodies.

use std::borrow::Cow;

use crate::model::Value;

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

/// As [`text`], and the key of the call itself whatever it looks like.
pub(crate) fn text_and_key(value: &str, key: Option<&str>) -> String {
    let key = key.map(|key| key.strip_prefix("Bearer ").unwrap_or(key)).filter(|key| key.len() >= 4);
    match key {
        Some(key) => text(&value.replace(key, MASK)).into_owned(),
        None => text(value).into_owned(),
    }
}

/// One named text for people to read.
pub(crate) fn field(name: &str, value: &str) -> String {
    if is_secret_name(&plain(name)) { MASK.to_owned() } else { body(value.as_bytes()) }
}

/// A body for people to read: texts of secret properties blanked out, in JSON by name at any depth, else by line.
pub(crate) fn body(bytes: &[u8]) -> String {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut value) => {
            mask(&mut value, false);
            text(&value.to_string()).into_owned()
        }
        // Which text belongs to which name cannot be told for certain in JSON that is cut or broken.
        Err(_) if matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) => {
            format!("[{} bytes that are not whole JSON]", bytes.len())
        }
        Err(_) => lines(&String::from_utf8_lossy(bytes)),
    }
}

fn mask(value: &mut Value, below_secret: bool) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = plain(name);
                let secret = is_secret_name(&name) || (below_secret && TEXT_NAMES.contains(&name.as_str()));
                match member {
                    Value::String(text) if secret => *text = MASK.to_owned(),
                    Value::Array(items) if secret && items.iter().all(Value::is_string) => {
                        items.iter_mut().for_each(|item| *item = Value::from(MASK));
                    }
                    other => mask(other, below_secret || secret),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, below_secret)),
        _ => {}
    }
}

/// YAML and other texts: the rest of a line after a secret name and a colon or an equals sign.
fn lines(body: &str) -> String {
    let masked: Vec<String> = body
        .split('\n')
        .map(|line| match line.split_once([':', '=']) {
            Some((name, rest)) if is_secret_name(&plain(name)) && !rest.trim().is_empty() => {
                format!("{}{} {MASK}", name, &line[name.len()..=name.len()])
            }
            _ => line.to_owned(),
        })
        .collect();
    text(&masked.join("\n")).into_owned()
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

fn looks_secret(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let dots = word.matches('.').count();
    let key = word.starts_with("pat.") || word.starts_with("sat.");
    (key && dots >= 2) || (word.starts_with("eyJ") && dots == 2 && word.len() > 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_texts() {
        assert_eq!(text("no secret: pat.x is short"), "no secret: pat.x is short");
        assert_eq!(text("key \"pat.a.b-c.d_e\" is bad."), "key \"[redacted]\" is bad.");
        assert_eq!(text("é sat.a.b.c é sat.a.b.d"), "é [redacted] é [redacted]");
        assert_eq!(text_and_key("legacy QWERTY42 refused", Some("Bearer QWERTY42")), "legacy [redacted] refused");
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
