//! A workspace of a few files, in a folder of its own.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Every file below a folder with its bytes, build artefacts apart.
pub type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A workspace to import into.
pub struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// Without any file.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    /// Its root.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Copies a file or folder of the real workspace.
    pub fn copy(&self, path: &str) {
        copy(&real(path), &self.root().join(path));
    }

    /// All its files.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.root(), self.root(), &mut tree);
        tree
    }

    /// `cargo xtask` on this workspace.
    pub fn xtask(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(self.root()).args(arguments);
        command
    }

    /// Runs `cargo xtask` on this workspace.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.xtask(arguments).output().expect("a run")
    }
}

/// A place in the real workspace.
pub fn real(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// What a run printed.
pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a run complained of.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    }
}

fn collect(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if !path.is_dir() {
            let name = path.strip_prefix(root).expect("below").to_path_buf();
            tree.insert(name, fs::read(&path).expect("a file"));
        } else if entry.file_name() != "target" {
            collect(root, &path, tree);
        }
    }
}
