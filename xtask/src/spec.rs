//! `cargo xtask spec`: looks at documents, compares them, and adopts a new one.

mod advice;
mod compile;
mod diff;
mod import;
mod lint;
mod received;
mod say;
mod surveyed;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use diff::Diff;
use lint::Lint;
use received::{Bounds, Source};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Adopts a new document, or a supplement to it: checks it, tells what changes, and writes it with everything generated from it.
    Import(Import),
    /// Tells what changes for users from one document to another, and the version that asks for.
    Diff(Diff),
    /// Tells everything that is wrong or odd about a document, and what mends it.
    Lint(Lint),
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The document, JSON or YAML; `-` reads it from standard input.
    #[arg(required_unless_present = "url", conflicts_with = "url")]
    file: Option<PathBuf>,
    /// Where to fetch the document from; the proxies of the environment are used.
    #[arg(long)]
    url: Option<String>,
    /// Most MiB to fetch or read.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_size: u64,
    /// Most seconds to fetch for.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    max_time: u64,
    /// Takes the file for a supplement: endpoints that the document lacks, each with its public source.
    #[arg(long, conflicts_with_all = ["date", "origin"])]
    supplement: bool,
    /// What the supplement is called below spec/supplement; as the file when not given.
    #[arg(long, value_name = "NAME", requires = "supplement")]
    name: Option<String>,
    /// The date to note in SOURCE.toml; today when not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Where the document comes from, to note in SOURCE.toml; the name of the file or the URL when not given.
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
    /// Deletes the entries of data files that the new document has no use for.
    #[arg(long)]
    prune: bool,
    /// Takes what was generated without compiling it.
    #[arg(long)]
    no_compile: bool,
    /// Tells what would happen and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Where to write the whole report, as Markdown.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Import(import) => import::run(&plan(import)),
        Command::Diff(diff) => diff::run(&diff),
        Command::Lint(lint) => lint::run(&lint),
    }
}

fn plan(import: Import) -> import::Plan {
    let source = match (import.file, import.url) {
        (_, Some(url)) => Source::Url(url),
        (Some(file), None) if file.as_os_str() == "-" => Source::Stdin,
        (file, None) => Source::File(file.unwrap_or_default()),
    };
    import::Plan {
        source,
        bounds: Bounds { bytes: import.max_size << 20, time: Duration::from_secs(import.max_time) },
        supplement: import.supplement.then(|| import.name.unwrap_or_default()),
        date: import.date.unwrap_or_else(today).to_string(),
        origin: import.origin,
        prune: import.prune,
        compile: !import.no_compile,
        write: !import.dry_run,
        report: import.report,
    }
}

/// The day it is in UTC.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
