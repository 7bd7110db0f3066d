//! The table of a model's fields.

/// What a model's fields are called.
#[doc(hidden)]
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The fields' names in JSON.
    pub wire: &'static [&'static str],
    /// The fields' names in Rust, in the same order.
    pub rust: &'static [&'static str],
    /// Pairs of a union's field and the field beside it that holds the union's tag, by name in JSON.
    pub tagged: &'static [(&'static str, &'static str)],
    /// The names in JSON of the fields that a request must give.
    pub required: &'static [&'static str],
}

impl Shape {
    /// Where the field of that name in JSON stands, looked for from `guess` on: fields mostly come in one order.
    #[inline]
    pub(super) fn index(&self, name: &str, guess: usize) -> Option<usize> {
        if self.wire.get(guess).is_some_and(|wire| *wire == name) {
            return Some(guess);
        }
        let guess = guess.min(self.wire.len());
        let (before, after) = self.wire.split_at(guess);
        let ahead = after.iter().position(|wire| *wire == name).map(|index| index + guess);
        ahead.or_else(|| before.iter().position(|wire| *wire == name))
    }

    /// The place of the field that holds the tag of the union at `index`.
    pub(super) fn tag_of(&self, index: usize) -> Option<usize> {
        let name = self.wire.get(index)?;
        let (_, tag) = self.tagged.iter().find(|(union, _)| union == name)?;
        self.index(tag, 0)
    }
}

/// Stops the build if a field's name could not be written between quotes as it is.
#[doc(hidden)]
pub const fn assert_plain(names: &[&str]) {
    let mut at = 0;
    while at < names.len() {
        let name = names[at].as_bytes();
        let mut letter = 0;
        while letter < name.len() {
            let plain = name[letter] >= 0x20 && name[letter] != b'"' && name[letter] != b'\\';
            assert!(plain, "a field's name holds a quote, a backslash or a control character");
            letter += 1;
        }
        at += 1;
    }
}
