//! How entities of one kind are kept on the platform.

use harness_sdk_core::Error;
use harness_sdk_core::operation::Operation;

use super::entity::Entity;
use crate::edit::Seen;

/// What is there already.
pub(super) struct Stored {
    /// Whether it is as the YAML says.
    pub(super) same: bool,
    pub(super) seen: Seen,
}

/// How entities of one kind are read and written.
pub(super) trait Store: Sync {
    /// The operations that create and update.
    fn operations(&self, entity: &Entity) -> [&'static Operation; 2];
    fn read(&self, entity: &Entity) -> impl Future<Output = Result<Stored, Error>> + Send;
    fn create(&self, entity: &Entity) -> impl Future<Output = Result<(), Error>> + Send;
    fn update(&self, entity: &Entity, seen: &Seen) -> impl Future<Output = Result<(), Error>> + Send;
}
