//! Charts of what `BENCHMARKS.md` records, drawn anew whenever a part of it is written.

mod svg;
mod table;

use std::fs;

use svg::{Bar, bars, line};
use table::{column, rows};

use super::plan::Part;
use super::sections::section_of;
use crate::workspace;

/// Where the charts are, below the workspace's root.
const FOLDER: &str = "benches/charts";

/// A chart with its file's name.
struct Chart {
    name: &'static str,
    title: &'static str,
    svg: String,
}

/// Draws all charts that the records have figures for.
pub(super) fn write(records: &str) -> Result<(), String> {
    let folder = workspace::root().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for chart in draw(records) {
        let path = folder.join(chart.name);
        fs::write(&path, chart.svg).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// What shows the charts of the records.
pub(super) fn images(records: &str) -> String {
    draw(records).iter().map(|chart| format!("\n![{}]({FOLDER}/{})\n", chart.title, chart.name)).collect()
}

fn draw(records: &str) -> Vec<Chart> {
    type Draw = fn(&str, &str) -> Option<String>;
    let charts: [(&str, &str, Part, Draw); 4] = [
        ("clients.svg", "Checking a whole client: CPU milliseconds by operation", Part::Clients, clients),
        ("modules.svg", "Checking a module: CPU seconds", Part::Modules, modules),
        ("growth.svg", "Generation: CPU seconds by operations of the document", Part::Growth, growth),
        ("calls.svg", "CPU time by that of the same by hand; left of the line is less", Part::Runtime, calls),
    ];
    charts
        .into_iter()
        .filter_map(|(name, title, part, draw)| {
            Some(Chart { name, title, svg: draw(title, section_of(records, part)?)? })
        })
        .collect()
}

fn clients(title: &str, section: &str) -> Option<String> {
    let table = rows(section, "client", "by operation, ms");
    let of_operations = column(&table, "operations")?;
    let figures = column(&table, "by operation, ms")?;
    let bar = |row: &Vec<String>| {
        let label = format!("{}, {} operations", row.first()?, row.get(of_operations)?);
        Some(Bar { ours: label.starts_with("harness-sdk"), label, value: row.get(figures)?.parse().ok()? })
    };
    let all: Vec<Bar> = table.iter().filter_map(bar).collect();
    (!all.is_empty()).then(|| bars(title, &all, 1, None))
}

/// Ours and stock progenitor's of the same module, one below the other.
fn modules(title: &str, section: &str) -> Option<String> {
    let table = rows(section, "module", "ours / stock");
    let (own, stock) = (column(&table, "ours, s")?, column(&table, "stock, s")?);
    let pair = |row: &Vec<String>| {
        let bar = |at: usize, whose: &str| {
            let label = format!("{}, {whose}", row.first()?);
            Some(Bar { label, value: row.get(at)?.parse().ok()?, ours: at == own })
        };
        Some([bar(own, "ours")?, bar(stock, "stock progenitor")?])
    };
    let all: Vec<Bar> = table.iter().filter_map(pair).flatten().collect();
    (!all.is_empty()).then(|| bars(title, &all, 2, None))
}

fn growth(title: &str, section: &str) -> Option<String> {
    let table = rows(section, "size", "CPU, s");
    let (x, y) = (column(&table, "operations")?, column(&table, "CPU, s")?);
    let point = |row: &Vec<String>| Some((row.get(x)?.parse().ok()?, row.get(y)?.parse().ok()?));
    let points: Vec<(f64, f64)> = table.iter().filter_map(point).collect();
    (!points.is_empty()).then(|| line(title, &points))
}

/// Calls, and reading and writing alone.
fn calls(title: &str, section: &str) -> Option<String> {
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
        for Chart { name, svg, .. } in charts {
            let drawn = workspace::read(&workspace::root().join(FOLDER).join(name)).unwrap();
            assert!(drawn == svg, "{name} is not drawn from BENCHMARKS.md: `cargo xtask bench --charts`");
        }
        assert!(records.contains(&images(&records)), "`cargo xtask bench --charts` writes the images");
    }
}
