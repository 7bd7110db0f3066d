//! What is drawn: how much of an object, which texts, which of several choices.

/// How much of each object is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All properties. A named schema is written in full once in a value and shortly where it comes again, so that a value
    /// stays bounded even where schemas contain themselves.
    #[default]
    Full,
    /// The required properties; lists are as short as they may be.
    Minimal,
    /// The required properties, and of the outermost object the optional one of this index, in full.
    One(usize),
    /// The required properties, and `null` for all others.
    Nulls,
}

/// What texts are made of where the schema leaves it open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// The property's name and a number.
    #[default]
    Plain,
    /// Spaces, reserved characters of URLs, quotes and letters beyond ASCII.
    Hard,
}

/// A series of choices that is the same whenever it starts from the same seed.
#[derive(Clone, Debug)]
pub struct Draw {
    state: u64,
    count: u64,
    alternative: Option<usize>,
    pub(super) extent: Extent,
    pub(super) texts: Texts,
    pub(super) items: usize,
}

impl Draw {
    /// A draw of full values with plain texts and two items a list.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed, count: 0, alternative: None, extent: Extent::Full, texts: Texts::Plain, items: 2 }
    }

    /// How much of each object is written.
    #[must_use]
    pub fn extent(mut self, extent: Extent) -> Self {
        self.extent = extent;
        self
    }

    /// What texts are made of.
    #[must_use]
    pub fn texts(mut self, texts: Texts) -> Self {
        self.texts = texts;
        self
    }

    /// How many items lists and maps have, where the schema allows it.
    #[must_use]
    pub fn items(mut self, items: usize) -> Self {
        self.items = items;
        self
    }

    /// Takes the choice of this index, counted round, wherever there is one to make, in place of a drawn one.
    #[must_use]
    pub fn alternative(mut self, index: usize) -> Self {
        self.alternative = Some(index);
        self
    }

    /// A number that did not come before in this draw.
    pub(super) fn next_count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// An index below `length`.
    pub(super) fn choose(&mut self, length: usize) -> usize {
        let length = length.max(1);
        match self.alternative {
            Some(index) => index % length,
            None => usize::try_from(self.bits() % length as u64).unwrap_or_default(),
        }
    }

    /// A fresh number, by SplitMix64.
    pub(super) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
