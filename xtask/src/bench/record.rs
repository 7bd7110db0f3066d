//! `BENCHMARKS.md`: a section a part, each written alone, each with the circumstances of its own run.

use std::fs;
use std::process::Command;

use clap::ValueEnum;

use super::charts;
use super::plan::Part;
use super::sections::{close, open, section_of};
use crate::workspace;

const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench`, part by part; `cargo bench -p harness-sdk-core` measures reading and writing alone. The
figures compare with one another, not with those of other machines. CPU seconds are user and system together, of a
process and all its children; three figures are minimum, median and maximum. A ratio is ours by the peer's, taken in
turns in the same run. On a busy machine CPU seconds and ratios still say something, wall-clock times do not: each
section says how busy it was.
";

/// Puts the section in its place, or none; the others stay, and the charts are drawn anew.
pub(super) fn write(new: Option<(Part, &str)>) -> Result<(), String> {
    let path = workspace::root().join("BENCHMARKS.md");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let after = with_section(&before, new);
    fs::write(&path, &after).map_err(|error| format!("{}: {error}", path.display()))?;
    charts::write(&after)
}

/// The text with the section in its place, whatever order its sections had.
fn with_section(before: &str, new: Option<(Part, &str)>) -> String {
    let mut text = String::new();
    for one in Part::value_variants() {
        let section = new.filter(|(part, _)| part == one).map(|(_, section)| section);
        if let Some(kept) = section.or_else(|| section_of(before, *one)) {
            text.push_str(&format!("\n{}\n{}\n{}\n", open(*one), kept.trim(), close(*one)));
        }
    }
    format!("{HEAD}{}{text}", charts::images(&text))
}

/// How many processes ran or wanted to over the last minute, as the system tells it.
pub(super) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

/// Machine, compiler, commit and load.
pub(super) fn circumstances(start: &str) -> String {
    let git = |arguments: &[&str]| Command::new("git").args(arguments).current_dir(workspace::root()).output();
    let commit = git(&["rev-parse", "--short", "HEAD"]).ok().filter(|output| output.status.success());
    let commit = commit.map_or_else(|| "unknown".into(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    let same =
        git(&["diff", "--quiet", "HEAD", "--", ".", ":!BENCHMARKS.md"]).is_ok_and(|output| output.status.success());
    let and_changes = if same { "" } else { " with changes" };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |pair| pair.1);
    format!(
        "{cores} cores ({model}), {}, commit {}{and_changes}; load average {start} before, {} after.",
        workspace::compiler().unwrap_or_else(|_| "unknown".to_owned()),
        commit.trim(),
        load()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_others_stay_in_their_order() {
        let runtime = with_section("", Some((Part::Runtime, "## Calls\n\nfast\n")));
        let both = with_section(&runtime, Some((Part::Generation, "## Generation\n\nslow")));
        let (generation, calls) = (both.find("slow").unwrap(), both.find("fast").unwrap());
        assert!(generation < calls, "{both}");

        let newer = with_section(&both, Some((Part::Generation, "## Generation\n\nfaster still")));
        assert!(newer.contains("faster still") && !newer.contains("slow"), "{newer}");
        assert_eq!(section_of(&newer, Part::Runtime), section_of(&both, Part::Runtime));
        assert_eq!(with_section(&newer, None), newer);
    }
}
