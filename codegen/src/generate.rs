//! The whole way from a document to the files of its crates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::Value;

use crate::classify::Classifier;
use crate::closure::References;
use crate::coverage::{Coverage, Mended, Unions};
use crate::data::entry::Entry;
use crate::data::leaks::LeakData;
use crate::data::mock::MockData;
use crate::data::modules::{ModuleData, Modules};
use crate::data::names::{Namer, Names};
use crate::data::synonyms::Synonyms;
use crate::data::variants::VariantData;
use crate::data::verbs::{VerbRules, Verbs};
use crate::defect::Defect;
use crate::document::{Document, Place};
use crate::ir::{Answer, Module, Operation, TypeDef};
use crate::lower::enum_names;
use crate::lower::operations::Context;
use crate::lower::schema::Schemas;
use crate::lower::types::{Distinct, Rules};
use crate::normalise::inline_enums::OWNERS;
use crate::normalise::names::camel;
use crate::partition::{Located, Partition};
use crate::report::Report;
use crate::survey::Survey;
use crate::{data, emit, load, lower, normalise};

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
    let document = load::document(&input.document)?;
    if let Some(folder) = &input.data {
        data::source::check(folder, &input.document, &document).map_err(defects)?;
    }
    let file = input.document.display().to_string();
    emit_survey(Survey::of(document, &file, input.data.as_deref(), progress)?, progress)
}

/// Emits the crates of a document that was surveyed.
///
/// # Errors
/// The defects of the survey, or what emission cannot express.
pub fn emit_survey(survey: Survey, progress: &(dyn Fn(Stage) + Sync)) -> Result<Output, Vec<Defect>> {
    let Survey { travelling, modules, report, defects: found, steering, .. } = survey;
    if !found.is_empty() {
        return Err(found);
    }
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
    let mock = mock_files(&modules, &travelling, &steering).map_err(defects)?;
    let unions = Unions::of(&modules, &steering.variants, steering.untold_values);
    let coverage = Coverage::of(&modules, Mended::of(&report, unions));
    Ok(Output { files, mock, modules, effort, coverage, report })
}

/// What the test kit is generated from; it serves this workspace's own document alone.
fn mock_files(
    modules: &[Module],
    travelling: &Document,
    steering: &Steering,
) -> Result<BTreeMap<PathBuf, String>, Vec<String>> {
    if steering.mock.family.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut files = emit::catalogue::files(modules, travelling, &steering.mock)?;
    files.extend(emit::expectations::files(modules));
    Ok(files)
}

/// The data files, read.
#[derive(Debug, Default)]
pub(crate) struct Steering {
    pub(crate) modules: Option<Modules>,
    names: Names,
    verbs: Verbs,
    pub(crate) classifier: Classifier,
    pub(crate) leaks: LeakData,
    synonyms: Synonyms,
    mock: MockData,
    pub(crate) variants: VariantData,
    /// How many values of tags have no schema.
    pub(crate) untold_values: usize,
    pub(crate) normalise: normalise::Settings,
    strict: bool,
}

impl Steering {
    pub(crate) fn read(folder: Option<&Path>) -> Result<Self, Vec<Defect>> {
        let Some(folder) = folder else {
            return Ok(Self::default());
        };
        let names = data::read(&folder.join("names.toml"));
        let verbs = data::read(&folder.join("verbs.toml")).map_err(|problem| defects(vec![problem]))?;
        let modules = data::read(&folder.join("modules.toml"));
        let leaks = data::read(&folder.join("leaks.toml"));
        let synonyms = data::read(&folder.join("synonyms.toml"));
        let mock = data::read(&folder.join("mock.toml"));
        let variants = data::read(&folder.join(data::variants::FILE));
        let classifier = Classifier::read(folder);
        match (names, modules, leaks, synonyms, mock, variants, classifier) {
            (Ok(names), Ok(modules), Ok(leaks), Ok(synonyms), Ok(mock), Ok(variants), Ok(classifier)) => {
                let normalise = normalise::Settings { client_headers: classifier.wire.client_headers() };
                let modules = Some(modules);
                Ok(Self {
                    names,
                    verbs,
                    modules,
                    classifier,
                    leaks,
                    synonyms,
                    mock,
                    variants,
                    untold_values: 0,
                    normalise,
                    strict: true,
                })
            }
            (names, modules, leaks, synonyms, mock, variants, classifier) => {
                let found = [names.err(), modules.err(), leaks.err(), synonyms.err(), mock.err(), variants.err()];
                let mut problems: Vec<String> = found.into_iter().flatten().collect();
                problems.extend(classifier.err().unwrap_or_default());
                Err(defects(problems))
            }
        }
    }
}

/// What lowering gives: the modules, and what stops generation.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) modules: Vec<Module>,
    pub(crate) problems: Vec<String>,
    pub(crate) unused: Vec<Entry>,
}

pub(crate) fn lower_modules(
    document: &Document,
    partition: &Partition<'_>,
    steering: &Steering,
    report: &Report,
) -> Result<Lowered, Vec<Defect>> {
    let namer = Namer::new(&steering.names).map_err(defects)?;
    let verbs = VerbRules::new(&steering.verbs).map_err(defects)?;
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
            verbs: &verbs,
            references: &references,
            steering,
        };
        modules.push(lowering.run(all, &fixups, &mut problems));
    }
    let mut unused = Vec::new();
    if steering.strict {
        problems.extend(steering.classifier.problems());
        problems.extend(steering.synonyms.problems(&modules));
        problems.extend(modules.iter().filter_map(emit::readme::problem));
        unused.extend(namer.unused());
        unused.extend(verbs.unused());
        unused.extend(steering.classifier.unused());
        unused.extend(steering.leaks.unused(report));
    }
    Ok(Lowered { modules, problems, unused })
}

struct ModuleLowering<'a> {
    name: &'a str,
    data: ModuleData,
    located: &'a [Located<'a>],
    namer: &'a Namer<'a>,
    verbs: &'a VerbRules<'a>,
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
        let parts = ["parameters", "requestBody", "responses"];
        let roots = self.located.iter().flat_map(|one| parts.iter().filter_map(|key| one.operation.get(*key)));
        let reached = self.references.reached_from(roots);
        let schemas = Schemas { all, names: self.type_names(all, &reached, problems) };
        let rules = Rules {
            namer: self.namer,
            secrets: &self.steering.classifier.secrets,
            excused: &self.steering.classifier.excused,
            number_collisions: !self.steering.strict,
        };
        let mut found = Vec::new();
        let mut types = lower::types::lower(&schemas, &rules, &mut found);
        problems.extend(found.into_iter().map(|text| format!("module {}: {text}", self.name)));
        let names = lower::methods::methods(self.name, self.located, self.namer, self.verbs, problems);
        let context = Context {
            namer: self.namer,
            methods: &names,
            schemas: &schemas,
            classifier: &self.steering.classifier,
            number_collisions: !self.steering.strict,
        };
        let mut methods = Distinct::new(!self.steering.strict);
        for reserved in lower::methods::OF_EVERY_CLIENT {
            methods.claim((*reserved).to_owned(), "a method of every client", String::new);
        }
        let mut builders = Distinct::new(!self.steering.strict);
        let mut operations: Vec<Operation> = Vec::new();
        for one in self.located {
            let id = one.operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let method = names.get(id).map(|method| method.name.clone()).unwrap_or_default();
            let method = methods.claim(method, id, || format!("names.toml: [methods] {id:?} = \"...\""));
            let place = Place { path: &one.path, method: &one.method };
            let mut found = Vec::new();
            let mut operation = context.lower(&place, one.operation, &method, &mut found);
            let advice = || format!("names.toml: [methods] {id:?} = \"...\"");
            operation.builder = builders.claim(operation.builder, id, advice);
            problems.extend(found.into_iter().map(|text| format!("module {}: {id}: {text}", self.name)));
            operation.fixups = fixups.get(&place.pointer()).cloned().unwrap_or_default();
            operations.push(operation);
        }
        let collisions = methods.into_problems().into_iter().chain(builders.into_problems());
        problems.extend(collisions.map(|text| format!("module {}: {text}", self.name)));
        problems.extend(self.mark(&mut types, &operations));
        if self.steering.strict {
            let found = answers_called_requests(&types, &operations);
            problems.extend(found.into_iter().map(|text| format!("module {}: {text}", self.name)));
        }
        operations.sort_by(|a, b| (&a.tag, &a.name).cmp(&(&b.tag, &b.name)));
        Module {
            name: self.name.to_owned(),
            title: self.data.title,
            workflows: self.data.workflows,
            description: self.data.description,
            example: self.data.example,
            tested: self.data.tested,
            operations,
            types,
        }
    }

    /// Tells each type which tags reach it, and whether a request does; a problem where that is too much to tell.
    fn mark(&self, types: &mut [TypeDef], operations: &[Operation]) -> Option<String> {
        let index: BTreeMap<String, usize> =
            types.iter().enumerate().map(|(position, def)| (def.schema.clone(), position)).collect();
        let mut count = 0;
        for (one, operation) in self.located.iter().zip(operations) {
            let part = |key: &str| one.operation.get(key);
            let request = self.references.reached_from(["parameters", "requestBody"].into_iter().filter_map(part));
            let answer = self.references.reached_from(part("responses"));
            count += request.len() + answer.len();
            if count > MOST_REACHED {
                return Some(format!(
                    "module {}: its operations reach more than {MOST_REACHED} schemas, each counted for each operation; \
                     let fewer schemas refer to each other, or split the document",
                    self.name
                ));
            }
            for (schemas, in_request) in [(request, true), (answer, false)] {
                for schema in schemas {
                    if let Some(def) = index.get(schema).and_then(|position| types.get_mut(*position)) {
                        def.tags.insert(operation.tag.clone());
                        def.in_request |= in_request;
                    }
                }
            }
        }
        None
    }

    fn type_names(
        &self,
        all: &crate::document::Object,
        reached: &BTreeSet<&'a str>,
        problems: &mut Vec<String>,
    ) -> BTreeMap<&'a str, String> {
        let mut distinct = Distinct::new(!self.steering.strict);
        for reserved in RESERVED_TYPES {
            distinct.claim((*reserved).to_owned(), "a name that generated code uses", String::new);
        }
        let mut claim = |schema: &'a str, name: String| {
            let name = distinct.claim(name, schema, || format!("names.toml: [types] {schema:?} = \"...\""));
            (schema, name)
        };
        let is_shared = |schema: &str| {
            all.get(schema).is_some_and(|schema| schema.get(OWNERS).is_some()) && !self.namer.is_named(schema)
        };
        let (shared, own): (Vec<&'a str>, Vec<&'a str>) = reached.iter().copied().partition(|schema| is_shared(schema));
        let mut names: BTreeMap<&str, String> =
            own.into_iter().map(|schema| claim(schema, self.namer.type_name(self.name, schema))).collect();
        let ids = self.located.iter().filter_map(|one| one.operation.get("operationId").and_then(Value::as_str));
        let operations = ids.map(camel).collect();
        let known = enum_names::Known { all, names: &names, reserved: RESERVED_TYPES, operations: &operations };
        let mut told = enum_names::names(&known, &shared);
        for schema in shared {
            let name = told.remove(schema).unwrap_or_else(|| self.namer.type_name(self.name, schema));
            let (schema, name) = claim(schema, name);
            names.insert(schema, name);
        }
        problems.extend(distinct.into_problems().into_iter().map(|text| format!("module {}: {text}", self.name)));
        names
    }
}

/// Answers whose type is called a request although no request holds it.
fn answers_called_requests(types: &[TypeDef], operations: &[Operation]) -> BTreeSet<String> {
    let named = |name: &str| types.iter().find(|def| def.name == name);
    let answers = operations.iter().filter_map(|operation| match &operation.answer {
        Answer::Json(ty) | Answer::JsonLines(ty) => Some((operation, named(ty.named()?)?)),
        _ => None,
    });
    let wrong = answers.filter(|(_, def)| def.name.ends_with("Request") && !def.in_request);
    wrong
        .map(|(operation, def)| {
            let (id, schema) = (&operation.id, &def.schema);
            format!("the answer of {id:?} is called {}; add names.toml: [types] {schema:?} = \"...\"", def.name)
        })
        .collect()
}

/// How many schemas all operations of a module may reach together; it takes a second to tell.
const MOST_REACHED: usize = 2_000_000;

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
        (root.join("README.md"), emit::readme::text(module)),
        (root.join("OPERATIONS.md"), emit::index::operations_md(&emit::index::ModuleIndex::of(module))),
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
pub(crate) fn defects(problems: Vec<String>) -> Vec<Defect> {
    problems
        .into_iter()
        .map(|problem| match problem.rsplit_once("; ") {
            Some((message, help)) => Defect::whole(message, help),
            None => Defect::whole(problem, "correct the data file"),
        })
        .collect()
}
