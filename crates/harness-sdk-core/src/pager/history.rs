//! What a run has seen, so that a server that goes round in a circle is found out: the last pages, and one from long ago.

use std::collections::VecDeque;

use super::cursor::Position;
use super::signals::digest;

/// How many of the last pages are remembered.
const PAGES: usize = 16;
/// How many of the last positions are remembered.
const POSITIONS: usize = 64;
/// How many items of a page are looked at.
const ITEMS: usize = 8;
/// How many bytes of a page are looked at.
const BYTES: usize = 32 << 10;

/// What a run has seen, within bounds. Beside the last of each kind one is kept from a page whose number is a power of two:
/// however long a circle is, one such page lies in it in the end, and is met again.
#[derive(Debug, Default)]
pub(super) struct History {
    pages: Past<Vec<u64>>,
    positions: Past<u64>,
}

#[derive(Debug)]
struct Past<T> {
    last: VecDeque<(u64, T)>,
    mark: Option<(u64, T)>,
}

impl<T> Default for Past<T> {
    fn default() -> Past<T> {
        Past { last: VecDeque::new(), mark: None }
    }
}

impl<T: Clone> Past<T> {
    /// The number of an earlier page for which `is_same` holds.
    fn find(&self, before: u64, is_same: impl Fn(&T) -> bool) -> Option<u64> {
        let all = self.last.iter().rev().chain(&self.mark);
        all.filter(|(number, _)| *number < before).find(|(_, seen)| is_same(seen)).map(|(number, _)| *number)
    }

    fn note(&mut self, number: u64, seen: T, most: usize) {
        if self.last.back().is_some_and(|(last, _)| *last >= number) {
            return;
        }
        if number.is_power_of_two() {
            self.mark = Some((number, seen.clone()));
        }
        if self.last.len() == most {
            self.last.pop_front();
        }
        self.last.push_back((number, seen));
    }
}

impl History {
    /// The earlier page that the page of this number is over again, but for one item at most; otherwise the page is
    /// remembered. `items` begins with the first item of the page.
    pub(super) fn page(&mut self, number: u64, items: &[u8]) -> Option<u64> {
        let items = digests(items);
        let found = self.pages.find(number, |seen| is_same(seen, &items));
        if found.is_none() {
            self.pages.note(number, items, PAGES);
        }
        found
    }

    /// The page that was asked for with the position that the page of this number names as the next; its own position is
    /// remembered.
    pub(super) fn position(&mut self, number: u64, own: &Position, next: &Position) -> Option<u64> {
        if let Some(own) = position_digest(own) {
            self.positions.note(number, own, POSITIONS);
        }
        let next = position_digest(next)?;
        self.positions.find(number + 1, |seen| *seen == next)
    }
}

/// Pages by number and offset move on by themselves.
fn position_digest(position: &Position) -> Option<u64> {
    match position {
        Position::Cursor(cursor) => cursor.as_deref().map(|cursor| digest(cursor.as_bytes())),
        Position::Keyset(values) if !values.is_empty() => Some(digest(format!("{values:?}").as_bytes())),
        _ => None,
    }
}

fn is_same(one: &[u64], other: &[u64]) -> bool {
    let equal = one.iter().zip(other).filter(|(one, other)| one == other).count();
    one.len() == other.len() && equal > 0 && equal + 1 >= one.len()
}

/// A digest of each of the first items of a JSON array, from the first one on.
fn digests(text: &[u8]) -> Vec<u64> {
    let text = &text[..text.len().min(BYTES)];
    let mut digests = Vec::new();
    let (mut start, mut depth, mut in_text, mut escaped) = (0, 0u32, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 0 => depth -= 1,
            b',' | b']' if depth == 0 => {
                digests.push(digest(text[start..at].trim_ascii()));
                start = at + 1;
                if *byte == b']' || digests.len() == ITEMS {
                    return digests;
                }
            }
            _ => {}
        }
    }
    // An item that is larger than all that is looked at.
    if digests.is_empty() {
        digests.push(digest(text));
    }
    digests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_apart_as_json_has_them() {
        let text = br#"{"a": "],\"", "b": [1, {"c": 2}]} , "x,y",3],"total":9"#;
        let wanted = [r#"{"a": "],\"", "b": [1, {"c": 2}]}"#, "\"x,y\"", "3"].map(|item| digest(item.as_bytes()));
        assert_eq!(digests(text), wanted);
        assert_eq!(digests(b"1,2,3,4,5,6,7,8,9,10]").len(), ITEMS);
        assert_eq!(digests(&vec![b'{'; 1 << 20]).len(), 1);
    }

    #[test]
    fn a_page_over_again_is_found_with_one_changing_item_and_after_a_long_circle() {
        let mut history = History::default();
        assert_eq!(history.page(1, b"1,2,3]"), None);
        assert_eq!(history.page(1, b"1,2,3]"), None, "the same page asked for again");
        assert_eq!(history.page(2, b"4,5,6]"), None);
        assert_eq!(history.page(3, b"1,7,3]"), Some(1));
        let mut history = History::default();
        let found = (1..).find_map(|number| history.page(number, format!("{},x]", (number - 1) % 1000).as_bytes()));
        assert_eq!(found, Some(1), "one of two items is the same");
        let mut history = History::default();
        let circle = |number: u64| format!("{}]", (number - 1) % 1000);
        let end = (1..).find(|number| history.page(*number, circle(*number).as_bytes()).is_some());
        assert_eq!(end, Some(2024), "found a thousand pages after page 1,024");
        assert!(history.pages.last.len() <= PAGES);
    }

    #[test]
    fn positions_that_come_again_are_found() {
        let cursor = |text: &str| Position::Cursor(Some(text.to_owned()));
        let mut history = History::default();
        assert_eq!(history.position(1, &Position::Cursor(None), &cursor("a")), None);
        assert_eq!(history.position(2, &cursor("a"), &cursor("b")), None);
        assert_eq!(history.position(3, &cursor("b"), &cursor("a")), Some(2));
        let keys = |text: &str| Position::Keyset(vec![("k".to_owned(), text.to_owned())]);
        let mut history = History::default();
        assert_eq!(history.position(1, &Position::Keyset(Vec::new()), &keys("a")), None);
        assert_eq!(history.position(2, &keys("a"), &keys("a")), Some(2));
        assert_eq!(history.position(3, &Position::Page(3), &Position::Page(3)), None);
    }
}
