//! What each generated crate may cost: `spec/budget.toml`, a ratchet that only a person loosens.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Sizes of rlibs are rounded up to this many bytes, so that what a compiler adds here and there is no change.
const RLIB_STEP: u64 = 64 << 10;

/// What one crate costs, or may cost at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Operations.
    pub operations: usize,
    /// Lines of generated Rust.
    pub lines: usize,
    /// Bytes of the rlib of a debug build; only `cargo xtask budget --rlib` measures it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rlib: Option<u64>,
}

/// What the crates may cost, by module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Budget(BTreeMap<String, Size>);

/// How a new budget follows from what was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// What costs less than it may is held to that; new modules are taken in, old ones left out.
    Lower,
    /// The same, and what costs more than it may is allowed to.
    Raise,
}

impl Budget {
    /// Reads the text of `spec/budget.toml`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("budget.toml: {error}"))
    }

    /// Everything that costs more than it may, modules without a budget and budgets without a module, a line each.
    pub fn problems(&self, sizes: &BTreeMap<String, Size>) -> Vec<String> {
        let mut problems = Vec::new();
        for (module, size) in sizes {
            let Some(most) = self.0.get(module) else {
                problems
                    .push(format!("budget.toml: the module {module} has no budget: run `cargo xtask budget --update`"));
                continue;
            };
            for (what, is, may) in [
                ("operations", Some(size.operations as u64), Some(most.operations as u64)),
                ("lines", Some(size.lines as u64), Some(most.lines as u64)),
                ("rlib", size.rlib, most.rlib),
            ] {
                if let (Some(is), Some(may)) = (is, may)
                    && is > may
                {
                    problems.push(format!(
                        "budget.toml: [{module}] allows {what} = {may}, and it is {is}: make it smaller again, or run `cargo \
                         xtask budget --raise` and say in the commit why it is worth it"
                    ));
                }
            }
        }
        let strangers = self.0.keys().filter(|module| !sizes.contains_key(*module));
        problems.extend(strangers.map(|module| {
            format!("budget.toml: there is no module {module}: run `cargo xtask budget --update`, which removes it")
        }));
        problems
    }

    /// The budget that follows from what was measured; a size that was not measured stays.
    #[must_use]
    pub fn changed(&self, sizes: &BTreeMap<String, Size>, change: Change) -> Self {
        let next = |may: Option<u64>, is: Option<u64>| match (may, is) {
            (Some(may), Some(is)) if change == Change::Lower => Some(is.min(may)),
            (may, is) => is.or(may),
        };
        let count = |may: Option<usize>, is: usize| match (may, change) {
            (Some(may), Change::Lower) => is.min(may),
            _ => is,
        };
        let sizes = sizes.iter().map(|(module, size)| {
            let may = self.0.get(module);
            let size = Size {
                operations: count(may.map(|may| may.operations), size.operations),
                lines: count(may.map(|may| may.lines), size.lines),
                rlib: next(may.and_then(|may| may.rlib), size.rlib.map(|bytes| bytes.next_multiple_of(RLIB_STEP))),
            };
            (module.clone(), size)
        });
        Self(sizes.collect())
    }

    /// The text of `spec/budget.toml`.
    pub fn text(&self) -> String {
        let mut text = String::from(HEAD);
        for (module, size) in &self.0 {
            text.push_str(&format!("\n[{module}]\noperations = {}\nlines = {}\n", size.operations, size.lines));
            if let Some(rlib) = size.rlib {
                text.push_str(&format!("rlib = {rlib}\n"));
            }
        }
        text
    }
}

const HEAD: &str =
    "# What each generated crate may cost at most: operations, lines of Rust, and bytes of the rlib of a debug build.
# `cargo xtask codegen --check` holds the crates to the first two, `cargo xtask budget --rlib` to all three.
# `cargo xtask budget --update` lowers what has become smaller; `--raise` allows what has become larger.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(lines: usize, rlib: Option<u64>) -> BTreeMap<String, Size> {
        BTreeMap::from([("sto".to_owned(), Size { operations: 3, lines, rlib })])
    }

    #[test]
    fn what_costs_more_is_named_with_what_to_do() {
        let budget =
            Budget::parse("[sto]\noperations = 2\nlines = 10\nrlib = 65536\n[old]\noperations = 1\nlines = 1\n")
                .unwrap();
        let problems = budget.problems(&sizes(11, Some(65537)));
        let [operations, lines, rlib, old] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(operations.contains("[sto] allows operations = 2, and it is 3"), "{operations}");
        assert!(lines.contains("lines = 10, and it is 11") && lines.contains("--raise"), "{lines}");
        assert!(rlib.contains("rlib = 65536, and it is 65537"), "{rlib}");
        assert!(old.contains("no module old"), "{old}");
        assert!(Budget::default().problems(&sizes(1, None))[0].contains("sto has no budget"));
    }

    #[test]
    fn what_was_not_measured_is_not_judged_and_stays() {
        let budget = Budget::parse("[sto]\noperations = 3\nlines = 10\nrlib = 65536\n").unwrap();
        assert_eq!(budget.problems(&sizes(10, None)), Vec::<String>::new());
        assert_eq!(budget.changed(&sizes(10, None), Change::Raise), budget);
    }

    #[test]
    fn the_ratchet_only_loosens_when_told_to() {
        let budget = Budget::parse("[sto]\noperations = 3\nlines = 10\n").unwrap();
        assert_eq!(budget.changed(&sizes(11, None), Change::Lower), budget);
        let lowered = budget.changed(&sizes(9, Some(1)), Change::Lower);
        assert!(lowered.text().contains("lines = 9\nrlib = 65536\n"), "{}", lowered.text());
        let raised = lowered.changed(&sizes(12, Some(65537)), Change::Raise);
        assert!(raised.text().ends_with("[sto]\noperations = 3\nlines = 12\nrlib = 131072\n"), "{}", raised.text());
        assert_eq!(Budget::parse(&raised.text()), Ok(raised));
    }

    #[test]
    fn unknown_keys_are_refused() {
        let problem = Budget::parse("[sto]\noperations = 3\nlines = 10\nline = 1\n").unwrap_err();
        assert!(problem.contains("unknown field `line`"), "{problem}");
    }
}
