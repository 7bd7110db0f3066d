//! An error as one line of text: what was called, what came, what the server says, what to do.

use std::fmt;

use super::{ErrorKind, Inner};

/// Longest message of the server that is shown; all of it is in [`Error::message`](crate::Error::message).
const SHOWN: usize = 400;

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.call {
            write!(f, "{}: ", call.operation)?;
        }
        f.write_str(&self.what)?;
        if let Some(server) = &self.server {
            if let Some(code) = &server.code {
                write!(f, " {code}")?;
            }
            if let Some(message) = server.message.as_deref().filter(|_| self.kind != ErrorKind::Html) {
                write!(f, ": {}", one_line(message, SHOWN))?;
            }
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        let mut notes = Vec::new();
        if let Some(id) = self.correlation_id() {
            notes.push(format!("correlation id {id}"));
        }
        if self.attempts > 1 {
            notes.push(format!("after {} attempts", self.attempts));
        }
        if !notes.is_empty() {
            write!(f, " ({})", notes.join(", "))?;
        }
        Ok(())
    }
}

/// Runs of white space and control characters become one space; longer texts are cut at a character.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut shown = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if shown > 0 {
            line.push(' ');
            shown += 1;
        }
        for c in word.chars() {
            if shown == limit {
                line.push('…');
                return line;
            }
            line.push(c);
            shown += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn one_bounded_line() {
        assert_eq!(one_line("  a\n\tb \u{7}c ", 10), "a b c");
        assert_eq!(one_line("ééé", 2), "éé…");
        assert_eq!(one_line("", 2), "");
    }
}
