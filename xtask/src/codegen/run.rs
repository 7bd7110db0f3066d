//! One run of the generator, and what it wants to see on disk.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use harness_sdk_codegen::coverage;
use harness_sdk_codegen::emit::{catalogue, contract, expectations, finder, index};
use harness_sdk_codegen::write::Plan;
use harness_sdk_codegen::{Input, Output, generate};

use super::print::all;
use super::stages::Stages;
use crate::progress::Progress;

pub(super) fn run(input: &Input) -> Result<(Output, Stages), String> {
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

pub(super) fn plan(output: &Output) -> Plan {
    let mut plan = Plan::new();
    for (path, text) in output.files.iter().chain(&output.mock) {
        plan.insert(slashed(path), text.clone());
    }
    plan
}

pub(super) fn slashed(path: &Path) -> String {
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
