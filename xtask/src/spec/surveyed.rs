//! What becomes of the workspace when something new is adopted, seen to the end before anything is written.

use std::collections::BTreeMap;
use std::path::Path;

use harness_sdk_codegen::Survey;
use harness_sdk_codegen::data::deletion::{self, Deletion};
use harness_sdk_codegen::defect::Defect;
use harness_sdk_codegen::diff::Diff;
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::suggest::Suggestions;

use super::advice;
use crate::codegen;
use crate::progress::Progress;
use crate::workspace;

/// The document's place in the workspace.
pub(super) const DOCUMENT: &str = "spec/harness-openapi.json";

/// What is to be adopted.
pub(super) struct Candidate<'a> {
    pub(super) document: &'a Document,
    /// What messages call the document.
    pub(super) name: &'a str,
    /// A file that comes to the data files: its path below their folder, its text, and what messages call it.
    pub(super) added: Option<(&'a str, &'a str, &'a str)>,
}

/// The workspace before and after.
pub(super) struct Surveyed {
    pub(super) new: Survey,
    pub(super) diff: Diff,
    pub(super) advice: String,
    /// Data files without what matches nothing, by path below the root.
    pub(super) pruned: BTreeMap<String, String>,
}

impl Surveyed {
    pub(super) fn of(root: &Path, before: Document, after: &Candidate<'_>, prune: bool) -> Result<Self, String> {
        let spec = root.join("spec");
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut copy = Copy { spec: &spec, folder: folder.path(), after, texts: data_files(&spec)? };
        if let Some((path, text, _)) = after.added {
            copy.texts.insert(path.to_owned(), text.to_owned());
        }
        let new = || if after.added.is_some() { copy.survey() } else { survey_in(after, &spec).map_err(codegen::all) };
        let (old, new) = rayon::join(|| Survey::of(before, DOCUMENT, Some(&spec), &|_| {}), new);
        let (old, mut new) = (old.map_err(codegen::all)?, new?);
        let mut pruned = BTreeMap::new();
        if prune && !new.deletions.is_empty() {
            (new, pruned) = copy.prune(new)?;
        }
        let diff = Diff::of(&old.modules, &new.modules);
        let advice = advice::text(&Suggestions::of(&old.modules, &new));
        Ok(Self { new, diff, advice, pruned })
    }
}

/// A copy of the data files in which something is tried.
struct Copy<'a> {
    spec: &'a Path,
    folder: &'a Path,
    after: &'a Candidate<'a>,
    /// The files by path below their folder.
    texts: BTreeMap<String, String>,
}

impl Copy<'_> {
    /// Surveys the document under the copy; messages speak of the files that the copy was made from.
    fn survey(&self) -> Result<Survey, String> {
        for (file, text) in &self.texts {
            let path = self.folder.join(file);
            let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            let written = written.and_then(|()| std::fs::write(&path, text));
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        let surveyed = survey_in(self.after, self.folder);
        let mut survey = surveyed.map_err(|mut defects| {
            self.name(&mut defects);
            codegen::all(defects)
        })?;
        self.name(&mut survey.defects);
        Ok(survey)
    }

    fn name(&self, defects: &mut [Defect]) {
        for defect in defects {
            let file = defect.file.as_ref().and_then(|file| Path::new(file).strip_prefix(self.folder).ok());
            let Some(file) = file else { continue };
            let added = self.after.added.filter(|(path, ..)| file == Path::new(path));
            defect.file =
                Some(added.map_or_else(|| self.spec.join(file).display().to_string(), |(.., name)| name.to_owned()));
        }
    }

    /// Deletes what matches nothing, until nothing is left of that kind: deleting one entry can leave another without use.
    fn prune(&mut self, mut survey: Survey) -> Result<(Survey, BTreeMap<String, String>), String> {
        let originals = self.texts.clone();
        while !survey.deletions.is_empty() {
            let mut by_file: BTreeMap<&str, Vec<&Deletion>> = BTreeMap::new();
            for deletion in &survey.deletions {
                by_file.entry(&deletion.file).or_default().push(deletion);
            }
            for (file, deletions) in by_file {
                println!("{file}:");
                deletions.iter().for_each(|deletion| println!("    {}", deletion.advice()));
                if let Some(text) = self.texts.get_mut(file) {
                    *text = deletion::without(text, deletions);
                }
            }
            survey = self.survey()?;
        }
        let changed = self.texts.iter().filter(|(file, text)| originals.get(*file) != Some(*text));
        let pruned = changed.map(|(file, text)| (format!("spec/{file}"), text.clone())).collect();
        Ok((survey, pruned))
    }
}

fn survey_in(after: &Candidate<'_>, folder: &Path) -> Result<Survey, Vec<Defect>> {
    let document = after.document.clone();
    progress(|show| Survey::of(document, after.name, Some(folder), show))
}

/// The data files with their texts, by path below their folder: whatever the survey reads there.
fn data_files(spec: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut texts = BTreeMap::new();
    for (below, extensions) in [("", &["toml"][..]), ("overrides/", &["toml"]), ("supplement/", &["json", "yaml"])] {
        for entry in std::fs::read_dir(spec.join(below)).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension)) {
                let name = format!("{below}{}", entry.file_name().to_string_lossy());
                texts.insert(name, workspace::read(&path)?);
            }
        }
    }
    Ok(texts)
}

/// Shows what is being done while it is done.
pub(super) fn progress<T>(work: impl FnOnce(&(dyn Fn(harness_sdk_codegen::Stage) + Sync)) -> T) -> T {
    let progress = Progress::new();
    let outcome = work(&|stage| progress.show(stage));
    progress.clear();
    outcome
}
