//! One module: its types, its operations, and the names of both.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::closure::References;
use crate::data::entry::Entry;
use crate::data::modules::ModuleData;
use crate::data::names::Namer;
use crate::data::verbs::VerbRules;
use crate::defect::{Defect, of_data};
use crate::document::{Document, Object, Place};
use crate::ir::{Answer, Module, Operation, TypeDef};
use crate::lower::context::Context;
use crate::lower::schema::Schemas;
use crate::lower::types::{Distinct, Rules};
use crate::lower::{enum_names, methods, reserved, types};
use crate::normalise::inline_enums::OWNERS;
use crate::normalise::names::camel;
use crate::partition::{Located, Partition};
use crate::report::Report;
use crate::steering::Steering;

/// What lowering gives: the modules, and what stops generation.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) modules: Vec<Module>,
    pub(crate) problems: Vec<String>,
    pub(crate) unused: Vec<Entry>,
}

/// Lowers every module of the partition.
///
/// # Errors
/// Data files about names whose patterns cannot be read.
pub(crate) fn all(
    document: &Document,
    partition: &Partition<'_>,
    steering: &Steering,
    report: &Report,
) -> Result<Lowered, Vec<Defect>> {
    let namer = Namer::new(&steering.names).map_err(of_data)?;
    let verbs = VerbRules::new(&steering.verbs).map_err(of_data)?;
    let empty = Object::new();
    let schemas = document.schemas().unwrap_or(&empty);
    let references = References::of(schemas);
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
        modules.push(lowering.run(schemas, &fixups, &mut problems));
    }
    let mut unused = steering.glossary.explain(&mut modules);
    unused.extend(steering.preferred.advise(&mut modules));
    if steering.strict {
        problems.extend(steering.glossary.problems());
        problems.extend(steering.preferred.problems(&modules));
        problems.extend(steering.classifier.problems());
        problems.extend(steering.synonyms.problems(&modules));
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
    fn run(self, all: &'a Object, fixups: &BTreeMap<String, BTreeSet<String>>, problems: &mut Vec<String>) -> Module {
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
        let mut types = types::lower(&schemas, &rules, &mut found);
        problems.extend(found.into_iter().map(|text| format!("module {}: {text}", self.name)));
        let names = methods::methods(self.name, self.located, self.namer, self.verbs, problems);
        let context = Context {
            namer: self.namer,
            methods: &names,
            schemas: &schemas,
            classifier: &self.steering.classifier,
            number_collisions: !self.steering.strict,
        };
        let mut operations = self.operations(&context, &names, fixups, problems);
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
            tags: BTreeMap::new(),
        }
    }

    /// The operations, each under a method name and a builder of its own.
    fn operations(
        &self,
        context: &Context<'_>,
        names: &BTreeMap<String, methods::Method>,
        fixups: &BTreeMap<String, BTreeSet<String>>,
        problems: &mut Vec<String>,
    ) -> Vec<Operation> {
        let mut claimed = Distinct::new(!self.steering.strict);
        for reserved in methods::OF_EVERY_CLIENT {
            claimed.claim((*reserved).to_owned(), "a method of every client", String::new);
        }
        let mut builders = Distinct::new(!self.steering.strict);
        let mut operations: Vec<Operation> = Vec::new();
        for one in self.located {
            let id = one.operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let method = names.get(id).map(|method| method.name.clone()).unwrap_or_default();
            let method = claimed.claim(method, id, || format!("names.toml: [methods] {id:?} = \"...\""));
            let place = Place { path: &one.path, method: &one.method };
            let mut found = Vec::new();
            let mut operation = context.lower(&place, one.operation, &method, &mut found);
            let advice = || format!("names.toml: [methods] {id:?} = \"...\"");
            operation.builder = builders.claim(operation.builder, id, advice);
            problems.extend(found.into_iter().map(|text| format!("module {}: {id}: {text}", self.name)));
            operation.fixups = fixups.get(&place.pointer()).cloned().unwrap_or_default();
            operations.push(operation);
        }
        let collisions = claimed.into_problems().into_iter().chain(builders.into_problems());
        problems.extend(collisions.map(|text| format!("module {}: {text}", self.name)));
        operations
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
        all: &Object,
        reached: &BTreeSet<&'a str>,
        problems: &mut Vec<String>,
    ) -> BTreeMap<&'a str, String> {
        let mut distinct = Distinct::new(!self.steering.strict);
        for reserved in reserved::TYPES {
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
        let known = enum_names::Known { all, names: &names, reserved: reserved::TYPES, operations: &operations };
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
