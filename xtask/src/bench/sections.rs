//! Where the sections of `BENCHMARKS.md` begin and end.

use clap::ValueEnum;

use super::plan::Part;

/// What is recorded of a part.
pub(super) fn section_of(text: &str, part: Part) -> Option<&str> {
    let (_, rest) = text.split_once(&open(part))?;
    rest.split_once(&close(part)).map(|(section, _)| section)
}

/// Where a part begins.
pub(super) fn open(part: Part) -> String {
    format!("<!-- bench:{} -->", name(part))
}

/// Where it ends.
pub(super) fn close(part: Part) -> String {
    format!("<!-- /bench:{} -->", name(part))
}

fn name(part: Part) -> String {
    part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
