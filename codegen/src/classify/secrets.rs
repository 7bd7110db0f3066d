//! What holds secrets.

use crate::classify::scope::within;
use crate::classify::used::Used;
use crate::data::sensitive::{FieldName, Name, ParameterName, SensitiveData};
use crate::ir::Location;

/// Answers for `sensitive.toml`.
#[derive(Debug, Default)]
pub struct Secrets {
    data: SensitiveData,
    used: Used,
}

impl Secrets {
    /// Takes the data.
    pub fn new(data: SensitiveData) -> Self {
        Self { data, used: Used::default() }
    }

    /// Whether a text property of a schema holds a secret.
    pub fn is_property(&self, schema: &str, property: &str) -> bool {
        if let Some(field) = self.data.field.iter().find(|field| field.schema == schema && field.property == property) {
            self.used.note(field_entry(field));
            return true;
        }
        let Some(name) = self.data.name.iter().find(|name| name.property == property) else {
            return false;
        };
        if name.except.iter().any(|except| except == schema) {
            self.used.note(except_entry(name, schema));
            return false;
        }
        self.used.note(name_entry(name));
        true
    }

    /// Whether a parameter's value is a secret.
    pub fn is_parameter(&self, path: &str, location: Location, wire: &str) -> bool {
        let place = match location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Form => return false,
        };
        let found = self.data.parameter.iter().find(|entry| {
            let same = if place == "header" { entry.name.eq_ignore_ascii_case(wire) } else { entry.name == wire };
            same && entry.location == place && within(&entry.prefixes, path)
        });
        if let Some(entry) = found {
            self.used.note(parameter_entry(entry));
        }
        found.is_some()
    }

    /// Entries of no use.
    pub fn problems(&self) -> Vec<String> {
        let mut entries = Vec::new();
        for name in &self.data.name {
            entries.push(name_entry(name));
            entries.extend(name.except.iter().map(|schema| except_entry(name, schema)));
        }
        entries.extend(self.data.field.iter().map(field_entry));
        entries.extend(self.data.parameter.iter().map(parameter_entry));
        self.used.unused(entries).collect()
    }
}

fn name_entry(name: &Name) -> String {
    format!("sensitive.toml: [[name]] {:?}", name.property)
}

fn except_entry(name: &Name, schema: &str) -> String {
    format!("{}: except {schema:?}", name_entry(name))
}

fn field_entry(field: &FieldName) -> String {
    format!("sensitive.toml: [[field]] {}.{}", field.schema, field.property)
}

fn parameter_entry(entry: &ParameterName) -> String {
    format!("sensitive.toml: [[parameter]] {} {:?}", entry.location, entry.name)
}
