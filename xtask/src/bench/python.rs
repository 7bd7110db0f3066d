//! The published Python clients on the same server.

use std::process::Command;

use serde_json::Value;

use super::measure::{median, run};
use super::plan::Plan;
use super::runtime::{Programs, Server};
use crate::workspace;

/// Calls a run.
const CALLS: &str = "300";

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let programs = Programs::build()?;
    let server = Server::start(&programs.plain)?;
    let script = workspace::root().join("benches/python/calls.py");
    let mut text = format!(
        "One call after the other to the server of fixed answers; `harness-open-api` and `harness-platform-sdk` from PyPI. Medians of \
         {} runs in turns.\n\n| call | client | CPU a call, µs | calls/s | ours / client, CPU |\n| --- | --- | ---: | ---: | ---: |\n",
        plan.runs.max(1)
    );
    for (name, case) in [("a small GET", "get"), ("a page of 100 items", "page")] {
        let mut figures: Vec<(String, Vec<f64>, Vec<f64>)> = Vec::new();
        for _ in 0..plan.runs.max(1) {
            let mut ours = Command::new(&programs.plain);
            ours.args(["call", "ours", &server.port, case, CALLS, "1"]);
            take(&mut figures, "ours", ours)?;
            for client in ["harness-open-api", "harness-platform-sdk"] {
                let mut theirs = Command::new(&plan.python);
                theirs.arg(&script).args([client, &server.port, case, CALLS]);
                take(&mut figures, client, theirs)?;
            }
        }
        let own = figures.first().map(|(_, cpu, _)| median(cpu.clone())).unwrap_or_default();
        for (client, cpu, calls) in figures {
            let cpu = median(cpu);
            text.push_str(&format!("| {name} | {client} | {cpu:.0} | {:.0} | {:.3} |\n", median(calls), own / cpu));
        }
    }
    Ok(text)
}

fn take(figures: &mut Vec<(String, Vec<f64>, Vec<f64>)>, client: &str, mut command: Command) -> Result<(), String> {
    let cost = run(&mut command, None)?.or_fail(client)?;
    let said: Value = serde_json::from_str(&cost.stdout).map_err(|error| format!("{client}: {error}"))?;
    let figure = |key: &str| said.get(key).and_then(Value::as_f64).ok_or_else(|| format!("{client}: no {key}"));
    let (cpu, calls) = (figure("cpu_us")?, figure("calls_per_second")?);
    match figures.iter_mut().find(|(name, ..)| name == client) {
        Some((_, cpus, rates)) => {
            cpus.push(cpu);
            rates.push(calls);
        }
        None => figures.push((client.to_owned(), vec![cpu], vec![calls])),
    }
    Ok(())
}
