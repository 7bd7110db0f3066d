//! JSON pointers (RFC 6901), grown token by token and read token by token.

use std::borrow::Cow;

/// Adds a name to a pointer, escaped.
pub fn push_token(pointer: &mut String, name: &str) {
    pointer.push('/');
    if name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(name);
    }
}

/// The name that a token of a pointer stands for.
pub fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') { Cow::Owned(token.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(token) }
}
