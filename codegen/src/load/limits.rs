//! How large a document may be.

use crate::defect::Defect;

/// The most bytes a file may have, 64 MiB: eight times the document of the whole Harness platform.
pub const MAX_BYTES: usize = 64 << 20;

/// The most values (scalars, arrays and objects) a document may hold once its YAML aliases are written out.
pub const MAX_VALUES: usize = 4_000_000;

/// The most objects a document may hold; they take far more memory than other values.
pub const MAX_OBJECTS: usize = 600_000;

/// The most operations a document may have.
pub const MAX_OPERATIONS: usize = 20_000;

/// The most paths, or components of one kind, that a document may have.
pub const MAX_PARTS: usize = 50_000;

/// The most entries that any other array or object may have: parameters, properties, values of an enum.
pub const MAX_ENTRIES: usize = 10_000;

/// The most bytes that the JSON pointers to all arrays and objects may have together, which long names inside of each
/// other make many.
pub const MAX_POINTERS: usize = 128 << 20;

/// The most bytes a document may have once references are written out: those to parameters, bodies, answers and headers,
/// and those of `allOf`.
pub const MAX_EXPANDED: usize = 256 << 20;

/// How many references may follow each other before something stands there, and how many schemas may extend each other.
pub const MAX_CHAIN: usize = 32;

/// The most bytes of text that YAML anchors and aliases may copy.
pub const MAX_COPIED_BYTES: usize = MAX_BYTES;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 200;

/// What to do about a document beyond [`MAX_DEPTH`].
pub(crate) const DEPTH_HELP: &str = "give the inner parts names under `components` and refer to them";

pub(super) const COUNT_HELP: &str = "use `$ref` in the place of repeated parts, or split the document";

pub(super) fn too_large() -> Defect {
    let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
    Defect::whole(message, "pass an OpenAPI document, or split this one")
}

pub(super) fn too_deep() -> String {
    format!("arrays and objects nest deeper than {MAX_DEPTH} levels")
}

pub(super) fn too_many() -> String {
    format!("the document holds more than {MAX_VALUES} values")
}

pub(super) fn too_many_objects() -> String {
    format!("the document holds more than {MAX_OBJECTS} objects")
}
