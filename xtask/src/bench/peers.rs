//! Other generators: stock progenitor module by module, and whatever else is given, on the whole document.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::generation::own;
use super::measure::{Cost, run};
use super::plan::Plan;
use crate::workspace;

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let mut text = stock_table()?;
    for generator in &plan.generators {
        text.push_str(&other(generator, plan.limit)?);
    }
    Ok(text)
}

fn stock_table() -> Result<String, String> {
    let program = build_stock()?;
    let mut text = String::from(
        "Stock progenitor (Builder style, merged tags) on the same modules: `as it is`, and after normalisation (`plain`), one \
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
    run(Command::new(env!("CARGO")).args(arguments).current_dir(workspace::root()), None)?.or_fail("the build")?;
    Ok(own()?.with_file_name("examples").join("stock"))
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

/// The modules, by name.
pub(super) fn modules() -> Result<Vec<String>, String> {
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
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                std::fs::read_to_string(&path).map_or(0, |text| text.lines().count())
            } else {
                0
            }
        })
        .sum()
}

/// The files below a folder that are text, and their lines, whatever the language.
fn files_and_lines(folder: &Path) -> (usize, usize) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.fold((0, 0), |(files, lines), path| {
        if path.is_dir() {
            let below = files_and_lines(&path);
            (files + below.0, lines + below.1)
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            (files + 1, lines + text.lines().count())
        } else {
            (files, lines)
        }
    })
}

/// Another generator, on an eighth of the document and on the whole.
fn other(generator: &str, limit: u64) -> Result<String, String> {
    let (name, command) = generator.split_once('=').ok_or("--generator takes NAME=COMMAND")?;
    let mut words = command.split_whitespace();
    let program = words.next().ok_or_else(|| format!("--generator {name}=: the command is empty"))?;
    let words: Vec<&str> = words.collect();
    let folder = workspace::root().join("target/bench").join(name);
    let mut text = String::new();
    for (what, numerator, denominator) in [("an eighth of", 1, 8), ("the whole of", 1, 1)] {
        let document = folder.join(format!("{numerator}-{denominator}.json"));
        let out = folder.join(format!("{numerator}-{denominator}"));
        std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
        let size = [numerator.to_string(), denominator.to_string()];
        run(Command::new(own()?).arg("bench-document").args(size).arg(&document), None)?
            .or_fail("making a document")?;
        let mut command = Command::new(program);
        command.args(&words).arg("-i").arg(&document).arg("-o").arg(&out);
        let cost = run(&mut command, Some(Duration::from_secs(limit)))?;
        let outcome = if cost.success {
            let (files, lines) = files_and_lines(&out);
            format!("{files} files, {lines} lines")
        } else if cost.stopped {
            format!("had not finished after {limit} s")
        } else {
            let said = format!("{}\n{}", cost.stdout, cost.stderr);
            let line = said.lines().find(|line| line.contains("xception") || line.contains("rror")).unwrap_or("failed");
            format!("fails: {}", line.chars().take(160).collect::<String>())
        };
        text.push_str(&format!(
            "\n{name} on {what} the document, one run: {outcome}; CPU {:.1} s, wall {:.1} s, peak {:.0} MiB.\n",
            cost.cpu, cost.wall, cost.peak
        ));
    }
    Ok(text)
}
