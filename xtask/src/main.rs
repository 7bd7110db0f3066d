//! The workspace's own commands: `cargo xtask <command>`.

#[cfg(unix)]
mod bench;
mod budget;
mod codegen;
mod coverage;
mod docs;
mod find;
mod progress;
mod release;
mod site;
mod spec;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use harness_sdk_codegen::budget::Change;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Commands of the harness-sdk workspace")]
struct Arguments {
    /// The workspace to work on; this one when not given.
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client crates from spec/, or another document's crates into a folder of their own.
    Codegen {
        /// Write nothing; fail when the tree is not what the document and the data give.
        #[arg(long, conflicts_with_all = ["spec", "out"])]
        check: bool,
        /// Another OpenAPI 3.0 document, JSON or YAML.
        #[arg(long, requires = "out", value_name = "FILE")]
        spec: Option<PathBuf>,
        /// The folder that becomes a stand-alone workspace for that document.
        #[arg(long, requires = "spec", value_name = "DIR")]
        out: Option<PathBuf>,
        /// Print what each normalising rule did.
        #[arg(long)]
        report: bool,
        /// Print what each stage took, in seconds.
        #[arg(long)]
        timings: bool,
    },
    /// Measures generation, compilation and calls beside their peers, and writes BENCHMARKS.md.
    #[cfg(unix)]
    Bench(bench::Plan),
    /// Writes the document with NUMERATOR / DENOMINATOR of its operations, for `bench`.
    #[cfg(unix)]
    #[command(hide = true)]
    BenchDocument { numerator: usize, denominator: usize, to: PathBuf },
    /// Compares what the generated crates cost with spec/budget.toml.
    Budget {
        /// Build the crates and measure their rlibs, too.
        #[arg(long)]
        rlib: bool,
        /// Lower the budget where a crate has become smaller.
        #[arg(long)]
        update: bool,
        /// Raise the budget where a crate has become larger.
        #[arg(long)]
        raise: bool,
    },
    /// Prints what is generated, module by module, from spec/coverage.json.
    Coverage,
    /// Prints how many parameters and fields are explained, and which are not, the most frequent first.
    Docs {
        /// The modules to look at; all when none is named.
        modules: Vec<String>,
        /// The most names to print for each module.
        #[arg(long, default_value_t = 20, value_name = "COUNT")]
        limit: usize,
        /// One list for all the modules together.
        #[arg(long)]
        together: bool,
    },
    /// Finds operations by what they do; offline.
    Find {
        /// What is looked for, in any order: `list workspaces`, `approve exemption`, a path, an operationId, a type.
        #[arg(required = true)]
        words: Vec<String>,
        /// The most operations to print.
        #[arg(long, default_value_t = 10, value_name = "COUNT")]
        limit: usize,
        /// Print JSON, one array of objects.
        #[arg(long)]
        json: bool,
    },
    /// Writes one HTML file that finds operations as one types; it works offline and asks nobody.
    Site {
        /// The file to write.
        #[arg(long, default_value = "target/site/index.html", value_name = "FILE")]
        out: PathBuf,
    },
    /// Looks at OpenAPI documents, compares them, and adopts a new one.
    Spec {
        #[command(subcommand)]
        command: spec::Command,
    },
    /// Prepares a version, or packs the crates in the order in which they are published.
    Release(release::Wish),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(root) = arguments.root {
        workspace::work_on(root);
    }
    let outcome = match arguments.command {
        Command::Codegen { spec: Some(spec), out: Some(out), report, timings, .. } => {
            codegen::foreign(&spec, &out, codegen::Show { report, timings })
        }
        Command::Codegen { check, report, timings, .. } => codegen::own(check, codegen::Show { report, timings }),
        #[cfg(unix)]
        Command::Bench(plan) => bench::run(&plan),
        #[cfg(unix)]
        Command::BenchDocument { numerator, denominator, to } => bench::write_document(numerator, denominator, &to),
        Command::Budget { rlib, update, raise } => {
            let lower = update.then_some(Change::Lower);
            budget::run(rlib, if raise { Some(Change::Raise) } else { lower })
        }
        Command::Coverage => coverage::print(),
        Command::Docs { modules, limit, together } => docs::print(&modules, limit, together),
        Command::Find { words, limit, json } => find::run(&words.join(" "), limit, json),
        Command::Site { out } => site::write(&out),
        Command::Spec { command } => spec::run(command),
        Command::Release(wish) => release::run(&wish),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
