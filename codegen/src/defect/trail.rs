//! The JSON pointer of the place a walk has come to.

/// A JSON pointer that grows and shrinks with a walk, without a text of its own for each place.
#[derive(Debug, Default)]
pub(crate) struct Trail(String);

impl Trail {
    /// Goes a step down; what it gives leads back.
    pub(crate) fn enter(&mut self, token: &str) -> usize {
        let length = self.0.len();
        self.0.push('/');
        for part in token.split_inclusive(['~', '/']) {
            match (part.strip_suffix('~'), part.strip_suffix('/')) {
                (Some(plain), _) => self.0.extend([plain, "~0"]),
                (_, Some(plain)) => self.0.extend([plain, "~1"]),
                _ => self.0.push_str(part),
            }
        }
        length
    }

    /// Goes back to where [`Trail::enter`] gave `length`.
    pub(crate) fn leave(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// The pointer, without `#`.
    pub(crate) fn pointer(&self) -> &str {
        &self.0
    }
}
