//! Charts of what `BENCHMARKS.md` records, drawn anew whenever a part of it is written.

mod svg;
mod table;

use std::fs;

use svg::{Bar, bars, line};
use table::{column, rows};

use super::Part;
use super::record;
use crate::workspace;

/// Where the charts are, below the workspace's root.
const FOLDER: &str = "benches/charts";

/// Draws all charts that the records have figures for.
pub(super) fn write() -> Result<(), String> {
    let folder = workspace::root().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (name, svg) in draw(&workspace::read(&workspace::root().join("BENCHMARKS.md"))?) {
        let path = folder.join(name);
        fs::write(&path, svg).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Every chart with its file's name, from the text of the records.
fn draw(records: &str) -> Vec<(&'static str, String)> {
    let section = |part| record::section_of(records, part).unwrap_or_default();
    let charts = [
        ("compile.svg", compile(section(Part::Clients))),
        ("growth.svg", growth(section(Part::Growth))),
        ("calls.svg", calls(section(Part::Runtime))),
    ];
    charts.into_iter().filter_map(|(name, svg)| Some((name, svg?))).collect()
}

/// CPU milliseconds by operation of checking a whole client.
fn compile(section: &str) -> Option<String> {
    let table = rows(section, "client", "by operation, ms");
    let of_operations = column(&table, "operations")?;
    let figures = column(&table, "by operation, ms")?;
    let bar = |row: &Vec<String>| {
        let label = format!("{}, {} operations", row.first()?, row.get(of_operations)?);
        Some(Bar { ours: label.starts_with("harness-sdk"), label, value: row.get(figures)?.parse().ok()? })
    };
    let all: Vec<Bar> = table.iter().filter_map(bar).collect();
    (!all.is_empty()).then(|| bars("Checking a whole client: CPU milliseconds by operation", &all, 1, None))
}

/// How generation grows with the document.
fn growth(section: &str) -> Option<String> {
    let table = rows(section, "size", "CPU, s");
    let (x, y) = (column(&table, "operations")?, column(&table, "CPU, s")?);
    let point = |row: &Vec<String>| Some((row.get(x)?.parse().ok()?, row.get(y)?.parse().ok()?));
    let points: Vec<(f64, f64)> = table.iter().filter_map(point).collect();
    (!points.is_empty()).then(|| line("Generation: CPU seconds by operations of the document", &points))
}

/// CPU time of calls and of reading and writing, by that of the same by hand.
fn calls(section: &str) -> Option<String> {
    let bars_of = |key, ratio: &str, note: &str| -> Vec<Bar> {
        let table = rows(section, key, ratio);
        let Some(ratio) = column(&table, ratio) else { return Vec::new() };
        let bar = |row: &Vec<String>| {
            Some(Bar { label: format!("{}{note}", row.first()?), value: row.get(ratio)?.parse().ok()?, ours: true })
        };
        table.iter().filter_map(bar).collect()
    };
    let mut all = bars_of("call", "ratio", "");
    all.extend(bars_of("work", "ratio", ", no network"));
    let title = "CPU time by that of the same by hand; left of the line is less";
    (!all.is_empty()).then(|| bars(title, &all, 2, Some(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charts_show_what_is_recorded() {
        let records = workspace::read(&workspace::root().join("BENCHMARKS.md")).unwrap();
        let charts = draw(&records);
        assert!(!charts.is_empty());
        for (name, svg) in charts {
            let drawn = workspace::read(&workspace::root().join(FOLDER).join(name)).unwrap();
            assert!(drawn == svg, "{name} is not drawn from BENCHMARKS.md: `cargo xtask bench --charts`");
            assert!(records.contains(&format!("({FOLDER}/{name})")), "BENCHMARKS.md does not show {name}");
        }
    }
}
