//! Any other OpenAPI 3.0 document, into a workspace of its own.

use std::fs;
use std::path::Path;
use std::time::Instant;

use harness_sdk_codegen::Input;

use super::{Show, all, owned, plan, print_outcome, print_report, print_table, run};
use crate::workspace;

/// Generates the crates of the document `spec` into the folder `out`, with a copy of the runtime beside them.
pub(crate) fn foreign(spec: &Path, out: &Path, show: Show) -> Result<(), String> {
    let start = Instant::now();
    let (output, mut stages) = run(&Input { document: spec.to_path_buf(), data: None })?;
    let mut plan = plan(&output);
    let root = workspace::root();
    plan.insert("Cargo.toml", manifest(&root)?);
    copy_runtime(&root.join("crates/harness-sdk-core"), "crates/harness-sdk-core", &mut plan)?;
    let outcome = plan.apply(out, &owned(out, &output)).map_err(all)?;
    stages.next("write");
    if show.report {
        print_report(&output);
    }
    if show.timings {
        stages.print(&output);
    }
    print_table(&output);
    print_outcome(&outcome, start);
    Ok(())
}

/// The workspace's manifest, with the generated crates as its only members.
pub(crate) fn manifest(root: &Path) -> Result<String, String> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines =
        text.lines().filter(|line| !line.starts_with("default-members") && !line.starts_with("harness-sdk-codegen"));
    let lines: Vec<String> = lines
        .map(|line| if line.starts_with("members") { "members = [\"crates/*\"]".to_owned() } else { line.to_owned() })
        .collect();
    Ok(lines.join("\n") + "\n")
}

fn copy_runtime(from: &Path, to: &str, plan: &mut harness_sdk_codegen::write::Plan) -> Result<(), String> {
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let target = format!("{to}/{name}");
        if path.is_dir() {
            if matches!(name.as_str(), "src" | "benches" | "tests") || to.contains("/src") {
                copy_runtime(&path, &target, plan)?;
            }
        } else {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            plan.insert(target, text);
        }
    }
    Ok(())
}
