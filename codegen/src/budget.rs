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
    /// Lines of generated Rust without their documentation.
    pub lines: usize,
    /// Bytes of the rlib of a debug build; only `cargo xtask budget --rlib` measures it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rlib: Option<u64>,
}

/// What the crates may cost, by module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Budget {
    /// The compiler whose rlibs were measured, as `rustc --version` says; those of another are not compared with them.
    rustc: Option<String>,
    #[serde(flatten)]
    crates: BTreeMap<String, Size>,
}

/// What the crates cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Costs {
    /// The compiler that made the rlibs, as `rustc --version` says; none when no rlib was measured.
    pub rustc: Option<String>,
    /// By module.
    pub crates: BTreeMap<String, Size>,
}

/// The lines of Rust that are more than documentation, which hardly costs anybody compile time.
pub fn lines_of_code(text: &str) -> usize {
    let is_code = |line: &&str| !["///", "//!"].iter().any(|mark| line.trim_start().starts_with(mark));
    text.lines().filter(is_code).count()
}

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

    /// The compiler whose rlibs the budget knows.
    pub fn rustc(&self) -> Option<&str> {
        self.rustc.as_deref()
    }

    /// Everything that costs more than it may, modules without a budget and budgets without a module, a line each.
    pub fn problems(&self, costs: &Costs) -> Vec<String> {
        let mut problems = Vec::new();
        let same_compiler = self.rustc == costs.rustc;
        for (module, size) in &costs.crates {
            let Some(most) = self.crates.get(module) else {
                problems
                    .push(format!("budget.toml: the module {module} has no budget: run `cargo xtask budget --update`"));
                continue;
            };
            for (what, is, may) in [
                ("operations", Some(size.operations as u64), Some(most.operations as u64)),
                ("lines", Some(size.lines as u64), Some(most.lines as u64)),
                ("rlib", size.rlib.filter(|_| same_compiler), most.rlib),
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
        let strangers = self.crates.keys().filter(|module| !costs.crates.contains_key(*module));
        problems.extend(strangers.map(|module| {
            format!("budget.toml: there is no module {module}: run `cargo xtask budget --update`, which removes it")
        }));
        problems
    }

    /// The budget that follows from what was measured; a size that was not measured stays. Rlibs of another compiler
    /// than before are a new beginning.
    #[must_use]
    pub fn changed(&self, costs: &Costs, change: Change) -> Self {
        let same_compiler = self.rustc == costs.rustc;
        let rlib = |may: Option<u64>, is: Option<u64>| match (may, is.map(|bytes| bytes.next_multiple_of(RLIB_STEP))) {
            (Some(may), Some(is)) if change == Change::Lower && same_compiler => Some(is.min(may)),
            (may, is) => is.or(may),
        };
        let count = |may: Option<usize>, is: usize| match (may, change) {
            (Some(may), Change::Lower) => is.min(may),
            _ => is,
        };
        let crates = costs.crates.iter().map(|(module, size)| {
            let may = self.crates.get(module);
            let size = Size {
                operations: count(may.map(|may| may.operations), size.operations),
                lines: count(may.map(|may| may.lines), size.lines),
                rlib: rlib(may.and_then(|may| may.rlib), size.rlib),
            };
            (module.clone(), size)
        });
        Self { rustc: costs.rustc.clone().or_else(|| self.rustc.clone()), crates: crates.collect() }
    }

    /// The text of `spec/budget.toml`.
    pub fn text(&self) -> String {
        let mut text = String::from(HEAD);
        if let Some(rustc) = &self.rustc {
            text.push_str(&format!("\nrustc = {}\n", toml::Value::from(rustc.as_str())));
        }
        for (module, size) in &self.crates {
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

    fn costs(lines: usize, rlib: Option<u64>) -> Costs {
        let sizes = BTreeMap::from([("sto".to_owned(), Size { operations: 3, lines, rlib })]);
        Costs { rustc: rlib.map(|_| "rustc 1".to_owned()), crates: sizes }
    }

    #[test]
    fn what_costs_more_is_named_with_what_to_do() {
        let text =
            "rustc = \"rustc 1\"\n[sto]\noperations = 2\nlines = 10\nrlib = 65536\n[old]\noperations = 1\nlines = 1\n";
        let problems = Budget::parse(text).unwrap().problems(&costs(11, Some(65537)));
        let [operations, lines, rlib, old] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(operations.contains("[sto] allows operations = 2, and it is 3"), "{operations}");
        assert!(lines.contains("lines = 10, and it is 11") && lines.contains("--raise"), "{lines}");
        assert!(rlib.contains("rlib = 65536, and it is 65537"), "{rlib}");
        assert!(old.contains("no module old"), "{old}");
        assert!(Budget::default().problems(&costs(1, None))[0].contains("sto has no budget"));
    }

    #[test]
    fn what_was_not_measured_is_not_judged_and_stays() {
        let budget = Budget::parse("rustc = \"rustc 1\"\n[sto]\noperations = 3\nlines = 10\nrlib = 65536\n").unwrap();
        assert_eq!(budget.problems(&costs(10, None)), Vec::<String>::new());
        assert_eq!(budget.changed(&costs(10, None), Change::Raise), budget);
    }

    #[test]
    fn rlibs_of_another_compiler_are_not_compared() {
        let budget = Budget::parse("rustc = \"rustc 0\"\n[sto]\noperations = 3\nlines = 10\nrlib = 65536\n").unwrap();
        assert_eq!(budget.problems(&costs(10, Some(65537))), Vec::<String>::new());
        let anew = budget.changed(&costs(10, Some(65537)), Change::Lower);
        assert!(
            anew.text().contains("\nrustc = \"rustc 1\"\n") && anew.text().contains("rlib = 131072\n"),
            "{}",
            anew.text()
        );
    }

    #[test]
    fn the_ratchet_only_loosens_when_told_to() {
        let budget = Budget::parse("[sto]\noperations = 3\nlines = 10\n").unwrap();
        assert_eq!(budget.changed(&costs(11, None), Change::Lower), budget);
        let lowered = budget.changed(&costs(9, Some(1)), Change::Lower);
        assert!(lowered.text().contains("lines = 9\nrlib = 65536\n"), "{}", lowered.text());
        let raised = lowered.changed(&costs(12, Some(65537)), Change::Raise);
        assert!(raised.text().ends_with("[sto]\noperations = 3\nlines = 12\nrlib = 131072\n"), "{}", raised.text());
        assert_eq!(Budget::parse(&raised.text()), Ok(raised));
    }

    #[test]
    fn unknown_keys_are_refused() {
        let problem = Budget::parse("[sto]\noperations = 3\nlines = 10\nline = 1\n").unwrap_err();
        assert!(problem.contains("unknown field `line`"), "{problem}");
    }
}
