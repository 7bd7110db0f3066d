//! What operations are lowered with.

use std::collections::BTreeMap;

use crate::classify::Classifier;
use crate::data::names::Namer;
use crate::lower::methods::Method;
use crate::lower::schema::Schemas;
use crate::rust_name;

/// What an operation is lowered with.
#[derive(Debug)]
pub struct Context<'a> {
    /// Names of setters.
    pub namer: &'a Namer<'a>,
    /// The module's methods, by operationId.
    pub methods: &'a BTreeMap<String, Method>,
    /// The module's types.
    pub schemas: &'a Schemas<'a>,
    /// Scope, encodings, retries, pages.
    pub classifier: &'a Classifier,
    /// Whether a collision gets a number instead of stopping the run.
    pub number_collisions: bool,
}

impl Context<'_> {
    /// What the method of another operation is called.
    pub(super) fn method_name(&self, id: &str) -> String {
        self.methods.get(id).map_or_else(|| rust_name::snake(id), |method| method.name.clone())
    }
}
