//! The index as the crate `harness-sdk-find` carries it: the same facts as `spec/index`, in fewer bytes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::data::synonyms::Synonyms;
use crate::emit::MARKER;
use crate::emit::index::{Entry, ModuleIndex, by_tag, seen};

/// The folder of the files, relative to the workspace.
pub const FOLDER: &str = "crates/harness-sdk-find/src/generated";

/// Where most of the published documentation is.
const DOCS: &str = "https://apidocs.harness.io/";

/// The files, by path: a table of tab-separated values a module, the synonyms, and what ties them together.
pub fn files(modules: &[ModuleIndex], synonyms: &Synonyms) -> BTreeMap<PathBuf, String> {
    let folder = PathBuf::from(FOLDER);
    let mark = MARKER.replace("//", "#");
    let mut files = BTreeMap::new();
    let mut index = format!("{MARKER}\n//! The index of all operations.\n\n/// A table a module.\n");
    index.push_str("pub(crate) const MODULES: &[&str] = &[\n");
    for module in modules {
        let name = format!("{}.tsv", module.module);
        index.push_str(&format!("    include_str!(\"{name}\"),\n"));
        files.insert(folder.join(name), format!("{mark}{}", table(module)));
    }
    index.push_str("];\n\n/// Words that are asked for, and what they stand for.\n");
    index.push_str("pub(crate) const SYNONYMS: &str = include_str!(\"synonyms.tsv\");\n");
    files.insert(folder.join("mod.rs"), index);
    let synonyms: String =
        synonyms.words.iter().map(|(asked, meant)| format!("{}\t{}\n", cell(asked), cell(&meant.join(",")))).collect();
    files.insert(folder.join("synonyms.tsv"), format!("{mark}{synonyms}"));
    files
}

fn table(module: &ModuleIndex) -> String {
    let head = [&module.module, &module.title, &module.package, &module.accessor];
    let mut text = head.map(|text| cell(text)).join("\t") + "\n";
    for (tag, operations) in by_tag(&module.operations) {
        text.push_str(&format!("={}\n", cell(tag)));
        text.extend(operations.into_iter().map(row));
    }
    text
}

fn row(entry: &Entry) -> String {
    let docs = entry.docs.as_deref().unwrap_or_default();
    let docs = docs.strip_prefix(DOCS).map_or_else(|| docs.to_owned(), |rest| format!("~{rest}"));
    let (needs, types) = (entry.needs.join(","), entry.types.join(","));
    let cells: [&str; 11] = [
        &entry.name,
        &entry.id,
        entry.former.as_deref().unwrap_or_default(),
        &entry.method,
        &entry.path,
        &entry.summary,
        &needs,
        &types,
        if entry.paged { "p" } else { "" },
        if entry.deprecated { "d" } else { "" },
        &docs,
    ];
    cells.map(cell).join("\t") + "\n"
}

/// A text without the signs that end cells and lines.
fn cell(text: &str) -> String {
    text.chars().map(seen).collect()
}
