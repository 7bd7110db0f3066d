//! `cargo xtask codegen`.

mod foreign;
mod print;
mod run;
mod stages;

use std::path::Path;
use std::time::Instant;

use harness_sdk_codegen::data::{self, synonyms::Synonyms};
use harness_sdk_codegen::defect::Defect;
use harness_sdk_codegen::emit::index::{self, ModuleIndex};
use harness_sdk_codegen::emit::{contract, facade, finder, llms};
use harness_sdk_codegen::write::{Plan, section};
use harness_sdk_codegen::{Input, Output};

pub(crate) use foreign::{foreign, manifest};
pub(crate) use print::{Show, all, print_outcome};
pub(crate) use run::owned;

use self::print::{print_report, print_table};
use self::run::{plan, run, slashed};
use crate::budget::limits;
use crate::workspace;

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
