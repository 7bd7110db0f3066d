//! `benches/clients.toml`: the clients, and how their operations are counted.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::workspace;

/// A client and what is built of it.
pub(super) struct Client {
    pub(super) name: String,
    crates: Vec<String>,
    below: String,
    marks: Vec<String>,
    /// What is counted, in words.
    pub(super) counted: String,
    pub(super) whole: String,
    /// Where a program of two operations needs less than the whole.
    pub(super) program: Option<String>,
}

/// All clients, ours first.
pub(super) fn read() -> Result<Vec<Client>, String> {
    let path = workspace::root().join("benches/clients.toml");
    let table: Table = workspace::read(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()))?;
    let clients = table.get("client").and_then(Value::as_array).into_iter().flatten();
    let clients: Option<Vec<Client>> = clients.map(|client| Client::of(client.as_table()?)).collect();
    clients.ok_or_else(|| format!("{}: a client lacks a key, or has one of another type", path.display()))
}

impl Client {
    fn of(table: &Table) -> Option<Client> {
        let text = |key: &str| table.get(key)?.as_str().map(str::to_owned);
        let texts = |key: &str| -> Option<Vec<String>> {
            table.get(key)?.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect()
        };
        let root = workspace::root().display().to_string();
        Some(Client {
            name: text("name")?,
            crates: texts("crates")?,
            below: text("below")?,
            marks: texts("marks")?,
            counted: text("counted")?,
            whole: text("whole")?.replace("{root}", &root),
            program: text("program").map(|program| program.replace("{root}", &root)),
        })
    }

    /// Whether a crate is the client's own and not something that it depends on.
    pub(super) fn owns(&self, name: &str) -> bool {
        self.crates.iter().any(|one| one.strip_suffix('*').map_or(one == name, |start| name.starts_with(start)))
    }

    /// The operations in the sources of its own crates.
    pub(super) fn operations(&self, folders: &[PathBuf]) -> usize {
        folders.iter().map(|folder| marks(&folder.join(&self.below), &self.marks)).sum()
    }
}

/// How often the marks stand in the Rust files below a folder.
fn marks(folder: &Path, marks_of_one: &[String]) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .map(|path| {
            if path.is_dir() {
                return marks(&path, marks_of_one);
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
            marks_of_one.iter().map(|mark| text.matches(mark.as_str()).count()).sum()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_has_a_program_and_our_operations_are_counted_as_the_generator_counts_them() {
        let clients = read().unwrap();
        for client in &clients {
            let program = workspace::root().join(format!("benches/clients/{}.rs", client.name));
            assert!(program.is_file(), "{}", program.display());
        }
        let ours = &clients[0];
        assert!(ours.owns("harness-sdk") && ours.owns("harness-sdk-core") && !ours.owns("harness"));
        let folders: Vec<PathBuf> = std::fs::read_dir(workspace::root().join("crates"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|folder| folder.join("src/generated").is_dir())
            .collect();
        let coverage = workspace::read(&workspace::root().join("spec/coverage.json")).unwrap();
        let coverage: serde_json::Value = serde_json::from_str(&coverage).unwrap();
        let counted: u64 = ["/operations", "/supplement/operations"]
            .iter()
            .map(|key| coverage.pointer(key).and_then(serde_json::Value::as_u64).unwrap())
            .sum();
        assert_eq!(ours.operations(&folders) as u64, counted);
    }
}
