//! Guesses about what a new document brings, in lines ready to paste into the data files.
//!
//! A guess is never acted on: it is shown with what speaks for it, and a person decides.

pub mod homes;
pub mod paging;
pub mod scope;
mod shape;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ir::{Location, Module, Operation};
use crate::survey::Survey;

/// All guesses about what a document has and another had not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestions {
    /// Modules of tags that no module claims.
    pub modules: Vec<homes::Home>,
    /// How new lists could page.
    pub paging: Vec<paging::PagingGuess>,
    /// New spellings of account, organisation and project.
    pub scope: Vec<scope::ScopeGuess>,
}

impl Suggestions {
    /// Guesses about what `new` has and `old` had not.
    pub fn of(old: &[Module], new: &Survey) -> Self {
        let operations = || old.iter().flat_map(|module| &module.operations);
        let endpoints: BTreeSet<(&str, &str)> = operations().map(endpoint).collect();
        let parameters: BTreeSet<(&str, &str, Location, &str)> = operations()
            .flat_map(|operation| {
                let (method, path) = endpoint(operation);
                operation.parameters.iter().map(move |one| (method, path, one.location, one.wire.as_str()))
            })
            .collect();
        let classifier = &new.steering.classifier;
        Self {
            modules: new.homes.clone(),
            paging: paging::guesses(&new.modules, classifier.pagination.data(), &|operation| {
                !endpoints.contains(&endpoint(operation))
            }),
            scope: scope::guesses(&new.modules, classifier.scope.data(), &|operation, location, wire| {
                let (method, path) = endpoint(operation);
                !parameters.contains(&(method, path, location, wire))
            }),
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.modules.is_empty() && self.paging.is_empty() && self.scope.is_empty()
    }
}

fn endpoint(operation: &Operation) -> (&str, &str) {
    (&operation.method, &operation.path)
}
