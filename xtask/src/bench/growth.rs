//! How generation grows with the document.

use std::process::Command;

use serde_json::Value;

use super::document::{operations, schemas};
use super::generation::own;
use super::measure::{median, run};
use super::plan::Plan;
use crate::workspace;

/// The parts and multiples of the document.
const SIZES: [(usize, usize); 6] = [(1, 8), (1, 4), (1, 2), (1, 1), (2, 1), (4, 1)];

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let own = own()?;
    let folder = workspace::root().join("target/bench/growth");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut text = format!(
        "The first operations of the document with the schemas they reach, and the whole document several times over with \
         names of their own; no data files, one module a tag, written to disk. Median of {} runs.\n\n\
         | size | operations | schemas | JSON, MiB | CPU, s | CPU a schema and operation, ms | wall, s | peak, MiB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        plan.runs.max(1)
    );
    for (numerator, denominator) in SIZES {
        let name = if denominator > 1 { format!("{numerator}/{denominator}") } else { format!("{numerator}x") };
        let document = folder.join(format!("{numerator}-{denominator}.json"));
        let size = [numerator.to_string(), denominator.to_string()];
        // In a process of its own: a child is told to have used at least as much memory as its parent once did.
        run(Command::new(&own).arg("bench-document").args(size).arg(&document), None)?.or_fail("making a document")?;
        let out = folder.join(format!("{numerator}-{denominator}"));
        let mut costs = Vec::new();
        for _ in 0..plan.runs.max(1) {
            workspace::clear(&out)?;
            let mut command = Command::new(&own);
            command.args(["codegen", "--spec"]).arg(&document).arg("--out").arg(&out);
            costs.push(run(&mut command, None)?.or_fail(&format!("generation of {name}"))?);
        }
        let figure = |read: fn(&super::measure::Cost) -> f64| median(costs.iter().map(read).collect());
        let (wall, cpu, peak) = (figure(|cost| cost.wall), figure(|cost| cost.cpu), figure(|cost| cost.peak));
        text.push_str(&row(&name, &document, [cpu, wall, peak])?);
    }
    Ok(text)
}

fn row(name: &str, document: &std::path::Path, [cpu, wall, peak]: [f64; 3]) -> Result<String, String> {
    let bytes = std::fs::read(document).map_err(|error| format!("{}: {error}", document.display()))?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", document.display()))?;
    let (operations, schemas) = (operations(&value), schemas(&value));
    Ok(format!(
        "| {name} | {operations} | {schemas} | {:.1} | {cpu:.2} | {:.3} | {wall:.2} | {peak:.0} |\n",
        bytes.len() as f64 / f64::from(1 << 20),
        cpu * 1000.0 / (operations + schemas).max(1) as f64,
    ))
}
