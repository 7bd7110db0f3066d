//! Text with known values, open to others.

use std::fmt;

/// A type made by [`open_enum!`](crate::open_enum!).
#[doc(hidden)]
pub trait OpenEnum: fmt::Debug {
    /// The text as it stands in JSON.
    fn text(&self) -> &str;

    /// Whether the text is a known one.
    fn is_known(&self) -> bool;

    /// Becomes the value that `text` stands for, or the unknown one that holds it.
    fn set(&mut self, text: &str);
}

/// Where `text` stands among the known ones.
#[doc(hidden)]
pub fn position(known: &[&str], text: &str) -> Option<usize> {
    known.iter().position(|known| *known == text)
}
