//! Long texts on standard output.

use std::io::Write;

/// Prints a long text. A reader that closes the pipe has seen enough.
pub(super) fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
