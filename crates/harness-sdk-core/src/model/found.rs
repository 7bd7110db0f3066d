//! Misfits as they are met, before anybody knows where in the document that is.

/// A misfit where it was met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// Bytes of the document before it.
    pub(super) at: usize,
    pub(super) expected: &'static str,
    pub(super) found: &'static str,
    pub(super) fate: Fate,
}

/// What became of a misfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is of the right type, and holds something that no value of this program can.
    Mended,
    /// Its field has it.
    Converted,
    /// Its field is empty.
    Lost,
    /// Its place takes any JSON beside what it is for.
    Open,
}

impl Fate {
    /// Whether the value is of another JSON type than its place.
    pub(super) fn is_of_another_type(self) -> bool {
        self != Self::Mended
    }

    /// Whether a document of that kind is refused.
    pub(super) fn refuses_root(self) -> bool {
        matches!(self, Self::Converted | Self::Lost)
    }

    /// Whether the place has the value in its own type.
    pub(super) fn is_typed(self) -> bool {
        matches!(self, Self::Mended | Self::Converted)
    }
}
