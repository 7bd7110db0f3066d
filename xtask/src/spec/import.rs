//! `cargo xtask spec import`: the way of a new document into the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use harness_sdk_codegen::data::deletion::{self, Deletion};
use harness_sdk_codegen::data::source;
use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::diff::{Diff, changelog};
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::suggest::Suggestions;
use harness_sdk_codegen::write;
use harness_sdk_codegen::{Survey, emit_survey, form, load};

use super::received::{Bounds, Received, Source};
use super::{advice, compile, say};
use crate::codegen;
use crate::progress::Progress;
use crate::workspace;

/// The document's place in the workspace.
const DOCUMENT: &str = "spec/harness-openapi.json";

/// What to import, and how.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) source: Source,
    pub(super) bounds: Bounds,
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
    if document == before {
        println!("{} holds what {DOCUMENT} holds already; nothing to do", received.name);
        return Ok(());
    }
    let surveyed = Surveyed::of(&root, before, &document, &received.name, plan.prune)?;
    let version = workspace::version(&root)?;
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
    let mut files = codegen::wanted(&root, &output)?;
    surveyed.pruned.iter().for_each(|(path, text)| files.insert(path.clone(), text.clone()));
    adopt(&root, plan, &received, &document, &surveyed.diff, &mut files)?;

    let owned = codegen::owned(&root, &output);
    let outcome = files.check(&root, &owned).map_err(codegen::all)?;
    if !plan.write {
        println!("{outcome}\n\nThis was a dry run: nothing was written.");
        return Ok(());
    }
    if plan.compile {
        let modules: BTreeSet<String> = output.modules.iter().map(|module| module.name.clone()).collect();
        compile::check(&root, &files, &outcome, &modules)?;
    } else {
        eprintln!("NOT COMPILED, as --no-compile asks for: run `cargo check --workspace` before you commit.");
    }
    let outcome = files.apply(&root, &owned).map_err(codegen::all)?;
    codegen::print_outcome(&outcome, start);
    println!("Next: `cargo test --workspace`, then commit spec/ and CHANGELOG.md, and the generated crates apart.");
    Ok(())
}

/// Both documents, seen to the end.
struct Surveyed {
    new: Survey,
    diff: Diff,
    advice: String,
    /// Data files without what matches nothing, by path below the root.
    pruned: BTreeMap<String, String>,
}

impl Surveyed {
    fn of(root: &Path, before: Document, after: &Document, name: &str, prune: bool) -> Result<Self, String> {
        let spec = root.join("spec");
        let old = progress(|show| Survey::of(before, DOCUMENT, Some(&spec), show)).map_err(codegen::all)?;
        let mut new = progress(|show| Survey::of(after.clone(), name, Some(&spec), show)).map_err(codegen::all)?;
        let mut pruned = BTreeMap::new();
        if prune && !new.deletions.is_empty() {
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            (new, pruned) = prune_data(&spec, folder.path(), after, name, new)?;
        }
        let diff = Diff::of(&old.modules, &new.modules);
        let advice = advice::text(&Suggestions::of(&old.modules, &new));
        Ok(Self { new, diff, advice, pruned })
    }
}

/// Deletes what matches nothing from a copy of the data files, until nothing is left of that kind: deleting one entry
/// can leave another without use.
fn prune_data(
    spec: &Path,
    copy: &Path,
    document: &Document,
    name: &str,
    mut survey: Survey,
) -> Result<(Survey, BTreeMap<String, String>), String> {
    let mut texts = data_files(spec)?;
    while !survey.deletions.is_empty() {
        let mut by_file: BTreeMap<&str, Vec<&Deletion>> = BTreeMap::new();
        for deletion in &survey.deletions {
            by_file.entry(&deletion.file).or_default().push(deletion);
        }
        for (file, deletions) in by_file {
            println!("{file}:");
            deletions.iter().for_each(|deletion| println!("    {}", deletion.advice()));
            if let Some(text) = texts.get_mut(file) {
                *text = deletion::without(text, deletions);
            }
        }
        for (file, text) in &texts {
            let path = copy.join(file);
            let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            let written = written.and_then(|()| std::fs::write(&path, text));
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        survey = Survey::of(document.clone(), name, Some(copy), &|_| {}).map_err(codegen::all)?;
    }
    for defect in &mut survey.defects {
        let file = defect.file.as_ref().and_then(|file| Path::new(file).strip_prefix(copy).ok());
        if let Some(file) = file {
            defect.file = Some(spec.join(file).display().to_string());
        }
    }
    let originals = data_files(spec)?;
    texts.retain(|file, text| originals.get(file) != Some(text));
    Ok((survey, texts.into_iter().map(|(file, text)| (format!("spec/{file}"), text)).collect()))
}

/// The data files with their texts, by path below their folder.
fn data_files(spec: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut texts = BTreeMap::new();
    for below in ["", "overrides/"] {
        for entry in std::fs::read_dir(spec.join(below)).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = format!("{below}{}", entry.file_name().to_string_lossy());
                texts.insert(name, workspace::read(&path)?);
            }
        }
    }
    Ok(texts)
}

/// Adds the document, what SOURCE.toml says of it, and the changelog to the files.
fn adopt(
    root: &Path,
    plan: &Plan,
    received: &Received,
    document: &Document,
    diff: &Diff,
    files: &mut write::Plan,
) -> Result<(), String> {
    let text = form::text(document)?;
    let origin = plan.origin.as_ref().unwrap_or(&received.origin);
    let source = workspace::read(&root.join("spec/SOURCE.toml"))?;
    files.insert("spec/SOURCE.toml", source::updated(&source, text.as_bytes(), document, &plan.date, origin)?);
    files.insert(DOCUMENT, text);
    let entry = changelog::Entry::of(diff);
    if !entry.is_empty() {
        let path = root.join("CHANGELOG.md");
        let text = changelog::add(&workspace::read(&path)?, &entry);
        files.insert("CHANGELOG.md", text.map_err(|defect| defect.in_file(path.display().to_string()).to_string())?);
    }
    Ok(())
}

/// Shows what is being done while it is done.
fn progress<T>(work: impl FnOnce(&(dyn Fn(harness_sdk_codegen::Stage) + Sync)) -> T) -> T {
    let progress = Progress::new();
    let outcome = work(&|stage| progress.show(stage));
    progress.clear();
    outcome
}
