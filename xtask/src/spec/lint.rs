//! `cargo xtask spec lint`.

use std::path::PathBuf;

use clap::Args;
use harness_sdk_codegen::lint;

use super::say::say;

/// How many findings of a kind are shown when not all are asked for.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// The document, JSON or YAML.
    file: PathBuf,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Every finding, not only the first of each kind.
    #[arg(long)]
    all: bool,
    /// A folder of data files whose overrides mend what they can, and whose entries are checked as well.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Prints the report; fails when generation would stop.
pub(super) fn run(wish: &Lint) -> Result<(), String> {
    let report = lint::Lint::of(&wish.file, wish.data.as_deref());
    if wish.json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        say(&format!("{text}\n"));
    } else {
        say(&report.text(if wish.all { usize::MAX } else { SHOWN }));
    }
    if report.stops { Err(format!("{}: generation would stop", report.file)) } else { Ok(()) }
}
