//! Lists that come in pages: [`Pages`] gives page after page, [`Items`] item after item.
//!
//! Where a list keeps its items, how the next page is asked for and how the last one is known is
//! [data](crate::operation::Paging) of the operation. Filters, scope and options of the call stay the same on every page.
//!
//! A run ends when the answer says so: by a flag or a cursor, else by the number of pages, else by the number of items,
//! else by a page that is empty or shorter than asked. It ends with an error, never in a loop, when the server gives the
//! same page again. After any error the run stands where it stood, and the next call asks for the same page again.

mod ask;
mod cursor;
mod engine;
mod flight;
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
