//! The whole way from a document to the files of its crates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::Value;

use crate::classify::Classifier;
use crate::closure::References;
use crate::coverage::Coverage;
use crate::data::leaks::LeakData;
use crate::data::modules::{ModuleData, Modules};
use crate::data::names::{Namer, Names};
use crate::data::source::Source;
use crate::defect::Defect;
use crate::document::{Document, Place};
use crate::ir::{Module, Operation, TypeDef};
use crate::lower::operations::Context;
use crate::lower::schema::Schemas;
use crate::lower::types::{Distinct, Rules};
use crate::partition::{self, Located, Partition};
use crate::report::Report;
use crate::{check, data, emit, load, lower, normalise, overrides};

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
    /// Lines of Rust.
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

/// Generates all crates of a document.
///
/// # Errors
/// Everything that is wrong with the document and the data, as far as one step can see.
pub fn generate(input: &Input, progress: &(dyn Fn(Stage) + Sync)) -> Result<Output, Vec<Defect>> {
    progress(Stage::Step("reading the document"));
    let mut report = Report::default();
    let mut document = load::document(&input.document)?;
    progress(Stage::Step("checking it"));
    let mut steering = Steering::read(input.data.as_deref())?;
    if let Some(folder) = &input.data {
        check_source(folder, &input.document, &document)?;
        overrides::apply(&folder.join("overrides"), &mut document, &mut report).map_err(defects)?;
    }
    let found = check::document(&document);
    if !found.is_empty() {
        let file = input.document.display().to_string();
        return Err(found.into_iter().map(|defect| defect.in_file(&file)).collect());
    }
    progress(Stage::Step("normalising it"));
    normalise::leaked_properties::apply(&mut document, &steering.leaks.leaks(), &mut report);
    normalise::run(&mut document, &steering.normalise, &mut report);

    progress(Stage::Step("cutting it into modules"));
    let (partition, module_data) = match &steering.modules {
        Some(modules) => (partition::by_data(&document, modules).map_err(defects)?, modules.clone()),
        None => partition::by_shape(&document),
    };
    steering.modules = Some(module_data);
    let modules = lower_modules(&document, &partition, &steering, &report)?;

    progress(Stage::Modules(modules.len()));
    let emitted: Vec<_> = modules
        .par_iter()
        .map(|module| {
            let start = Instant::now();
            let (files, progenitor) = emit_module(module);
            progress(Stage::Done(module.name.clone()));
            (module.name.clone(), files, start.elapsed(), progenitor)
        })
        .collect();
    let mut files = BTreeMap::new();
    let mut effort = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, outcome, time, progenitor) in emitted {
        match outcome {
            Ok(texts) => {
                let rust = texts.iter().filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs"));
                let lines = rust.map(|(_, text)| text.lines().count()).sum();
                effort.insert(name, Effort { lines, time, progenitor });
                files.extend(texts);
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(defects(problems));
    }
    let coverage = Coverage::of(&modules);
    Ok(Output { files, modules, effort, coverage, report })
}

/// The document must be the one that the data files were written for, where they say which.
fn check_source(folder: &Path, path: &Path, document: &Document) -> Result<(), Vec<Defect>> {
    let named = folder.join("SOURCE.toml");
    if !named.exists() {
        return Ok(());
    }
    let text = std::fs::read_to_string(&named).map_err(|error| vec![format!("{}: {error}", named.display())]);
    let source = text.and_then(|text| {
        toml::from_str::<Source>(&text).map_err(|error| vec![format!("{}: {error}", named.display())])
    });
    let bytes = std::fs::read(path).map_err(|error| defects(vec![format!("{}: {error}", path.display())]))?;
    let problems = source.map_err(defects)?.problems(&bytes, document);
    if problems.is_empty() { Ok(()) } else { Err(defects(problems)) }
}

/// The data files, read.
#[derive(Debug, Default)]
struct Steering {
    modules: Option<Modules>,
    names: Names,
    classifier: Classifier,
    leaks: LeakData,
    external_tags: BTreeMap<(String, String), String>,
    normalise: normalise::Settings,
    strict: bool,
}

impl Steering {
    fn read(folder: Option<&Path>) -> Result<Self, Vec<Defect>> {
        let Some(folder) = folder else {
            return Ok(Self::default());
        };
        let names = data::read(&folder.join("names.toml"));
        let modules = data::read(&folder.join("modules.toml"));
        let leaks = data::read(&folder.join("leaks.toml"));
        let classifier = Classifier::read(folder);
        match (names, modules, leaks, classifier) {
            (Ok(names), Ok(modules), Ok(leaks), Ok(classifier)) => {
                let normalise = normalise::Settings { client_headers: classifier.wire.client_headers() };
                let modules = Some(modules);
                Ok(Self { names, modules, classifier, leaks, normalise, strict: true, ..Self::default() })
            }
            (names, modules, leaks, classifier) => {
                let mut problems: Vec<String> =
                    [names.err(), modules.err(), leaks.err()].into_iter().flatten().collect();
                problems.extend(classifier.err().unwrap_or_default());
                Err(defects(problems))
            }
        }
    }
}

fn lower_modules(
    document: &Document,
    partition: &Partition<'_>,
    steering: &Steering,
    report: &Report,
) -> Result<Vec<Module>, Vec<Defect>> {
    let namer = Namer::new(&steering.names).map_err(defects)?;
    let empty = crate::document::Object::new();
    let all = document.schemas().unwrap_or(&empty);
    let references = References::of(all);
    let fixups = fixups(report);
    let mut problems = Vec::new();
    let mut modules = Vec::new();
    for (name, located) in partition {
        let lowering = ModuleLowering {
            name,
            data: steering.modules.as_ref().and_then(|modules| modules.get(name)).cloned().unwrap_or_default(),
            located,
            namer: &namer,
            references: &references,
            steering,
        };
        modules.push(lowering.run(all, &fixups, &mut problems));
    }
    if steering.strict {
        problems.extend(namer.unused());
        problems.extend(steering.classifier.problems());
        problems.extend(steering.leaks.problems(report));
    }
    if problems.is_empty() { Ok(modules) } else { Err(defects(problems)) }
}

struct ModuleLowering<'a> {
    name: &'a str,
    data: ModuleData,
    located: &'a [Located<'a>],
    namer: &'a Namer<'a>,
    references: &'a References<'a>,
    steering: &'a Steering,
}

impl<'a> ModuleLowering<'a> {
    fn run(
        self,
        all: &'a crate::document::Object,
        fixups: &BTreeMap<String, BTreeSet<String>>,
        problems: &mut Vec<String>,
    ) -> Module {
        let reach: Vec<(BTreeSet<&str>, BTreeSet<&str>)> = self.located.iter().map(|one| self.reach(one)).collect();
        let reached: BTreeSet<&str> = reach.iter().flat_map(|(all, _)| all.iter().copied()).collect();
        let schemas = Schemas { all, names: self.type_names(&reached, problems) };
        let rules = Rules {
            namer: self.namer,
            secrets: &self.steering.classifier.secrets,
            external_tags: &self.steering.external_tags,
            number_collisions: !self.steering.strict,
        };
        let mut types = match lower::types::lower(&schemas, &rules) {
            Ok(types) => types,
            Err(found) => {
                problems.extend(found.into_iter().map(|text| format!("module {}: {text}", self.name)));
                Vec::new()
            }
        };
        let context = Context {
            module: self.name,
            namer: self.namer,
            schemas: &schemas,
            classifier: &self.steering.classifier,
            number_collisions: !self.steering.strict,
        };
        let mut methods = Distinct::new(!self.steering.strict);
        let mut operations: Vec<Operation> = Vec::new();
        for one in self.located {
            let id = one.operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let method = self.namer.method(self.name, id);
            let method = methods.claim(method, id, || format!("names.toml: [methods] {id:?} = \"...\""));
            let place = Place { path: &one.path, method: &one.method };
            let mut found = Vec::new();
            let mut operation = context.lower(&place, one.operation, &method, &mut found);
            problems.extend(found.into_iter().map(|text| format!("module {}: {id}: {text}", self.name)));
            operation.fixups = fixups.get(&place.pointer()).cloned().unwrap_or_default();
            operations.push(operation);
        }
        problems.extend(methods.into_problems().into_iter().map(|text| format!("module {}: {text}", self.name)));
        mark(&mut types, &operations, &reach);
        operations.sort_by(|a, b| (&a.tag, &a.name).cmp(&(&b.tag, &b.name)));
        Module {
            name: self.name.to_owned(),
            title: self.data.title,
            description: self.data.description,
            operations,
            types,
        }
    }

    /// Schemas that the operation reaches, and those of them that its request reaches.
    fn reach(&self, one: &'a Located<'a>) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
        let mut request = BTreeSet::new();
        for key in ["parameters", "requestBody"] {
            if let Some(part) = one.operation.get(key) {
                request.extend(self.references.reached_from(part));
            }
        }
        let mut all = request.clone();
        if let Some(responses) = one.operation.get("responses") {
            all.extend(self.references.reached_from(responses));
        }
        (all, request)
    }

    fn type_names(&self, reached: &BTreeSet<&'a str>, problems: &mut Vec<String>) -> BTreeMap<&'a str, String> {
        let mut distinct = Distinct::new(!self.steering.strict);
        for reserved in RESERVED_TYPES {
            distinct.claim((*reserved).to_owned(), "a name that generated code uses", String::new);
        }
        let names = reached
            .iter()
            .map(|schema| {
                let name = self.namer.type_name(self.name, schema);
                let name = distinct.claim(name, schema, || format!("names.toml: [types] {schema:?} = \"...\""));
                (*schema, name)
            })
            .collect();
        problems.extend(distinct.into_problems().into_iter().map(|text| format!("module {}: {text}", self.name)));
        names
    }
}

/// Type names that generated code means something else by.
const RESERVED_TYPES: &[&str] = &[
    "Assign",
    "Box",
    "Default",
    "Err",
    "From",
    "Into",
    "JsonObject",
    "Map",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Sensitive",
    "Some",
    "String",
    "Value",
    "Vec",
    "Clone",
    "Debug",
    "PartialEq",
];

fn mark(types: &mut [TypeDef], operations: &[Operation], reach: &[(BTreeSet<&str>, BTreeSet<&str>)]) {
    let index: BTreeMap<String, usize> =
        types.iter().enumerate().map(|(position, def)| (def.schema.clone(), position)).collect();
    for (operation, (all, request)) in operations.iter().zip(reach) {
        for schema in all {
            if let Some(def) = index.get(*schema).and_then(|position| types.get_mut(*position)) {
                def.tags.insert(operation.tag.clone());
                def.in_request |= request.contains(schema);
            }
        }
    }
}

/// The rules that changed each operation, by the operation's pointer.
fn fixups(report: &Report) -> BTreeMap<String, BTreeSet<String>> {
    let mut by_operation: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (rule, hits) in report.rules() {
        for hit in hits {
            let mut tokens = hit.pointer.split('/').skip(1);
            if let (Some("paths"), Some(path), Some(method)) = (tokens.next(), tokens.next(), tokens.next()) {
                by_operation.entry(format!("/paths/{path}/{method}")).or_default().insert(rule.to_owned());
            }
        }
    }
    by_operation
}

/// The files of a module, and what progenitor took for them.
fn emit_module(module: &Module) -> (Result<BTreeMap<PathBuf, String>, Vec<String>>, Duration) {
    let start = Instant::now();
    let signatures = emit::skeleton::signatures(module);
    let progenitor = start.elapsed();
    (signatures.map_err(|problem| vec![problem]).and_then(|signatures| print_module(module, &signatures)), progenitor)
}

fn print_module(
    module: &Module,
    signatures: &BTreeMap<String, emit::shape::Signature>,
) -> Result<BTreeMap<PathBuf, String>, Vec<String>> {
    let operations = emit::operations::files(module, signatures)?;
    let root = PathBuf::from("crates").join(emit::manifest::crate_name(&module.name));
    let generated = root.join("src/generated");
    let mut files = BTreeMap::from([
        (root.join("Cargo.toml"), emit::manifest::cargo_toml(module)),
        (root.join("README.md"), emit::manifest::readme(module)),
        (root.join("src/lib.rs"), emit::manifest::lib_rs(module)),
        (generated.join("mod.rs"), emit::manifest::generated_mod(module, &operations)),
    ]);
    for (name, text) in operations {
        files.insert(generated.join("operations").join(format!("{name}.rs")), text);
    }
    for (name, text) in emit::types::files(module) {
        if let Err(error) = syn::parse_file(&text) {
            return Err(vec![format!("module {}: types/{name}.rs is no Rust: {error}", module.name)]);
        }
        files.insert(generated.join("types").join(format!("{name}.rs")), text);
    }
    Ok(files)
}

/// The problems as defects; what follows the last `; ` is what to do.
fn defects(problems: Vec<String>) -> Vec<Defect> {
    problems
        .into_iter()
        .map(|problem| match problem.rsplit_once("; ") {
            Some((message, help)) => Defect::whole(message, help),
            None => Defect::whole(problem, "correct the data file"),
        })
        .collect()
}
