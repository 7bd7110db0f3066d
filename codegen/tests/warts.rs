//! Each small document in `tests/warts` is one kind of wart; what becomes of it is committed in the workspace's
//! `tests/goldens`, a crate, so that every golden also compiles.
//!
//! `UPDATE_GOLDENS=1 cargo test --package harness-sdk-codegen --test warts` writes them anew.

#[path = "common/goldens.rs"]
mod goldens;

#[test]
fn every_wart_becomes_what_is_committed() {
    goldens::Goldens { documents: "warts", package: "goldens" }.compare();
}
