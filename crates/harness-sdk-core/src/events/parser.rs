//! From bytes to events, by the rules of the HTML standard for `text/event-stream`.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use memchr::memchr2;

use super::event::Event;

/// The byte order mark that a stream may begin with.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The event or line is larger than the bound.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Takes pieces of any size, cut anywhere, and gives whole events.
pub(super) struct Parser {
    bound: usize,
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    /// Whether the next byte, when it is a line feed, belongs to the carriage return before it.
    after_return: bool,
    /// Whether the stream's first bytes may still turn out to be a byte order mark.
    at_start: bool,
    kind: String,
    data: String,
    has_data: bool,
    /// Shared with the events, since one that was sent once stays good for all that follow.
    id: Option<Arc<str>>,
    retry: Option<Duration>,
    /// What has come in and was not read yet: events are made one by one, as they are asked for.
    rest: Bytes,
}

impl Parser {
    /// `bound` limits a line and the data of an event, in bytes.
    pub(super) fn new(bound: usize) -> Parser {
        Parser {
            bound,
            line: Vec::new(),
            after_return: false,
            at_start: true,
            kind: String::new(),
            data: String::new(),
            has_data: false,
            id: None,
            retry: None,
            rest: Bytes::new(),
        }
    }

    /// The next whole event of what has come in; nothing when more must come first.
    pub(super) fn next(&mut self) -> Result<Option<Event>, TooLong> {
        let mut rest = std::mem::take(&mut self.rest);
        while !rest.is_empty() {
            if std::mem::take(&mut self.after_return) && rest[0] == b'\n' {
                rest.advance(1);
                continue;
            }
            let end = memchr2(b'\n', b'\r', &rest);
            let part = &rest[..end.unwrap_or(rest.len())];
            if self.line.len() + part.len() > self.bound {
                return Err(TooLong);
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else { return Ok(None) };
            self.after_return = rest[end] == b'\r';
            rest.advance(end + 1);
            let line = std::mem::take(&mut self.line);
            let event = self.take_line(&line)?;
            self.line = line;
            self.line.clear();
            if event.is_some() {
                self.rest = rest;
                return Ok(event);
            }
        }
        Ok(None)
    }

    pub(super) fn last_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Takes in a piece, when the one before has been read to its end.
    pub(super) fn push(&mut self, piece: Bytes) {
        self.rest = piece;
    }

    fn take_line(&mut self, line: &[u8]) -> Result<Option<Event>, TooLong> {
        let marked = std::mem::take(&mut self.at_start).then(|| line.strip_prefix(MARK)).flatten();
        let line = String::from_utf8_lossy(marked.unwrap_or(line));
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.kind),
            "data" => {
                if self.data.len() + value.len() >= self.bound {
                    return Err(TooLong);
                }
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') && self.id.as_deref() != Some(value) => self.id = Some(value.into()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, whose field is empty, or a field that nobody knows.
            _ => {}
        }
        Ok(None)
    }

    fn dispatch(&mut self) -> Option<Event> {
        let kind = std::mem::take(&mut self.kind);
        let data = std::mem::take(&mut self.data);
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        let kind = if kind.is_empty() { "message".to_owned() } else { kind };
        Some(Event { kind, data, id: self.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parser: &mut Parser, piece: &[u8]) -> Result<Vec<Event>, TooLong> {
        parser.push(Bytes::copy_from_slice(piece));
        let mut events = Vec::new();
        while let Some(event) = parser.next()? {
            events.push(event);
        }
        Ok(events)
    }

    fn events(text: &[u8], size: usize) -> Vec<(String, String, Option<String>)> {
        let mut parser = Parser::new(1000);
        let events = text.chunks(size).flat_map(|piece| read(&mut parser, piece).unwrap()).collect::<Vec<_>>();
        events.into_iter().map(|event| (event.kind, event.data, event.id.as_deref().map(str::to_owned))).collect()
    }

    #[test]
    fn the_same_events_however_the_bytes_are_cut() {
        let text = "\u{feff}data: é€𝄞\r\ndata:  two\rdata\n: comment\nid: 7\nunknown: x\n\nevent: add\r\ndata: 1\r\n\r\n\revent\ndata:a:b\n\nid\ndata: last\n\ndata: cut off";
        let wanted = [
            ("message", "é€𝄞\n two\n", Some("7")),
            ("add", "1", Some("7")),
            ("message", "a:b", Some("7")),
            ("message", "last", Some("")),
        ];
        let wanted = wanted.map(|(kind, data, id)| (kind.to_owned(), data.to_owned(), id.map(str::to_owned)));
        for size in 1..=text.len() {
            assert_eq!(events(text.as_bytes(), size), wanted, "pieces of {size}");
        }
    }

    #[test]
    fn an_event_without_data_is_none_and_its_kind_does_not_stay() {
        assert_eq!(events(b"event: gone\n\ndata\n\n", 5), [("message".to_owned(), String::new(), None)]);
    }

    #[test]
    fn retry_takes_digits_only_and_an_id_no_nul() {
        let mut parser = Parser::new(100);
        read(&mut parser, b"retry: 250\nretry: +1\nretry:\nid: a\nid: b\0\n\n").unwrap();
        assert_eq!((parser.retry(), parser.last_id()), (Some(Duration::from_millis(250)), Some("a")));
    }

    #[test]
    fn what_is_not_utf8_is_replaced() {
        assert_eq!(events(b"data: a\xFFb\n\n", 3)[0].1, "a\u{fffd}b");
    }

    #[test]
    fn lines_and_events_are_bounded() {
        assert_eq!(read(&mut Parser::new(10), &[b'x'; 11]), Err(TooLong));
        let mut parser = Parser::new(10);
        assert_eq!(read(&mut parser, b"data: 1234\n"), Ok(Vec::new()));
        assert_eq!(read(&mut parser, b"data: 1234\ndata: 1234\n"), Err(TooLong));
        let mut parser = Parser::new(10);
        for _ in 0..100 {
            assert_eq!(read(&mut parser, b"data: 1\n\n").unwrap().len(), 1);
        }
    }

    #[test]
    fn an_identifier_is_kept_once_and_events_are_made_when_asked_for() {
        let mut parser = Parser::new(1 << 20);
        let text = format!("id: {}\n{}", "i".repeat(100_000), "data: 1\n\n".repeat(60_000));
        parser.push(text.into_bytes().into());
        let first = parser.next().unwrap().unwrap();
        assert!(parser.rest.len() > 500_000, "the others are still bytes");
        let mut count = 1;
        while let Some(event) = parser.next().unwrap() {
            assert!(Arc::ptr_eq(first.id.as_ref().unwrap(), event.id.as_ref().unwrap()));
            count += 1;
        }
        assert_eq!(count, 60_000);
    }
}
