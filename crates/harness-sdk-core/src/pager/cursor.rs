//! A place in a list, to be kept and come back to.

use serde::{Deserialize, Serialize};

use crate::operation::Advance;

/// A place between two items of a list. It can be written as JSON, or in any other format that serde knows, and given
/// to [`Items::resume`](super::Items::resume) or [`Pages::resume`](super::Pages::resume) of the same operation with the
/// same filters, in another process too.
///
/// It holds the operation's identifier, how far the run came, and what the server handed out for the next page; no
/// filters and no credentials. Its fields in JSON may change with the version of this crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub(super) operation: String,
    pub(super) state: PageState,
    /// Items of the page that were given already.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) skip: u64,
}

impl Cursor {
    /// The identifier of the operation whose list it is a place in.
    pub fn operation_id(&self) -> &str {
        &self.operation
    }
}

/// The state of a run before a page is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PageState {
    pub(super) at: Position,
    /// The token that the page before handed out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    /// The size the run asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) size: Option<u32>,
    /// Pages before this one.
    #[serde(default)]
    pub(super) number: u64,
    /// Items of the list before this page.
    #[serde(default)]
    pub(super) covered: u64,
    /// Items on the run's first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<u64>,
    /// Digest of the item that the page before began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seen: Option<u64>,
    /// Whether the server turned out to count pages from 1 where 0 was thought to be the first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) from_one: bool,
    /// How many of the pages before, up to this one, were empty.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) empty: u64,
}

/// What tells the server which page is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Position {
    Page(i64),
    Offset(u64),
    /// Nothing on the first page.
    Cursor(Option<String>),
    /// What each parameter repeats; nothing on the first page.
    Keyset(Vec<(String, String)>),
}

impl Position {
    /// Whether it is a position in a list that pages this way.
    pub(super) fn suits(&self, advance: &Advance) -> bool {
        match (self, advance) {
            (Position::Page(page), Advance::Page { first, .. }) => page >= first,
            (Position::Offset(_), Advance::Offset { .. }) | (Position::Cursor(_), Advance::Cursor { .. }) => true,
            (Position::Keyset(values), Advance::Keyset(carry)) => {
                values.is_empty() || values.iter().map(|(to, _)| to.as_str()).eq(carry.iter().map(|(to, _)| *to))
            }
            _ => false,
        }
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}
