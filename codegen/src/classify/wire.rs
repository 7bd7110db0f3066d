//! How parameters travel where the document does not say.

use std::collections::BTreeSet;

use crate::classify::scope::within;
use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::wire::{Headers, Marker, ObjectList, ParameterData, PathKind, PathValue, Paths};
use crate::ir::{Encoding, Location};

/// Answers for `headers.toml`, `paths.toml` and `parameters.toml`.
#[derive(Debug, Default)]
pub struct Wire {
    headers: Headers,
    paths: Paths,
    parameters: ParameterData,
    used: Used,
}

impl Wire {
    /// Takes the data.
    pub fn new(headers: Headers, paths: Paths, parameters: ParameterData) -> Self {
        Self { headers, paths, parameters, used: Used::default() }
    }

    /// The headers that the client sets itself.
    pub fn client_headers(&self) -> BTreeSet<String> {
        self.headers.client.iter().cloned().collect()
    }

    /// Notes a header of the document; one that stands in neither list is a problem.
    pub fn header(&self, wire: &str) -> Option<String> {
        for (list, names) in [("client", &self.headers.client), ("call", &self.headers.call)] {
            if let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(wire)) {
                self.used.note(header_entry(list, name));
                return None;
            }
        }
        Some(format!("headers.toml: header {wire:?} stands neither under `client` nor under `call`; add it to one"))
    }

    /// How a path value is encoded.
    pub fn encoding(&self, id: &str, path: &str, location: Location, wire: &str) -> Encoding {
        if location != Location::Path {
            return Encoding::Segment;
        }
        let found = self.paths.parameter.iter().enumerate().find(|(_, entry)| {
            entry.names.iter().any(|name| name == wire)
                && within(&entry.prefixes, path)
                && (entry.operations.is_empty() || entry.operations.iter().any(|operation| operation == id))
        });
        let Some((index, entry)) = found else {
            return Encoding::Segment;
        };
        self.used.note(path_entry(index, entry, wire));
        match (entry.kind, entry.marker) {
            (PathKind::Rest, _) => Encoding::Slashes,
            (PathKind::Terminated, Marker::Slash) => Encoding::Reference,
            (PathKind::Terminated, Marker::Always) => Encoding::Terminated,
        }
    }

    /// How the items of a list parameter are written when they are objects of this schema.
    pub fn object_list(&self, wire: &str, schema: &str) -> Option<String> {
        let mut entries = self.parameters.parameter.iter().enumerate();
        let (index, entry) = entries.find(|(_, entry)| entry.name == wire && entry.schema == schema)?;
        self.used.note(parameter_entry(index, entry));
        let fields: Vec<_> = entry.fields.iter().map(|field| format!("<{field}>")).collect();
        Some(format!("Each value is `{}`.", fields.join(&entry.separator)))
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        entries.extend(self.headers.client.iter().map(|name| header_entry("client", name)));
        entries.extend(self.headers.call.iter().map(|name| header_entry("call", name)));
        for (index, entry) in self.paths.parameter.iter().enumerate() {
            entries.extend(entry.names.iter().map(|name| path_entry(index, entry, name)));
        }
        entries.extend(self.parameters.parameter.iter().enumerate().map(|(index, one)| parameter_entry(index, one)));
        self.used.unused(entries)
    }
}

fn header_entry(list: &str, name: &str) -> Entry {
    Entry::new("headers.toml", format!("{list} {name:?}")).key(list).item(name)
}

fn path_entry(index: usize, entry: &PathValue, name: &str) -> Entry {
    let label = format!("{name:?} below {:?}", entry.prefixes);
    Entry::new("paths.toml", label).key("parameter").index(index).or_all_of_it().key("names").item(name)
}

fn parameter_entry(index: usize, entry: &ObjectList) -> Entry {
    let label = format!("{} {:?}", entry.location, entry.name);
    Entry::new("parameters.toml", label).key("parameter").index(index)
}
