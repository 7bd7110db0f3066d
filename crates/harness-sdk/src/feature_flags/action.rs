//! Actions that people may say something about.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use harness_sdk_core::Error;
use harness_sdk_fme::types::FmeActionRequest;

type Doing<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Something done to a flag; await it. It gives the flag as it is then, as far as the answer tells.
///
/// It fails as any call does. It is not repeated when its answer is lost, for then it may have been done.
#[must_use = "nothing is done until it is awaited"]
pub struct Action<T> {
    run: Box<dyn FnOnce(FmeActionRequest) -> Doing<T> + Send>,
    note: FmeActionRequest,
}

impl<T> Action<T> {
    pub(super) fn new<F>(run: impl FnOnce(FmeActionRequest) -> F + Send + 'static) -> Action<T>
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        Action { run: Box::new(|note| Box::pin(run(note))), note: FmeActionRequest::new() }
    }

    /// A comment for people, kept with the change.
    pub fn comment(mut self, text: impl Into<String>) -> Action<T> {
        self.note = self.note.comment(text.into());
        self
    }

    /// A title of the change, for people.
    pub fn title(mut self, text: impl Into<String>) -> Action<T> {
        self.note = self.note.title(text.into());
        self
    }
}

impl<T> IntoFuture for Action<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Doing<T>;

    fn into_future(self) -> Self::IntoFuture {
        (self.run)(self.note)
    }
}

impl<T> fmt::Debug for Action<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Action").field("note", &self.note).finish_non_exhaustive()
    }
}
