//! Lines that come again, after a connection broke or where a stored log follows a live one.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashSet, VecDeque};
use std::hash::{Hash as _, Hasher as _};

use super::line::Content;

/// How many lines are remembered.
const REMEMBERED: usize = 16_384;

/// Tells lines that were given already. A source that begins with the line that was given first repeats all of them, so
/// that counting is enough; one that begins elsewhere is compared line by line with those remembered.
#[derive(Debug, Default)]
pub(super) struct Replay {
    given: u64,
    first: Option<u64>,
    recent: VecDeque<u64>,
    again: Option<Again>,
}

#[derive(Debug)]
struct Again {
    position: u64,
    /// The lines to leave out; without it, as many as were given.
    known: Option<HashSet<u64>>,
    until: u64,
}

impl Replay {
    /// How many lines were given.
    pub(super) fn given(&self) -> u64 {
        self.given
    }

    /// What comes next may be a repetition.
    pub(super) fn restart(&mut self) {
        self.again = (self.given > 0).then_some(Again { position: 0, known: None, until: self.given });
    }

    /// Whether the line is new; then it counts as given.
    pub(super) fn is_new(&mut self, line: &Content) -> bool {
        let mut hasher = DefaultHasher::new();
        (&line.time, &line.text).hash(&mut hasher);
        let hash = hasher.finish();
        if let Some(again) = &mut self.again {
            if again.position == 0 && self.first != Some(hash) {
                again.known = Some(self.recent.iter().copied().collect());
            }
            again.position += 1;
            let repeated = match &again.known {
                None => again.position <= again.until,
                // Lines without a time may well be the same and new.
                Some(known) => line.time.is_some() && known.contains(&hash),
            };
            if repeated {
                return false;
            }
        }
        self.given += 1;
        self.first.get_or_insert(hash);
        if self.recent.len() == REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed(text: &str) -> Content {
        Content { time: Some("t".to_owned()), text: text.to_owned(), ..Content::default() }
    }

    fn given(replay: &mut Replay, lines: &[&str]) -> Vec<String> {
        lines.iter().map(|text| timed(text)).filter(|line| replay.is_new(line)).map(|line| line.text).collect()
    }

    #[test]
    fn a_source_that_begins_anew_is_skipped_by_count() {
        let mut replay = Replay::default();
        assert_eq!(given(&mut replay, &["a", "b", "b"]), ["a", "b", "b"]);
        replay.restart();
        assert_eq!(given(&mut replay, &["a", "b"]), [""; 0]);
        replay.restart();
        assert_eq!(given(&mut replay, &["a", "b", "b", "b", "c"]), ["b", "c"]);
        replay.restart();
        assert_eq!(given(&mut replay, &["a", "b", "b", "b", "c", "d"]), ["d"]);
    }

    #[test]
    fn a_source_that_begins_elsewhere_gives_what_was_not_given() {
        let mut replay = Replay::default();
        given(&mut replay, &["c", "d"]);
        replay.restart();
        assert_eq!(given(&mut replay, &["a", "b", "c", "d", "e", "e"]), ["a", "b", "e", "e"]);
        let mut replay = Replay::default();
        given(&mut replay, &["a", "b", "c"]);
        replay.restart();
        assert_eq!(given(&mut replay, &["b", "c", "d"]), ["d"]);
    }

    #[test]
    fn nothing_given_means_nothing_to_skip() {
        let mut replay = Replay::default();
        replay.restart();
        assert_eq!(given(&mut replay, &["a"]), ["a"]);
    }
}
