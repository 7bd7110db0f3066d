//! Each document in `tests/corpus` is in the style of a framework that documents come from; what becomes of it is
//! committed in the workspace's `tests/corpus`, a crate that is compiled, documented and tested.
//!
//! `UPDATE_GOLDENS=1 cargo test --package harness-sdk-codegen --test corpus` writes it anew.

#[path = "common/goldens.rs"]
mod goldens;

#[test]
fn every_style_becomes_what_is_committed() {
    goldens::Goldens { documents: "corpus", package: "corpus" }.compare();
}
