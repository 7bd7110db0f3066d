//! `cargo xtask bench`: what generation and compilation cost, beside stock progenitor in the same run.

mod compile;
mod generation;
mod measure;

use std::process::Command;

use crate::workspace;

/// What is measured.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) runs: usize,
    pub(crate) modules: Vec<String>,
    pub(crate) openapi_generator: Option<String>,
    pub(crate) limit: u64,
}

/// Measures all and writes `BENCHMARKS.md`.
pub(crate) fn run(plan: &Plan) -> Result<(), String> {
    let mut text = format!(
        "# Benchmarks\n\nWritten by `cargo xtask bench`. CPU seconds are user and system together; where something ran \
         more than once, minimum, median and maximum stand in this order. {}\n",
        machine()
    );
    text.push_str(&generation::report(plan)?);
    text.push_str(&compile::report(plan)?);
    let path = workspace::root().join("BENCHMARKS.md");
    std::fs::write(&path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{text}");
    Ok(())
}

/// The machine, the compiler and the commit.
fn machine() -> String {
    let first_line = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(workspace::root()).output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        text.lines().next().unwrap_or("unknown").to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |pair| pair.1);
    format!(
        "Measured on {cores} cores ({model}), {}, commit {}.",
        first_line("rustc", &["--version"]),
        first_line("git", &["rev-parse", "--short", "HEAD"])
    )
}
