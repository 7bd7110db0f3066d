//! What operations answer where the document does not say it.

use crate::classify::used::Used;
use crate::data::answers::{AnswerData, Kind};
use crate::data::entry::Entry;

/// Answers for `answers.toml`.
#[derive(Debug, Default)]
pub struct Replies {
    data: AnswerData,
    used: Used,
}

impl Replies {
    /// Takes the data.
    pub fn new(data: AnswerData) -> Self {
        Self { data, used: Used::default() }
    }

    /// What an operation answers, when it is not what the document says.
    pub fn of(&self, id: &str) -> Option<Kind> {
        let mut groups = self.data.answer.iter().enumerate();
        let (index, group) = groups.find(|(_, group)| group.operations.iter().any(|name| name == id))?;
        self.used.note(entry(index, id));
        Some(group.kind)
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let groups = self.data.answer.iter().enumerate();
        self.used.unused(groups.flat_map(|(index, group)| group.operations.iter().map(move |id| entry(index, id))))
    }
}

fn entry(index: usize, id: &str) -> Entry {
    let entry = Entry::new("answers.toml", format!("[[answer]] {id:?}"));
    entry.key("answer").index(index).or_all_of_it().key("operations").item(id)
}
