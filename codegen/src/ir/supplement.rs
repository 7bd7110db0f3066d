//! What is known of an operation that the document lacks.

/// How an operation is known that the document lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The public sources, one or more.
    pub sources: Vec<String>,
    /// How far it is known.
    pub trust: Trust,
    /// Whether the answer has members that no source names.
    pub partial: bool,
    /// The method that the document has for what is probably the same operation.
    pub same_as: Option<String>,
    /// What a reader must doubt.
    pub doubt: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
}

/// How far the sources of an operation tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// Parameters, body and answer have types.
    Typed,
    /// Parameters and body have; the answer is known in part or not at all.
    RequestTyped,
    /// The body has none; the answer is known in part.
    Partial,
    /// Neither is known.
    Open,
}

impl Trust {
    /// All of them, from the most to the least.
    pub const ALL: [Self; 4] = [Self::Typed, Self::RequestTyped, Self::Partial, Self::Open];

    /// The word in coverage and in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::RequestTyped => "request_typed",
            Self::Partial => "partial",
            Self::Open => "open",
        }
    }
}
