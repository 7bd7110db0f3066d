//! The document as it was published, and the data files that say what it leaves open or has wrong: read here once more, by
//! code of its own.

mod bases;
mod data;
mod frameworks;
mod json;
pub(crate) mod media;
mod operation;
mod paging;
mod place;
mod read;
mod scope;
mod success;
mod text;
mod union;
mod variants;
mod verdict;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harness_sdk_mock::sample::Sampler;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use bases::Base;
pub(crate) use data::{Data, Sign};
pub(crate) use operation::{Answer, Body, Operation, Paging, Parameter, Part, PartKind, PathForm, Style};
pub(crate) use place::{Place, property_at};
pub(crate) use scope::{BodyFill, Bound, Role};
pub(crate) use union::{Case, Union};

use data::Overrides;
use frameworks::Frameworks;
use json::object;
use variants::Variants;
use verdict::Verdict;

use crate::files::{entries, read};

/// The document with what is worked out from it: everything that the tests know.
pub(crate) struct Facts {
    pub(crate) sampler: Sampler<'static>,
    /// What policies can say.
    pub(crate) verdicts: Vec<Verdict>,
    /// The families of operations.
    pub(crate) bases: &'static [Base],
    /// Those of the module, by id.
    pub(crate) operations: BTreeMap<&'static str, Operation>,
    /// What `variants.toml` tells.
    pub(crate) variants: Variants,
    /// The unions that have cases of their own.
    pub(crate) unions: Vec<Union>,
    /// What `coverage` says is tested of each operation, by id.
    pub(crate) counted: BTreeMap<String, Vec<String>>,
}

/// The folder of the document and the data files.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")
}

/// Reads everything, and of the operations those of a module; it is kept until the program ends.
///
/// # Errors
/// A file that cannot be read, or an override that does not fit the document.
pub(crate) fn load(module: &str) -> Result<&'static Facts, String> {
    let folder = folder();
    let mut value = tree(&folder.join("harness-openapi.json"), text::json)?;
    let data = Data::read(&folder)?;
    for file in entries(&folder.join("overrides"))? {
        let overrides: Overrides = data::parse(&file)?;
        overrides.apply(&mut value).map_err(|fault| format!("{}: {fault}", file.display()))?;
    }
    let frameworks: Frameworks = data::parse(&folder.join("frameworks.toml"))?;
    frameworks.apply(&mut value).map_err(|fault| format!("frameworks.toml: {fault}"))?;
    let added = entries(&folder.join("supplement"))?;
    for file in added.iter().filter(|file| file.extension().is_some_and(|extension| extension != "md")) {
        add(&mut value, &tree(file, text::yaml)?);
    }
    let variants: Variants = data::parse(&folder.join("variants.toml"))?;
    variants::apply(&variants, &mut value);
    data.leaks.remove(&mut value);
    data.required.excuse(&mut value);
    let (document, data): (&'static Value, &'static Data) = (Box::leak(Box::new(value)), Box::leak(Box::new(data)));
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let sampler = Sampler::new(schemas.ok_or("the document has no schemas")?);
    let mut verdicts = data::verdicts(&folder)?;
    let schemas = document.pointer("/components/schemas").unwrap_or(&Value::Null);
    verdicts.iter_mut().for_each(|verdict| verdict.find_members(schemas));
    let mut operations = BTreeMap::new();
    for (path, item) in object(document, "paths") {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                if read::module(data, path, operation) != Some(module) {
                    continue;
                }
                operations.insert(id, read::operation(document, data, &sampler, path, method, operation));
            }
        }
    }
    let counted = counted(&folder.join("coverage"))?;
    Ok(Box::leak(Box::new(Facts {
        sampler,
        verdicts,
        bases: &data.bases,
        operations,
        variants,
        unions: unions()?,
        counted,
    })))
}

/// The cases of unions.
fn unions() -> Result<Vec<Union>, String> {
    let mut all = Vec::new();
    for file in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("unions"))? {
        all.extend(typed::<Vec<Union>>(&file)?);
    }
    Ok(all)
}

/// Adds what the document lacks: operations and schemas.
fn add(document: &mut Value, supplement: &Value) {
    for (path, item) in object(supplement, "paths") {
        for (method, operation) in item.as_object().into_iter().flatten() {
            document["paths"][path][method] = operation.clone();
        }
    }
    for (name, schema) in supplement.get("components").into_iter().flat_map(|components| object(components, "schemas"))
    {
        document["components"]["schemas"][name] = schema.clone();
    }
}

/// The tests that each operation is counted with.
fn counted(folder: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    #[derive(Deserialize)]
    struct Coverage {
        operations: Vec<Line>,
    }
    #[derive(Deserialize)]
    struct Line {
        id: String,
        contract_tests: Vec<String>,
    }
    let mut counted = BTreeMap::new();
    for file in entries(folder)? {
        let coverage: Coverage = typed(&file)?;
        counted.extend(coverage.operations.into_iter().map(|line| (line.id, line.contract_tests)));
    }
    Ok(counted)
}

/// Reads a file as a tree.
fn tree(file: &Path, parse: fn(&str) -> Result<Value, String>) -> Result<Value, String> {
    parse(&read(file)?).map_err(|fault| format!("{}: {fault}", file.display()))
}

/// Reads a JSON file as a type.
fn typed<T: DeserializeOwned>(file: &Path) -> Result<T, String> {
    serde_json::from_value(tree(file, text::json)?).map_err(|fault| format!("{}: {fault}", file.display()))
}
