//! `cargo xtask spec import`: the way of a new document, or of a supplement to it, into the workspace.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use harness_sdk_codegen::data::source;
use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::diff::{Diff, changelog};
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::supplement::FOLDER as SUPPLEMENTS;
use harness_sdk_codegen::write;
use harness_sdk_codegen::{emit_survey, form, load};

use super::compile;
use super::received::{Bounds, Received, Source};
use super::say::say;
use super::surveyed::{Candidate, DOCUMENT, Surveyed, progress};
use crate::codegen;
use crate::workspace;

/// What to import, and how.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) source: Source,
    pub(super) bounds: Bounds,
    /// What the file is called below `spec/supplement`, when it is a supplement; the file's own name when empty.
    pub(super) supplement: Option<String>,
    pub(super) date: String,
    pub(super) origin: Option<String>,
    pub(super) prune: bool,
    pub(super) compile: bool,
    pub(super) write: bool,
    pub(super) report: Option<PathBuf>,
}

/// Adopts the document, or leaves everything as it is and says why.
pub(super) fn run(plan: &Plan) -> Result<(), String> {
    let start = Instant::now();
    let root = workspace::root();
    let received = Received::from(&plan.source, plan.bounds)?;
    let document = received.document()?;
    let before = load::document(&root.join(DOCUMENT)).map_err(codegen::all)?;
    if let Some(name) = &plan.supplement {
        let path = format!("{SUPPLEMENTS}/{}", file_name(name, &received)?);
        let text = received.text()?;
        let place = format!("spec/{path}");
        if std::fs::read_to_string(root.join(&place)).is_ok_and(|old| old == text) {
            println!("{} holds what {place} holds already; nothing to do", received.name);
            return Ok(());
        }
        let name = &received.name;
        let candidate = Candidate { document: &before, name: DOCUMENT, added: Some((&path, &text, name)) };
        let surveyed = Surveyed::of(&root, before.clone(), &candidate, plan.prune)?;
        return adopt(&root, plan, surveyed, start, |files| {
            files.insert(place, text.clone());
            Ok(())
        });
    }
    if document == before {
        println!("{} holds what {DOCUMENT} holds already; nothing to do", received.name);
        return Ok(());
    }
    let candidate = Candidate { document: &document, name: &received.name, added: None };
    let surveyed = Surveyed::of(&root, before, &candidate, plan.prune)?;
    adopt(&root, plan, surveyed, start, |files| source_of(&root, plan, &received, &document, files))
}

/// Writes what was surveyed with everything generated from it, once nothing stands against it.
fn adopt(
    root: &Path,
    plan: &Plan,
    surveyed: Surveyed,
    start: Instant,
    received: impl FnOnce(&mut write::Plan) -> Result<(), String>,
) -> Result<(), String> {
    let version = workspace::version(root)?;
    say(&format!("{}{}\n", surveyed.diff.text(&version), surveyed.advice));
    if let Some(path) = &plan.report {
        let text = format!("{}{}", surveyed.diff.markdown(&version), surveyed.advice);
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let new = surveyed.new;
    if !new.defects.is_empty() {
        let count = new.deletions.len();
        let prune = format!("\n\n--prune deletes the {count} pieces of data files that match nothing.");
        let prune = if count > 0 { prune.as_str() } else { "" };
        let defects = Defects::from(new.defects);
        return Err(format!("The document was not adopted, nothing was changed. {defects}{prune}"));
    }
    let output = progress(|show| emit_survey(new, show)).map_err(codegen::all)?;
    let mut files = codegen::wanted(root, &output)?;
    surveyed.pruned.iter().for_each(|(path, text)| files.insert(path.clone(), text.clone()));
    received(&mut files)?;
    changelog(root, &surveyed.diff, &mut files)?;

    let owned = codegen::owned(root, &output);
    let outcome = files.check(root, &owned).map_err(codegen::all)?;
    if !plan.write {
        println!("{outcome}\n\nThis was a dry run: nothing was written.");
        return Ok(());
    }
    if plan.compile {
        let modules: BTreeSet<String> = output.modules.iter().map(|module| module.name.clone()).collect();
        compile::check(root, &files, &outcome, &modules)?;
    } else {
        eprintln!("NOT COMPILED, as --no-compile asks for: run `cargo check --workspace` before you commit.");
    }
    let outcome = files.apply(root, &owned).map_err(codegen::all)?;
    codegen::print_outcome(&outcome, start);
    println!("Next: `cargo test --workspace`, then commit spec/ and CHANGELOG.md, and the generated crates apart.");
    Ok(())
}

/// What a supplement is called in the workspace.
fn file_name(wanted: &str, received: &Received) -> Result<String, String> {
    let name = if wanted.is_empty() { received.file_name() } else { wanted.to_owned() };
    let path = Path::new(&name);
    let known = path.extension().is_some_and(|extension| extension == "yaml" || extension == "json");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if known && name.chars().all(plain) && !name.starts_with('.') {
        return Ok(name);
    }
    Err(format!(
        "{name:?} cannot be the name of a supplement; give one with --name: letters, digits, `-` and `_`, and `.yaml` or \
         `.json` at the end"
    ))
}

/// Adds the document and what SOURCE.toml says of it to the files.
fn source_of(
    root: &Path,
    plan: &Plan,
    received: &Received,
    document: &Document,
    files: &mut write::Plan,
) -> Result<(), String> {
    let text = form::text(document)?;
    let origin = plan.origin.as_ref().unwrap_or(&received.origin);
    let source = workspace::read(&root.join("spec/SOURCE.toml"))?;
    files.insert("spec/SOURCE.toml", source::updated(&source, text.as_bytes(), document, &plan.date, origin)?);
    files.insert(DOCUMENT, text);
    Ok(())
}

/// Adds the changelog to the files when there is something to tell.
fn changelog(root: &Path, diff: &Diff, files: &mut write::Plan) -> Result<(), String> {
    let entry = changelog::Entry::of(diff);
    if !entry.is_empty() {
        let path = root.join("CHANGELOG.md");
        let text = changelog::add(&workspace::read(&path)?, &entry);
        files.insert("CHANGELOG.md", text.map_err(|defect| defect.in_file(path.display().to_string()).to_string())?);
    }
    Ok(())
}
