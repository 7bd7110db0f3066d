//! What a run says of itself.

use std::time::Instant;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use harness_sdk_codegen::Output;
use harness_sdk_codegen::defect::{Defect, Defects};
use harness_sdk_codegen::write::Outcome;

/// What is printed besides the outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Show {
    /// What each normalising rule did.
    pub(crate) report: bool,
    /// What each stage took.
    pub(crate) timings: bool,
}

pub(super) fn print_report(output: &Output) {
    for (rule, hits) in output.report.rules() {
        println!("{:>6}  {rule}", hits.len());
        for hit in hits {
            println!("        {}  {}", hit.pointer, hit.note);
        }
    }
}

pub(super) fn print_table(output: &Output) {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["module", "operations", "types", "lines", "seconds"]);
    let mut totals = (0, 0, 0, 0.0);
    for module in &output.modules {
        let Some(effort) = output.effort.get(&module.name) else { continue };
        let row = (module.operations.len(), module.types.len(), effort.lines, effort.time.as_secs_f64());
        totals = (totals.0 + row.0, totals.1 + row.1, totals.2 + row.2, totals.3 + row.3);
        table.add_row([
            module.name.clone(),
            row.0.to_string(),
            row.1.to_string(),
            row.2.to_string(),
            format!("{:.2}", row.3),
        ]);
    }
    table.add_row([
        "all".to_owned(),
        totals.0.to_string(),
        totals.1.to_string(),
        totals.2.to_string(),
        format!("{:.2}", totals.3),
    ]);
    for column in 1..5 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{table}");
}

pub(crate) fn print_outcome(outcome: &Outcome, start: Instant) {
    println!(
        "{} files written, {} unchanged, {} removed in {:.2} s",
        outcome.written.len(),
        outcome.unchanged.len(),
        outcome.removed.len(),
        start.elapsed().as_secs_f64()
    );
}

pub(crate) fn all(defects: Vec<Defect>) -> String {
    Defects::from(defects).to_string()
}
