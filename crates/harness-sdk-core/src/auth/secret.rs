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
