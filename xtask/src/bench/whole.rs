//! The whole workspace from clean: checked, built, and built for release.

use std::path::Path;
use std::process::Command;

use super::measure::{Cost, run};
use super::modules::touch;
use crate::workspace;

/// The section of the report.
pub(super) fn report() -> Result<String, String> {
    let mut text = String::from(
        "From clean, all dependencies included, one run each.\n\n\
         | command | wall, s | CPU, s | peak of one process, MiB |\n| --- | ---: | ---: | ---: |\n",
    );
    let clean = workspace::root().join("target/bench/clean");
    for arguments in [&["check"][..], &["build"], &["build", "--release"]] {
        workspace::clear(&clean)?;
        text.push_str(&row("", arguments, &compile(arguments, &clean)?));
        if arguments == ["check"] {
            touch(&workspace::root().join("crates/harness-sdk-core/src/lib.rs"))?;
            text.push_str(&row(" after a change in core", arguments, &compile(arguments, &clean)?));
        }
    }
    Ok(text)
}

fn compile(arguments: &[&str], target: &Path) -> Result<Cost, String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--quiet", "--workspace"]).current_dir(workspace::root());
    run(command.env("CARGO_TARGET_DIR", target), None)?.or_fail("the workspace")
}

fn row(when: &str, arguments: &[&str], cost: &Cost) -> String {
    let command = arguments.join(" ");
    format!("| cargo {command} --workspace{when} | {:.0} | {:.0} | {:.0} |\n", cost.wall, cost.cpu, cost.peak)
}
