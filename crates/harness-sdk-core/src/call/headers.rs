//! The headers of a call while it waits for its attempts.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The headers of a call, each name once, in the order they were set. Calls have few of them: a list is searched as fast as
/// a map, and each attempt makes its own map of it.
#[derive(Debug, Default)]
pub(crate) struct Headers(Vec<(HeaderName, HeaderValue)>);

impl Headers {
    pub(super) fn with_capacity(count: usize) -> Headers {
        Headers(Vec::with_capacity(count))
    }

    /// Sets a header; what it was set to before is forgotten.
    pub(super) fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    pub(crate) fn get(&self, name: &HeaderName) -> Option<&HeaderValue> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// A map with room for `more` headers.
    pub(crate) fn to_map(&self, more: usize) -> HeaderMap {
        let mut map = HeaderMap::with_capacity(self.0.len() + more);
        for (name, value) in &self.0 {
            map.insert(name.clone(), value.clone());
        }
        map
    }
}
