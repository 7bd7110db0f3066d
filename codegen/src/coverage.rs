//! `spec/coverage.json`: the state of every operation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::data::variants::VariantData;
use crate::emit::contract;
use crate::emit::docs::explained::Explained;
use crate::ir::{Advance, Answer, BodyKind, Location, Module, Operation, Retry, Role, TypeKind, Variant};
use crate::report::Report;
use crate::{frameworks, overrides};

/// The state of every operation.
#[derive(Debug, Clone)]
pub struct Coverage {
    summary: Value,
    operations: Vec<Value>,
}

impl Coverage {
    /// Counts what the modules hold and what the data mended before them.
    pub fn of(modules: &[Module], mended: Mended) -> Self {
        let per_module: BTreeMap<&str, Value> = modules
            .iter()
            .map(|module| {
                let counts = Counts::of(documented(module));
                let mut counts = json!({
                    "operations": counts.all,
                    "types": module.types.len(),
                    "untyped_responses": counts.untyped,
                });
                let added = module.operations.iter().filter(|operation| operation.source.is_some()).count();
                let explained = Explained::of(module);
                counts["explained"] = json!({
                    "parameters": explained.parameters_explained,
                    "of_parameters": explained.parameters,
                    "fields": explained.fields_explained,
                    "of_fields": explained.fields,
                });
                if added > 0 {
                    counts["supplement"] = Value::from(added);
                }
                (module.name.as_str(), counts)
            })
            .collect();
        let counts = Counts::of(modules.iter().flat_map(documented));
        let all = modules.iter().flat_map(|module| &module.operations);
        let tests: usize = all.clone().map(|operation| contract::kinds(operation).len()).sum();
        let added = Counts::of(all.filter(|operation| operation.source.is_some()));
        let operations = modules
            .iter()
            .flat_map(|module| module.operations.iter().map(move |operation| line(module, operation)))
            .collect();
        Self {
            summary: json!({
                "operations": counts.all,
                "generated": counts.all - counts.beside,
                "by_hand": counts.beside,
                "skipped": [],
                "contract_tests": tests,
                "typed_responses": counts.all - counts.untyped,
                "untyped_responses": counts.untyped,
                "deprecated": modules.iter().flat_map(documented).filter(|operation| operation.deprecated).count(),
                "schemas_mended": mended.schemas,
                "unions": {
                    "told": mended.unions.told,
                    "told_by_name": mended.unions.by_name,
                    "open": mended.unions.open,
                    "open_values": mended.unions.open_values,
                },
                "supplement": {
                    "operations": added.all,
                    "generated": added.all - added.beside,
                    "by_hand": added.beside,
                    "typed_responses": added.all - added.untyped,
                    "untyped_responses": added.untyped,
                },
                "modules": per_module,
            }),
            operations,
        }
    }

    /// The counts alone.
    pub fn summary(&self) -> &Value {
        &self.summary
    }

    /// The file: the counts, then one operation a line.
    pub fn text(&self) -> String {
        let summary = format!("{:#}", self.summary);
        let head = summary.trim_end().trim_end_matches('}').trim_end();
        let lines: Vec<String> = self.operations.iter().map(|operation| format!("    {operation}")).collect();
        format!("{head},\n  \"by_operation\": [\n{}\n  ]\n}}\n", lines.join(",\n"))
    }
}

/// What the data mended in the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mended {
    /// Schemas that overrides and framework rules changed.
    pub schemas: usize,
    /// What is known of the unions.
    pub unions: Unions,
}

/// How many unions the data tells, and how well.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unions {
    /// A source tells each value.
    pub told: usize,
    /// Some values are told by their names alone.
    pub by_name: usize,
    /// No source tells the values.
    pub open: usize,
    /// Values of tags that have no schema.
    pub open_values: usize,
}

impl Unions {
    /// Counts the unions of the modules by what `variants.toml` tells of them.
    pub fn of(modules: &[Module], data: &VariantData, open_values: usize) -> Self {
        let mut told = BTreeSet::new();
        let mut by_name = BTreeSet::new();
        let mut open: BTreeSet<&str> = data.open.iter().map(|open| open.base.as_str()).collect();
        for module in modules {
            let schema_of = |ty: &str| module.types.iter().find(|def| def.name == ty).map(|def| def.schema.as_str());
            for def in &module.types {
                let TypeKind::Union { variants, .. } = &def.kind else { continue };
                // What nobody tells has the schema's own name for a value.
                let guessed =
                    |one: &Variant| matches!(one.values.as_slice(), [value] if schema_of(&one.ty) == Some(value));
                let list = match data.union.iter().find(|told| told.base == def.schema) {
                    Some(one) if one.by_name.is_empty() => &mut told,
                    Some(_) => &mut by_name,
                    None if variants.iter().any(guessed) => &mut open,
                    None => &mut told,
                };
                list.insert(def.schema.as_str());
            }
        }
        Self { told: told.len(), by_name: by_name.len(), open: open.len(), open_values }
    }
}

impl Mended {
    /// Counts the schemas in what the rules did.
    pub fn of(report: &Report, unions: Unions) -> Self {
        let rules = [frameworks::RULE, overrides::RULE];
        let hits = report.rules().filter(|(rule, _)| rules.contains(rule)).flat_map(|(_, hits)| hits);
        let schemas: BTreeSet<&str> = hits
            .filter_map(|hit| hit.pointer.strip_prefix("/components/schemas/"))
            .map(|rest| rest.split('/').next().unwrap_or(rest))
            .collect();
        Self { schemas: schemas.len(), unions }
    }
}

/// The operations that the document itself has.
fn documented(module: &Module) -> impl Iterator<Item = &Operation> {
    module.operations.iter().filter(|operation| operation.source.is_none())
}

/// How many operations there are of each state.
#[derive(Default)]
struct Counts {
    all: usize,
    beside: usize,
    untyped: usize,
}

impl Counts {
    fn of<'a>(operations: impl Iterator<Item = &'a Operation>) -> Self {
        operations.fold(Self::default(), |counts, operation| Self {
            all: counts.all + 1,
            beside: counts.beside + usize::from(beside(operation)),
            untyped: counts.untyped + usize::from(operation.untyped),
        })
    }
}

fn line(module: &Module, operation: &Operation) -> Value {
    let mut line = json!({
        "id": operation.id,
        "module": module.name,
        "name": operation.name,
        "how": if beside(operation) { "beside" } else { "progenitor" },
        "fixups": operation.fixups,
        "scope": scope(operation),
        "retry": retry(operation),
        "contract_tests": contract::kinds(operation),
    });
    if let Some(paging) = paging(operation) {
        line["paging"] = paging;
    }
    if operation.source.is_some() {
        line["supplement"] = Value::Bool(true);
    }
    if operation.untyped {
        line["untyped"] = Value::from(operation.untyped_reason);
    }
    line
}

/// The page style, or why a list has none.
fn paging(operation: &Operation) -> Option<Value> {
    match (&operation.paging, &operation.unpaged) {
        (Some(paging), _) => {
            let (style, parameter) = match &paging.advance {
                Advance::Page { to, .. } => ("page", to.as_str()),
                Advance::Offset { to } => ("offset", to.as_str()),
                Advance::Cursor { to, .. } => ("cursor", to.as_str()),
                Advance::Keyset(_) => ("keyset", ""),
            };
            Some(json!({ "style": style, "by": parameter, "family": paging.family, "items": paging.items }))
        }
        (None, Some(reason)) => Some(json!({ "unpaged": reason })),
        (None, None) => None,
    }
}

/// The parameters and body properties that carry the scope.
fn scope(operation: &Operation) -> Vec<String> {
    let place = |location: Location| match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
    };
    let carrying = operation.parameters.iter().filter(|parameter| parameter.role != Role::None);
    let parameters = carrying.map(|parameter| format!("{}:{}", place(parameter.location), parameter.wire));
    parameters.chain(operation.body_scope.iter().map(|(pointer, _)| format!("body:{pointer}"))).collect()
}

/// Whether it may be repeated.
fn retry(operation: &Operation) -> &'static str {
    match (operation.retry, operation.method.as_str()) {
        (Retry::Safe, _) | (Retry::ByMethod, "GET" | "HEAD" | "OPTIONS" | "PUT") => "safe",
        _ => "only when nothing was done",
    }
}

/// Whether progenitor alone could not express the operation, so that setters or the answer were emitted beside it.
fn beside(operation: &Operation) -> bool {
    let body = operation
        .body
        .as_ref()
        .is_some_and(|body| body.kind != BodyKind::Json || matches!(operation.method.as_str(), "GET" | "HEAD"));
    let form = operation.parameters.iter().any(|parameter| parameter.location == Location::Form);
    let answer = matches!(operation.answer, Answer::Text | Answer::Bytes | Answer::JsonLines(_) | Answer::Events);
    body || form || answer
}
