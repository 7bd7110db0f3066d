//! An error as one line of text: what was called, what came, what the server says, what to do.

use std::fmt;

use super::line::one_line;
use super::{ErrorKind, Inner, ServerError};

/// Longest message of the server that is shown; all of it is in [`Error::message`](crate::Error::message).
const SHOWN: usize = 400;
/// How much of its further explanations is shown in all; the methods of `Error` have the rest.
const EXPLAINED: usize = 1200;

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.text(), usize::MAX))
    }
}

impl Inner {
    fn text(&self) -> String {
        let mut text = self.call.as_ref().map(|call| format!("{}: ", call.operation)).unwrap_or_default();
        text.push_str(&self.what);
        if let Some(server) = &self.server {
            push_account(&mut text, server, self.kind);
        }
        if let Some(hint) = &self.hint {
            text.push_str("; ");
            text.push_str(hint);
        }
        let mut notes = Vec::new();
        if let Some(id) = self.correlation_id() {
            notes.push(format!("correlation id {id}"));
        }
        if self.attempts > 1 {
            notes.push(format!("after {} attempts", self.attempts));
        }
        if !notes.is_empty() {
            text.push_str(&format!(" ({})", notes.join(", ")));
        }
        text
    }
}

/// The code, the message, and what explains it.
fn push_account(text: &mut String, server: &ServerError, kind: ErrorKind) {
    if let Some(code) = &server.code {
        text.push(' ');
        text.push_str(code);
    }
    if kind == ErrorKind::Html {
        return;
    }
    if let Some(message) = &server.message {
        text.push_str(": ");
        text.push_str(&one_line(message, SHOWN));
    }
    let mut left = EXPLAINED;
    for (label, piece) in server.explanations() {
        if left == 0 {
            text.push_str("; …");
            return;
        }
        let piece = one_line(&piece, SHOWN.min(left));
        left = left.saturating_sub(piece.chars().count());
        text.push_str("; ");
        if !label.is_empty() {
            text.push_str(label);
            text.push_str(": ");
        }
        text.push_str(&piece);
    }
}
