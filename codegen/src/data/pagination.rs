//! `pagination.toml`: how the operations that answer lists are paged.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `pagination.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaginationData {
    /// Ways to page; the first that matches an operation counts.
    pub family: Vec<Family>,
    /// What single operations do otherwise than their family.
    pub operation: Vec<Exception>,
    /// Operations that look paged and are not.
    pub unpaged: Vec<Unpaged>,
}

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// By the number of the page.
    Page,
    /// By the number of items before it.
    Offset,
    /// By a text from the page before it.
    Cursor,
    /// By places of the page before it.
    Keyset,
}

/// A way to page that several operations share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Names the family in messages.
    pub name: String,
    /// For readers.
    #[serde(default)]
    pub why: String,
    /// Path prefixes of its operations.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Its operations, in place of `paths`.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Query parameters its operations declare.
    #[serde(default)]
    pub query: Vec<String>,
    /// Places their JSON bodies declare.
    #[serde(default)]
    pub body: Vec<String>,
    /// How a page is asked for.
    pub style: Style,
    /// Number of the first page.
    pub first: Option<i64>,
    /// Where the number of the page goes.
    pub page: Option<String>,
    /// Where the number of items before the page goes.
    pub offset: Option<String>,
    /// Where the cursor goes.
    pub cursor: Option<String>,
    /// Query parameters and the places of the page before that they repeat.
    #[serde(default)]
    pub carry: BTreeMap<String, String>,
    /// Where the number of items per page goes.
    pub size: Option<String>,
    /// Items per page sent when neither the caller nor the document says.
    pub ask: Option<u32>,
    /// Most items per page.
    pub max: Option<u32>,
    /// Whether the size is always sent.
    #[serde(default)]
    pub send_size: bool,
    /// Whether a short page is the last one.
    #[serde(default = "yes")]
    pub short: bool,
    /// Candidates for the array of items.
    pub items: Vec<String>,
    /// Candidates for the number of all items.
    #[serde(default)]
    pub total: Vec<String>,
    /// Candidates for the number of all pages.
    #[serde(default)]
    pub pages: Vec<String>,
    /// Candidates for the flag of the last page.
    #[serde(default)]
    pub last: Vec<String>,
    /// Candidates for the flag that more follows.
    #[serde(default)]
    pub more: Vec<String>,
    /// Candidates for the next cursor.
    #[serde(default)]
    pub next: Vec<String>,
    /// Candidates for a token that the next page's request repeats.
    #[serde(default)]
    pub token: Vec<String>,
    /// Query parameter that takes the token.
    pub token_to: Option<String>,
    /// Header with the number of all items.
    pub total_header: Option<String>,
    /// Header with the number of all pages.
    pub pages_header: Option<String>,
    /// Header that is there while more follows.
    pub next_header: Option<String>,
}

/// What one operation does otherwise than its family; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The operation.
    pub id: String,
    /// For readers.
    #[serde(default)]
    pub why: String,
    /// In place of the family's.
    pub first: Option<i64>,
    /// In place of the family's.
    pub items: Option<Vec<String>>,
    /// In place of the family's.
    pub total: Option<Vec<String>>,
    /// In place of the family's.
    pub pages: Option<Vec<String>>,
    /// In place of the family's.
    pub last: Option<Vec<String>>,
    /// In place of the family's.
    pub more: Option<Vec<String>>,
    /// In place of the family's.
    pub ask: Option<u32>,
    /// In place of the family's.
    pub max: Option<u32>,
    /// In place of the family's.
    pub send_size: Option<bool>,
    /// In place of the family's.
    pub short: Option<bool>,
    /// Query parameter that, when set, makes the server answer the whole list at once.
    pub only_without: Option<String>,
}

/// Operations that look paged and are not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unpaged {
    /// Why they are not.
    pub reason: String,
    /// The operations.
    pub operations: Vec<String>,
}

impl Exception {
    /// The candidates in place of the family's, by key.
    pub fn candidates(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let lists = [
            ("items", &self.items),
            ("total", &self.total),
            ("pages", &self.pages),
            ("last", &self.last),
            ("more", &self.more),
        ];
        lists.into_iter().filter_map(|(key, list)| Some((key, list.as_deref()?)))
    }
}

impl Family {
    /// The family as one operation sees it.
    pub fn with(&self, exception: &Exception) -> Self {
        let mut own = self.clone();
        let changes = [
            (&exception.items, &mut own.items),
            (&exception.total, &mut own.total),
            (&exception.pages, &mut own.pages),
            (&exception.last, &mut own.last),
            (&exception.more, &mut own.more),
        ];
        for (change, list) in changes {
            if let Some(change) = change {
                list.clone_from(change);
            }
        }
        own.first = exception.first.or(own.first);
        own.ask = exception.ask.or(own.ask);
        own.max = exception.max.or(own.max);
        own.send_size = exception.send_size.unwrap_or(own.send_size);
        own.short = exception.short.unwrap_or(own.short);
        own
    }

    /// The candidates, by key, in the order in which they are tried.
    pub fn candidates(&self) -> [(&'static str, &[String]); 7] {
        [
            ("items", &self.items),
            ("total", &self.total),
            ("pages", &self.pages),
            ("last", &self.last),
            ("more", &self.more),
            ("next", &self.next),
            ("token", &self.token),
        ]
    }

    /// What the keys of the family lack or contradict, whatever the document says.
    pub fn problems(&self) -> Vec<String> {
        let demands = [
            (self.paths.is_empty() == self.operations.is_empty(), "needs either `paths` or `operations`"),
            (self.query.is_empty() && self.body.is_empty(), "needs `query` or `body`"),
            (self.items.is_empty(), "needs `items`"),
            (self.style == Style::Page && (self.page.is_none() || self.first.is_none()), "needs `page` and `first`"),
            (self.style == Style::Offset && self.offset.is_none(), "needs `offset`"),
            (
                self.style == Style::Cursor && (self.cursor.is_none() || self.next.is_empty()),
                "needs `cursor` and `next`",
            ),
            (self.style == Style::Keyset && self.carry.is_empty(), "needs `carry`"),
            (
                self.style != Style::Page && !(self.pages.is_empty() && self.pages_header.is_none()),
                "counts pages, which tells nothing unless `style = \"page\"`",
            ),
            (self.token.is_empty() == self.token_to.is_some(), "needs both or none of `token` and `token_to`"),
            (self.send_size && self.size.is_none(), "has `send_size` and no `size`"),
            ((self.ask.is_some() || self.max.is_some()) && self.size.is_none(), "has `ask` or `max` and no `size`"),
        ];
        let lacking = demands.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, text)| text.to_owned());
        let places = self.candidates().into_iter().flat_map(|(_, places)| places);
        let crooked = places
            .chain(self.carry.values())
            .chain(&self.body)
            .filter(|place| !place.is_empty() && !place.starts_with('/'))
            .map(|place| format!("has the place {place:?}, which does not start with `/`"));
        lacking.chain(crooked).map(|text| format!("pagination.toml: family {:?} {text}", self.name)).collect()
    }
}

fn yes() -> bool {
    true
}
