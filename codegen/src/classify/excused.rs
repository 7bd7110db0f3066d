//! What a request need not give though the document requires it.

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::required::{NotRequired, RequiredData};

const FILE: &str = "required.toml";

/// Answers for `required.toml`.
#[derive(Debug, Default)]
pub struct Excused {
    data: RequiredData,
    used: Used,
}

impl Excused {
    /// Takes the data.
    pub fn new(data: RequiredData) -> Self {
        Self { data, used: Used::default() }
    }

    /// Whether a request may leave out this member, which the document requires.
    pub fn is_member(&self, schema: &str, member: &str) -> bool {
        let mut entries = self.data.not_required.iter().enumerate();
        let found = entries.find(|(_, one)| one.schema == schema && one.members.iter().any(|name| name == member));
        if let Some((index, one)) = found {
            self.used.note(entry(index, one, member));
        }
        found.is_some()
    }

    /// Entries without a source.
    pub fn problems(&self) -> Vec<String> {
        let bare = self.data.not_required.iter().filter(|one| one.source.trim().is_empty());
        bare.map(|one| format!("{FILE}: [[not_required]] {:?} names no source", one.schema)).collect()
    }

    /// Entries of no use: the document does not require the member, or no request sends it.
    pub fn unused(&self) -> Vec<Entry> {
        let entries = self.data.not_required.iter().enumerate();
        self.used.unused(entries.flat_map(|(index, one)| one.members.iter().map(move |name| entry(index, one, name))))
    }
}

fn entry(index: usize, one: &NotRequired, member: &str) -> Entry {
    let label = format!("[[not_required]] {:?}: {member:?}", one.schema);
    Entry::new(FILE, label).key("not_required").index(index).or_all_of_it().key("members").item(member)
}
