//! In which order crates are published: each after those it depends on.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

/// A crate that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    /// The crates of the workspace it depends on, tests apart.
    pub(super) needs: Vec<String>,
}

/// The crates that are published, and the target folder, from what `cargo metadata` prints.
pub(super) fn read(metadata: &[u8]) -> Result<(Vec<Package>, PathBuf), String> {
    let metadata: Value = serde_json::from_slice(metadata).map_err(|error| format!("cargo metadata: {error}"))?;
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let all = metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
    // `publish` is null where every registry is meant, and empty where none is.
    let published = all.iter().filter(|package| package.get("publish").is_none_or(Value::is_null));
    let packages = published.map(|package| {
        let needs = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        let needs: BTreeSet<String> = needs
            .filter(|need| need.get("path").is_some_and(Value::is_string))
            .filter(|need| need.get("kind").and_then(Value::as_str) != Some("dev"))
            .map(|need| text(need, "name"))
            .collect();
        Package { name: text(package, "name"), version: text(package, "version"), needs: needs.into_iter().collect() }
    });
    Ok((packages.collect(), PathBuf::from(text(&metadata, "target_directory"))))
}

/// The crates, each after those it depends on, by name where that leaves a choice.
pub(super) fn sorted(mut packages: Vec<Package>) -> Result<Vec<Package>, String> {
    packages.sort_by(|a, b| a.name.cmp(&b.name));
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut order = Vec::new();
    while !packages.is_empty() {
        let is_ready = |package: &Package| package.needs.iter().all(|need| done.contains(need));
        let (ready, rest): (Vec<_>, Vec<_>) = packages.into_iter().partition(is_ready);
        if ready.is_empty() {
            let stuck: Vec<String> =
                rest.iter().map(|package| format!("{} needs {}", package.name, package.needs.join(", "))).collect();
            return Err(format!(
                "these crates need each other, or crates that are not published: {}; mark those `publish = false` as \
                 well, or publish what they need",
                stuck.join("; ")
            ));
        }
        done.extend(ready.iter().map(|package| package.name.clone()));
        order.extend(ready);
        packages = rest;
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &[u8] = br#"{"target_directory": "/t", "packages": [
        {"name": "facade", "version": "0.1.0", "publish": null, "dependencies": [
            {"name": "module", "path": "/m", "kind": null}, {"name": "core", "path": "/c", "kind": null},
            {"name": "mock", "path": "/k", "kind": "dev"}, {"name": "serde", "kind": null}]},
        {"name": "core", "version": "0.1.0", "publish": null, "dependencies": []},
        {"name": "module", "version": "0.1.0", "publish": null, "dependencies": [
            {"name": "core", "path": "/c", "kind": null}]},
        {"name": "tool", "version": "0.1.0", "publish": [], "dependencies": []}]}"#;

    #[test]
    fn each_comes_after_what_it_needs() {
        let (packages, target) = read(METADATA).unwrap();
        assert_eq!(target, PathBuf::from("/t"));
        let names: Vec<String> = sorted(packages).unwrap().into_iter().map(|package| package.name).collect();
        assert_eq!(names, ["core", "module", "facade"]);
    }

    #[test]
    fn what_cannot_be_ordered_is_named() {
        let package = |name: &str, need: &str| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            needs: vec![need.to_owned()],
        };
        let message = sorted(vec![package("a", "b"), package("b", "a"), package("c", "tool")]).unwrap_err();
        assert!(message.contains("a needs b") && message.contains("c needs tool"), "{message}");
    }
}
