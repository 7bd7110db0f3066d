//! The named types of a module.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::classify::{Excused, Secrets};
use crate::data::names::Namer;
use crate::document::{Object, ref_name};
use crate::ir::{Field, Type, TypeDef, TypeKind, Variant};
use crate::lower::recursion::Containment;
use crate::lower::schema::{Schemas, description, has_properties};
use crate::normalise::inline_enums::OWNERS;
use crate::rust_name::escape_keyword;
use crate::variants::{BESIDE, NOTHING, TOLD};

/// Names a field cannot have, since every model has a method of that name.
const MODEL_METHODS: [&str; 6] = ["new", "extra", "extra_mut", "set_null", "set_empty", "clone"];

/// What decides about types beside the document.
#[derive(Debug)]
pub struct Rules<'a> {
    /// Names of fields and variants.
    pub namer: &'a Namer<'a>,
    /// Properties that hold secrets.
    pub secrets: &'a Secrets,
    /// Required properties that a request need not give.
    pub excused: &'a Excused,
    /// Whether a collision gets a number instead of stopping the run.
    pub number_collisions: bool,
}

/// Turns the reached schemas into types. Every collision of fields or variants is added to `problems`, with the line that
/// settles it.
pub fn lower(schemas: &Schemas<'_>, rules: &Rules<'_>, problems: &mut Vec<String>) -> Vec<TypeDef> {
    let containment = containment(schemas);
    let mut types = Vec::new();
    for (schema_name, rust) in &schemas.names {
        let Some(schema) = schemas.all.get(*schema_name) else {
            continue;
        };
        let lowering = Lowering { schemas, rules, containment: &containment, schema_name, rust };
        types.push(TypeDef {
            name: rust.clone(),
            schema: (*schema_name).to_owned(),
            inline: schema.get(OWNERS).is_some(),
            docs: schema.as_object().map(docs).unwrap_or_default(),
            kind: lowering.kind(schema, problems),
            in_request: false,
            tags: BTreeSet::new(),
        });
    }
    types.sort_by(|a, b| a.name.cmp(&b.name));
    types
}

struct Lowering<'a> {
    schemas: &'a Schemas<'a>,
    rules: &'a Rules<'a>,
    containment: &'a Containment,
    schema_name: &'a str,
    rust: &'a str,
}

impl Lowering<'_> {
    fn kind(&self, schema: &Value, problems: &mut Vec<String>) -> TypeKind {
        let Some(object) = schema.as_object() else {
            return TypeKind::Alias(Type::Value);
        };
        if let Some(union) = object.get("x-harness-union") {
            return self.union(union, problems);
        }
        if let Some(parts) = object.get("x-harness-any-of").and_then(Value::as_array) {
            return self.any_of(parts, problems);
        }
        if let Some(values) = object.get("enum").and_then(Value::as_array) {
            return self.open_enum(values, problems);
        }
        if has_properties(object) {
            return self.model(object, problems);
        }
        TypeKind::Alias(self.schemas.type_of(schema))
    }

    fn model(&self, object: &Object, problems: &mut Vec<String>) -> TypeKind {
        let required: BTreeSet<&str> = object
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let properties = object.get("properties").and_then(Value::as_object);
        let mut names = Distinct::new(self.rules.number_collisions);
        let mut fields = Vec::new();
        for (wire, property) in properties.into_iter().flatten().filter(|(wire, _)| is_writable(wire)) {
            let mut name = self.rules.namer.field(self.schema_name, wire);
            if MODEL_METHODS.contains(&name.as_str()) {
                name.push('_');
            }
            let name =
                names.claim(name, wire, || format!("names.toml: [fields.{:?}] {wire:?} = \"...\"", self.schema_name));
            fields.push(Field {
                wire: wire.clone(),
                name: escape_keyword(&name),
                ty: self.field_type(wire, property, required.contains(wire.as_str())),
                tagged_by: self.tagged_by(property, properties),
                required: required.contains(wire.as_str()) && self.is_asked_for(wire, property),
                about: property.as_object().map(description).unwrap_or_default(),
                docs: property.as_object().map(crate::lower::limits::limits).unwrap_or_default(),
            });
        }
        problems.extend(names.problems);
        TypeKind::Struct(fields)
    }

    fn field_type(&self, wire: &str, property: &Value, required: bool) -> Type {
        let mut ty = self.schemas.type_of(property);
        let is_text = match &ty {
            Type::String => true,
            Type::List(inner) => **inner == Type::String,
            _ => false,
        };
        if is_text && self.rules.secrets.is_property(self.schema_name, wire) {
            ty = Type::Sensitive(Box::new(ty));
        }
        if self.schemas.is_container(property) {
            return ty;
        }
        if let Type::Named(inner) = &ty
            && self.containment.recurses(self.rust, inner)
        {
            return Type::Boxed(Box::new(ty)).optional();
        }
        let nullable = property.get("nullable").and_then(Value::as_bool).unwrap_or(false)
            || self.schemas.resolve(property).get("nullable").and_then(Value::as_bool).unwrap_or(false);
        if required && !nullable { ty } else { ty.optional() }
    }

    /// Whether a request must give what the document requires: what the server fills itself, it need not.
    fn is_asked_for(&self, wire: &str, property: &Value) -> bool {
        let resolved = self.schemas.resolve(property);
        let says = |key: &str| property.get(key).or_else(|| resolved.get(key));
        says("default").is_none()
            && says("readOnly") != Some(&Value::Bool(true))
            && !self.rules.excused.is_member(self.schema_name, wire)
    }

    fn tagged_by(&self, property: &Value, siblings: Option<&Object>) -> Option<String> {
        let union = self.schemas.resolve(property).get("x-harness-union")?;
        let tag = union.get("tag").and_then(Value::as_str)?;
        let sibling = self.schemas.resolve(siblings?.get(tag)?);
        let tells = match (union.get(BESIDE), union.get(TOLD)) {
            (Some(_), _) => true,
            (None, Some(_)) => false,
            // In a type that the union itself can be, the tag says what the holder is.
            (None, None) => !is_child(self.schema_name, union) && may_tell(sibling, union),
        };
        tells.then(|| tag.to_owned())
    }

    fn open_enum(&self, values: &[Value], problems: &mut Vec<String>) -> TypeKind {
        let mut names = Distinct::new(self.rules.number_collisions);
        names.taken.insert("Unknown".to_owned(), String::new());
        let mut variants = Vec::new();
        for value in values.iter().filter_map(Value::as_str) {
            let mut name = self.rules.namer.variant(self.schema_name, value);
            if name == "Unknown" {
                name = "UnknownValue".to_owned();
            }
            let name = names
                .claim(name, value, || format!("names.toml: [variants.{:?}] {value:?} = \"...\"", self.schema_name));
            variants.push((name, value.to_owned()));
        }
        problems.extend(names.problems);
        TypeKind::Enum(variants)
    }

    fn union(&self, union: &Value, problems: &mut Vec<String>) -> TypeKind {
        let tag = union.get("tag").and_then(Value::as_str).unwrap_or_default();
        let mut names = Distinct::new(true);
        names.taken.insert("Unknown".to_owned(), String::new());
        let mut variants = Vec::new();
        for variant in union.get("variants").and_then(Value::as_array).into_iter().flatten() {
            let schema = variant.get("schema").and_then(Value::as_str).unwrap_or_default();
            let Some(rust) = self.schemas.names.get(schema).filter(|_| self.schemas.is_own_type(schema)) else {
                continue;
            };
            let values: Vec<String> = texts(variant, "values").map(str::to_owned).collect();
            let is_open = values.len() > 1 && union.get(TOLD).is_some();
            let name = names.claim(rust.clone(), schema, String::new);
            variants.push(Variant { values, is_open, name, ty: rust.clone() });
        }
        let nothing = texts(union, NOTHING).map(|value| {
            let name = self.rules.namer.variant(self.schema_name, value);
            (names.claim(name, value, String::new), value.to_owned())
        });
        let nothing = nothing.collect();
        problems.extend(names.problems);
        let tag = union.get(BESIDE).is_none().then(|| tag.to_owned());
        TypeKind::Union { tag, variants, nothing }
    }

    fn any_of(&self, parts: &[Value], problems: &mut Vec<String>) -> TypeKind {
        let mut names = Distinct::new(true);
        names.taken.insert("Unknown".to_owned(), String::new());
        let mut variants: Vec<(String, Type)> = Vec::new();
        for part in parts {
            let named = part.as_object().and_then(ref_name).is_some_and(|name| self.schemas.is_own_type(name));
            let mut ty = self.schemas.type_of(if named { part } else { self.schemas.resolve(part) });
            // One variant a type: two would both be what a value of it converts into.
            if ty == Type::Value || variants.iter().any(|(_, other)| *other == ty) {
                continue;
            }
            let name = variant_name(&ty);
            if let Type::Named(inner) = &ty
                && self.containment.recurses(self.rust, inner)
            {
                ty = Type::Boxed(Box::new(ty));
            }
            let name = names.claim(name, "", String::new);
            variants.push((name, ty));
        }
        problems.extend(names.problems);
        TypeKind::AnyOf(variants)
    }
}

/// The texts of a list.
fn texts<'v>(holder: &'v Value, list: &str) -> impl Iterator<Item = &'v str> {
    holder.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Whether a property beside a union can hold its tag: a text that allows one of its values.
fn may_tell(sibling: &Value, union: &Value) -> bool {
    let mut values = variants(union).flat_map(|variant| texts(variant, "values"));
    let is_text = sibling.get("type").and_then(Value::as_str) == Some("string");
    is_text && (sibling.get("enum").is_none() || values.any(|value| texts(sibling, "enum").any(|one| one == value)))
}

/// Whether a union can be the schema.
fn is_child(schema: &str, union: &Value) -> bool {
    variants(union).any(|variant| variant.get("schema").and_then(Value::as_str) == Some(schema))
}

fn variants(union: &Value) -> impl Iterator<Item = &Value> {
    union.get("variants").and_then(Value::as_array).into_iter().flatten()
}

/// Whether the models' table can hold the name; a property whose name it cannot hold stays among the unknown fields.
fn is_writable(wire: &str) -> bool {
    !wire.chars().any(|c| matches!(c, '"' | '\\') || c.is_control())
}

fn variant_name(ty: &Type) -> String {
    match ty {
        Type::Unit => "Nothing".into(),
        Type::String | Type::File => "String".into(),
        Type::Bool => "Bool".into(),
        Type::I32 | Type::I64 => "Integer".into(),
        Type::F64 => "Number".into(),
        Type::Value => "Any".into(),
        Type::Object => "Object".into(),
        Type::List(inner) => format!("{}List", variant_name(inner)),
        Type::Map(inner) => format!("{}Map", variant_name(inner)),
        Type::Sensitive(inner) | Type::Option(inner) | Type::Boxed(inner) => variant_name(inner),
        Type::Named(name) => name.clone(),
    }
}

/// What the document says of a schema. One that stood inside others has no name in it, and so none to tell.
fn docs(schema: &Object) -> Vec<String> {
    let mut docs = description(schema);
    if docs.is_empty() && schema.contains_key(OWNERS) {
        docs.push("Known values; a server may send others.".to_owned());
    }
    docs
}

/// Which named types hold which in place: through required and optional fields, aliases and alternatives, not
/// through lists, maps and unions, whose values live on the heap.
fn containment(schemas: &Schemas<'_>) -> Containment {
    let mut containment = Containment::default();
    for (schema_name, rust) in &schemas.names {
        let Some(object) = schemas.all.get(*schema_name).and_then(Value::as_object) else {
            continue;
        };
        if object.contains_key("x-harness-union") {
            continue;
        }
        let properties = object.get("properties").and_then(Value::as_object).into_iter().flat_map(|map| map.values());
        let parts = object.get("x-harness-any-of").and_then(Value::as_array).into_iter().flatten();
        let itself = schemas.all.get(*schema_name).into_iter().filter(|schema| schema.get("$ref").is_some());
        for inner in properties.chain(parts).chain(itself) {
            if let Some(target) = inner.as_object().and_then(ref_name).and_then(|name| schemas.names.get(name)) {
                containment.add(rust, target);
            }
        }
    }
    containment.close();
    containment
}

/// Hands out names, each once.
#[derive(Debug)]
pub struct Distinct {
    taken: BTreeMap<String, String>,
    /// The next number to try, by name.
    numbers: BTreeMap<String, usize>,
    number: bool,
    problems: Vec<String>,
}

impl Distinct {
    /// Starts with no name taken; `number` gives a collision a number instead of reporting it.
    pub fn new(number: bool) -> Self {
        Self { taken: BTreeMap::new(), numbers: BTreeMap::new(), number, problems: Vec::new() }
    }

    /// Takes `name` for `what`, or tells with `advice` how to settle that it is taken.
    pub fn claim(&mut self, name: String, what: &str, advice: impl FnOnce() -> String) -> String {
        let mut chosen = name.clone();
        if let Some(other) = self.taken.get(&name) {
            if !self.number {
                self.problems.push(format!("{what:?} and {other:?} are both called {name}; add {}", advice()));
            }
            let number = self.numbers.entry(name.clone()).or_insert(2);
            while self.taken.contains_key(&chosen) {
                chosen = format!("{name}{number}");
                *number += 1;
            }
        }
        self.taken.insert(chosen.clone(), what.to_owned());
        chosen
    }

    /// The collisions so far.
    pub fn into_problems(self) -> Vec<String> {
        self.problems
    }
}
