//! Calls, long lists and streams on the loopback address: through the SDK and by hand, in processes of their own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::measure::{median, run};
use super::plan::Plan;
use super::programs::benches;
use crate::workspace;

/// The cases: how they are named, what they are called, calls a run, calls at once.
const CASES: [(&str, &str, usize, usize); 7] = [
    ("a small GET", "get", 20_000, 1),
    ("a POST of 30 fields", "post", 20_000, 1),
    ("a page of 100 items", "page", 8000, 1),
    ("an answer of 10 MiB", "large", 40, 1),
    ("a small GET, 64 at once", "get", 60_000, 64),
    ("a POST of 30 fields, 64 at once", "post", 60_000, 64),
    ("a page of 100 items, 64 at once", "page", 12_000, 64),
];

/// Reading and writing alone, and how often a run does it.
const CODEC: [(&str, &str, usize); 3] =
    [("read a page of 100 items", "page", 5000), ("read 10 MiB", "large", 20), ("write 30 fields", "body", 200_000)];

const SIDES: [&str; 2] = ["ours", "raw"];

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let programs = Programs::build()?;
    let server = Server::start(&programs.plain)?;
    let runs = plan.runs.max(1);
    let mut text = format!(
        "A server of fixed answers in a process of its own, a client on one thread; `by hand` is reqwest, serde_json and \
         derived types of the same shape, with the same headers, limits and TLS settings. Medians of {runs} runs in \
         turns.\n\n"
    );
    text.push_str(&calls(&programs, &server, runs)?);
    text.push_str(&codec(&programs, runs)?);
    text.push_str(&streams(&programs, &server)?);
    Ok(text)
}

/// The built programs.
pub(super) struct Programs {
    pub(super) plain: PathBuf,
    counted: PathBuf,
}

impl Programs {
    pub(super) fn build() -> Result<Programs, String> {
        let target = workspace::root().join("target/bench/programs");
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--release", "--quiet", "--package", "bench-runtime"]).current_dir(benches()?);
        run(command.env("CARGO_TARGET_DIR", &target), None)?.or_fail("the build")?;
        let folder = target.join("release");
        Ok(Programs { plain: folder.join("bench-runtime"), counted: folder.join("counted") })
    }
}

/// The server, as long as this lives.
pub(super) struct Server {
    child: Child,
    pub(super) port: String,
}

impl Server {
    pub(super) fn start(program: &Path) -> Result<Server, String> {
        let shown = program.display();
        let mut command = Command::new(program);
        command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("{shown}: {error}"))?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut port = String::new();
        BufReader::new(output).read_line(&mut port).map_err(|error| format!("{shown}: {error}"))?;
        Ok(Server { child, port: port.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// What the program says, as JSON.
fn ask(program: &Path, arguments: &[&str]) -> Result<Value, String> {
    let cost = run(Command::new(program).args(arguments), None)?.or_fail(&arguments.join(" "))?;
    serde_json::from_str(&cost.stdout).map_err(|error| format!("{}: {error}", arguments.join(" ")))
}

/// The figures of both sides, run after run in turns.
struct Pair([Vec<Value>; 2]);

impl Pair {
    fn take(runs: usize, mut one: impl FnMut(&str) -> Result<Value, String>) -> Result<Pair, String> {
        let mut figures = [Vec::new(), Vec::new()];
        for _ in 0..runs {
            for (side, taken) in SIDES.iter().zip(&mut figures) {
                taken.push(one(side)?);
            }
        }
        Ok(Pair(figures))
    }

    /// The medians of a figure, ours and by hand.
    fn medians(&self, key: &str) -> [f64; 2] {
        let of = |values: &Vec<Value>| median(values.iter().filter_map(|value| value.get(key)?.as_f64()).collect());
        [of(&self.0[0]), of(&self.0[1])]
    }

    /// The median of the ratios, run by run.
    fn ratio(&self, key: &str) -> f64 {
        let figure = |value: &Value| value.get(key).and_then(Value::as_f64);
        let pairs = self.0[0].iter().zip(&self.0[1]);
        median(pairs.filter_map(|(ours, raw)| Some(figure(ours)? / figure(raw)?)).collect())
    }
}

fn calls(programs: &Programs, server: &Server, runs: usize) -> Result<String, String> {
    let mut text = String::from(
        "| call | CPU a call, µs: ours | by hand | ratio | instructions, ratio | calls/s: ours | by hand | p50, µs | by hand | \
         p99, µs | by hand | allocations | by hand |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (name, case, calls, width) in CASES {
        let (count, at_once) = (calls.to_string(), width.to_string());
        let pair =
            Pair::take(runs, |side| ask(&programs.plain, &["call", side, &server.port, case, &count, &at_once]))?;
        let few = (calls / 10).max(10).to_string();
        let counted =
            Pair::take(1, |side| ask(&programs.counted, &["call", side, &server.port, case, &few, &at_once]))?;
        let instructions = if width == 1 { instructions(programs, server, case, calls)? } else { None };
        text.push_str(&row(name, &pair, &counted, instructions));
    }
    text.push_str("\nInstructions are those of the client's own code, counted by valgrind's callgrind; the kernel's do not show.\n");
    Ok(text)
}

fn row(name: &str, pair: &Pair, counted: &Pair, instructions: Option<f64>) -> String {
    let two = |key: &str, digits: usize| {
        let [ours, raw] = pair.medians(key);
        format!("{ours:.digits$} | {raw:.digits$}")
    };
    let [ours, raw] = counted.medians("allocations");
    format!(
        "| {name} | {} | {:.2} | {} | {} | {} | {} | {ours:.0} | {raw:.0} |\n",
        two("cpu_us", 1),
        pair.ratio("cpu_us"),
        instructions.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
        two("calls_per_second", 0),
        two("p50_us", 0),
        two("p99_us", 0),
    )
}

/// Instructions a call, ours by hand: two runs of different length tell the cost of the calls between them.
fn instructions(programs: &Programs, server: &Server, case: &str, calls: usize) -> Result<Option<f64>, String> {
    let few = (calls / 40).max(2);
    let mut each = Vec::new();
    for side in SIDES {
        let mut counts = Vec::new();
        for calls in [few, few * 3] {
            let mut command = Command::new("valgrind");
            command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(&programs.plain);
            command.args(["call", side, &server.port, case, &calls.to_string(), "1"]);
            let Ok(cost) = run(&mut command, None) else { return Ok(None) };
            let line = cost.stderr.lines().find_map(|line| line.split_once("Collected : "));
            let Some(count) = line.and_then(|(_, count)| count.trim().parse::<f64>().ok()) else { return Ok(None) };
            counts.push(count);
        }
        if let [short, long] = counts.as_slice() {
            each.push(long - short);
        }
    }
    Ok(match each.as_slice() {
        [ours, raw] => Some(ours / raw),
        _ => None,
    })
}

fn codec(programs: &Programs, runs: usize) -> Result<String, String> {
    let mut text = String::from(
        "\nWithout a network: CPU of the lenient reader and writer beside serde_json with derives.\n\n\
         | work | ours, µs | serde_json, µs | ratio |\n| --- | ---: | ---: | ---: |\n",
    );
    for (name, case, rounds) in CODEC {
        let rounds = rounds.to_string();
        let pair = Pair::take(runs, |side| ask(&programs.plain, &["decode", side, case, &rounds]))?;
        let [ours, raw] = pair.medians("cpu_us");
        text.push_str(&format!("| {name} | {ours:.1} | {raw:.1} | {:.2} |\n", pair.ratio("cpu_us")));
    }
    Ok(text)
}

fn streams(programs: &Programs, server: &Server) -> Result<String, String> {
    let mut text = String::from(
        "\nMemory over time, one run each: the resident set at the first and the last tenth of the way, and the peak, in MiB; an \
         upload is not looked at on its way.\n\n\
         | work | side | CPU, s | a second | first tenth | last tenth | peak |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let gib = (1_usize << 30).to_string();
    let works: [(&str, f64, &str, &[&str]); 3] = [
        ("1,000,000 items in pages of 100", 1.0, "items", &["1000000"]),
        ("1 GiB down", f64::from(1 << 20), "MiB", &["down", &gib]),
        ("1 GiB up", f64::from(1 << 20), "MiB", &["up", &gib]),
    ];
    for (name, unit, what, rest) in works {
        let command = if what == "items" { "walk" } else { "carry" };
        for (side, shown) in SIDES.iter().zip(["ours", "by hand"]) {
            let mut arguments = vec![command, side, &server.port];
            arguments.extend(rest);
            let said = ask(&programs.plain, &arguments)?;
            let figure = |key: &str| said.get(key).and_then(Value::as_f64).unwrap_or_default();
            let samples = said.get("resident_mib").and_then(Value::as_array);
            let sample = |value: Option<&Value>| {
                value.and_then(Value::as_f64).map_or("-".to_owned(), |sample| format!("{sample:.1}"))
            };
            text.push_str(&format!(
                "| {name} | {shown} | {:.2} | {:.0} {what} | {} | {} | {:.1} |\n",
                figure("cpu_seconds"),
                figure("per_second") / unit,
                sample(samples.and_then(|samples| samples.first())),
                sample(samples.and_then(|samples| samples.last())),
                figure("peak_mib"),
            ));
        }
    }
    Ok(text)
}
