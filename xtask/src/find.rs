//! `cargo xtask find`: what the program `harness-sdk-find` prints, without installing it.

use harness_sdk_find::{Finder, json, text};

/// Prints the operations that fit best.
pub(crate) fn run(query: &str, limit: usize, as_json: bool) -> Result<(), String> {
    let finder = Finder::new();
    let hits = finder.find(query, limit);
    if as_json {
        println!("{}", json(&hits));
    } else if hits.is_empty() {
        return Err(finder.nothing(query));
    } else {
        print!("{}", text(&hits));
    }
    Ok(())
}
