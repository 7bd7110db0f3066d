//! What generation starts from, gives, and tells on the way.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::coverage::Coverage;
use crate::ir::Module;
use crate::report::Report;

/// What to generate from.
#[derive(Debug, Clone)]
pub struct Input {
    /// The OpenAPI document, JSON or YAML.
    pub document: PathBuf,
    /// The folder with the data files; without one the document alone decides.
    pub data: Option<PathBuf>,
}

/// What should stand on disk, and how it came about.
#[derive(Debug)]
pub struct Output {
    /// Text by path, relative to the workspace.
    pub files: BTreeMap<PathBuf, String>,
    /// The files of the test kit, likewise; none without data.
    pub mock: BTreeMap<PathBuf, String>,
    /// The modules, by name.
    pub modules: Vec<Module>,
    /// Seconds and lines of each module, by name.
    pub effort: BTreeMap<String, Effort>,
    /// The state of every operation.
    pub coverage: Coverage,
    /// What the rules did.
    pub report: Report,
}

/// What one module cost.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Lines of Rust without their documentation.
    pub lines: usize,
    /// Time to emit it.
    pub time: Duration,
    /// The part of it that progenitor and the parser of its output took.
    pub progenitor: Duration,
}

/// What is being done, for a progress bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// A step that is done once.
    Step(&'static str),
    /// So many modules are going to be emitted.
    Modules(usize),
    /// A module is done.
    Done(String),
}
