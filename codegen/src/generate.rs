//! The whole way from a document to the files of its crates, in the nine steps that ARCHITECTURE.md names. What a step does
//! stands in the folder or file of its name.

use std::collections::BTreeMap;
use std::path::Path;

use crate::coverage::{Coverage, Mended, Unions};
use crate::defect::{Defect, of_data};
use crate::document::Document;
use crate::output::{Input, Output, Stage};
use crate::survey::{Draft, Survey};
use crate::{data, emit, load};

/// Generates all crates of a document. The last step, [`write`](mod@crate::write), is for who has the output: to apply it,
/// or to compare.
///
/// # Errors
/// Everything that is wrong with the document and the data, as far as one step can see.
pub fn generate(input: &Input, progress: &(dyn Fn(Stage) + Sync)) -> Result<Output, Vec<Defect>> {
    progress(Stage::Step("reading the document"));
    let document = load(input)?;
    let file = input.document.display().to_string();
    let survey = Survey::of(document, &file, input.data.as_deref(), progress)?;
    emit_survey(survey, progress)
}

/// 1: the document, when it is the one that the data is for.
fn load(input: &Input) -> Result<Document, Vec<Defect>> {
    let document = load::document(&input.document)?;
    if let Some(folder) = &input.data {
        data::source::check(folder, &input.document, &document).map_err(of_data)?;
    }
    Ok(document)
}

impl Survey {
    /// Surveys a document under the data files of a folder; without one the document alone decides. `name` is what
    /// messages call the document. Steps 2 to 7: they collect instead of stopping, so that one run shows everything.
    ///
    /// # Errors
    /// What keeps the survey from going on: data files that cannot be read, and defects of the document itself, with the
    /// overrides that do not fit it.
    pub fn of(
        document: Document,
        name: &str,
        folder: Option<&Path>,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<Self, Vec<Defect>> {
        progress(Stage::Step("checking it"));
        let mut draft = Draft::new(document, folder)?;
        draft.overrides()?;
        let added = draft.supplement()?;
        draft.check(&added, name)?;
        progress(Stage::Step("normalising it"));
        draft.normalise();
        progress(Stage::Step("cutting it into modules"));
        let modules = draft.partition_and_lower()?;
        Ok(draft.survey(modules))
    }
}

/// 8: emits the crates of a document that was surveyed.
///
/// # Errors
/// The defects of the survey, or what emission cannot express.
pub fn emit_survey(survey: Survey, progress: &(dyn Fn(Stage) + Sync)) -> Result<Output, Vec<Defect>> {
    let Survey { travelling, modules, report, defects, steering, .. } = survey;
    if !defects.is_empty() {
        return Err(defects);
    }
    let emitted = emit::module::all(&modules, progress).map_err(of_data)?;
    let mut mock = BTreeMap::new();
    // The test kit serves the document that the data is for alone.
    if !steering.mock.family.is_empty() {
        mock = emit::catalogue::files(&modules, &travelling, &steering.mock).map_err(of_data)?;
        mock.extend(emit::expectations::files(&modules));
    }
    let unions = Unions::of(&modules, &steering.variants, steering.untold_values);
    let coverage = Coverage::of(&modules, Mended::of(&report, unions));
    Ok(Output { files: emitted.files, mock, modules, effort: emitted.effort, coverage, report })
}
