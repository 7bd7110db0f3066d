//! What an answer of the generator's own words holds.

use std::collections::BTreeMap;

use crate::document::escape;
use crate::ir::{Answer, Module, Operation, Type, TypeDef, TypeKind};

/// How deep an answer is looked into: `/data/content` is the usual place of a list.
const DEPTH: usize = 3;

/// A place in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// JSON pointer.
    pub(super) pointer: String,
    /// Type of what stands there, options taken off.
    pub(super) ty: Type,
}

impl Place {
    /// The last part of the pointer.
    pub(super) fn name(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }
}

/// The places of a JSON answer, outer before inner; empty for any other answer.
pub(super) fn places(module: &Module, operation: &Operation) -> Vec<Place> {
    let Answer::Json(ty) = &operation.answer else {
        return Vec::new();
    };
    let types: BTreeMap<&str, &TypeDef> = module.types.iter().map(|def| (def.name.as_str(), def)).collect();
    let mut found = Vec::new();
    let mut level = vec![Place { pointer: String::new(), ty: plain(ty, &types) }];
    for _ in 0..=DEPTH {
        let next: Vec<Place> = level.iter().flat_map(|place| below(place, &types)).collect();
        found.append(&mut level);
        level = next;
    }
    found
}

fn below(place: &Place, types: &BTreeMap<&str, &TypeDef>) -> Vec<Place> {
    let Type::Named(name) = &place.ty else {
        return Vec::new();
    };
    let Some(TypeKind::Struct(fields)) = types.get(name.as_str()).map(|def| &def.kind) else {
        return Vec::new();
    };
    let place = |wire: &str| format!("{}/{}", place.pointer, escape(wire));
    fields.iter().map(|field| Place { pointer: place(&field.wire), ty: plain(&field.ty, types) }).collect()
}

/// The type without options, boxes, secrets and other names for it.
fn plain(ty: &Type, types: &BTreeMap<&str, &TypeDef>) -> Type {
    let mut ty = ty;
    // Names that stand for each other in a circle end the way, too.
    for _ in 0..=types.len() {
        ty = match ty {
            Type::Option(inner) | Type::Boxed(inner) | Type::Sensitive(inner) => inner,
            Type::Named(name) => match types.get(name.as_str()).map(|def| &def.kind) {
                Some(TypeKind::Alias(target)) => target,
                _ => break,
            },
            _ => break,
        };
    }
    ty.clone()
}
