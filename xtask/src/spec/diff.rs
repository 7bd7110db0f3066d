//! `cargo xtask spec diff`.

use std::path::{Path, PathBuf};

use clap::Args;
use harness_sdk_codegen::{Survey, diff, load};

use super::say::say;
use crate::codegen::all;
use crate::workspace;

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The document before.
    old: PathBuf,
    /// The document after.
    new: PathBuf,
    /// As JSON.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// As Markdown, nothing left out.
    #[arg(long)]
    markdown: bool,
    /// The folder of data files that names and modules come from; that of this workspace when not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Lets the documents alone decide about names and modules.
    #[arg(long, conflicts_with = "data")]
    no_data: bool,
}

/// Compares two documents under the same data and prints what changes.
pub(super) fn run(wish: &Diff) -> Result<(), String> {
    let root = workspace::root();
    let own = root.join("spec");
    let data = if wish.no_data { None } else { Some(wish.data.as_deref().unwrap_or(&own)) };
    let (old, new) = rayon::join(|| survey(&wish.old, data), || survey(&wish.new, data));
    let diff = diff::Diff::of(&old?.modules, &new?.modules);
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
