//! Finds everything about a document that stops generation.
//!
//! What a later pass can mend or drop (a missing operationId, a cookie parameter, a boolean schema) is no defect here.

use serde_json::Value;

use crate::defect::{Defect, Defects};
use crate::document::{Document, escape};

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

/// A reference that does not simply name a component.
#[derive(Debug)]
pub(crate) struct Site {
    /// Where its text stands.
    pub(crate) pointer: String,
    /// Its text.
    pub(crate) reference: String,
    /// The kind of component that belongs there.
    pub(crate) section: &'static str,
}

/// The references in `root` that lead elsewhere than to a component's name, outer before inner.
pub(crate) fn reference_sites(root: &Value) -> Vec<Site> {
    let mut sites = Vec::new();
    let _ = walk::walk(root, &mut |node| {
        let Some(section) = node.kind.section() else { return };
        let mut note = |below: &str, reference: &Value| {
            if let Some(reference) = reference.as_str().filter(|text| text.starts_with('#'))
                && !is_name(reference, section)
            {
                let pointer = format!("{}/{below}", node.pointer);
                sites.push(Site { pointer, reference: reference.to_owned(), section });
            }
        };
        if let Some(reference) = node.object.get("$ref") {
            note("$ref", reference);
        }
        let mapping = node.object.get("discriminator").and_then(|tag| tag.get("mapping")?.as_object());
        for (tag, reference) in mapping.into_iter().flatten() {
            note(&format!("discriminator/mapping/{}", escape(tag)), reference);
        }
    });
    sites
}

/// Whether a reference is the plain name of a component of that kind, whether there is one or not.
fn is_name(reference: &str, section: &str) -> bool {
    let name = reference.strip_prefix("#/components/").and_then(|rest| rest.strip_prefix(section)?.strip_prefix('/'));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['/', '~', '%']))
}

fn in_order(defects: Vec<Defect>) -> Vec<Defect> {
    Defects::from(defects).into_iter().collect()
}
