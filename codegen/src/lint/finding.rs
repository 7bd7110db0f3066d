//! What is found, and what becomes of it.

use serde::Serialize;

/// What becomes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Generation stops.
    Stops,
    /// The document is wrong or odd there, and a rule mends it.
    Mended,
    /// The document is right, and a rule writes it in a form that the generator takes.
    Rewritten,
}

impl Kind {
    /// A heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stops => "Cannot be mended: generation stops",
            Self::Mended => "Mended by a rule",
            Self::Rewritten => "Right, and written in another form by a rule",
        }
    }
}

/// Findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What becomes of the findings.
    pub kind: Kind,
    /// The rule that mends them; nothing when none can.
    pub rule: Option<String>,
    /// What they have in common.
    pub title: String,
    /// The findings, by place.
    pub findings: Vec<Finding>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file, where it is not the document.
    pub file: Option<String>,
    /// JSON pointer, or `line:column`; empty for the document as a whole.
    pub place: String,
    /// What is wrong, or what the rule did.
    pub message: String,
    /// What to do, where no rule does it.
    pub help: Option<String>,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = match &self.file {
            Some(file) => format!("{file}:{}", self.place),
            None => self.place.clone(),
        };
        write!(f, "{place}{}{}", if place.is_empty() { "" } else { "  " }, self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}
