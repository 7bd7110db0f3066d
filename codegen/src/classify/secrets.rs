//! What holds secrets.

use crate::classify::scope::within;
use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::sensitive::{FieldName, Name, ParameterName, SensitiveData};
use crate::ir::Location;

const FILE: &str = "sensitive.toml";

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
        let mut fields = self.data.field.iter().enumerate();
        if let Some((index, field)) = fields.find(|(_, field)| field.schema == schema && field.property == property) {
            self.used.note(field_entry(index, field));
            return true;
        }
        let Some((index, name)) = self.data.name.iter().enumerate().find(|(_, name)| name.property == property) else {
            return false;
        };
        if name.except.iter().any(|except| except == schema) {
            self.used.note(except_entry(index, name, schema));
            return false;
        }
        self.used.note(name_entry(index, name));
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
        let found = self.data.parameter.iter().enumerate().find(|(_, entry)| {
            let same = if place == "header" { entry.name.eq_ignore_ascii_case(wire) } else { entry.name == wire };
            same && entry.location == place && within(&entry.prefixes, path)
        });
        if let Some((index, entry)) = found {
            self.used.note(parameter_entry(index, entry));
        }
        found.is_some()
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (index, name) in self.data.name.iter().enumerate() {
            entries.push(name_entry(index, name));
            entries.extend(name.except.iter().map(|schema| except_entry(index, name, schema)));
        }
        entries.extend(self.data.field.iter().enumerate().map(|(index, field)| field_entry(index, field)));
        entries.extend(self.data.parameter.iter().enumerate().map(|(index, one)| parameter_entry(index, one)));
        self.used.unused(entries)
    }
}

fn name_entry(index: usize, name: &Name) -> Entry {
    Entry::new(FILE, format!("[[name]] {:?}", name.property)).key("name").index(index)
}

fn except_entry(index: usize, name: &Name, schema: &str) -> Entry {
    let label = format!("[[name]] {:?}: except {schema:?}", name.property);
    Entry::new(FILE, label).key("name").index(index).key("except").or_all_of_it().item(schema)
}

fn field_entry(index: usize, field: &FieldName) -> Entry {
    Entry::new(FILE, format!("[[field]] {}.{}", field.schema, field.property)).key("field").index(index)
}

fn parameter_entry(index: usize, entry: &ParameterName) -> Entry {
    Entry::new(FILE, format!("[[parameter]] {} {:?}", entry.location, entry.name)).key("parameter").index(index)
}
