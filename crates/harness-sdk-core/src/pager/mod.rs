//! Lists that come in pages: [`Pages`] gives page after page, [`Items`] item after item.
//!
//! Where a list keeps its items, how the next page is asked for and how the last one is known is
//! [data](crate::operation::Paging) of the operation. Filters, scope and options of the call stay the same on every page.
//!
//! A run ends when the answer says so: by a flag or a cursor, else by the number of pages, else by the number of items,
//! else by a page that is empty or shorter than asked. A number of items that equals what was given so far ends the run,
//! even if the server, counting wrongly, has more.
//!
//! It ends with an error, not in a loop, when the server goes round in a circle: when a page begins as the page before it,
//! when from the third page on one is an earlier page over again but for one item at most, and when a cursor comes again. The
//! last 16 pages and 64 cursors are compared, and one from long ago, which finds longer circles too. A server that invents
//! ever new items is not found out; `max_items` limits what is taken.
//!
//! After any error the run stands where it stood, and the next call of `try_next` asks for the same page again. As a
//! [`Stream`](futures_core::Stream) a list ends after an error that does not pass by itself, such as a missing permission, and after the third error in
//! a row that may pass; `try_next` goes on from there.

mod ask;
mod cursor;
mod ending;
mod engine;
mod flight;
mod history;
mod items;
mod look_ahead;
mod page;
mod pages;
mod signals;
mod verdict;

pub use cursor::Cursor;
pub use items::Items;
pub use page::Page;
pub use pages::Pages;

use crate::call::Call;

impl Call {
    /// All items of the list that the call answers.
    pub fn items<T>(self) -> Items<T> {
        Items::new(self)
    }

    /// All pages of the list that the call answers.
    pub fn pages<T>(self) -> Pages<T> {
        Pages::new(self)
    }
}
