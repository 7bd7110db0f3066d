//! One event.

use std::sync::Arc;

/// One event of an [`Events`](super::Events) stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What the server calls it; `message` where it says nothing.
    pub kind: String,
    /// What it carries; several `data` lines are joined by line feeds.
    pub data: String,
    /// The identifier that was sent last, with this event or before it. The events share it.
    pub id: Option<Arc<str>>,
}
