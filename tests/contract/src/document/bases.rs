//! Where operations live, by the document's `servers` and by `bases.toml`, and which key they take.

use serde::Deserialize;
use serde_json::Value;

use super::json::{list, text};

/// A family of operations.
#[derive(Debug, Deserialize)]
pub(crate) struct Base {
    pub(crate) name: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    operations: Vec<String>,
    #[serde(default)]
    path: String,
    login: String,
}

impl Base {
    /// The word before a key of the family's own.
    pub(crate) fn scheme(&self) -> Option<&str> {
        (self.login != "platform").then_some(&*self.login)
    }

    fn has(&self, id: &str, tag: &str, path: &str) -> bool {
        let is = |list: &[String], text: &str| list.iter().any(|one| one == text);
        is(&self.tags, tag) || is(&self.operations, id) || self.prefixes.iter().any(|prefix| path.starts_with(prefix))
    }
}

/// The family of an operation.
pub(super) fn of<'b>(bases: &'b [Base], id: &str, tag: &str, path: &str) -> Option<&'b Base> {
    bases.iter().find(|base| base.has(id, tag, path))
}

/// The path as it is sent to a host that serves everything: what the operation's or the path's own `servers` put in front,
/// else what the family does.
pub(super) fn sent(document: &Value, base: Option<&Base>, path: &str, operation: &Value) -> String {
    let item = document.get("paths").and_then(|paths| paths.get(path)).unwrap_or(&Value::Null);
    let declared = [operation, item].into_iter().find_map(|holder| text(list(holder, "servers").next()?, "url"));
    let front = match declared {
        Some(url) => {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default().trim_end_matches('/').to_owned()
        }
        None => base.map_or_else(String::new, |base| base.path.clone()),
    };
    format!("{front}{path}")
}
