//! What the crates may cost, and whether they do.

use std::path::PathBuf;

use harness_sdk_codegen::Output;
use harness_sdk_codegen::budget::{Budget, Costs, Size};

use crate::workspace;

/// Fails with everything that costs more than it may; a workspace without `spec/budget.toml` holds its crates to nothing.
pub(crate) fn check(output: &Output) -> Result<(), String> {
    if path().exists() { judge(&read()?, &costs(output)) } else { Ok(()) }
}

/// Fails with what costs more than it may.
pub(super) fn judge(budget: &Budget, costs: &Costs) -> Result<(), String> {
    let problems = budget.problems(costs);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Where the budget stands.
pub(super) fn path() -> PathBuf {
    workspace::root().join("spec/budget.toml")
}

/// The budget; an empty one where there is no file.
pub(super) fn read() -> Result<Budget, String> {
    let path = path();
    match std::fs::read_to_string(&path) {
        Ok(text) => Budget::parse(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Budget::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// What the crates of a run cost.
pub(super) fn costs(output: &Output) -> Costs {
    let size = |module: &harness_sdk_codegen::ir::Module| {
        let lines = output.effort.get(&module.name).map_or(0, |effort| effort.lines);
        (module.name.clone(), Size { operations: module.operations.len(), lines, rlib: None })
    };
    Costs { rustc: None, crates: output.modules.iter().map(size).collect() }
}
