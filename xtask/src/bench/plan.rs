//! What the command line asks for.

use clap::{Args, ValueEnum};

/// What is measured, and how often.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The parts to measure; all when none is named. The others keep what BENCHMARKS.md says of them.
    #[arg(value_enum)]
    pub(super) parts: Vec<Part>,
    /// Draw the charts of what is recorded, and measure nothing.
    #[arg(long)]
    pub(super) charts: bool,
    /// How often each figure is taken.
    #[arg(long, default_value_t = 5)]
    pub(super) runs: usize,
    /// The modules to compile; all when none is named.
    #[arg(long, value_delimiter = ',')]
    pub(super) modules: Vec<String>,
    /// The modules that are compiled beside stock progenitor's output, too.
    #[arg(long, value_delimiter = ',', default_value = "audit,policy,iacm,chaos")]
    pub(super) stock: Vec<String>,
    /// How another generator is called, as NAME=COMMAND, such as 'openapi-generator=java -jar cli.jar generate -g rust';
    /// `-i DOCUMENT -o FOLDER` is added.
    #[arg(long = "generator", value_name = "NAME=COMMAND")]
    pub(super) generators: Vec<String>,
    /// Seconds after which another generator is stopped.
    #[arg(long, default_value_t = 120)]
    pub(super) limit: u64,
    /// Seconds after which the part `clients` builds no more.
    #[arg(long, default_value_t = 10_800)]
    pub(super) patience: u64,
    /// A Python that has harness-open-api and harness-platform-sdk, for the part `python`.
    #[arg(long, default_value = "python3", value_name = "PROGRAM")]
    pub(super) python: String,
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
    /// The README's two commands on a fresh clone.
    Nothing,
    /// A program of two operations.
    Programs,
    /// Clients of other platforms that users would pick instead.
    Clients,
    /// Calls, long lists and streams on the loopback address.
    Runtime,
    /// The published Python clients.
    Python,
}
