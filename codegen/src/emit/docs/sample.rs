//! The JSON of a request type, with what it must hold.

use serde_json::{Value, json};

use crate::emit::docs::facts::Facts;
use crate::ir::{Field, Type, TypeDef, TypeKind};

/// How deep members are drawn.
const DEEPEST: usize = 4;

/// How many members are drawn where a type requires none.
const MEMBERS: usize = 4;

/// The longest sample in bytes.
const LONGEST: usize = 1_000;

/// The sample of a type that is a whole body, where it has required members.
pub fn of(def: &TypeDef, facts: &Facts<'_>) -> Option<String> {
    let is_body = facts
        .module
        .operations
        .iter()
        .any(|operation| operation.body.as_ref().is_some_and(|body| body.ty.named() == Some(&def.name)));
    let value = is_body.then(|| object(def, facts, None, 0)).flatten()?;
    let text = serde_json::to_string_pretty(&value).ok()?;
    (text.len() <= LONGEST && text.len() > 2).then(|| text.replace("```", "'''"))
}

/// An object, with the tags that tell the variants in it; `own` is the tag by which it is told itself.
fn object(def: &TypeDef, facts: &Facts<'_>, own: Option<(&str, &str)>, depth: usize) -> Option<Value> {
    let TypeKind::Struct(fields) = &def.kind else { return None };
    let beside = fields.iter().filter_map(|field| {
        let TypeKind::Union { variants, .. } = &facts.def(&field.ty)?.kind else { return None };
        Some((field.tagged_by.as_deref()?, variants.first()?.values.first()?.as_str()))
    });
    let told: Vec<(&str, &str)> = own.into_iter().chain(beside).collect();
    let has_required = fields.iter().any(|field| field.required);
    let drawn = fields.iter().filter(|field| field.required || !has_required && depth == 0 && is_plain(field));
    let most = if has_required { usize::MAX } else { MEMBERS };
    let members = drawn.take(most).filter_map(|field| {
        let value = match told.iter().find(|(tag, _)| *tag == field.wire) {
            Some((_, value)) => json!(value),
            None => value(&field.ty, &field.wire, facts, depth)?,
        };
        Some((field.wire.clone(), value))
    });
    Some(Value::Object(members.collect()))
}

fn is_plain(field: &Field) -> bool {
    matches!(&field.ty, Type::Option(inner) if matches!(**inner, Type::String | Type::Bool | Type::I32 | Type::I64))
}

fn value(ty: &Type, wire: &str, facts: &Facts<'_>, depth: usize) -> Option<Value> {
    Some(match ty {
        Type::String => json!(super::example::text(wire)),
        Type::Bool => json!(true),
        Type::I32 | Type::I64 => json!(1),
        Type::F64 => json!(1.0),
        Type::Object | Type::Map(_) => json!({}),
        Type::Value | Type::Unit | Type::File => Value::Null,
        Type::Sensitive(_) => json!("..."),
        Type::List(inner) => Value::Array(value(inner, wire, facts, depth).into_iter().collect()),
        Type::Option(inner) | Type::Boxed(inner) => value(inner, wire, facts, depth)?,
        Type::Named(name) => {
            let def = facts.get(name).filter(|_| depth < DEEPEST)?;
            match &def.kind {
                TypeKind::Enum(values) => json!(values.first()?.1),
                TypeKind::Struct(_) => object(def, facts, None, depth + 1)?,
                TypeKind::Union { tag, variants, .. } => {
                    let first = variants.first()?;
                    let own = tag.as_deref().zip(first.values.first().map(String::as_str));
                    object(facts.get(&first.ty)?, facts, own, depth + 1)?
                }
                TypeKind::AnyOf(variants) => value(&variants.first()?.1, wire, facts, depth + 1)?,
                TypeKind::Alias(other) => value(other, wire, facts, depth + 1)?,
            }
        }
    })
}
