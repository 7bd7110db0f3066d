//! `cargo xtask find`: where an operation is, by what it does.

mod print;
mod rank;

use std::collections::BTreeMap;
use std::path::Path;

use harness_sdk_codegen::data::{self, synonyms::Synonyms};
use harness_sdk_codegen::emit::index::{self, ModuleIndex};

use crate::workspace;
use rank::Ranking;

/// Prints the operations that fit best.
pub(crate) fn run(query: &str, limit: usize, json: bool) -> Result<(), String> {
    let root = workspace::root();
    let modules = read(&root.join(index::FOLDER))?;
    let synonyms: Synonyms = data::read(&root.join("spec/synonyms.toml"))?;
    let ranking = Ranking::new(&modules, &synonyms.words);
    let hits = ranking.find(query, limit);
    if json {
        println!("{}", print::json(&hits).map_err(|error| error.to_string())?);
    } else if hits.is_empty() {
        return Err(format!("nothing fits {query:?}{}", nearest(&ranking, query)));
    } else {
        print!("{}", print::text(&hits));
    }
    Ok(())
}

fn nearest(ranking: &Ranking<'_>, query: &str) -> String {
    let words = ranking.nearest(query);
    if words.is_empty() { String::new() } else { format!("; words that look alike: {}", words.join(", ")) }
}

/// The index files, in the order of their names.
fn read(folder: &Path) -> Result<Vec<ModuleIndex>, String> {
    let missing = |error: &dyn std::fmt::Display| format!("{}: {error}; run `cargo xtask codegen`", folder.display());
    let mut modules = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|error| missing(&error))? {
        let path = entry.map_err(|error| missing(&error))?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| missing(&error))?;
        let module: ModuleIndex = serde_json::from_str(&text)
            .map_err(|error| format!("{}: {error}; run `cargo xtask codegen`", path.display()))?;
        modules.insert(path, module);
    }
    Ok(modules.into_values().collect())
}
