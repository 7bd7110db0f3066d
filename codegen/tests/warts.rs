//! Each small document in `tests/warts` is one kind of wart; what becomes of it is committed in the workspace's
//! `tests/goldens`, a crate, so that every golden also compiles.
//!
//! `UPDATE_GOLDENS=1 cargo test --package harness-sdk-codegen --test warts` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use harness_sdk_codegen::{Input, generate};
use similar::TextDiff;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warts")
}

fn goldens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/goldens/src")
}

/// The names of the documents.
fn warts() -> BTreeSet<String> {
    let files = fs::read_dir(here()).expect("the folder of warts").map(|entry| entry.expect("an entry").path());
    let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    documents.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

/// What is generated below `src/generated`, by path below the golden's folder.
fn generated(wart: &str) -> BTreeMap<PathBuf, String> {
    let data = here().join(wart);
    let input = Input { document: here().join(format!("{wart}.yaml")), data: data.is_dir().then_some(data) };
    let output = generate(&input, &|_| {}).unwrap_or_else(|defects| panic!("{wart}: {defects:#?}"));
    output
        .files
        .into_iter()
        .filter_map(|(path, text)| {
            let below = path.strip_prefix("crates/harness-sdk-api/src/generated").ok()?;
            Some((Path::new(wart).join(below), text))
        })
        .collect()
}

fn library(warts: &BTreeSet<String>) -> String {
    let mut text = String::from(
        "//! What the generator makes of small documents, one module a document; see `codegen/tests/warts.rs`.\n\n\
         #![allow(missing_debug_implementations, reason = \"the goldens are what is generated, nothing else\")]\n",
    );
    for wart in warts {
        text.push_str(&format!("\n#[rustfmt::skip]\npub mod {wart};\n"));
    }
    text
}

fn committed(folder: &Path, below: &Path, found: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = below.join(path.file_name().expect("a name"));
        if path.is_dir() {
            committed(&path, &name, found);
        } else {
            found.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}

#[test]
fn every_wart_becomes_what_is_committed() {
    let warts = warts();
    let mut wanted: BTreeMap<PathBuf, String> = warts.iter().flat_map(|wart| generated(wart)).collect();
    wanted.insert(PathBuf::from("lib.rs"), library(&warts));
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::remove_dir_all(goldens()).expect("the goldens");
        for (path, text) in &wanted {
            let path = goldens().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a golden");
        }
    }
    let mut there = BTreeMap::new();
    committed(&goldens(), Path::new(""), &mut there);
    let names: BTreeSet<_> = wanted.keys().chain(there.keys()).cloned().collect();
    let mut differences = String::new();
    for name in names {
        let (old, new) = (there.get(&name).map_or("", String::as_str), wanted.get(&name).map_or("", String::as_str));
        if old != new {
            let diff = TextDiff::from_lines(old, new);
            let shown = diff.unified_diff().header("committed", "generated").to_string();
            differences.push_str(&format!("{}\n{shown}\n", name.display()));
        }
    }
    assert!(differences.is_empty(), "UPDATE_GOLDENS=1 writes them anew:\n{differences}");
}
