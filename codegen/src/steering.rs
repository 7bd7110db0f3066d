//! The data files that steer generation, read at once.

use std::path::Path;

use crate::classify::Classifier;
use crate::data::glossary::Glossary;
use crate::data::leaks::LeakData;
use crate::data::mock::MockData;
use crate::data::modules::Modules;
use crate::data::names::Names;
use crate::data::preferred::Preferred;
use crate::data::synonyms::Synonyms;
use crate::data::variants::{self, VariantData};
use crate::data::verbs::Verbs;
use crate::defect::{Defect, of_data};
use crate::{data, normalise};

/// The data files, read.
#[derive(Debug, Default)]
pub(crate) struct Steering {
    pub(crate) modules: Option<Modules>,
    pub(crate) names: Names,
    pub(crate) verbs: Verbs,
    pub(crate) classifier: Classifier,
    pub(crate) leaks: LeakData,
    pub(crate) synonyms: Synonyms,
    pub(crate) mock: MockData,
    pub(crate) glossary: Glossary,
    pub(crate) preferred: Preferred,
    pub(crate) variants: VariantData,
    /// How many values of tags have no schema.
    pub(crate) untold_values: usize,
    pub(crate) normalise: normalise::Settings,
    /// Whether data decides what is left open, and is checked against the document; nothing is guessed then.
    pub(crate) strict: bool,
}

impl Steering {
    /// Reads all data files of a folder; without one, nothing is steered.
    ///
    /// # Errors
    /// What is wrong with any of them, all at once.
    pub(crate) fn read(folder: Option<&Path>) -> Result<Self, Vec<Defect>> {
        let Some(folder) = folder else {
            return Ok(Self::default());
        };
        let mut problems = Vec::new();
        let classifier = Classifier::read(folder).unwrap_or_else(|found| {
            problems.extend(found);
            Classifier::default()
        });
        let mut reading = Reading { folder, problems };
        let steering = Self {
            modules: Some(reading.file("modules.toml")),
            names: reading.file("names.toml"),
            verbs: reading.file("verbs.toml"),
            leaks: reading.file("leaks.toml"),
            synonyms: reading.file("synonyms.toml"),
            mock: reading.file("mock.toml"),
            glossary: reading.file("glossary.toml"),
            preferred: reading.file("preferred.toml"),
            variants: reading.file(variants::FILE),
            untold_values: 0,
            normalise: normalise::Settings { client_headers: classifier.wire.client_headers() },
            classifier,
            strict: true,
        };
        if reading.problems.is_empty() { Ok(steering) } else { Err(of_data(reading.problems)) }
    }
}

/// Files of a folder, with what is wrong with those that were read so far.
struct Reading<'a> {
    folder: &'a Path,
    problems: Vec<String>,
}

impl Reading<'_> {
    fn file<T: serde::de::DeserializeOwned + Default>(&mut self, name: &str) -> T {
        data::read(&self.folder.join(name)).unwrap_or_else(|problem| {
            self.problems.push(problem);
            T::default()
        })
    }
}
