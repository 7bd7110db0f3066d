//! `cargo xtask release`: prepares a version, and packs all crates as publishing them would.

mod order;
mod pace;
mod prepare;

use std::path::Path;
use std::process::{Command, Stdio};

use clap::Args;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use jiff::civil::Date;
use semver::Version;

use crate::workspace;
use order::Package;

/// The largest package the registry takes, in bytes.
const MOST_BYTES: u64 = 10 << 20;

#[derive(Debug, Args)]
pub(crate) struct Wish {
    /// Gives all crates this version, and what stands under `Unreleased` in CHANGELOG.md with it.
    #[arg(long, value_name = "VERSION", required_unless_present = "dry_run", conflicts_with = "dry_run")]
    prepare: Option<Version>,
    /// The date of the version; today when not given.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "prepare")]
    date: Option<Date>,
    /// Packs every crate in the order of publishing; publishes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Compiles what was packed, too.
    #[arg(long, requires = "dry_run")]
    verify: bool,
    /// Packs what is not committed, too.
    #[arg(long, requires = "dry_run")]
    allow_dirty: bool,
    /// Uses no network.
    #[arg(long, requires = "dry_run")]
    offline: bool,
    /// The commit, tag or branch that `cargo semver-checks` compares with; the last release's tag when not given.
    #[arg(long, value_name = "REV", requires = "dry_run")]
    baseline: Option<String>,
}

/// Runs the command.
pub(crate) fn run(wish: &Wish) -> Result<(), String> {
    let root = workspace::root();
    match &wish.prepare {
        Some(version) => {
            let date = wish.date.unwrap_or_else(crate::spec::today).to_string();
            prepare::run(&root, version, &date)
        }
        None => dry_run(&root, wish),
    }
}

fn dry_run(root: &Path, wish: &Wish) -> Result<(), String> {
    let metadata = cargo(root).args(["metadata", "--no-deps", "--format-version", "1", "--offline"]).output();
    let metadata = metadata.map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !metadata.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&metadata.stderr)));
    }
    let (packages, target) = order::read(&metadata.stdout)?;
    let packages = order::sorted(packages)?;
    package(root, wish, &packages)?;
    let sizes = table(&packages, &target)?;
    println!("\n{}", pace::text(packages.len()));
    println!("{}", prepare::state(root)?);
    semver_checks(root, wish, &packages)?;
    if sizes.is_empty() {
        println!("Packed {} crates; nothing was published.", packages.len());
        return Ok(());
    }
    Err(format!("the registry takes at most {} MiB a crate: {}", MOST_BYTES >> 20, sizes.join(", ")))
}

fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root);
    cargo
}

/// Packs all crates in one run, in which each finds those it depends on though none is published.
fn package(root: &Path, wish: &Wish, packages: &[Package]) -> Result<(), String> {
    let mut command = cargo(root);
    command.arg("package");
    for package in packages {
        command.args(["--package", &package.name]);
    }
    for (flag, is_set) in
        [("--no-verify", !wish.verify), ("--allow-dirty", wish.allow_dirty), ("--offline", wish.offline)]
    {
        if is_set {
            command.arg(flag);
        }
    }
    let status = command.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err("cargo package failed; see above".to_owned()) }
}

/// Prints the crates in the order of publishing; gives those that are too large.
fn table(packages: &[Package], target: &Path) -> Result<Vec<String>, String> {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["", "crate", "version", "packed KiB", "after"]);
    let mut too_large = Vec::new();
    for (index, package) in packages.iter().enumerate() {
        let path = target.join("package").join(format!("{}-{}.crate", package.name, package.version));
        let size = std::fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
        if size > MOST_BYTES {
            too_large.push(format!("{} has {} KiB", package.name, size >> 10));
        }
        table.add_row([
            (index + 1).to_string(),
            package.name.clone(),
            package.version.clone(),
            (size >> 10).to_string(),
            match package.needs.len() {
                0..=3 => package.needs.join(", "),
                more => format!("{more} crates"),
            },
        ]);
    }
    for column in [0, 3] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{table}");
    Ok(too_large)
}

/// Compares with what was released before, where the tool for it is there.
fn semver_checks(root: &Path, wish: &Wish, packages: &[Package]) -> Result<(), String> {
    let found = cargo(root).args(["semver-checks", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        println!("cargo-semver-checks is not installed: not run. `cargo install cargo-semver-checks` adds it.");
        return Ok(());
    }
    let Some(baseline) = wish.baseline.clone().or_else(|| last_release(root)) else {
        println!("cargo semver-checks: not run, for there is no earlier release to compare with.");
        return Ok(());
    };
    let mut command = cargo(root);
    command.args(["semver-checks", "check-release", "--baseline-rev", &baseline]);
    for package in packages {
        command.args(["--package", &package.name]);
    }
    let status = command.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err("cargo semver-checks objects; see above".to_owned()) }
}

/// The tag of the release before the commit that is packed.
fn last_release(root: &Path) -> Option<String> {
    let arguments = ["describe", "--tags", "--match", "v*", "--abbrev=0", "HEAD^"];
    let output = Command::new("git").args(arguments).current_dir(root).output().ok()?;
    let tag = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !tag.is_empty()).then_some(tag)
}
