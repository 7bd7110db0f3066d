//! How a list operation pages, as constant data; the pager walks by it.

/// How a list operation pages and where its answer keeps the items and the signs of what follows.
///
/// Places in the answer are JSON pointers; the empty one is the whole answer. What the request carries goes to a query
/// parameter, or to a place in the JSON body where its name starts with `/`.
///
/// ```
/// use harness_sdk_core::operation::{Operation, Paging, Parameter};
/// static LIST_THINGS: Operation = Operation {
///     id: "listThings",
///     path: "/ng/api/things",
///     parameters: &[Parameter::query("pageIndex"), Parameter::query("pageSize")],
///     paging: Some(&Paging::page("pageIndex", 0).size("pageSize").items("/data/content").total("/data/totalItems")),
///     ..Operation::NEW
/// };
/// assert_eq!(LIST_THINGS.paging.map(|paging| paging.items), Some("/data/content"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// How the next page is asked for.
    pub advance: Advance,
    /// Place of the array of items.
    pub items: &'static str,
    /// Takes the number of items per page.
    pub size: Option<&'static str>,
    /// Items per page when none are asked for, as the document says.
    pub default_size: Option<u32>,
    /// Items per page to ask for when the caller names none.
    pub ask: Option<u32>,
    /// Most items per page; asking for more gives no more.
    pub max: Option<u32>,
    /// Whether the size is always sent, because the server forgets the page without it.
    pub always_sized: bool,
    /// Whether a page shorter than asked says nothing, because the server filters after it has cut the page.
    pub short_pages: bool,
    /// Place of the number of all items.
    pub total: Option<&'static str>,
    /// Place of the number of all pages.
    pub pages: Option<&'static str>,
    /// Place of a flag that is true on the last page.
    pub last: Option<&'static str>,
    /// Place of a flag that is true while more follows.
    pub more: Option<&'static str>,
    /// Place of a token, and the query parameter that takes it on the next page.
    pub token: Option<(&'static str, &'static str)>,
    /// Header with the number of all items.
    pub total_header: Option<&'static str>,
    /// Header with the number of all pages.
    pub pages_header: Option<&'static str>,
    /// Header that is there while more follows.
    pub next_header: Option<&'static str>,
    /// Query parameter that, when set, makes the server answer the whole list at once.
    pub only_without: Option<&'static str>,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advance {
    /// By its number.
    Page {
        /// Takes the number.
        to: &'static str,
        /// Number of the first page.
        first: i64,
    },
    /// By the number of items before it, from 0.
    Offset {
        /// Takes the number.
        to: &'static str,
    },
    /// By a text that the page before it carries.
    Cursor {
        /// Takes the text.
        to: &'static str,
        /// Place of the text in the answer.
        next: &'static str,
    },
    /// By values that the page before it carries: what takes each, and its place in the answer.
    Keyset(&'static [(&'static str, &'static str)]),
}

impl Paging {
    /// Pages counted from `first`; `to` takes the number.
    pub const fn page(to: &'static str, first: i64) -> Paging {
        Paging::by(Advance::Page { to, first })
    }

    /// Items counted from 0; `to` takes the number of those to leave out.
    pub const fn offset(to: &'static str) -> Paging {
        Paging::by(Advance::Offset { to })
    }

    /// `to` takes the text that the page before has at `next`.
    pub const fn cursor(to: &'static str, next: &'static str) -> Paging {
        Paging::by(Advance::Cursor { to, next })
    }

    /// The first of each pair takes what the page before has at the second.
    pub const fn keyset(carry: &'static [(&'static str, &'static str)]) -> Paging {
        Paging::by(Advance::Keyset(carry))
    }

    const fn by(advance: Advance) -> Paging {
        Paging {
            advance,
            items: "",
            size: None,
            default_size: None,
            ask: None,
            max: None,
            always_sized: false,
            short_pages: false,
            total: None,
            pages: None,
            last: None,
            more: None,
            token: None,
            total_header: None,
            pages_header: None,
            next_header: None,
            only_without: None,
        }
    }

    /// Sets [`Paging::items`].
    pub const fn items(mut self, place: &'static str) -> Paging {
        self.items = place;
        self
    }

    /// Sets [`Paging::size`].
    pub const fn size(mut self, to: &'static str) -> Paging {
        self.size = Some(to);
        self
    }

    /// Sets [`Paging::default_size`].
    pub const fn default_size(mut self, items: u32) -> Paging {
        self.default_size = Some(items);
        self
    }

    /// Sets [`Paging::ask`].
    pub const fn ask(mut self, items: u32) -> Paging {
        self.ask = Some(items);
        self
    }

    /// Sets [`Paging::max`].
    pub const fn max(mut self, items: u32) -> Paging {
        self.max = Some(items);
        self
    }

    /// Sets [`Paging::always_sized`].
    pub const fn always_sized(mut self) -> Paging {
        self.always_sized = true;
        self
    }

    /// Sets [`Paging::short_pages`].
    pub const fn short_pages(mut self) -> Paging {
        self.short_pages = true;
        self
    }

    /// Sets [`Paging::total`].
    pub const fn total(mut self, place: &'static str) -> Paging {
        self.total = Some(place);
        self
    }

    /// Sets [`Paging::pages`].
    pub const fn pages(mut self, place: &'static str) -> Paging {
        self.pages = Some(place);
        self
    }

    /// Sets [`Paging::last`].
    pub const fn last(mut self, place: &'static str) -> Paging {
        self.last = Some(place);
        self
    }

    /// Sets [`Paging::more`].
    pub const fn more(mut self, place: &'static str) -> Paging {
        self.more = Some(place);
        self
    }

    /// Sets [`Paging::token`]: `to` takes what the page before has at `place`.
    pub const fn token(mut self, place: &'static str, to: &'static str) -> Paging {
        self.token = Some((place, to));
        self
    }

    /// Sets [`Paging::total_header`].
    pub const fn total_header(mut self, name: &'static str) -> Paging {
        self.total_header = Some(name);
        self
    }

    /// Sets [`Paging::pages_header`].
    pub const fn pages_header(mut self, name: &'static str) -> Paging {
        self.pages_header = Some(name);
        self
    }

    /// Sets [`Paging::next_header`].
    pub const fn next_header(mut self, name: &'static str) -> Paging {
        self.next_header = Some(name);
        self
    }

    /// Sets [`Paging::only_without`].
    pub const fn only_without(mut self, parameter: &'static str) -> Paging {
        self.only_without = Some(parameter);
        self
    }
}
