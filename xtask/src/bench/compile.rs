//! `cargo check` of module crates, beside stock progenitor's output for the same module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Plan;
use super::generation::{build_stock, stock};
use super::measure::{median, run};
use crate::workspace;

/// How often a crate is checked.
const RUNS: usize = 3;

/// What stock progenitor's output needs.
const STOCK_DEPENDENCIES: &str = "bytes = \"1\"
chrono = { version = \"0.4\", features = [\"serde\"] }
futures = \"0.3\"
progenitor-client = \"0.15.1\"
regress = \"0.11\"
reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\", \"form\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
uuid = { version = \"1\", features = [\"serde\", \"v4\"] }
";

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let target = workspace::root().join("target/bench");
    let peer = target.join("stock");
    prepare(&peer, plan)?;
    let mut text = format!(
        "\n## Compilation\n\n`cargo check` of one module crate, dependencies warm, CPU seconds, median of {RUNS}.\n\n\
         | module | ours | stock | ours / stock |\n| --- | ---: | ---: | ---: |\n"
    );
    for module in &plan.modules {
        let ours = check(
            &workspace::root(),
            &target,
            &format!("harness-sdk-{module}"),
            &workspace::root().join(format!("crates/harness-sdk-{module}/src/lib.rs")),
        )?;
        let stock = check(&peer, &target, &format!("stock-{module}"), &peer.join(module).join("src/lib.rs"));
        match stock {
            Ok(stock) => text.push_str(&format!("| {module} | {ours:.2} | {stock:.2} | {:.2} |\n", ours / stock)),
            Err(message) => {
                let line =
                    message.lines().find(|line| line.starts_with("error")).unwrap_or("does not compile").to_owned();
                text.push_str(&format!("| {module} | {ours:.2} | {} | - |\n", line.replace('|', "/")));
            }
        }
    }
    let clean = workspace_check(&target)?;
    text.push_str(&clean);
    Ok(text)
}

/// A workspace with one crate a module, holding what stock progenitor makes of it.
fn prepare(peer: &Path, plan: &Plan) -> Result<(), String> {
    let program = build_stock()?;
    let write =
        |path: PathBuf, text: &str| fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()));
    for module in &plan.modules {
        let source = peer.join(module).join("src");
        fs::create_dir_all(&source).map_err(|error| format!("{}: {error}", source.display()))?;
        let cost = stock(&program, module, "plain", Some(&source.join("lib.rs")))?;
        if !cost.success {
            write(source.join("lib.rs"), "compile_error!(\"stock progenitor generates nothing\");\n")?;
        }
        let manifest = format!(
            "[package]\nname = \"stock-{module}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{STOCK_DEPENDENCIES}"
        );
        write(peer.join(module).join("Cargo.toml"), &manifest)?;
    }
    let members: Vec<String> = plan.modules.iter().map(|module| format!("\"{module}\"")).collect();
    write(peer.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))
}

/// CPU seconds of `cargo check` for one package, once its dependencies are there.
fn check(root: &Path, target: &Path, package: &str, lib: &Path) -> Result<f64, String> {
    let once = || {
        let mut command = Command::new(env!("CARGO"));
        command.args(["check", "--quiet", "--package", package]).current_dir(root);
        let cost = run(command.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0"), None)?;
        if cost.success { Ok(cost.cpu) } else { Err(cost.stderr) }
    };
    once()?;
    let mut figures = Vec::new();
    for _ in 0..RUNS {
        let text = fs::read(lib).map_err(|error| format!("{}: {error}", lib.display()))?;
        fs::write(lib, text).map_err(|error| format!("{}: {error}", lib.display()))?;
        figures.push(once()?);
    }
    Ok(median(figures))
}

/// `cargo check --workspace` from clean.
fn workspace_check(target: &Path) -> Result<String, String> {
    let clean = target.join("clean");
    if clean.exists() {
        fs::remove_dir_all(&clean).map_err(|error| format!("{}: {error}", clean.display()))?;
    }
    let mut command = Command::new(env!("CARGO"));
    command.args(["check", "--quiet", "--workspace"]).current_dir(workspace::root());
    let cost = run(command.env("CARGO_TARGET_DIR", &clean), None)?;
    if !cost.success {
        return Err(cost.stderr);
    }
    Ok(format!(
        "\n`cargo check --workspace` from clean, all dependencies included, one run: wall {:.0} s, CPU {:.0} s.\n",
        cost.wall, cost.cpu
    ))
}
