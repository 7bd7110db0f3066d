//! How lists are walked.

use super::rust_type::Type;

/// How an operation pages. Places are JSON pointers: into the answer, or into the JSON body for what starts with `/`
/// among the parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// Name of the family in `pagination.toml`.
    pub family: String,
    /// How the next page is asked for.
    pub advance: Advance,
    /// Place of the array of items.
    pub items: String,
    /// Rust type of an item.
    pub item: Type,
    /// Parameter for the number of items per page.
    pub size: Option<String>,
    /// That number when it is not sent, as the document says.
    pub default_size: Option<u32>,
    /// That number where neither the caller nor the document says one.
    pub ask: Option<u32>,
    /// Most items per page.
    pub max: Option<u32>,
    /// Whether the size is always sent.
    pub send_size: bool,
    /// Whether a short page is the last one.
    pub short: bool,
    /// Place of the number of all items.
    pub total: Option<String>,
    /// Place of the number of all pages.
    pub pages: Option<String>,
    /// Place of the flag of the last page.
    pub last: Option<String>,
    /// Place of the flag that more follows.
    pub more: Option<String>,
    /// Place of a token, and the query parameter that takes it on the next page.
    pub token: Option<(String, String)>,
    /// Header with the number of all items.
    pub total_header: Option<String>,
    /// Header with the number of all pages.
    pub pages_header: Option<String>,
    /// Header that is there while more follows.
    pub next_header: Option<String>,
    /// Query parameter that makes the server answer the whole list at once.
    pub only_without: Option<String>,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Advance {
    /// By the number of the page.
    Page {
        /// The parameter.
        to: String,
        /// Number of the first page.
        first: i64,
    },
    /// By the number of items before it.
    Offset {
        /// The parameter.
        to: String,
    },
    /// By a text from the page before it.
    Cursor {
        /// The parameter.
        to: String,
        /// Place of the text.
        next: String,
    },
    /// By places of the page before it: query parameter and place.
    Keyset(Vec<(String, String)>),
}

impl Advance {
    /// The style's name.
    pub fn style(&self) -> &'static str {
        match self {
            Self::Page { .. } => "page",
            Self::Offset { .. } => "offset",
            Self::Cursor { .. } => "cursor",
            Self::Keyset(_) => "keyset",
        }
    }
}
