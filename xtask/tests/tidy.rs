//! What ARCHITECTURE.md promises of the tree: arrows point one way, and every file can be opened.

use std::fs;
use std::path::{Path, PathBuf};

use harness_sdk_codegen::emit::types::MOST_LINES;

/// Hand-written files stay below this.
const MOST_LINES_BY_HAND: usize = 500;

/// No file is larger, except the document and the lock file.
const MOST_BYTES: u64 = 1_000_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if name != "target" && name != ".git" {
                files(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// The workspace packages that a manifest names below `[dependencies]`.
fn dependencies(manifest: &Path) -> Vec<String> {
    let text = fs::read_to_string(manifest).expect("a manifest");
    let lines = text.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let section = lines.take_while(|line| !line.starts_with('['));
    let names = section.filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| name.starts_with("harness-sdk")).map(str::to_owned).collect()
}

#[test]
fn arrows_point_one_way() {
    let mut modules = 0;
    for entry in fs::read_dir(root().join("crates")).expect("crates").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let uses = dependencies(&entry.path().join("Cargo.toml"));
        match name.as_str() {
            "harness-sdk-core" => assert!(uses.is_empty(), "the runtime knows no other crate: {uses:?}"),
            "harness-sdk" => assert!(!uses.iter().any(|name| name == "harness-sdk-codegen")),
            "harness-sdk-mock" => {
                assert_eq!(uses, ["harness-sdk", "harness-sdk-core"], "the test kit stands on the facade")
            }
            "harness-sdk-find" => assert!(uses.is_empty(), "the finder stands alone: {uses:?}"),
            _ => {
                modules += 1;
                assert_eq!(uses, ["harness-sdk-core"], "{name}: modules know the runtime alone");
            }
        }
    }
    assert!(modules > 20, "{modules} modules");
    assert!(dependencies(&root().join("codegen/Cargo.toml")).is_empty(), "the generator knows no product crate");
}

#[test]
fn every_file_can_be_opened() {
    let mut found = Vec::new();
    files(&root(), &mut found);
    let mut too_long = Vec::new();
    for path in found {
        let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
        let size = fs::metadata(&path).expect("a file").len();
        if size > MOST_BYTES && name != "spec/harness-openapi.json" {
            too_long.push(format!("{name}: {size} bytes"));
        }
        if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).expect("a text");
            let most = if text.starts_with("// @generated") { MOST_LINES } else { MOST_LINES_BY_HAND };
            let lines = text.lines().count();
            if lines > most {
                too_long.push(format!("{name}: {lines} lines, at most {most}"));
            }
        }
    }
    assert!(too_long.is_empty(), "{too_long:#?}");
}
