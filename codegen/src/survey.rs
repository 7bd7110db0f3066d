//! A document and its data, looked at to the end: what would be generated, and everything that stops it, all at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::data::deletion::{self, Deletion};
use crate::defect::{Defect, Defects};
use crate::document::Document;
use crate::generate::{Lowered, Stage, Steering, defects, lower_modules};
use crate::ir::Module;
use crate::partition::{self, Partition};
use crate::report::Report;
use crate::suggest::homes::{self, Home};
use crate::{check, frameworks, gone, normalise, overrides, references, supplement, variants};

/// What stands at the end of a message about a data entry.
const VAIN: &str = "matches nothing in the document";

/// What a document becomes under the data files, and what stands against it.
///
/// Where the data leaves something open, the survey goes on with a guess, so that one run shows everything: a tag that
/// no module claims is counted to the module it fits best, and names that clash get numbers.
#[derive(Debug)]
pub struct Survey {
    /// The document after overrides and normalisation.
    pub document: Document,
    /// The document with schemas as they were published.
    pub(crate) travelling: Document,
    /// What would be generated.
    pub modules: Vec<Module>,
    /// What the rules did.
    pub report: Report,
    /// Everything that stops generation.
    pub defects: Vec<Defect>,
    /// The lines of data files that no longer matter, among the defects as well; overrides are not among them.
    pub deletions: Vec<Deletion>,
    /// Where tags could belong that no module claims, among the defects as well.
    pub homes: Vec<Home>,
    pub(crate) steering: Steering,
}

impl Survey {
    /// Surveys a document under the data files of a folder; without one the document alone decides. `name` is what
    /// messages call the document.
    ///
    /// # Errors
    /// What keeps the survey from going on: data files that cannot be read, and defects of the document itself, with the
    /// overrides that do not fit it.
    pub fn of(
        mut document: Document,
        name: &str,
        folder: Option<&Path>,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<Self, Vec<Defect>> {
        let mut report = Report::default();
        progress(Stage::Step("checking it"));
        let mut steering = Steering::read(folder)?;
        let (mut found, mut unused) = (Vec::new(), Vec::new());
        let mut added = supplement::Added::default();
        if let Some(folder) = folder {
            found = overrides::apply(&folder.join("overrides"), &mut document, &mut report);
            let mended = frameworks::apply(folder, &mut document, &mut report)?;
            found.extend(mended.defects);
            unused.extend(mended.unused);
            let (wrong, vain) = gone::apply(folder, &mut document, &mut report)?;
            found.extend(wrong);
            unused.extend(vain);
            added = supplement::apply(&folder.join("supplement"), &mut document, &mut report)
                .map_err(|more| [found.clone(), more].concat())?;
        }
        references::apply(&mut document, &mut report);
        let broken = check::document(&document);
        if !broken.is_empty() {
            found.extend(broken.into_iter().map(|defect| added.place(defect, name)));
            return Err(found);
        }
        if let Some(folder) = folder {
            found.extend(defects(steering.classifier.bases.disagreements(&document)));
            found.extend(variants::apply(folder, &steering.variants, &mut document, &mut report));
            let schemas = document.schemas_mut();
            let untold = variants::untold_values(&steering.variants, schemas);
            steering.untold_values = untold.values().map(BTreeSet::len).sum();
        }
        progress(Stage::Step("normalising it"));
        normalise::leaked_properties::apply(&mut document, &steering.leaks.leaks(), &mut report);
        normalise::travelling(&mut document, &steering.normalise, &mut report);
        let travelling = document.clone();
        normalise::modelled(&mut document, &mut report);

        progress(Stage::Step("cutting it into modules"));
        let mut homes = Vec::new();
        let partition = match &steering.modules {
            Some(modules) => {
                let cut = partition::by_data(&document, modules);
                homes = homes::of(&document, &cut);
                found.extend(defects(cut.problems));
                unused.extend(cut.unused);
                completed(cut.partition, cut.unclaimed, &homes)
            }
            None => {
                let (partition, modules) = partition::by_shape(&document);
                steering.modules = Some(modules);
                partition
            }
        };
        let lowered = lower_modules(&document, &partition, &steering, &report);
        let Lowered { modules, problems, unused: more } = lowered.map_err(|fatal| [found.clone(), fatal].concat())?;
        unused.extend(more);
        found.extend(defects(problems));
        found.extend(homes.iter().map(Home::defect));
        let deletions = folder.map_or_else(Vec::new, |folder| deletion::locate(folder, &unused));
        if let Some(folder) = folder {
            found.extend(deletions.iter().map(|deletion| deletion.defect(folder, VAIN)));
        }
        let defects = Defects::from(found).into_iter().collect();
        Ok(Self { document, travelling, modules, report, defects, deletions, homes, steering })
    }
}

/// The partition with what no module claims where it fits best.
fn completed<'a>(
    mut partition: Partition<'a>,
    unclaimed: BTreeMap<String, Vec<partition::Located<'a>>>,
    homes: &[Home],
) -> Partition<'a> {
    for located in unclaimed.into_values().flatten() {
        let home = homes.iter().find_map(|home| home.module_of(&located.path, &located.method));
        partition.entry(home.unwrap_or("new").to_owned()).or_default().push(located);
    }
    partition
}
