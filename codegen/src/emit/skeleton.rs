//! The part of a module that progenitor turns into builders: names and types, no wire facts.
//!
//! Its operations all have one JSON answer and at most one JSON body, which is what progenitor can express; how they
//! really travel is told to the runtime by the `Operation` tables. Operations, parameters and types stand under neutral
//! names (`O0`, `p0`, `T0`, ...) and are replaced by ours, so that nothing is generated for the types and no name is
//! changed on the way.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::{Map, Value, json};

use crate::emit::neutral::{operation_id, parameter_name};
use crate::emit::shape::{self, Signature};
use crate::ir::{Answer, Module, Operation, Type};

/// Lets progenitor emit the builders of a module, and reads their signatures.
///
/// # Errors
/// What progenitor, or the parser of its output, said.
pub fn signatures(module: &Module) -> Result<BTreeMap<String, Signature>, String> {
    let mut placeholders = Placeholders::default();
    let mut paths = Map::new();
    for (index, operation) in module.operations.iter().enumerate() {
        let id = operation_id(index);
        paths.insert(format!("/{id}"), json!({ "post": skeleton(&id, operation, &mut placeholders) }));
    }
    let schemas: Map<String, Value> =
        placeholders.names.values().map(|name| (name.clone(), json!({ "type": "object" }))).collect();
    let document: OpenAPI = serde_json::from_value(json!({
        "openapi": "3.0.3",
        "info": { "title": module.title, "version": "0" },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
    .map_err(|error| format!("module {}: the skeleton is no OpenAPI document: {error}", module.name))?;

    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged);
    for (rust, name) in &placeholders.names {
        settings.with_replacement(name, rust, std::iter::empty());
    }
    let tokens = Generator::new(&settings)
        .generate_tokens(&document)
        .map_err(|error| format!("module {}: progenitor: {error}", module.name))?;
    shape::signatures(module, tokens).map_err(|error| format!("module {}: progenitor's output: {error}", module.name))
}

/// Neutral schema names by the Rust type that replaces them.
#[derive(Debug, Default)]
struct Placeholders {
    names: BTreeMap<String, String>,
}

impl Placeholders {
    fn schema(&mut self, ty: &Type) -> Value {
        match ty {
            Type::String => json!({ "type": "string" }),
            Type::Bool => json!({ "type": "boolean" }),
            Type::I32 => json!({ "type": "integer", "format": "int32" }),
            Type::I64 => json!({ "type": "integer", "format": "int64" }),
            Type::F64 => json!({ "type": "number", "format": "double" }),
            Type::List(inner) => json!({ "type": "array", "items": self.schema(inner) }),
            other => self.replaced(other),
        }
    }

    fn replaced(&mut self, ty: &Type) -> Value {
        let next = format!("T{}", self.names.len());
        let name = self.names.entry(ty.rust("types::")).or_insert(next);
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }
}

fn skeleton(id: &str, operation: &Operation, placeholders: &mut Placeholders) -> Value {
    let parameters: Vec<Value> = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| !parameter.client)
        .map(|(index, parameter)| {
            json!({
                "name": parameter_name(index),
                "in": "query",
                "required": true,
                "schema": placeholders.schema(&parameter.ty),
            })
        })
        .collect();
    let answer = match &operation.answer {
        Answer::Json(ty) => ty.clone(),
        Answer::JsonLines(ty) => ty.clone(),
        Answer::Text => Type::String,
        Answer::Bytes | Answer::Events | Answer::None => Type::Unit,
    };
    let content = match answer {
        Type::Unit => json!({}),
        ty => json!({ "application/json": { "schema": placeholders.schema(&ty) } }),
    };
    let mut skeleton = json!({
        "operationId": id,
        "parameters": parameters,
        "responses": { "2XX": { "description": "", "content": content } },
    });
    if let Some(body) = &operation.body
        && body.ty != Type::Unit
    {
        skeleton["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": placeholders.schema(&body.ty) } },
        });
    }
    skeleton
}
