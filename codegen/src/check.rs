//! Finds everything about a document that stops generation.
//!
//! What a later pass can mend or drop (a missing operationId, a cookie parameter, a boolean schema) is no defect here.

use crate::defect::{Defect, Defects};
use crate::document::Document;

mod cycles;
mod expansion;
mod nesting;
mod operations;
mod parameters;
mod paths;
mod references;
mod schemas;
mod sizes;
mod version;
mod walk;

/// Everything that stops generation, by place; empty for a document that can be generated from.
///
/// A document of another OpenAPI version, one that nests too deep, or one that is too large has only that as its defect:
/// the other rules would give hundreds of others that are none, or take long.
pub fn document(document: &Document) -> Vec<Defect> {
    let root = &document.0;
    let outer = match version::check(root) {
        version::Outcome::Other(defect) => return vec![defect],
        version::Outcome::Missing(defect) => vec![defect],
        version::Outcome::Supported => Vec::new(),
    };
    let mut defects = nesting::check(root);
    if !defects.is_empty() {
        defects.extend(outer);
        return in_order(defects);
    }
    defects.extend(outer);
    let too_large = sizes::check(root);
    if !too_large.is_empty() {
        return in_order(too_large);
    }
    defects.extend(paths::check(root));
    let cycles = cycles::check(root);
    if cycles.is_empty() {
        defects.extend(expansion::check(root));
    }
    defects.extend(cycles);
    let mut ids = operations::Ids::default();
    let shapes = walk::walk(root, &mut |node| {
        references::check(root, node, &mut defects);
        operations::check(node, &mut ids, &mut defects);
        parameters::check(node, &mut defects);
        schemas::check(root, node, &mut defects);
    });
    defects.extend(shapes);
    in_order(defects)
}

fn in_order(defects: Vec<Defect>) -> Vec<Defect> {
    Defects::from(defects).into_iter().collect()
}
