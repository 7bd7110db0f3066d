//! What the README's two commands cost on a fresh clone, and the quickstart after them.

use std::path::Path;
use std::process::Command;

use super::measure::{Cost, run};
use crate::workspace;

const COMMANDS: [&[&str]; 3] =
    [&["xtask", "codegen"], &["test", "--workspace"], &["run", "--quiet", "--example", "quickstart"]];

/// The section of the report.
pub(super) fn report() -> Result<String, String> {
    let clone = workspace::root().join("target/bench/clone");
    workspace::clear(&clone)?;
    run(Command::new("git").args(["clone", "--quiet"]).arg(workspace::root()).arg(&clone), None)?
        .or_fail("the clone")?;
    let mut text = String::from(
        "On a clone of the commit, without a target folder, the packages of the registry at hand; one after the other, one \
         run each.\n\n\
         | command | wall, s | CPU, s | peak of one process, MiB |\n| --- | ---: | ---: | ---: |\n",
    );
    for arguments in COMMANDS {
        text.push_str(&row(arguments, &cost(arguments, &clone)?));
    }
    workspace::clear(&clone)?;
    Ok(text)
}

fn cost(arguments: &[&str], clone: &Path) -> Result<Cost, String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(clone).env_remove("CARGO_TARGET_DIR");
    run(&mut command, None)?.or_fail(&arguments.join(" "))
}

fn row(arguments: &[&str], cost: &Cost) -> String {
    format!("| cargo {} | {:.0} | {:.0} | {:.0} |\n", arguments.join(" "), cost.wall, cost.cpu, cost.peak)
}
