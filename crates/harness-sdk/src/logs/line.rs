//! One line of a log.

use std::sync::Arc;

use serde::Deserialize;

use super::graph::{LogStep, LogUnit};

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogLine {
    /// The step it belongs to, as it was when its log was begun.
    pub step: Arc<LogStep>,
    /// The part of the step's log it belongs to.
    pub unit: Arc<LogUnit>,
    /// When it was written, as the server says it: RFC 3339 with up to nine digits of the second.
    pub time: Option<String>,
    /// How important it is, as the server says it: `INFO`, `WARN`, `ERROR`, ...
    pub level: Option<String>,
    /// What was written, without the line end.
    pub text: String,
    /// The line as it was stored: JSON text, or what `text` is where the log is plain text.
    pub raw: String,
    /// Whether the stored line was longer than the limit, so that its end is missing.
    pub truncated: bool,
}

/// A line before it is known to whom it belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) time: Option<String>,
    pub(super) level: Option<String>,
    pub(super) text: String,
    pub(super) raw: String,
    pub(super) truncated: bool,
}

#[derive(Deserialize)]
struct Stored {
    #[serde(alias = "message", alias = "msg")]
    out: String,
    #[serde(default)]
    level: Option<String>,
    #[serde(default, alias = "timestamp", alias = "ts")]
    time: Option<String>,
}

impl Content {
    /// Reads a stored line: an object with `out`, `level` and `time`, or plain text.
    pub(super) fn read(bytes: &[u8], truncated: bool) -> Content {
        let raw = String::from_utf8_lossy(bytes).into_owned();
        let stored = Some(&raw).filter(|raw| raw.trim_start().starts_with('{'));
        match stored.and_then(|raw| serde_json::from_str::<Stored>(raw).ok()) {
            Some(Stored { out, level, time }) => {
                let text = out.trim_end_matches(['\n', '\r']).to_owned();
                Content { time, level: level.filter(|level| !level.is_empty()), text, raw, truncated }
            }
            None => Content { text: raw.clone(), raw, truncated, ..Content::default() },
        }
    }

    pub(super) fn without_ansi(mut self) -> Content {
        if self.text.contains('\u{1b}') {
            self.text = strip(&self.text);
        }
        self
    }

    pub(super) fn of(self, step: &Arc<LogStep>, unit: &Arc<LogUnit>) -> LogLine {
        let Content { time, level, text, raw, truncated } = self;
        LogLine { step: Arc::clone(step), unit: Arc::clone(unit), time, level, text, raw, truncated }
    }
}

/// The text without the escape sequences that colour it (ECMA-48: control sequences, strings, single characters).
fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('[') => drop(chars.find(|c| ('@'..='~').contains(c))),
            // A string ends with BEL or with ESC and a backslash.
            Some(']' | 'P' | 'X' | '^' | '_') => {
                let end = chars.find(|c| matches!(c, '\u{7}' | '\u{1b}'));
                end.filter(|end| *end == '\u{1b}').and_then(|_| chars.next_if_eq(&'\\'));
            }
            Some(' '..='/') => drop(chars.find(|c| !(' '..='/').contains(c))),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_lines_and_plain_text() {
        let line = Content::read(
            br#"{"level":"INFO","pos":3,"out":"a \u001b[31mred\u001b[0m\r\n","time":"2026-01-02T03:04:05.6Z","args":{}}"#,
            false,
        );
        assert_eq!(line.text, "a \u{1b}[31mred\u{1b}[0m");
        assert_eq!((line.level.as_deref(), line.time.as_deref()), (Some("INFO"), Some("2026-01-02T03:04:05.6Z")));
        assert!(line.raw.starts_with("{\"level\""));
        assert_eq!(line.without_ansi().text, "a red");
        for plain in ["plain", "{not json", "{\"other\":1}", "{\"out\":5}", "[1]", "{\"out\":\"cut"] {
            assert_eq!(Content::read(plain.as_bytes(), true).text, plain);
        }
        assert_eq!(Content::read(b"{\"msg\":\"m\"}", false).text, "m");
        assert_eq!(Content::read(b"\xff", false).text, "\u{fffd}");
    }

    #[test]
    fn escape_sequences_of_every_kind_go_and_text_stays() {
        for (text, wanted) in [
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("\u{1b}[38;2;1;2;3mx", "x"),
            ("\u{1b}[?25lhidden", "hidden"),
            ("\u{1b}]0;title\u{7}after", "after"),
            ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}(Btext\u{1b}c", "text"),
            ("cut \u{1b}[31", "cut "),
            ("\u{1b}", ""),
            ("é\t[31m", "é\t[31m"),
        ] {
            assert_eq!(strip(text), wanted, "{text:?}");
        }
    }
}
