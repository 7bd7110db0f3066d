//! `cargo xtask site`: one HTML file in which operations are found as one types. It works from disk and asks nobody.
//!
//! The page holds the finder's index, its words, weights and synonyms; only the arithmetic is written twice.

use std::path::Path;

use harness_sdk_find::{FILLERS, Finder, LEAST, PLACES, SYNONYM};
use serde_json::{Value, json};

use crate::workspace;

const PAGE: &str = include_str!("site/page.html");
const STYLE: &str = include_str!("site/style.css");
const RANK: &str = include_str!("site/rank.js");
const SHOW: &str = include_str!("site/show.js");

/// Writes the page; a relative path is one of the workspace.
pub(crate) fn write(out: &Path) -> Result<(), String> {
    let path = workspace::root().join(out);
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(told)?;
    }
    let finder = Finder::new();
    let page = page(&finder);
    std::fs::write(&path, &page).map_err(told)?;
    println!("{}: {} operations, {} kB", path.display(), finder.rows().count(), page.len() / 1000);
    Ok(())
}

fn page(finder: &Finder) -> String {
    // Nothing in the data ends the element that holds it.
    let data = data(finder).to_string().replace('<', "\\u003c");
    let parts = [("/*STYLE*/", STYLE), ("/*DATA*/", &data), ("/*RANK*/", RANK), ("/*SHOW*/", SHOW)];
    let mut page = String::new();
    let mut rest = PAGE;
    for (mark, text) in parts {
        let (before, after) = rest.split_once(mark).unwrap_or((rest, ""));
        page.push_str(before);
        page.push_str(text);
        rest = after;
    }
    page + rest
}

/// Modules with their operations, each an array: the order is that of `show.js`.
fn data(finder: &Finder) -> Value {
    let numbered = |name: &str| finder.modules().iter().position(|module| module.name == name);
    let operations: Vec<Value> = finder
        .rows()
        .map(|row| {
            let operation = row.operation;
            json!([
                numbered(row.module.name),
                operation.name,
                operation.id,
                operation.former,
                operation.summary,
                operation.method,
                operation.path,
                operation.tag,
                operation.needs,
                u8::from(operation.paged),
                u8::from(operation.deprecated),
                operation.docs,
                row.words,
            ])
        })
        .collect();
    let modules: Vec<Value> = finder
        .modules()
        .iter()
        .map(|module| {
            json!({
                "name": module.name,
                "title": module.title,
                "package": module.package,
                "accessor": module.accessor,
                "dependency": module.dependency(),
                "count": module.operations.len(),
            })
        })
        .collect();
    json!({
        "modules": modules,
        "operations": operations,
        "vocabulary": finder.vocabulary(),
        "synonyms": finder.synonyms(),
        "fillers": FILLERS,
        "places": PLACES,
        "synonym": SYNONYM,
        "least": LEAST,
    })
}
