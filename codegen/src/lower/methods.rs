//! What the methods of a module are called.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::data::names::Namer;
use crate::data::verbs::{Subject, VerbRules};
use crate::partition::Located;

/// Methods that every client has.
pub const OF_EVERY_CLIENT: &[&str] = &["clone", "context", "from_env", "new", "with_scope"];

/// The name of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// The name.
    pub name: String,
    /// Its spelling before `verbs.toml`, where that differs: people may look for it.
    pub former: Option<String>,
}

/// The methods of a module by operationId; what is wrong with a name is added to `problems`.
pub fn methods(
    module: &str,
    located: &[Located<'_>],
    namer: &Namer<'_>,
    verbs: &VerbRules<'_>,
    problems: &mut Vec<String>,
) -> BTreeMap<String, Method> {
    let mut methods = BTreeMap::new();
    for one in located {
        let text = |key: &str| one.operation.get(key).and_then(Value::as_str).unwrap_or_default();
        let subject = Subject { id: text("operationId"), http: &one.method, summary: text("summary").trim() };
        let spelt = namer.method(module, subject.id);
        let method = match verbs.rename(&subject, &spelt) {
            Some(name) => Method { name, former: Some(spelt) },
            None => Method { name: spelt, former: None },
        };
        problems.extend(verbs.problem(&subject, &method.name).map(|text| format!("module {module}: {text}")));
        methods.insert(subject.id.to_owned(), method);
    }
    methods
}
