//! JSON pointers (RFC 6901), grown token by token.

/// Adds a name to a pointer, escaped.
pub(super) fn push_token(pointer: &mut String, name: &str) {
    pointer.push('/');
    if name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(name);
    }
}
