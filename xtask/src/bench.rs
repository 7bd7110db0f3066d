//! `cargo xtask bench`: what generation, compilation and calls cost, each beside its peers in the same run.

mod charts;
mod clients;
mod document;
mod generation;
mod growth;
mod measure;
mod modules;
mod peers;
mod programs;
mod python;
mod record;
mod runtime;
mod sections;
mod whole;

pub(crate) use document::write as write_document;

use clap::{Args, ValueEnum};

/// What is measured, and how often.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The parts to measure; all when none is named. The others keep what BENCHMARKS.md says of them.
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// Draw the charts of what is recorded, and measure nothing.
    #[arg(long)]
    charts: bool,
    /// How often each figure is taken.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// The modules to compile; all when none is named.
    #[arg(long, value_delimiter = ',')]
    modules: Vec<String>,
    /// The modules that are compiled beside stock progenitor's output, too.
    #[arg(long, value_delimiter = ',', default_value = "audit,policy,iacm,chaos")]
    stock: Vec<String>,
    /// How another generator is called, as NAME=COMMAND, such as 'openapi-generator=java -jar cli.jar generate -g rust';
    /// `-i DOCUMENT -o FOLDER` is added.
    #[arg(long = "generator", value_name = "NAME=COMMAND")]
    generators: Vec<String>,
    /// Seconds after which another generator is stopped.
    #[arg(long, default_value_t = 120)]
    limit: u64,
    /// Seconds after which the part `clients` builds no more.
    #[arg(long, default_value_t = 10_800)]
    patience: u64,
    /// A Python that has harness-open-api and harness-platform-sdk, for the part `python`.
    #[arg(long, default_value = "python3", value_name = "PROGRAM")]
    python: String,
}

/// A section of BENCHMARKS.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The generator as a process, stage by stage.
    Generation,
    /// How generation grows with the document.
    Growth,
    /// Other generators on the same document.
    Peers,
    /// Module crates compiled alone.
    Modules,
    /// The whole workspace from clean, checked and built.
    Workspace,
    /// A program of two operations.
    Programs,
    /// Clients of other platforms that users would pick instead.
    Clients,
    /// Calls, long lists and streams on the loopback address.
    Runtime,
    /// The published Python clients.
    Python,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Part::Generation => "Generation",
            Part::Growth => "Generation and the size of the document",
            Part::Peers => "Other generators",
            Part::Modules => "Compiling a module",
            Part::Workspace => "Compiling the workspace",
            Part::Programs => "A program of two operations",
            Part::Clients => "Beside clients of other platforms",
            Part::Runtime => "Calls",
            Part::Python => "Calls beside the Python clients",
        }
    }

    fn measure(self, plan: &Plan) -> Result<String, String> {
        match self {
            Part::Generation => generation::report(plan),
            Part::Growth => growth::report(plan),
            Part::Peers => peers::report(plan),
            Part::Modules => modules::report(plan),
            Part::Workspace => whole::report(),
            Part::Programs => programs::report(plan),
            Part::Clients => clients::report(plan),
            Part::Runtime => runtime::report(plan),
            Part::Python => python::report(plan),
        }
    }
}

/// Measures the parts and writes `BENCHMARKS.md`, part by part.
pub(crate) fn run(plan: &Plan) -> Result<(), String> {
    if plan.charts {
        return record::write(None);
    }
    let parts = if plan.parts.is_empty() { Part::value_variants().to_vec() } else { plan.parts.clone() };
    for part in parts {
        let start = record::load();
        let text = part.measure(plan)?;
        let section = format!("## {}\n\n{}\n\n{text}", part.title(), record::circumstances(&start));
        record::write(Some((part, &section)))?;
        println!("{section}");
    }
    Ok(())
}
