//! The generator as a process: the whole document and one module, stage by stage.

use std::path::PathBuf;
use std::process::Command;

use super::measure::{Cost, median, run, spread};
use super::plan::Plan;
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
         Each stage, median; the modules are emitted on all cores.\n\n\
         | stage | CPU, s | wall, s |\n| --- | ---: | ---: |\n",
        costs.len(),
        spread(costs.iter().map(|cost| cost.wall).collect()),
        spread(costs.iter().map(|cost| cost.cpu).collect()),
        spread(costs.iter().map(|cost| cost.peak).collect()),
    );
    for (stage, [wall, cpu]) in stages(&costs) {
        text.push_str(&format!("| {stage} | {cpu:.3} | {wall:.3} |\n"));
    }
    text.push_str(&one_module(plan)?);
    Ok(text)
}

/// The medians of each stage by the clock and of CPU, in their order.
fn stages(costs: &[Cost]) -> Vec<(String, [f64; 2])> {
    let read = |cost: &Cost| -> Vec<(String, [f64; 2])> {
        let lines = cost.stdout.lines().filter_map(|line| line.strip_prefix("stage ")?.rsplit_once(": "));
        let figures = |text: &str| text.split_once(' ').and_then(|(a, b)| Some([a.parse().ok()?, b.parse().ok()?]));
        lines.filter_map(|(stage, text)| Some((stage.to_owned(), figures(text)?))).collect()
    };
    let all: Vec<Vec<(String, [f64; 2])>> = costs.iter().map(read).collect();
    let Some(first) = all.first() else { return Vec::new() };
    let of = |index: usize, which: usize| {
        median(all.iter().filter_map(|stages| Some(stages.get(index)?.1[which])).collect())
    };
    first.iter().enumerate().map(|(index, (stage, _))| (stage.clone(), [of(index, 0), of(index, 1)])).collect()
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
