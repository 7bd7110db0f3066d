//! The workspace's own commands: `cargo xtask <command>`.

#[cfg(unix)]
mod bench;
mod codegen;
mod coverage;
mod find;
mod progress;
mod release;
mod spec;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    },
    /// Measures generation and compilation beside stock progenitor, and writes BENCHMARKS.md.
    #[cfg(unix)]
    Bench {
        /// How often each of our own runs is measured.
        #[arg(long, default_value_t = 5)]
        runs: usize,
        /// The modules that are compiled beside stock progenitor's output.
        #[arg(long, value_delimiter = ',', default_value = "audit,policy,iacm,chaos")]
        modules: Vec<String>,
        /// How openapi-generator is called, such as 'java -jar openapi-generator-cli.jar'; left out when not given.
        #[arg(long, value_name = "COMMAND")]
        openapi_generator: Option<String>,
        /// Seconds after which openapi-generator is stopped.
        #[arg(long, default_value_t = 120)]
        limit: u64,
    },
    /// Prints what is generated, module by module, from spec/coverage.json.
    Coverage,
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
        Command::Codegen { spec: Some(spec), out: Some(out), report, .. } => codegen::foreign(&spec, &out, report),
        Command::Codegen { check, report, .. } => codegen::own(check, report),
        #[cfg(unix)]
        Command::Bench { runs, modules, openapi_generator, limit } => {
            bench::run(&bench::Plan { runs, modules, openapi_generator, limit })
        }
        Command::Coverage => coverage::print(),
        Command::Find { words, limit, json } => find::run(&words.join(" "), limit, json),
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
