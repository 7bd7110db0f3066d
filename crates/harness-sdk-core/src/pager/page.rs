//! One page of a list.

use std::fmt;

use bytes::Bytes;

use crate::error::{Answered, CallFacts, Error};
use crate::model::{self, Misfit, Slot};
use crate::response::Response;

/// One page of a list: its items, and what is known of the whole list.
#[non_exhaustive]
pub struct Page<T> {
    /// The items, as the server ordered them.
    pub items: Vec<T>,
    /// The number of items in the whole list, where the server tells.
    pub total: Option<u64>,
    /// Which page of the run it is, counted from 1, whatever the server counts from.
    pub number: u64,
    /// Whether the server says that nothing follows. Without such a word it is `false` on the last full page too.
    pub is_last: bool,
    pub(super) response: Response<Bytes>,
    pub(super) facts: CallFacts,
    pub(super) misfits: Vec<Misfit>,
}

impl<T> Page<T> {
    /// The answer that the page came with: status, headers, and its bytes.
    pub fn response(&self) -> &Response<Bytes> {
        &self.response
    }

    /// The values of the page's items that are of another JSON type than their fields; pointers lead from the root of the
    /// answer. See [`Response::misfits`].
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// Reads the whole answer, for what it holds beside the items, as the type that sending the call gives.
    ///
    /// # Errors
    /// When the answer is not of that type.
    pub fn answer<A: Slot + Default>(&self) -> Result<A, Error> {
        model::from_slice(&self.response).map_err(|fault| {
            let answered =
                Answered::bounded(self.response.status(), self.response.headers().clone(), &self.response, 64 << 10);
            Error::decode(answered, fault).with_call(&self.facts, 1)
        })
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("number", &self.number)
            .field("items", &self.items)
            .field("total", &self.total)
            .field("is_last", &self.is_last)
            .finish_non_exhaustive()
    }
}
