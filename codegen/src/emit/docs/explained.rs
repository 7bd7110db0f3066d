//! How much of a module is explained, and what is not.

use std::collections::BTreeMap;

use crate::emit::docs::facts::Facts;
use crate::emit::docs::member::{is_field_explained, is_parameter_explained};
use crate::ir::{Module, TypeKind};

/// How many parameters and fields there are, and how many say something that their names do not.
#[derive(Debug, Clone, Default)]
pub struct Explained {
    /// Parameters that a caller can set.
    pub parameters: usize,
    /// Those of them that are explained.
    pub parameters_explained: usize,
    /// Fields of types.
    pub fields: usize,
    /// Those of them that are explained.
    pub fields_explained: usize,
    /// Names of parameters that are not, and how often.
    pub bare_parameters: BTreeMap<String, usize>,
    /// Names of fields that are not, with their types, and how often.
    pub bare_fields: BTreeMap<(String, String), usize>,
}

impl Explained {
    /// Counts a module.
    pub fn of(module: &Module) -> Self {
        let facts = Facts::of(module);
        let mut counts = Self::default();
        let parameters = module.operations.iter().flat_map(|operation| &operation.parameters);
        for parameter in parameters.filter(|parameter| !parameter.client) {
            counts.parameters += 1;
            if is_parameter_explained(parameter) {
                counts.parameters_explained += 1;
            } else {
                *counts.bare_parameters.entry(parameter.wire.clone()).or_default() += 1;
            }
        }
        for def in &module.types {
            let TypeKind::Struct(fields) = &def.kind else { continue };
            for field in fields {
                counts.fields += 1;
                if is_field_explained(field, &facts) {
                    counts.fields_explained += 1;
                } else {
                    *counts.bare_fields.entry((field.wire.clone(), field.ty.rust(""))).or_default() += 1;
                }
            }
        }
        counts
    }

    /// Adds the counts of another module.
    pub fn add(&mut self, other: &Self) {
        self.parameters += other.parameters;
        self.parameters_explained += other.parameters_explained;
        self.fields += other.fields;
        self.fields_explained += other.fields_explained;
        for (name, count) in &other.bare_parameters {
            *self.bare_parameters.entry(name.clone()).or_default() += count;
        }
        for (name, count) in &other.bare_fields {
            *self.bare_fields.entry(name.clone()).or_default() += count;
        }
    }
}
