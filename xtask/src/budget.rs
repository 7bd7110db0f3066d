//! `cargo xtask budget`: what the generated crates cost, and what they may.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use harness_sdk_codegen::Output;
use harness_sdk_codegen::budget::{Budget, Change, Size};

use crate::{codegen, workspace};

/// Compares, and changes the budget when told to; `rlib` builds all module crates first.
pub(crate) fn run(rlib: bool, change: Option<Change>) -> Result<(), String> {
    let output = codegen::generated()?;
    let mut sizes = sizes(&output);
    if rlib {
        measure_rlibs(&mut sizes)?;
    }
    print_table(&sizes);
    let budget = read()?;
    let Some(change) = change else { return judge(&budget, &sizes) };
    let changed = budget.changed(&sizes, change);
    let path = path();
    std::fs::write(&path, changed.text()).map_err(|error| format!("{}: {error}", path.display()))?;
    judge(&changed, &sizes)
}

/// Fails with everything that costs more than it may; a workspace without `spec/budget.toml` holds its crates to nothing.
pub(crate) fn check(output: &Output) -> Result<(), String> {
    if path().exists() { judge(&read()?, &sizes(output)) } else { Ok(()) }
}

fn judge(budget: &Budget, sizes: &BTreeMap<String, Size>) -> Result<(), String> {
    let problems = budget.problems(sizes);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn path() -> PathBuf {
    workspace::root().join("spec/budget.toml")
}

/// The budget; an empty one where there is no file.
fn read() -> Result<Budget, String> {
    let path = path();
    match std::fs::read_to_string(&path) {
        Ok(text) => Budget::parse(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Budget::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn sizes(output: &Output) -> BTreeMap<String, Size> {
    let size = |module: &harness_sdk_codegen::ir::Module| {
        let lines = output.effort.get(&module.name).map_or(0, |effort| effort.lines);
        (module.name.clone(), Size { operations: module.operations.len(), lines, rlib: None })
    };
    output.modules.iter().map(size).collect()
}

fn measure_rlibs(sizes: &mut BTreeMap<String, Size>) -> Result<(), String> {
    // Not where the ordinary builds go: their settings and features may be others.
    let target = workspace::root().join("target/budget");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet"]).current_dir(workspace::root());
    command.env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "0");
    for module in sizes.keys() {
        command.arg(format!("--package=harness-sdk-{module}"));
    }
    let status = command.status().map_err(|error| format!("cargo build: {error}"))?;
    if !status.success() {
        return Err("the module crates do not compile; see above".to_owned());
    }
    for (module, size) in sizes {
        let rlib = target.join(format!("debug/libharness_sdk_{}.rlib", module.replace('-', "_")));
        let data = std::fs::metadata(&rlib).map_err(|error| format!("{}: {error}", rlib.display()))?;
        size.rlib = Some(data.len());
    }
    Ok(())
}

fn print_table(sizes: &BTreeMap<String, Size>) {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["module", "operations", "lines", "rlib"]);
    for (module, size) in sizes {
        let rlib = size.rlib.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
        table.add_row([module.clone(), size.operations.to_string(), size.lines.to_string(), rlib]);
    }
    println!("{table}");
}
