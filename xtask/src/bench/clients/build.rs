//! A program on a client, built in three steps: what the client depends on, its own crates, the program with the rest.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::super::measure::{Cost, median, run};
use super::super::modules::touch;
use super::data::Client;
use crate::workspace;

/// How often a program is built again after a change.
const REBUILDS: usize = 3;

/// How crates are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Check,
    Debug,
    Release,
}

/// What the steps cost.
pub(super) struct Built {
    pub(super) dependencies: Cost,
    pub(super) own: Cost,
    pub(super) program: Cost,
    /// CPU seconds of the program alone after a change of it.
    pub(super) rebuild: f64,
    /// The size of the program.
    pub(super) bytes: u64,
}

impl Built {
    /// CPU seconds of all three.
    pub(super) fn cpu(&self) -> f64 {
        self.dependencies.cpu + self.own.cpu + self.program.cpu
    }

    /// The largest peak of all three.
    pub(super) fn peak(&self) -> f64 {
        self.dependencies.peak.max(self.own.peak).max(self.program.peak)
    }
}

/// A program on a client, with the packages that it stands on.
pub(super) struct Project {
    root: PathBuf,
    /// Ids of the client's own crates.
    own: Vec<String>,
    /// Ids of what those use directly.
    dependencies: Vec<String>,
    /// Where the client's own crates are.
    pub(super) folders: Vec<PathBuf>,
    /// The version of the crate that has the client's name.
    pub(super) version: String,
}

impl Project {
    /// Writes the manifest and the program, and downloads what is not here yet.
    pub(super) fn new(client: &Client, folder: &str, dependencies: &str) -> Result<Project, String> {
        let root = workspace::root().join("target/bench/clients").join(&client.name).join(folder);
        fs::create_dir_all(root.join("src")).map_err(|error| format!("{}: {error}", root.display()))?;
        let manifest = format!(
            "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\
             [profile.release]\nstrip = true\n\n[workspace]\n"
        );
        fs::write(root.join("Cargo.toml"), manifest).map_err(|error| format!("{}: {error}", root.display()))?;
        let program = workspace::root().join(format!("benches/clients/{}.rs", client.name));
        fs::copy(&program, root.join("src/main.rs")).map_err(|error| format!("{}: {error}", program.display()))?;
        // The versions of this workspace where both use a crate; cargo leaves out the rest.
        let lock = root.join("Cargo.lock");
        fs::copy(workspace::root().join("Cargo.lock"), &lock)
            .map_err(|error| format!("{}: {error}", lock.display()))?;
        let host = run(Command::new("rustc").args(["--print", "host-tuple"]), None)?.or_fail("rustc")?;
        let mut command = Command::new(env!("CARGO"));
        command.args(["metadata", "--format-version=1", "--filter-platform", host.stdout.trim()]).current_dir(&root);
        let metadata = run(&mut command, None)?.or_fail("cargo metadata")?;
        let metadata: Value = serde_json::from_str(&metadata.stdout).map_err(|error| error.to_string())?;
        let tree = ["tree", "--edges=normal", "--prefix=none", "--format={p}"];
        let tree = run(Command::new(env!("CARGO")).args(tree).current_dir(&root), None)?.or_fail("cargo tree")?;
        Ok(Project::of(client, root, &metadata, &tree.stdout))
    }

    /// What is compiled says `cargo tree`; the metadata lists what no feature asks for, too.
    fn of(client: &Client, root: PathBuf, metadata: &Value, tree: &str) -> Project {
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let compiled: BTreeSet<String> = tree.lines().map(|line| line.split(' ').take(2).collect()).collect();
        let packages = list(metadata.get("packages"));
        let of_id = |id: &str| packages.iter().find(|package| package["id"] == id);
        let is_compiled =
            |package: &Value| compiled.contains(&format!("{}v{}", text(package, "name"), text(package, "version")));
        // A procedural macro that is named is compiled for the program, too: those come with what uses them.
        let is_macro = |package: &Value| list(package.get("targets")).iter().any(|one| one["kind"][0] == "proc-macro");
        let is_own = |one: &&Value| client.owns(&text(one, "name")) && is_compiled(one) && !is_macro(one);
        let own: Vec<&Value> = packages.iter().filter(is_own).collect();
        let ids: BTreeSet<String> = own.iter().map(|package| text(package, "id")).collect();
        let dependencies: BTreeSet<String> = list(metadata.pointer("/resolve/nodes"))
            .iter()
            .filter(|node| ids.contains(&text(node, "id")))
            .flat_map(|node| list(node.get("deps")))
            .filter(|one| list(one.get("dep_kinds")).iter().any(|kind| kind["kind"].is_null()))
            .map(|one| text(&one, "pkg"))
            .filter(|id| !ids.contains(id) && of_id(id).is_some_and(|one| is_compiled(one) && !is_macro(one)))
            .collect();
        let folder = |package: &&Value| PathBuf::from(text(package, "manifest_path")).parent().map(PathBuf::from);
        let named = own.iter().find(|package| package["name"] == client.name.as_str());
        Project {
            root,
            folders: own.iter().filter_map(folder).collect(),
            version: named.map(|package| text(package, "version")).unwrap_or_default(),
            dependencies: dependencies.into_iter().collect(),
            own: ids.into_iter().collect(),
        }
    }

    /// Compiles it from nothing; what is not done by then is stopped, and is not there.
    pub(super) fn build(&self, way: Way, end: Instant) -> Result<Option<Built>, String> {
        // What clients depend on is mostly the same: for checks it is built once.
        let target = if way == Way::Check { checked() } else { self.root.join("target") };
        if way == Way::Check {
            let mut clean = Command::new(env!("CARGO"));
            clean.arg("clean").args(self.own.iter().flat_map(|package| ["--package", package.as_str()]));
            run(clean.env("CARGO_TARGET_DIR", &target).current_dir(&self.root), None)?.or_fail("cargo clean")?;
        } else {
            workspace::clear(&target)?;
        }
        let step = |packages: &[String]| {
            let mut command = Command::new(env!("CARGO"));
            command.args(if way == Way::Check { ["check"] } else { ["build"] }).current_dir(&self.root);
            command.args((way == Way::Release).then_some("--release"));
            command.args(packages.iter().flat_map(|package| ["--package", package.as_str()]));
            let cost =
                run(command.env("CARGO_TARGET_DIR", &target), Some(end.saturating_duration_since(Instant::now())))?;
            if cost.stopped { Ok(None) } else { cost.or_fail(&self.root.display().to_string()).map(Some) }
        };
        let clear = || if way == Way::Check { Ok(()) } else { workspace::clear(&target) };
        let Some(dependencies) = step(&self.dependencies)? else { return clear().map(|()| None) };
        let Some(own) = step(&self.own)? else { return clear().map(|()| None) };
        let Some(program) = step(&[])? else { return clear().map(|()| None) };
        let mut rebuilds = Vec::new();
        for _ in 0..if way == Way::Debug { REBUILDS } else { 0 } {
            touch(&self.root.join("src/main.rs"))?;
            rebuilds.extend(step(&[])?.map(|cost| cost.cpu));
        }
        let bytes = fs::metadata(target.join("release/program")).map_or(0, |data| data.len());
        clear()?;
        Ok(Some(Built { dependencies, own, program, rebuild: median(rebuilds), bytes }))
    }
}

/// Where clients are checked.
fn checked() -> PathBuf {
    workspace::root().join("target/bench/clients/checked")
}
