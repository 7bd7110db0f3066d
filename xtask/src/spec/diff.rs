//! `cargo xtask spec diff`.

use std::path::Path;

use harness_sdk_codegen::{Survey, diff, load};

use super::{Diff, say};
use crate::codegen::all;
use crate::workspace;

/// Compares two documents under the same data and prints what changes.
pub(super) fn run(wish: &Diff) -> Result<(), String> {
    let root = workspace::root();
    let own = root.join("spec");
    let data = if wish.no_data { None } else { Some(wish.data.as_deref().unwrap_or(&own)) };
    let old = survey(&wish.old, data)?;
    let new = survey(&wish.new, data)?;
    let diff = diff::Diff::of(&old.modules, &new.modules);
    let version = workspace::version(&root)?;
    say(&match (wish.json, wish.markdown) {
        (true, _) => format!("{:#}\n", diff.json(&version)),
        (_, true) => diff.markdown(&version),
        _ => diff.text(&version),
    });
    Ok(())
}

/// What the document becomes; data that does not fit it is no hindrance here.
fn survey(path: &Path, data: Option<&Path>) -> Result<Survey, String> {
    let document = load::document(path).map_err(all)?;
    Survey::of(document, &path.display().to_string(), data, &|_| {}).map_err(all)
}
