//! Gives the workspace the next version.

use std::path::Path;

use harness_sdk_codegen::diff::changelog;
use harness_sdk_codegen::write::Plan;
use semver::Version;
use toml_edit::{DocumentMut, Item, value};

use crate::codegen::all;
use crate::workspace;

/// Writes the version into the manifest and the changelog.
pub(super) fn run(root: &Path, version: &Version, date: &str) -> Result<(), String> {
    let current = workspace::version(root)?;
    // The first release is the version that stands there already.
    if *version < current {
        return Err(format!("version {version} comes before {current}, which the workspace has"));
    }
    let named = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let (manifest, changelog) = (root.join("Cargo.toml"), root.join("CHANGELOG.md"));
    let versioned = versioned(&workspace::read(&manifest)?, version).map_err(|error| named(&manifest, &error))?;
    let released = changelog::release(&workspace::read(&changelog)?, &version.to_string(), date);
    let mut plan = Plan::new();
    plan.insert("Cargo.toml", versioned);
    plan.insert("CHANGELOG.md", released.map_err(|defect| named(&changelog, &defect))?);
    plan.apply(root, &[] as &[&str]).map_err(all)?;
    println!("All crates have version {version} now. Next: `cargo xtask codegen`, which writes it into the facade.");
    Ok(())
}

/// Whether everything that changed is told under a version.
pub(super) fn state(root: &Path) -> Result<String, String> {
    let version = workspace::version(root)?;
    let changelog = workspace::read(&root.join("CHANGELOG.md"))?;
    let has_version = changelog.lines().any(|line| line.starts_with(&format!("## [{version}]")));
    Ok(match has_version {
        true => format!("CHANGELOG.md tells of version {version}."),
        false => {
            format!("CHANGELOG.md does not tell of version {version} yet: `cargo xtask release --prepare VERSION`.")
        }
    })
}

/// The manifest with the version of the workspace, and of its own crates among the dependencies.
fn versioned(manifest: &str, version: &Version) -> Result<String, String> {
    let mut document: DocumentMut = manifest.parse().map_err(|error| format!("{error}"))?;
    let workspace = document.get_mut("workspace").ok_or("no [workspace]")?;
    let package = workspace.get_mut("package").and_then(Item::as_table_like_mut).ok_or("no [workspace.package]")?;
    package.insert("version", value(version.to_string()));
    let dependencies = workspace.get_mut("dependencies").and_then(Item::as_table_like_mut);
    for (_, dependency) in dependencies.into_iter().flat_map(|table| table.iter_mut()) {
        if let Some(table) = dependency.as_table_like_mut().filter(|table| table.contains_key("path"))
            && let Some(old) = table.get_mut("version")
        {
            *old = value(version.to_string());
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_everything_else() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\n\n# Ours.\n[workspace.dependencies]\n\
                        tool = { path = \"tool\" }\ncore = { path = \"core\", version = \"0.1.0\", default-features = false }\n\
                        other = { version = \"0.1.0\" }\n";
        let changed = versioned(manifest, &Version::new(0, 2, 0)).unwrap();
        let expected = manifest
            .replace("[workspace.package]\nversion = \"0.1.0\"", "[workspace.package]\nversion = \"0.2.0\"")
            .replace("\"core\", version = \"0.1.0\"", "\"core\", version = \"0.2.0\"");
        assert_eq!(changed, expected);
        assert!(versioned("[package]\n", &Version::new(1, 0, 0)).is_err());
    }
}
