//! What stock progenitor makes of one module, for the benchmark: `stock DOCUMENT SPEC MODULE as-is|plain [OUT]`.
//!
//! `as-is` cuts the document to the module's operations and the schemas they reach. `plain` does the same to the
//! normalised document, with the generator's own markers turned back into OpenAPI. Prints lines and seconds, or fails with
//! what progenitor said.

use std::path::Path;
use std::time::Instant;

use harness_sdk_codegen::closure::References;
use harness_sdk_codegen::data::{self, modules::Modules};
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::report::Report;
use harness_sdk_codegen::{load, normalise, partition};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::{Map, Value, json};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, spec, module, mode, out @ ..] = arguments.as_slice() else {
        return Err("stock DOCUMENT SPEC MODULE as-is|plain [OUT]".to_owned());
    };
    let received = load::document(Path::new(document)).map_err(|defects| format!("{defects:?}"))?;
    let mut normalised = received.clone();
    normalise::run(&mut normalised, &normalise::Settings::default(), &mut Report::default());
    let modules: Modules = data::read(&Path::new(spec).join("modules.toml"))?;
    let partition = partition::by_data(&normalised, &modules).partition;
    let places: Vec<(String, String)> = partition
        .get(module)
        .ok_or_else(|| format!("no module {module}"))?
        .iter()
        .map(|located| (located.path.clone(), located.method.clone()))
        .collect();
    let cut = match mode.as_str() {
        "plain" => {
            plain(&mut normalised.0);
            cut(&normalised, &places)
        }
        _ => cut(&received, &places),
    };
    let document = serde_json::from_value(cut).map_err(|error| format!("not taken by openapiv3: {error}"))?;
    let start = Instant::now();
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged);
    let tokens = Generator::new(&settings).generate_tokens(&document).map_err(|error| error.to_string())?;
    let file = syn::parse2(tokens).map_err(|error| error.to_string())?;
    let text = prettyplease::unparse(&file);
    println!("{} {:.2}", text.lines().count(), start.elapsed().as_secs_f64());
    if let [out, ..] = out {
        std::fs::write(out, text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The document with these operations alone, and the schemas they reach.
fn cut(document: &Document, places: &[(String, String)]) -> Value {
    let mut paths = Map::new();
    for (path, method) in places {
        let operation = document.0["paths"][path][method].clone();
        paths.entry(path.clone()).or_insert_with(|| json!({}))[method] = operation;
    }
    let paths = Value::Object(paths);
    let empty = Map::new();
    let all = document.schemas().unwrap_or(&empty);
    let reached = References::of(all).reached_from([&paths]);
    let kept = all.iter().filter(|(name, _)| reached.contains(name.as_str()));
    let schemas: Map<String, Value> = kept.map(|(name, schema)| (name.clone(), schema.clone())).collect();
    json!({ "openapi": "3.0.3", "info": document.0["info"], "paths": paths, "components": { "schemas": schemas } })
}

/// Turns the markers of normalisation back into OpenAPI.
fn plain(value: &mut Value) {
    if let Value::Array(items) = value {
        items.iter_mut().for_each(plain);
        return;
    }
    let Value::Object(object) = value else { return };
    if let Some(union) = object.remove("x-harness-union") {
        let variants = union["variants"].as_array().into_iter().flatten();
        let names = variants.filter_map(|variant| variant["schema"].as_str());
        let refs: Vec<Value> = names.map(|name| json!({ "$ref": format!("#/components/schemas/{name}") })).collect();
        object.clear();
        object.insert("oneOf".to_owned(), Value::Array(refs));
    } else if let Some(parts) = object.remove("x-harness-any-of") {
        object.clear();
        object.insert("oneOf".to_owned(), parts);
    }
    if let Some(Value::Array(parameters)) = object.get_mut("parameters") {
        parameters.retain(|parameter| parameter.get("x-harness-client").is_none());
        for parameter in parameters {
            if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
                schema.remove("default");
            }
        }
    }
    if let Some(Value::Object(content)) = object.get_mut("content") {
        let media = content.values().next().cloned().unwrap_or_default();
        *content = Map::from_iter([("application/json".to_owned(), media)]);
    }
    object.retain(|key, _| !key.starts_with("x-harness"));
    object.values_mut().for_each(plain);
}
