//! Module crates compiled alone: ours for all, beside stock progenitor's output for some.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::measure::{Cost, median, run};
use super::peers::{build_stock, lines, modules, stock};
use super::plan::Plan;
use crate::workspace;

/// How often a crate is compiled beside its peer.
const RUNS: usize = 3;

/// What stock progenitor's output needs.
pub(super) const STOCK_DEPENDENCIES: &str = "bytes = \"1\"
chrono = { version = \"0.4\", features = [\"serde\"] }
futures = \"0.3\"
progenitor-client = \"0.15.1\"
regress = \"0.11\"
reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\", \"form\", \"http2\", \"gzip\", \"rustls\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
uuid = { version = \"1\", features = [\"serde\", \"v4\"] }
";

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let target = workspace::root().join("target/bench/modules");
    let names = if plan.modules.is_empty() { modules()? } else { plan.modules.clone() };
    let mut text = String::from(
        "Dependencies warm, one run each: CPU seconds, the peak of the debug build, and the size of the rlib.\n\n\
         | module | lines | check, s | debug, s | release, s | peak, MiB | debug rlib, MiB | release rlib, MiB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for module in &names {
        text.push_str(&row(module, &target)?);
    }
    text.push_str(&beside_stock(plan, &target)?);
    Ok(text)
}

fn row(module: &str, target: &Path) -> Result<String, String> {
    let package = format!("harness-sdk-{module}");
    let folder = workspace::root().join("crates").join(&package).join("src");
    let one = |arguments: &[&str]| compile(&workspace::root(), target, &package, &folder.join("lib.rs"), arguments);
    let (check, debug, release) = (one(&["check"])?, one(&["build"])?, one(&["build", "--release"])?);
    let size = |profile: &str| {
        let rlib = target.join(profile).join(format!("lib{}.rlib", package.replace('-', "_")));
        fs::metadata(&rlib).map(|data| data.len() as f64 / f64::from(1 << 20)).unwrap_or_default()
    };
    Ok(format!(
        "| {module} | {} | {:.2} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} |\n",
        lines(&folder),
        check.cpu,
        debug.cpu,
        release.cpu,
        debug.peak,
        size("debug"),
        size("release"),
    ))
}

/// Compiles one package once its dependencies are there.
fn compile(root: &Path, target: &Path, package: &str, lib: &Path, arguments: &[&str]) -> Result<Cost, String> {
    let once = || {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).args(["--quiet", "--package", package]).current_dir(root);
        run(command.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0"), None)
    };
    once()?.or_fail(package)?;
    touch(lib)?;
    once()?.or_fail(package)
}

/// Makes a file newer than what was built from it.
pub(super) fn touch(file: &Path) -> Result<(), String> {
    let opened = fs::File::options().write(true).open(file);
    let touched = opened.and_then(|opened| opened.set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| format!("{}: {error}", file.display()))
}

fn beside_stock(plan: &Plan, target: &Path) -> Result<String, String> {
    let peer = workspace::root().join("target/bench/stock");
    prepare(&peer, &plan.stock)?;
    let mut text = format!(
        "\n`cargo check` beside stock progenitor's output for the same module, in turns, CPU seconds and peak, medians of \
         {RUNS}.\n\n| module | ours, s | stock, s | ours / stock | ours, MiB | stock, MiB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n"
    );
    for module in &plan.stock {
        let package = format!("harness-sdk-{module}");
        let lib = workspace::root().join("crates").join(&package).join("src/lib.rs");
        let (mut ours, mut stocks, mut problem) = (Vec::new(), Vec::new(), None);
        for _ in 0..RUNS {
            ours.push(compile(&workspace::root(), target, &package, &lib, &["check"])?);
            let theirs = peer.join(module).join("src/lib.rs");
            match compile(&peer, target, &format!("stock-{module}"), &theirs, &["check"]) {
                Ok(cost) => stocks.push(cost),
                Err(message) => problem = Some(message),
            }
        }
        let cpu = |costs: &[Cost]| median(costs.iter().map(|cost| cost.cpu).collect());
        let peak = |costs: &[Cost]| median(costs.iter().map(|cost| cost.peak).collect());
        let (own, their) = (cpu(&ours), cpu(&stocks));
        text.push_str(&match problem {
            None => format!(
                "| {module} | {own:.2} | {their:.2} | {:.2} | {:.0} | {:.0} |\n",
                own / their,
                peak(&ours),
                peak(&stocks)
            ),
            Some(message) => {
                let line = message.lines().find(|line| line.starts_with("error")).unwrap_or("does not compile");
                format!("| {module} | {own:.2} | {} | - | {:.0} | - |\n", line.replace('|', "/"), peak(&ours))
            }
        });
    }
    Ok(text)
}

/// A workspace with one crate a module, holding what stock progenitor makes of it.
pub(super) fn prepare(peer: &Path, modules: &[String]) -> Result<(), String> {
    let program = build_stock()?;
    let write =
        |path: PathBuf, text: &str| fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()));
    for module in modules {
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
    let members: Vec<String> = modules.iter().map(|module| format!("\"{module}\"")).collect();
    write(peer.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))?;
    // The same versions of what both need.
    let (from, to) = (workspace::root().join("Cargo.lock"), peer.join("Cargo.lock"));
    fs::copy(&from, &to).map(drop).map_err(|error| format!("{}: {error}", to.display()))
}
