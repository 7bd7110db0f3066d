//! A list, page after page.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures_core::Stream;

use super::cursor::{Cursor, PageState};
use super::ending::Ending;
use super::engine::Engine;
use super::page::Page;
use crate::call::Call;
use crate::error::Error;
use crate::model::Slot;
use crate::response::Response;

/// The pages of a list, each asked for when it is needed. A [`Stream`], and an iterator of its own by
/// [`Pages::try_next`]. The stream ends after an error that does not pass by itself, such as status 403, and after the third
/// in a row that may pass; [`Pages::try_next`] asks again after any.
///
/// ```no_run
/// # use harness_sdk_core::{Call, model::Value};
/// # async fn run(call: Call) -> Result<(), harness_sdk_core::Error> {
/// let mut pages = call.pages::<Value>().page_size(50);
/// while let Some(page) = pages.try_next().await? {
///     println!("page {}: {} of {:?} items", page.number, page.items.len(), page.total);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "pages are asked for when they are awaited"]
pub struct Pages<T> {
    pub(super) engine: Engine,
    pub(super) ending: Ending,
    item: PhantomData<fn() -> T>,
}

/// A page and where in the list it stands.
pub(super) struct Placed<T> {
    pub(super) page: Page<T>,
    pub(super) state: PageState,
    /// Items left out at its start.
    pub(super) skip: u64,
}

impl<T> Pages<T> {
    /// The pages of the list that a call answers.
    pub fn new(call: Call) -> Pages<T> {
        Pages { engine: Engine::new(call), ending: Ending::default(), item: PhantomData }
    }

    /// How many items to ask for per page. More than the server is known to give is cut down to that: pages are then
    /// shorter than asked for, and no item is passed over. Without it the call's own parameter counts,
    /// else the server's default. A run by page number that is resumed keeps the size it began with.
    pub fn page_size(mut self, items: u32) -> Self {
        self.engine.page_size = Some(items);
        self
    }

    /// Ends after so many items, counted from here on; the last page is cut. Smaller pages are asked for where that
    /// changes nothing else. [`Pages::cursor`] tells where to go on.
    pub fn max_items(mut self, items: u64) -> Self {
        self.engine.limit(items);
        self
    }

    /// Asks for so many pages before they are needed. They come in order all the same. Where a page tells how to ask for
    /// the next one, at most one page can be read ahead. The default is 0.
    pub fn read_ahead(mut self, pages: usize) -> Self {
        self.engine.read_ahead = pages;
        self
    }

    /// Whether a page may begin with the same item as the page before it, or be an earlier page over again. By default that
    /// is an error, since the server then ignores what page it is asked for, or goes round in a circle.
    pub fn allow_repeats(mut self, allow: bool) -> Self {
        self.engine.allow_repeats = allow;
        self
    }

    /// Goes on at a place that [`Pages::cursor`] or [`Items::cursor`](super::Items::cursor) gave. The cursor of another
    /// operation is refused when the first page is awaited.
    pub fn resume(mut self, cursor: Cursor) -> Self {
        self.engine.resume(cursor);
        self
    }

    /// The place of the next page, or `None` when the list has ended.
    pub fn cursor(&self) -> Option<Cursor> {
        self.engine.cursor()
    }

    /// The number of items in the whole list, as the last page told it, where the server tells.
    pub fn total(&self) -> Option<u64> {
        self.engine.total
    }
}

impl<T: Slot + Default> Pages<T> {
    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// When the page cannot be had or read. The next call asks for it again.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await.map(|page| page.map(|placed| placed.page))
    }

    /// The next page, with its place.
    pub(super) fn poll_page(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<Option<Placed<T>>, Error>> {
        let outcome = ready!(self.poll_placed(cx));
        self.ending.note(&outcome);
        Poll::Ready(outcome)
    }

    fn poll_placed(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<Option<Placed<T>>, Error>> {
        let (fetched, mut items, kept) = loop {
            let fetched = match ready!(self.engine.poll_page(cx)) {
                None => return Poll::Ready(Ok(None)),
                Some(Err(error)) => return Poll::Ready(Err(error)),
                Some(Ok(fetched)) => fetched,
            };
            let mut items: Vec<T> = Vec::new();
            match self.engine.take_in(&fetched, &mut items) {
                Ok(kept) if kept.is_void => {}
                Ok(kept) => break (fetched, items, kept),
                Err(error) => return Poll::Ready(Err(error)),
            }
        };
        items.drain(..count(kept.skip).min(items.len()));
        items.truncate(count(kept.take));
        let (body, head) = fetched.answer.read_bytes();
        let page = Page {
            items,
            total: self.engine.total,
            number: kept.state.number + 1,
            is_last: kept.is_last,
            response: Response::new(body, head),
            facts: self.engine.facts(),
            misfits: std::mem::take(&mut self.engine.misfits),
        };
        Poll::Ready(Ok(Some(Placed { page, state: kept.state, skip: kept.skip })))
    }
}

fn count(items: u64) -> usize {
    usize::try_from(items).unwrap_or(usize::MAX)
}

impl<T: Slot + Default> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        if self.ending.has_ended() {
            return Poll::Ready(None);
        }
        self.poll_page(cx).map(|page| page.map(|page| page.map(|placed| placed.page)).transpose())
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.engine.call).finish_non_exhaustive()
    }
}
