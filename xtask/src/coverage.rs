//! `cargo xtask coverage`.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use harness_sdk_codegen::coverage::FILE;
use serde_json::Value;

use crate::workspace;

/// Prints the counts of `spec/coverage.json`.
pub(crate) fn print() -> Result<(), String> {
    let path = workspace::root().join(FILE);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{}: {error}; run `cargo xtask codegen`", path.display()))?;
    let coverage: Value = serde_json::from_str(&text)
        .map_err(|error| format!("{}: {error}; run `cargo xtask codegen`", path.display()))?;
    let figure = |value: &Value, key: &str| value.get(key).map(Value::to_string).unwrap_or_default();
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["module", "operations", "types", "untyped answers", "supplement"]);
    for (name, module) in coverage.get("modules").and_then(Value::as_object).into_iter().flatten() {
        table.add_row([
            name.clone(),
            figure(module, "operations"),
            figure(module, "types"),
            figure(module, "untyped_responses"),
            module.pointer("/supplement/operations").map(Value::to_string).unwrap_or_default(),
        ]);
    }
    for column in 1..5 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{table}\n");
    let keys =
        ["operations", "generated", "by_hand", "skipped", "typed_responses", "untyped_responses", "contract_tests"];
    for key in keys {
        println!("{key:>18}  {}", figure(&coverage, key));
    }
    let Some(added) = coverage.get("supplement") else { return Ok(()) };
    println!("\nsupplement");
    for key in ["operations", "generated", "by_hand", "typed_responses", "untyped_responses"] {
        println!("{key:>18}  {}", figure(added, key));
    }
    println!("\nsupplement, by trust");
    for (word, count) in added.get("trust").and_then(Value::as_object).into_iter().flatten() {
        println!("{word:>18}  {count}");
    }
    Ok(())
}
