//! `cargo check --workspace` from clean.

use std::process::Command;

use super::measure::run;
use crate::workspace;

/// The section of the report.
pub(super) fn report() -> Result<String, String> {
    let clean = workspace::root().join("target/bench/clean");
    if clean.exists() {
        std::fs::remove_dir_all(&clean).map_err(|error| format!("{}: {error}", clean.display()))?;
    }
    let check = || {
        let mut command = Command::new(env!("CARGO"));
        command.args(["check", "--quiet", "--workspace"]).current_dir(workspace::root());
        run(command.env("CARGO_TARGET_DIR", &clean), None)?.or_fail("cargo check --workspace")
    };
    let cost = check()?;
    touch_modules()?;
    let modules = check()?;
    Ok(format!(
        "From clean, all dependencies included, one run: wall {:.0} s, CPU {:.0} s, peak of one process {:.0} MiB. After a \
         change in core, so that every crate of the workspace that needs it is checked again: wall {:.0} s, CPU {:.0} s.\n",
        cost.wall, cost.cpu, cost.peak, modules.wall, modules.cpu
    ))
}

/// Makes core, and so all that needs it, out of date.
fn touch_modules() -> Result<(), String> {
    super::modules::touch(&workspace::root().join("crates/harness-sdk-core/src/lib.rs"))
}
