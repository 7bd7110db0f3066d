//! Which relative paths may be written, on every platform a checkout may stand on.

use std::collections::BTreeMap;

use crate::defect::Defect;
use crate::rust_name::DEVICES;

/// What is wrong with a path relative to the root of a tree.
pub(super) fn check(path: &str) -> Option<Defect> {
    if path.is_empty() {
        return Some(refused(path, "it is empty"));
    }
    if path.starts_with('/') {
        return Some(refused(path, "it is absolute"));
    }
    path.split('/').find_map(|part| Some(refused(path, &wrong_part(part)?)))
}

/// What is wrong with paths side by side: a file that is a directory of another, or two that differ by case only.
pub(super) fn check_together<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Defect> {
    let mut by_folded: BTreeMap<String, &str> = BTreeMap::new();
    let mut defects = Vec::new();
    for path in paths {
        if let Some(other) = by_folded.insert(path.to_lowercase(), path) {
            let reason = format!("it differs from `{other}` by case only");
            defects.push(refused(path, &reason));
        }
    }
    for (folded, path) in &by_folded {
        let mut parent = folded.as_str();
        while let Some((shorter, _)) = parent.rsplit_once('/') {
            parent = shorter;
            if let Some(file) = by_folded.get(parent) {
                defects.push(refused(path, &format!("`{file}` is planned as a file")));
            }
        }
    }
    defects
}

fn wrong_part(part: &str) -> Option<String> {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    match part {
        "" => Some("it has an empty part".to_owned()),
        "." | ".." => Some(format!("`{part}` leads elsewhere")),
        _ if part.eq_ignore_ascii_case(".git") => Some("it lies in `.git`".to_owned()),
        _ if part.ends_with(['.', ' ']) => Some(format!("`{part}` ends with a dot or a space")),
        _ if DEVICES.contains(&stem.as_str()) => Some(format!("`{part}` is a reserved name on Windows")),
        _ => part.chars().find(|c| c.is_control() || r#"\:*?"<>|"#.contains(*c)).map(|c| format!("it contains {c:?}")),
    }
}

fn refused(path: &str, reason: &str) -> Defect {
    let message = format!("the path {path:?} cannot be written: {reason}");
    Defect::whole(message, "correct the name from which the path was made")
}

/// Whether a relative path lies below a relative directory.
pub(super) fn is_below(path: &str, directory: &str) -> bool {
    let below = path.strip_prefix(directory);
    below.is_some_and(|below| below.starts_with('/'))
}
