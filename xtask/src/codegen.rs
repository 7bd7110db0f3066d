//! `cargo xtask codegen`.

mod foreign;
mod stages;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use harness_sdk_codegen::defect::{Defect, Defects};
use harness_sdk_codegen::emit::facade;
use harness_sdk_codegen::write::{Outcome, Plan, section};
use harness_sdk_codegen::{Input, Output, generate};

pub(crate) use foreign::foreign;

use self::stages::Stages;
use crate::progress::Progress;
use crate::{budget, workspace};

/// What is printed besides the outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Show {
    /// What each normalising rule did.
    pub(crate) report: bool,
    /// What each stage took.
    pub(crate) timings: bool,
}

/// Generates the workspace's own crates; `check` only compares.
pub(crate) fn own(check: bool, show: Show) -> Result<(), String> {
    let root = workspace::root();
    let start = Instant::now();
    let (output, mut stages) = run(&input())?;
    let mut plan = plan(&output);
    plan.insert("spec/coverage.json", output.coverage.text());
    plan.insert("crates/harness-sdk/Cargo.toml", facade::cargo_toml(&output.modules));
    plan.insert("crates/harness-sdk/src/modules.rs", facade::modules_rs(&output.modules));
    plan.insert("README.md", readme(&root, &output).map_err(|defect| defect.to_string())?);
    let owned = owned(&root, &output);
    if check {
        let outcome = plan.check(&root, &owned).map_err(all)?;
        stages.next("compare");
        if !outcome.is_current() {
            return Err(format!(
                "{outcome}\n\nThe tree is not what spec/ gives. Run `cargo xtask codegen` and commit."
            ));
        }
        println!("{} generated files are current", outcome.unchanged.len());
        if show.timings {
            stages.print(&output);
        }
        return budget::check(&output);
    }
    let outcome = plan.apply(&root, &owned).map_err(all)?;
    stages.next("write");
    if show.report {
        print_report(&output);
    }
    if show.timings {
        stages.print(&output);
    }
    print_table(&output);
    print_outcome(&outcome, start);
    // What is too large is written all the same: it must be seen to be made smaller.
    if let Err(problems) = budget::check(&output) {
        eprintln!("{problems}");
    }
    Ok(())
}

/// What the workspace's own document and data give; nothing is written.
pub(crate) fn generated() -> Result<Output, String> {
    Ok(run(&input())?.0)
}

fn input() -> Input {
    let spec = workspace::root().join("spec");
    Input { document: spec.join("harness-openapi.json"), data: Some(spec) }
}

fn run(input: &Input) -> Result<(Output, Stages), String> {
    let (progress, stages) = (Progress::new(), Mutex::new(Stages::new()));
    let outcome = generate(input, &|stage| {
        if let Ok(mut stages) = stages.lock() {
            stages.show(&stage);
        }
        progress.show(stage);
    });
    progress.clear();
    let mut stages = stages.into_inner().unwrap_or_else(PoisonError::into_inner);
    stages.next("emit");
    Ok((outcome.map_err(all)?, stages))
}

fn plan(output: &Output) -> Plan {
    let mut plan = Plan::new();
    for (path, text) in &output.files {
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        plan.insert(parts.join("/"), text.clone());
    }
    plan
}

/// The crate folders that belong to the generator: those it writes, and those it once wrote.
fn owned(root: &Path, output: &Output) -> Vec<String> {
    let mut owned: Vec<String> =
        output.modules.iter().map(|module| format!("crates/harness-sdk-{}", module.name)).collect();
    let entries = std::fs::read_dir(root.join("crates")).into_iter().flatten().flatten();
    for entry in entries {
        let marked =
            std::fs::read_to_string(entry.path().join("Cargo.toml")).is_ok_and(|text| text.starts_with("# @generated"));
        let name = format!("crates/{}", entry.file_name().to_string_lossy());
        if marked && !owned.contains(&name) {
            owned.push(name);
        }
    }
    owned
}

fn readme(root: &Path, output: &Output) -> Result<String, Defect> {
    let path = root.join("README.md");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Defect::whole(error.to_string(), "restore the file").in_file(path.display().to_string()))?;
    let mut table = String::from("| crate | product | operations |\n| --- | --- | ---: |\n");
    for module in &output.modules {
        table.push_str(&format!(
            "| [`harness-sdk-{0}`](crates/harness-sdk-{0}) | {1} | {2} |\n",
            module.name,
            module.title,
            module.operations.len()
        ));
    }
    let summary = output.coverage.summary();
    let figure = |key: &str| summary.get(key).and_then(serde_json::Value::as_u64).unwrap_or_default();
    let coverage = format!(
        "{} operations: {} expressed by progenitor, {} completed beside it, none skipped; {} answers typed, {} left open \
         by the document.\n",
        figure("operations"),
        figure("generated"),
        figure("by_hand"),
        figure("typed_responses"),
        figure("untyped_responses"),
    );
    section(&section(&text, "modules", &table)?, "coverage", &coverage)
}

fn print_report(output: &Output) {
    for (rule, hits) in output.report.rules() {
        println!("{:>6}  {rule}", hits.len());
        for hit in hits {
            println!("        {}  {}", hit.pointer, hit.note);
        }
    }
}

fn print_table(output: &Output) {
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

fn print_outcome(outcome: &Outcome, start: Instant) {
    println!(
        "{} files written, {} unchanged, {} removed in {:.2} s",
        outcome.written.len(),
        outcome.unchanged.len(),
        outcome.removed.len(),
        start.elapsed().as_secs_f64()
    );
}

fn all(defects: Vec<Defect>) -> String {
    Defects::from(defects).to_string()
}
