//! A document and its data, looked at to the end: what would be generated, and everything that stops it, all at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::data::deletion::{self, Deletion};
use crate::data::entry::Entry;
use crate::defect::{Defect, Defects, of_data};
use crate::document::Document;
use crate::ir::Module;
use crate::partition::{self, Partition};
use crate::report::Report;
use crate::steering::Steering;
use crate::suggest::homes::{self, Home};
use crate::supplement::{self, Added};
use crate::{check, emit, frameworks, gone, lower, normalise, overrides, references, variants};

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

/// A survey that is being made, step by step.
#[derive(Debug)]
pub(crate) struct Draft<'f> {
    folder: Option<&'f Path>,
    document: Document,
    travelling: Document,
    report: Report,
    found: Vec<Defect>,
    unused: Vec<Entry>,
    homes: Vec<Home>,
    steering: Steering,
}

impl<'f> Draft<'f> {
    pub(crate) fn new(document: Document, folder: Option<&'f Path>) -> Result<Self, Vec<Defect>> {
        Ok(Self {
            folder,
            document,
            travelling: Document(serde_json::Value::Null),
            report: Report::default(),
            found: Vec::new(),
            unused: Vec::new(),
            homes: Vec::new(),
            steering: Steering::read(folder)?,
        })
    }

    /// 2: upstream defects, facts of frameworks, and operations that are gone.
    pub(crate) fn overrides(&mut self) -> Result<(), Vec<Defect>> {
        let Some(folder) = self.folder else { return Ok(()) };
        self.found = overrides::apply(&folder.join("overrides"), &mut self.document, &mut self.report);
        let mended = frameworks::apply(folder, &mut self.document, &mut self.report)?;
        self.found.extend(mended.defects);
        self.unused.extend(mended.unused);
        let (wrong, vain) = gone::apply(folder, &mut self.document, &mut self.report)?;
        self.found.extend(wrong);
        self.unused.extend(vain);
        Ok(())
    }

    /// 3: endpoints that the document lacks.
    pub(crate) fn supplement(&mut self) -> Result<Added, Vec<Defect>> {
        let Some(folder) = self.folder else { return Ok(Added::default()) };
        supplement::apply(&folder.join("supplement"), &mut self.document, &mut self.report)
            .map_err(|more| [self.found.clone(), more].concat())
    }

    /// 4: what no rule mends; then what data says of unions, which only a document without such defects takes.
    pub(crate) fn check(&mut self, added: &Added, name: &str) -> Result<(), Vec<Defect>> {
        references::apply(&mut self.document, &mut self.report);
        let broken = check::document(&self.document);
        if !broken.is_empty() {
            self.found.extend(broken.into_iter().map(|defect| added.place(defect, name)));
            return Err(std::mem::take(&mut self.found));
        }
        let Some(folder) = self.folder else { return Ok(()) };
        let steering = &mut self.steering;
        self.found.extend(of_data(steering.classifier.bases.disagreements(&self.document)));
        self.found.extend(variants::apply(folder, &steering.variants, &mut self.document, &mut self.report));
        let untold = variants::untold_values(&steering.variants, self.document.schemas_mut());
        steering.untold_values = untold.values().map(BTreeSet::len).sum();
        Ok(())
    }

    /// 5: what is left is plain.
    pub(crate) fn normalise(&mut self) {
        let Self { document, report, steering, .. } = self;
        normalise::leaked_properties::apply(document, &steering.leaks.leaks(), report);
        normalise::travelling(document, &steering.normalise, report);
        self.travelling = document.clone();
        normalise::modelled(document, report);
    }

    /// 6 and 7: which operations a module has, and what they and their types are called.
    pub(crate) fn partition_and_lower(&mut self) -> Result<Vec<Module>, Vec<Defect>> {
        let partition = match &self.steering.modules {
            Some(modules) => {
                let cut = partition::by_data(&self.document, modules);
                self.homes = homes::of(&self.document, &cut);
                self.found.extend(of_data(cut.problems));
                self.unused.extend(cut.unused);
                completed(cut.partition, cut.unclaimed, &self.homes)
            }
            None => {
                let (partition, modules) = partition::by_shape(&self.document);
                self.steering.modules = Some(modules);
                partition
            }
        };
        let lowered = lower::module::all(&self.document, &partition, &self.steering, &self.report)
            .map_err(|fatal| [self.found.clone(), fatal].concat())?;
        self.unused.extend(lowered.unused);
        self.found.extend(of_data(lowered.problems));
        if self.steering.strict {
            self.found.extend(of_data(lowered.modules.iter().filter_map(emit::readme::problem).collect()));
        }
        Ok(lowered.modules)
    }

    /// All that was found.
    pub(crate) fn survey(self, modules: Vec<Module>) -> Survey {
        let mut found = self.found;
        found.extend(self.homes.iter().map(Home::defect));
        let deletions = self.folder.map_or_else(Vec::new, |folder| deletion::locate(folder, &self.unused));
        if let Some(folder) = self.folder {
            found.extend(deletions.iter().map(|deletion| deletion.defect(folder, VAIN)));
        }
        Survey {
            document: self.document,
            travelling: self.travelling,
            modules,
            report: self.report,
            defects: Defects::from(found).into_iter().collect(),
            deletions,
            homes: self.homes,
            steering: self.steering,
        }
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
