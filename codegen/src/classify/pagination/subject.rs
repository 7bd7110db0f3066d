//! What is asked about.

use crate::document::Object;
use crate::lower::schema::Schemas;

/// An operation of the normalised document.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Its path.
    pub path: &'a str,
    /// The operation.
    pub operation: &'a Object,
    /// The schemas it can reach.
    pub schemas: &'a Schemas<'a>,
}
