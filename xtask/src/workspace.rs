//! Where the workspace is, its version, its compiler and its files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use semver::Version;
use toml_edit::Document;

static ROOT: OnceLock<PathBuf> = OnceLock::new();

/// Works on the workspace at `root` instead of the one this crate is a folder of.
pub(crate) fn work_on(root: PathBuf) {
    ROOT.get_or_init(|| root);
}

/// The workspace's root: this crate is a folder of it.
pub(crate) fn root() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    ROOT.get().cloned().unwrap_or_else(own)
}

/// The version all crates share.
///
/// # Errors
/// When the manifest cannot be read or names none.
pub(crate) fn version(root: &Path) -> Result<Version, String> {
    let path = root.join("Cargo.toml");
    let text = read(&path)?;
    let manifest = Document::parse(text.as_str()).map_err(|error| format!("{}: {error}", path.display()))?;
    let package = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    let version = package.and_then(|package| package.get("version")?.as_str());
    let version = version.ok_or_else(|| format!("{}: [workspace.package] names no version", path.display()))?;
    version.parse().map_err(|error| format!("{}: version {version:?}: {error}", path.display()))
}

/// What `rustc --version` says of the compiler that the workspace is built with.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn compiler() -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").current_dir(root()).output();
    let output = output.map_err(|error| format!("rustc --version: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Removes a folder with all that it holds, if it is there.
pub(crate) fn clear(folder: &Path) -> Result<(), String> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {error}", folder.display())),
        _ => Ok(()),
    }
}

/// Reads a text; what cannot be read is named.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
