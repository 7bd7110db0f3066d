//! What becomes of the documents of a folder is committed as the source of a crate, so that it also compiles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use harness_sdk_codegen::{Input, generate};
use similar::TextDiff;

/// Documents, and the crate their output is committed in.
pub(crate) struct Goldens {
    /// The folder of the documents below `codegen/tests`; a folder beside one, named like it, holds its data files.
    pub(crate) documents: &'static str,
    /// The folder of the crate below the workspace's `tests`.
    pub(crate) package: &'static str,
}

impl Goldens {
    /// Fails where the committed output is not what is generated; with `UPDATE_GOLDENS` set, writes it anew first.
    pub(crate) fn compare(&self) {
        let names = self.names();
        let mut wanted: BTreeMap<PathBuf, String> = names.iter().flat_map(|name| self.generated(name)).collect();
        wanted.insert(PathBuf::from("lib.rs"), self.library(&names));
        let committed = self.committed();
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            if committed.is_dir() {
                fs::remove_dir_all(&committed).expect("the goldens");
            }
            for (path, text) in &wanted {
                let path = committed.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a golden");
            }
        }
        let mut there = BTreeMap::new();
        read(&committed, Path::new(""), &mut there);
        let names: BTreeSet<_> = wanted.keys().chain(there.keys()).cloned().collect();
        let mut differences = String::new();
        for name in names {
            let (old, new) =
                (there.get(&name).map_or("", String::as_str), wanted.get(&name).map_or("", String::as_str));
            if old != new {
                let diff = TextDiff::from_lines(old, new);
                let shown = diff.unified_diff().header("committed", "generated").to_string();
                differences.push_str(&format!("{}\n{shown}\n", name.display()));
            }
        }
        assert!(differences.is_empty(), "UPDATE_GOLDENS=1 writes them anew:\n{differences}");
    }

    fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(self.documents)
    }

    fn committed(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(self.package).join("src")
    }

    /// The names of the documents.
    fn names(&self) -> BTreeSet<String> {
        let files = fs::read_dir(self.folder()).expect("the documents").map(|entry| entry.expect("an entry").path());
        let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
        documents.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
    }

    /// What is generated below `src/generated`, by path below the golden's folder.
    fn generated(&self, name: &str) -> BTreeMap<PathBuf, String> {
        let data = self.folder().join(name);
        let document = self.folder().join(format!("{name}.yaml"));
        let input = Input { document, data: data.is_dir().then_some(data) };
        let output = generate(&input, &|_| {}).unwrap_or_else(|defects| panic!("{name}: {defects:#?}"));
        output
            .files
            .into_iter()
            .filter_map(|(path, text)| {
                let below = path.strip_prefix("crates/harness-sdk-api/src/generated").ok()?;
                Some((Path::new(name).join(below), text))
            })
            .collect()
    }

    fn library(&self, names: &BTreeSet<String>) -> String {
        let mut text = format!(
            "//! What the generator makes of small documents, one module a document; see `codegen/tests/{}.rs`.\n\n\
             #![allow(missing_debug_implementations, reason = \"the goldens are what is generated, nothing else\")]\n",
            self.documents
        );
        for name in names {
            text.push_str(&format!("\n#[rustfmt::skip]\npub mod {name};\n"));
        }
        text
    }
}

fn read(folder: &Path, below: &Path, found: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = below.join(path.file_name().expect("a name"));
        if path.is_dir() {
            read(&path, &name, found);
        } else {
            found.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}
