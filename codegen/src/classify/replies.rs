//! What operations answer where the document does not say it.

use crate::classify::used::Used;
use crate::data::answers::{AnswerData, Kind};

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
        let group = self.data.answer.iter().find(|group| group.operations.iter().any(|name| name == id))?;
        self.used.note(entry(id));
        Some(group.kind)
    }

    /// Entries of no use.
    pub fn problems(&self) -> Vec<String> {
        self.used.unused(self.data.answer.iter().flat_map(|group| &group.operations).map(|id| entry(id))).collect()
    }
}

fn entry(id: &str) -> String {
    format!("answers.toml: {id:?}")
}
