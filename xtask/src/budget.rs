//! `cargo xtask budget`: what the generated crates cost, and what they may.

pub(crate) mod limits;

use std::process::Command;

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use harness_sdk_codegen::budget::{Change, Costs};

use self::limits::{costs, judge, path, read};
use crate::{codegen, workspace};

/// Compares, and changes the budget when told to; `rlib` builds all module crates first.
pub(crate) fn run(rlib: bool, change: Option<Change>) -> Result<(), String> {
    let output = codegen::generated()?;
    let mut costs = costs(&output);
    if rlib {
        measure_rlibs(&mut costs)?;
    }
    print_table(&costs);
    let budget = read()?;
    let Some(change) = change else {
        if let (Some(before), Some(now)) = (budget.rustc(), &costs.rustc)
            && before != now
        {
            eprintln!("the rlibs of the budget are of {before}; those of {now} are not judged");
        }
        return judge(&budget, &costs);
    };
    let changed = budget.changed(&costs, change);
    let path = path();
    std::fs::write(&path, changed.text()).map_err(|error| format!("{}: {error}", path.display()))?;
    judge(&changed, &costs)
}

fn measure_rlibs(costs: &mut Costs) -> Result<(), String> {
    let root = workspace::root();
    // Not where the ordinary builds go: their settings and features may be others.
    let target = root.join("target/budget");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet"]).current_dir(&root);
    command.env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "0");
    // An rlib holds the paths of its sources: it must weigh the same wherever the workspace lies.
    command.env("RUSTFLAGS", format!("--remap-path-prefix={}=.", root.display()));
    for module in costs.crates.keys() {
        command.arg(format!("--package=harness-sdk-{module}"));
    }
    let status = command.status().map_err(|error| format!("cargo build: {error}"))?;
    if !status.success() {
        return Err("the module crates do not compile; see above".to_owned());
    }
    for (module, size) in &mut costs.crates {
        let rlib = target.join(format!("debug/libharness_sdk_{}.rlib", module.replace('-', "_")));
        let data = std::fs::metadata(&rlib).map_err(|error| format!("{}: {error}", rlib.display()))?;
        size.rlib = Some(data.len());
    }
    costs.rustc = Some(workspace::compiler()?);
    Ok(())
}

fn print_table(costs: &Costs) {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["module", "operations", "lines", "rlib"]);
    for (module, size) in &costs.crates {
        let rlib = size.rlib.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
        table.add_row([module.clone(), size.operations.to_string(), size.lines.to_string(), rlib]);
    }
    println!("{table}");
}
