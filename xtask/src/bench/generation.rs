//! The generator as a process: the whole document and one module, stage by stage.

use std::path::PathBuf;
use std::process::Command;

use super::Plan;
use super::measure::{Cost, median, run, spread};
use crate::workspace;

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let own = own()?;
    let mut costs = Vec::new();
    for _ in 0..plan.runs.max(1) {
        costs.push(run(Command::new(&own).args(["codegen", "--check", "--timings"]), None)?.or_fail("generation")?);
    }
    let mut text = format!(
        "The whole document, built, {} runs of `xtask codegen --check`: wall {} s, CPU {} s, peak {} MiB.\n\n\
         Median of each stage: wall time, the stage `emit` on all cores; the last two are sums over the modules, in which \
         they take part.\n\n| stage | seconds |\n| --- | ---: |\n",
        costs.len(),
        spread(costs.iter().map(|cost| cost.wall).collect()),
        spread(costs.iter().map(|cost| cost.cpu).collect()),
        spread(costs.iter().map(|cost| cost.peak).collect()),
    );
    for (stage, seconds) in stages(&costs) {
        text.push_str(&format!("| {stage} | {seconds:.3} |\n"));
    }
    text.push_str(&one_module(plan)?);
    Ok(text)
}

/// The median of each stage, in their order.
pub(super) fn stages(costs: &[Cost]) -> Vec<(String, f64)> {
    let read = |cost: &Cost| -> Vec<(String, f64)> {
        let lines = cost.stdout.lines().filter_map(|line| line.strip_prefix("stage "));
        let pairs = lines.filter_map(|line| line.rsplit_once(' '));
        pairs.filter_map(|(stage, seconds)| Some((stage.to_owned(), seconds.parse().ok()?))).collect()
    };
    let all: Vec<Vec<(String, f64)>> = costs.iter().map(read).collect();
    let Some(first) = all.first() else { return Vec::new() };
    let of = |index: usize| median(all.iter().filter_map(|stages| Some(stages.get(index)?.1)).collect());
    first.iter().enumerate().map(|(index, (stage, _))| (stage.clone(), of(index))).collect()
}

/// Another document of one module only: what a change to it costs.
fn one_module(plan: &Plan) -> Result<String, String> {
    let own = own()?;
    let folder = workspace::root().join("target/bench");
    let document = folder.join("one-module.json");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let arguments = ["bench-document", "1", "10"];
    run(Command::new(&own).args(arguments).arg(&document), None)?.or_fail("cutting the document")?;
    let mut costs = Vec::new();
    for _ in 0..plan.runs.max(1) {
        let mut command = Command::new(&own);
        command.args(["codegen", "--timings", "--spec"]).arg(&document).arg("--out").arg(folder.join("one-module"));
        costs.push(run(&mut command, None)?.or_fail("generation of a tenth")?);
    }
    Ok(format!(
        "\nA document of a tenth of the operations, which is one module, into a workspace of its own: wall {} s, CPU {} s, \
         peak {} MiB.\n",
        spread(costs.iter().map(|cost| cost.wall).collect()),
        spread(costs.iter().map(|cost| cost.cpu).collect()),
        spread(costs.iter().map(|cost| cost.peak).collect()),
    ))
}

/// This program.
pub(super) fn own() -> Result<PathBuf, String> {
    std::env::current_exe().map_err(|error| error.to_string())
}
