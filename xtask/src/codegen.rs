//! `cargo xtask codegen`.

mod foreign;
mod stages;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use harness_sdk_codegen::coverage;
use harness_sdk_codegen::data::{self, synonyms::Synonyms};
use harness_sdk_codegen::defect::{Defect, Defects};
use harness_sdk_codegen::emit::index::{self, ModuleIndex};
use harness_sdk_codegen::emit::{catalogue, contract, expectations, facade, finder, llms};
use harness_sdk_codegen::write::{Outcome, Plan, section};
use harness_sdk_codegen::{Input, Output, generate};

pub(crate) use foreign::{foreign, manifest};

use self::stages::Stages;
use crate::budget::limits;
use crate::progress::Progress;
use crate::workspace;

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
    let plan = wanted(&root, &output)?;
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
        return limits::check(&output);
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
    if let Err(problems) = limits::check(&output) {
        eprintln!("{problems}");
    }
    Ok(())
}

/// All that generation wants to see in the workspace at `root`.
pub(crate) fn wanted(root: &Path, output: &Output) -> Result<Plan, String> {
    let mut plan = plan(output);
    output.coverage.files().into_iter().for_each(|(path, text)| plan.insert(path, text));
    let indexes: Vec<ModuleIndex> = output.modules.iter().map(ModuleIndex::of).collect();
    for module in &indexes {
        let text = module.text().map_err(|error| format!("the index of {}: {error}", module.module))?;
        plan.insert(format!("{}/{}.json", index::FOLDER, module.module), text);
    }
    let synonyms: Synonyms = data::read(&root.join("spec/synonyms.toml"))?;
    for (path, text) in finder::files(&indexes, &synonyms) {
        plan.insert(slashed(&path), text);
    }
    plan.insert(llms::FILE, llms::text(&output.modules));
    plan.insert("tests/contract/Cargo.toml", contract::cargo_toml(&output.modules));
    for (path, text) in output.modules.iter().flat_map(contract::files) {
        plan.insert(slashed(&path), text);
    }
    plan.insert("crates/harness-sdk/Cargo.toml", facade::cargo_toml(&output.modules));
    plan.insert("crates/harness-sdk/src/modules.rs", facade::modules_rs(&output.modules));
    plan.insert("README.md", readme(root, output).map_err(|defect| defect.to_string())?);
    Ok(plan)
}

/// What the workspace's own document and data give; nothing is written.
pub(crate) fn generated() -> Result<Output, String> {
    Ok(run(&input())?.0)
}

pub(crate) fn input() -> Input {
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
    for (path, text) in output.files.iter().chain(&output.mock) {
        plan.insert(slashed(path), text.clone());
    }
    plan
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The crate folders that belong to the generator: those it writes, and those it once wrote.
pub(crate) fn owned(root: &Path, output: &Output) -> Vec<String> {
    let mut owned: Vec<String> =
        output.modules.iter().map(|module| format!("crates/harness-sdk-{}", module.name)).collect();
    let folders =
        [catalogue::FOLDER, contract::FOLDER, coverage::FOLDER, expectations::FOLDER, finder::FOLDER, index::FOLDER];
    owned.extend(folders.map(str::to_owned));
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
    let mut table = String::from("| feature | product | crate | operations |\n| --- | --- | --- | ---: |\n");
    for module in &output.modules {
        table.push_str(&format!(
            "| `{0}` | {1} | [`harness-sdk-{0}`](crates/harness-sdk-{0}) | [{2}](crates/harness-sdk-{0}/OPERATIONS.md) |\n",
            module.name,
            module.title,
            module.operations.len()
        ));
    }
    let summary = output.coverage.summary();
    let figure = |key: &str| summary.get(key).and_then(serde_json::Value::as_u64).unwrap_or_default();
    let added = |key: &str| {
        summary.pointer(&format!("/supplement/{key}")).and_then(serde_json::Value::as_u64).unwrap_or_default()
    };
    let coverage = format!(
        "{} operations: {} expressed by progenitor, {} completed beside it, none skipped; {} answers typed, {} left open \
         by the document; {} contract tests.\n\nBeside them, {} operations that the document lacks, from public sources: {} \
         typed; {} with typed parameters and bodies, and an answer that is known in part or not at all; {} known in part; {} \
         open.\n",
        figure("operations"),
        figure("generated"),
        figure("by_hand"),
        figure("typed_responses"),
        figure("untyped_responses"),
        figure("contract_tests"),
        added("operations"),
        added("trust/typed"),
        added("trust/request_typed"),
        added("trust/partial"),
        added("trust/open"),
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
