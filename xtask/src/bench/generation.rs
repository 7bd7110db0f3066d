//! The whole run as a process, and stock progenitor module by module.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::Plan;
use super::measure::{Cost, run, spread};
use crate::workspace;

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut costs = Vec::new();
    for _ in 0..plan.runs.max(1) {
        let cost = run(Command::new(&own).args(["codegen", "--check"]), None)?;
        if !cost.success {
            return Err(format!("generation failed: {}", cost.stderr));
        }
        costs.push(cost);
    }
    let peak = costs.iter().map(|cost| cost.peak).max().unwrap_or_default();
    let mut text = format!(
        "\n## Generation\n\nThe whole document, built, {} runs of `xtask codegen --check`: wall {} s, CPU {} s, peak {peak} MiB.\n",
        costs.len(),
        spread(costs.iter().map(|cost| cost.wall).collect()),
        spread(costs.iter().map(|cost| cost.cpu).collect()),
    );
    text.push_str(&stock_table()?);
    if let Some(command) = &plan.openapi_generator {
        text.push_str(&openapi_generator(command, plan.limit)?);
    }
    Ok(text)
}

fn stock_table() -> Result<String, String> {
    let program = build_stock()?;
    let mut text = String::from(
        "\nStock progenitor (Builder style, merged tags) on the same modules: `as it is`, and after normalisation (`plain`), one \
         run each; lines after prettyplease.\n\n| module | ours, lines | plain, lines | ours / plain | plain, s | as it is |\n\
         | --- | ---: | ---: | ---: | ---: | --- |\n",
    );
    for module in modules()? {
        let ours = lines(&workspace::root().join(format!("crates/harness-sdk-{module}/src")));
        let plain = stock(&program, &module, "plain", None)?;
        let as_is = stock(&program, &module, "as-is", None)?;
        let (plain_lines, seconds) = figures(&plain).unwrap_or_default();
        let ratio = if plain_lines > 0 { format!("{:.2}", ours as f64 / plain_lines as f64) } else { "-".to_owned() };
        let as_is = figures(&as_is).map_or_else(|| complaint(&as_is.stderr), |(lines, _)| format!("{lines} lines"));
        let shown = if plain_lines > 0 { plain_lines.to_string() } else { complaint(&plain.stderr) };
        text.push_str(&format!("| {module} | {ours} | {shown} | {ratio} | {seconds:.2} | {as_is} |\n"));
    }
    Ok(text)
}

/// Builds the program that runs stock progenitor.
pub(super) fn build_stock() -> Result<PathBuf, String> {
    let arguments =
        ["build", "--quiet", "--profile", "xtask", "--package", "harness-sdk-codegen", "--example", "stock"];
    let cost = run(Command::new(env!("CARGO")).args(arguments).current_dir(workspace::root()), None)?;
    if !cost.success {
        return Err(cost.stderr);
    }
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    Ok(own.with_file_name("examples").join("stock"))
}

/// Runs stock progenitor on a module.
pub(super) fn stock(program: &Path, module: &str, mode: &str, out: Option<&Path>) -> Result<Cost, String> {
    let spec = workspace::root().join("spec");
    let mut command = Command::new(program);
    command.arg(spec.join("harness-openapi.json")).arg(&spec).args([module, mode]);
    command.args(out).env("RUST_BACKTRACE", "0");
    run(&mut command, None)
}

/// Lines and seconds that stock progenitor printed.
pub(super) fn figures(cost: &Cost) -> Option<(usize, f64)> {
    let (lines, seconds) = cost.stdout.trim().split_once(' ')?;
    Some((lines.parse().ok()?, seconds.parse().ok()?))
}

/// What it said when it failed, in one line.
fn complaint(stderr: &str) -> String {
    let line = stderr.lines().find(|line| !line.trim().is_empty() && !line.contains("panicked at")).unwrap_or("failed");
    let line: String = line.chars().take(90).collect();
    format!("fails: {}", line.replace('|', "/"))
}

fn modules() -> Result<Vec<String>, String> {
    let text =
        std::fs::read_to_string(workspace::root().join("spec/coverage.json")).map_err(|error| error.to_string())?;
    let coverage: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let modules = coverage.get("modules").and_then(Value::as_object);
    Ok(modules.map(|modules| modules.keys().cloned().collect()).unwrap_or_default())
}

/// The lines of all Rust files below a folder.
pub(super) fn lines(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .map(|path| {
            if path.is_dir() {
                lines(&path)
            } else {
                std::fs::read_to_string(&path).map_or(0, |text| text.lines().count())
            }
        })
        .sum()
}

fn openapi_generator(command: &str, limit: u64) -> Result<String, String> {
    let out = workspace::root().join("target/bench/openapi-generator");
    let mut words = command.split_whitespace();
    let program = words.next().ok_or("openapi-generator: the command is empty")?;
    let mut command = Command::new(program);
    command.args(words).args(["generate", "-g", "rust", "--skip-validate-spec", "-i"]);
    command.arg(workspace::root().join("spec/harness-openapi.json")).arg("-o").arg(&out);
    let cost = run(&mut command, Some(Duration::from_secs(limit)))?;
    let outcome = if cost.success {
        format!("{} lines in {:.0} s", lines(&out.join("src")), cost.wall)
    } else if cost.wall >= limit as f64 {
        format!("had not finished after {limit} s")
    } else {
        format!("failed after {:.0} s: {}", cost.wall, cost.stderr.lines().last().unwrap_or_default())
    };
    Ok(format!("\nopenapi-generator's Rust generator on the whole document, one run: {outcome}.\n"))
}
