//! What a plan did to a tree, or would do.

use std::fmt;

/// The files of a plan by what happens to them; paths are relative to the root, in order, with `/` between their parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files whose text changed, new ones among them.
    pub written: Vec<String>,
    /// Those of `written` that were missing before.
    pub created: Vec<String>,
    /// Files that already had the planned text.
    pub unchanged: Vec<String>,
    /// Generated files that are no longer planned.
    pub removed: Vec<String>,
}

impl Outcome {
    /// Whether the tree already was as planned.
    pub fn is_current(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}

impl fmt::Display for Outcome {
    /// A line for each file that differs from the plan: `missing`, `stale` or `extra`; nothing for a current tree.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.written.iter().map(|path| {
            let is_new = self.created.binary_search(path).is_ok();
            (if is_new { "missing" } else { "stale" }, path)
        });
        let removed = self.removed.iter().map(|path| ("extra", path));
        for (index, (state, path)) in written.chain(removed).enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{state:<8}{path}")?;
        }
        Ok(())
    }
}
