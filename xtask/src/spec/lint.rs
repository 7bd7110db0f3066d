//! `cargo xtask spec lint`.

use harness_sdk_codegen::lint;

use super::{Lint, say};

/// How many findings of a kind are shown when not all are asked for.
const SHOWN: usize = 10;

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
