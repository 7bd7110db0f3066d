//! The workspace's own commands: `cargo xtask <command>`.

mod codegen;
mod coverage;
mod progress;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Commands of the harness-sdk workspace")]
struct Arguments {
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
    /// Prints what is generated, module by module, from spec/coverage.json.
    Coverage,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen { spec: Some(spec), out: Some(out), report, .. } => codegen::foreign(&spec, &out, report),
        Command::Codegen { check, report, .. } => codegen::own(check, report),
        Command::Coverage => coverage::print(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
