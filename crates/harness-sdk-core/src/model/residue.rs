//! What a model remembers of the JSON it was read from, beside its fields.

use std::sync::LazyLock;

use super::JsonObject;
use super::kept::{Kept, Place};

static NOTHING: LazyLock<JsonObject> = LazyLock::new(JsonObject::new);

/// How many fields find room without an allocation: two bits a field, in two words.
const INLINE: usize = u64::BITS as usize - 1;

/// The bit of `low` that no field uses: whether the model was read from JSON.
const READ: u64 = 1 << INLINE;

/// How a field stood in the JSON, or was given, which decides how its empty value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// The model was not read from JSON, and no setter gave the field a value: an empty one is left out.
    #[default]
    Fresh,
    /// The field did not stand there: its empty value is left out.
    Missing,
    /// `null` stood there, or was asked for: its empty value is written as `null`.
    Null,
    /// A value stood there, or was given: an empty list, map or scalar is written as such.
    Present,
}

/// The unknown fields of a model, how each known one stood in the JSON, and the JSON of those that could not hold it.
#[derive(Clone, Debug, Default)]
pub struct Residue {
    low: u64,
    high: u64,
    rest: Option<Box<Rest>>,
}

/// The part that few models need.
#[derive(Clone, Debug, Default)]
struct Rest {
    unknown: JsonObject,
    /// The origins of the fields past [`INLINE`].
    beyond: Vec<Origin>,
    /// JSON that the fields do not hold as it came.
    kept: Vec<Kept>,
}

impl Residue {
    /// What is remembered of an object of `fields` fields before any of them has been read.
    pub(super) fn of_missing(fields: usize) -> Self {
        let beyond = fields.saturating_sub(INLINE);
        Self {
            low: u64::MAX,
            high: 0,
            rest: (beyond > 0).then(|| Box::new(Rest { beyond: vec![Origin::Missing; beyond], ..Rest::default() })),
        }
    }

    /// Whether the model was read from JSON.
    pub(super) fn was_read(&self) -> bool {
        self.low & READ != 0
    }

    /// The origin of a field that was neither read nor given.
    pub(super) fn untouched(&self) -> Origin {
        if self.was_read() { Origin::Missing } else { Origin::Fresh }
    }

    /// Whether no field was read or given, so that nothing but what the fields hold is to be written.
    pub(super) fn is_untouched(&self) -> bool {
        let beyond = self.rest.as_ref().is_none_or(|rest| rest.beyond.iter().all(|origin| *origin == Origin::Fresh));
        (self.low | self.high) == 0 && beyond && self.unknown().is_empty() && self.kept().is_empty()
    }

    /// The place after the last field that was read or given, of those that need no allocation.
    pub(super) fn after_last(&self) -> usize {
        (u64::BITS - (self.low | self.high).leading_zeros()) as usize
    }

    /// How the field at `index` stood in the JSON.
    pub(super) fn origin(&self, index: usize) -> Origin {
        if index >= INLINE {
            let beyond = self.rest.as_ref().and_then(|rest| rest.beyond.get(index - INLINE));
            return beyond.copied().unwrap_or_default();
        }
        match (self.high >> index & 1, self.low >> index & 1) {
            (0, 0) => Origin::Fresh,
            (0, _) => Origin::Missing,
            (_, 0) => Origin::Null,
            _ => Origin::Present,
        }
    }

    /// Remembers how the field at `index` stood in the JSON.
    #[inline]
    pub(super) fn set_origin(&mut self, index: usize, origin: Origin) {
        if index >= INLINE {
            return self.set_beyond(index - INLINE, origin);
        }
        let bit = 1 << index;
        let (high, low) = match origin {
            Origin::Fresh => (0, 0),
            Origin::Missing => (0, bit),
            Origin::Null => (bit, 0),
            Origin::Present => (bit, bit),
        };
        self.high = self.high & !bit | high;
        self.low = self.low & !bit | low;
    }

    #[cold]
    fn set_beyond(&mut self, index: usize, origin: Origin) {
        let beyond = &mut self.rest.get_or_insert_default().beyond;
        if beyond.len() <= index {
            beyond.resize(index + 1, Origin::Fresh);
        }
        beyond[index] = origin;
    }

    /// The unknown fields.
    pub(super) fn unknown(&self) -> &JsonObject {
        self.rest.as_ref().map_or(&*NOTHING, |rest| &rest.unknown)
    }

    /// All JSON that is kept beside the fields.
    pub(super) fn kept(&self) -> &[Kept] {
        self.rest.as_ref().map_or(&[], |rest| &rest.kept)
    }

    /// What is kept of one place.
    pub(super) fn kept_of(&self, place: &Place) -> Option<&Kept> {
        self.kept().iter().find(|kept| kept.place == *place)
    }

    /// Keeps JSON of a place of which none is kept.
    pub(super) fn keep(&mut self, kept: Kept) {
        self.rest.get_or_insert_default().kept.push(kept);
    }

    /// Keeps the JSON of a place no longer: something else came to stand there.
    pub(super) fn forget(&mut self, place: &Place) {
        if let Some(rest) = &mut self.rest {
            rest.kept.retain(|kept| kept.place != *place);
        }
    }

    /// The unknown fields, to change them.
    pub(super) fn unknown_mut(&mut self) -> &mut JsonObject {
        &mut self.rest.get_or_insert_default().unknown
    }
}
