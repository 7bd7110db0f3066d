//! Secret text that can be a header value and is wiped when its last copy goes.

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::error::KeyError;

struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A header value of `prefix` and the secret. Its clones share one buffer, which is wiped with the last of them.
pub(super) fn header_value(prefix: &str, secret: &Zeroizing<String>) -> Result<HeaderValue, KeyError> {
    check(secret)?;
    // The exact capacity keeps the buffer from growing, which would leave an unwiped copy behind.
    let mut text = Zeroizing::new(Vec::with_capacity(prefix.len() + secret.len()));
    text.extend_from_slice(prefix.as_bytes());
    text.extend_from_slice(secret.as_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(Wiped(text)))
        .map_err(|_| KeyError::Character { position: 1 })?;
    value.set_sensitive(true);
    Ok(value)
}

fn check(secret: &str) -> Result<(), KeyError> {
    if secret.is_empty() {
        return Err(KeyError::Empty);
    }
    if secret.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
        return Err(KeyError::Scheme);
    }
    decoration(secret)?;
    match secret.chars().position(|c| !c.is_ascii_graphic()) {
        None => Ok(()),
        Some(index) => Err(fault_at(secret, index)),
    }
}

fn fault_at(secret: &str, index: usize) -> KeyError {
    let position = index + 1;
    match secret.chars().nth(index) {
        Some(c) if c.is_whitespace() => KeyError::WhiteSpace { position },
        Some(c) if c.is_control() => KeyError::Control { position },
        _ => KeyError::Character { position },
    }
}

const QUOTES: &[char] = &['"', '\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}'];
const HEADERS: &[&str] = &["x-api-key", "authorization", "api-key", "apikey", "token", "key"];

/// What is copied along with a key, or in its place.
fn decoration(secret: &str) -> Result<(), KeyError> {
    let (bare, lower) = (secret.trim(), secret.trim().to_ascii_lowercase());
    let lower = Zeroizing::new(lower);
    let names = |name: &str| lower.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let found = [
        (bare.contains("***") || bare.contains("[redacted]") || bare.contains('\u{2022}'), KeyError::Masked),
        (HEADERS.iter().any(|name| names(name)), KeyError::Header),
        (is_assignment(bare), KeyError::Assignment),
        (bare.starts_with(QUOTES) || bare.ends_with(QUOTES), KeyError::Quoted),
        (bare.ends_with([',', ';']), KeyError::Trailing),
        (is_placeholder(bare), KeyError::Placeholder),
    ];
    found.into_iter().find_map(|(is, fault)| is.then_some(fault)).map_or(Ok(()), Err)
}

/// `NAME=text`, with or without `export` before it. A key may end in equals signs.
fn is_assignment(secret: &str) -> bool {
    let text = ["export ", "set ", "env "].iter().find_map(|word| secret.strip_prefix(word)).unwrap_or(secret);
    let Some((name, value)) = text.split_once('=') else { return false };
    let name = name.trim();
    let word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let named = name.contains('_') || HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known));
    word && named && !value.trim_start_matches('=').is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn is_placeholder(secret: &str) -> bool {
    let within = |start: &str, end: &str| {
        secret.len() >= start.len() + end.len() && secret.starts_with(start) && secret.ends_with(end)
    };
    secret.starts_with('$') || within("{{", "}}") || within("<", ">") || (within("%", "%") && secret.len() > 2)
}
