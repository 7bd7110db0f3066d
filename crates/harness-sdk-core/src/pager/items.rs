//! A list, item after item.

use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures_core::Stream;

use super::cursor::{Cursor, PageState};
use super::pages::Pages;
use crate::call::Call;
use crate::error::Error;
use crate::model::Slot;

/// The items of a list; pages are asked for when they are needed. A [`Stream`], and an iterator of its own by
/// [`Items::try_next`].
///
/// A run ends where the answer says so; a total that equals what was given so far ends it too. The stream ends after an error
/// that does not pass by itself, such as status 403, and after the third in a row that may pass; [`Items::try_next`] asks
/// again after any.
///
/// ```no_run
/// # use harness_sdk_core::{Call, model::Value};
/// # async fn run(call: Call) -> Result<(), harness_sdk_core::Error> {
/// let mut items = call.items::<Value>().max_items(500);
/// while let Some(item) = items.try_next().await? {
///     println!("{item}");
/// }
/// let rest = items.cursor().map(|cursor| serde_json::to_string(&cursor));
/// # let _ = rest;
/// # Ok(())
/// # }
/// ```
#[must_use = "items are asked for when they are awaited"]
pub struct Items<T> {
    pages: Pages<T>,
    current: std::vec::IntoIter<T>,
    /// The page at hand and how many of its items were given.
    place: Option<(PageState, u64)>,
}

impl<T> Items<T> {
    /// The items of the list that a call answers.
    pub fn new(call: Call) -> Items<T> {
        Items { pages: Pages::new(call), current: Vec::new().into_iter(), place: None }
    }

    fn with(mut self, change: impl FnOnce(Pages<T>) -> Pages<T>) -> Self {
        self.pages = change(self.pages);
        self
    }

    /// How many items to ask for per page, at most what the server gives. Without it the call's own parameter counts,
    /// else the server's default. A run by page number that is resumed keeps the size it began with.
    pub fn page_size(self, items: u32) -> Self {
        self.with(|pages| pages.page_size(items))
    }

    /// Ends after so many items, counted from here on. Smaller pages are asked for where that changes nothing else.
    /// [`Items::cursor`] tells where to go on.
    pub fn max_items(mut self, items: u64) -> Self {
        if let Some(cursor) = self.cursor().filter(|_| !self.current.as_slice().is_empty()) {
            self = self.resume(cursor);
        }
        self.with(|pages| pages.max_items(items))
    }

    /// Asks for so many pages before they are needed. They come in order all the same. Where a page tells how to ask for
    /// the next one, at most one page can be read ahead. The default is 0.
    pub fn read_ahead(self, pages: usize) -> Self {
        self.with(|all| all.read_ahead(pages))
    }

    /// Whether a page may begin with the same item as the page before it, or be an earlier page over again. By default that
    /// is an error, since the server then ignores what page it is asked for, or goes round in a circle.
    pub fn allow_repeats(self, allow: bool) -> Self {
        self.with(|pages| pages.allow_repeats(allow))
    }

    /// Goes on at a place that [`Items::cursor`] or [`Pages::cursor`] gave. The cursor of another operation is refused
    /// when the first item is awaited.
    pub fn resume(mut self, cursor: Cursor) -> Self {
        self.current = Vec::new().into_iter();
        self.place = None;
        self.with(|pages| pages.resume(cursor))
    }

    /// The place of the next item, or `None` when the list has ended.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.place {
            Some((state, given)) if !self.current.as_slice().is_empty() => {
                Some(self.pages.engine.cursor_at(state.clone(), *given))
            }
            _ => self.pages.cursor(),
        }
    }

    /// The number of items in the whole list, as the last page told it, where the server tells.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }
}

impl<T: Slot + Default> Items<T> {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// When the page it is on cannot be had or read. The next call asks for that page again.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// All items that are left, in memory.
    ///
    /// # Errors
    /// When a page cannot be had or read; the items before it are dropped.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }

    fn poll_item(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<Option<T>, Error>> {
        loop {
            if let Some(item) = self.current.next() {
                if let Some((_, given)) = &mut self.place {
                    *given += 1;
                }
                return Poll::Ready(Ok(Some(item)));
            }
            match ready!(self.pages.poll_page(cx))? {
                None => return Poll::Ready(Ok(None)),
                Some(placed) => {
                    self.current = placed.page.into_iter();
                    self.place = Some((placed.state, placed.skip));
                }
            }
        }
    }
}

// Nothing in it is pinned, so items need not be `Unpin`.
impl<T> Unpin for Items<T> {}

impl<T: Slot + Default> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        if self.pages.ending.has_ended() {
            return Poll::Ready(None);
        }
        self.poll_item(cx).map(Result::transpose)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("call", &self.pages.engine.call).finish_non_exhaustive()
    }
}

const _: () = {
    const fn sends<T: Send + Unpin>() {}
    sends::<Items<String>>();
    sends::<Pages<String>>();
};
