//! Compiles what a new document gives in a copy of the workspace, so that the workspace itself stays as it is until the
//! outcome is known, whatever ends the run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use harness_sdk_codegen::write::{Outcome, Plan};

use crate::codegen::{all, manifest};

/// Prefix of the module crates.
const PREFIX: &str = "harness-sdk-";

/// Checks the crates that the plan changes, and the facade with the modules among them.
///
/// # Errors
/// When they do not compile, or the copy cannot be made.
pub(super) fn check(root: &Path, plan: &Plan, outcome: &Outcome, modules: &BTreeSet<String>) -> Result<(), String> {
    let target = root.join("target");
    fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    let stage = tempfile::Builder::new().prefix("spec-import-").tempdir_in(&target);
    let stage = stage.map_err(|error| format!("{}: {error}", target.display()))?;
    copy(&root.join("crates"), &stage.path().join("crates"))?;
    write(&stage.path().join("Cargo.toml"), &manifest(root)?)?;
    if root.join("Cargo.lock").exists() {
        copy_file(&root.join("Cargo.lock"), &stage.path().join("Cargo.lock"))?;
    }
    let owned: Vec<String> = outcome_folders(outcome);
    plan.apply(stage.path(), &owned).map_err(all)?;
    let changed = changed(outcome, stage.path());

    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg("check").arg("--manifest-path").arg(stage.path().join("Cargo.toml"));
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.env("CARGO_TARGET_DIR", &target);
    }
    for module in &changed {
        cargo.arg("--package").arg(format!("{PREFIX}{module}"));
    }
    if stage.path().join("crates/harness-sdk/src/lib.rs").is_file() {
        cargo.args(["--package", "harness-sdk"]);
        for module in changed.intersection(modules) {
            cargo.arg("--features").arg(format!("harness-sdk/{module}"));
        }
    }
    let status = cargo.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let names: Vec<&str> = changed.iter().map(String::as_str).collect();
    Err(format!(
        "What the document gives does not compile ({}). Nothing was changed. Correct the data or the generator, and run \
         again.",
        names.join(", ")
    ))
}

/// The crates beside the facade of which a file changes, by what follows the prefix.
fn changed(outcome: &Outcome, stage: &Path) -> BTreeSet<String> {
    let files = outcome.written.iter().chain(&outcome.removed);
    let names = files.filter_map(|path| path.strip_prefix("crates/")?.split('/').next()?.strip_prefix(PREFIX));
    let is_there = |name: &&str| stage.join(format!("crates/{PREFIX}{name}/Cargo.toml")).is_file();
    names.filter(is_there).map(str::to_owned).collect()
}

/// The crate folders in which files are removed.
fn outcome_folders(outcome: &Outcome) -> Vec<String> {
    let folders: BTreeSet<String> = outcome
        .removed
        .iter()
        .filter_map(|path| Some(format!("crates/{}", path.strip_prefix("crates/")?.split('/').next()?)))
        .collect();
    folders.into_iter().collect()
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries.flatten() {
        let (path, target): (PathBuf, PathBuf) = (entry.path(), to.join(entry.file_name()));
        if !path.is_dir() {
            copy_file(&path, &target)?;
        } else if entry.file_name() != "target" {
            copy(&path, &target)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
