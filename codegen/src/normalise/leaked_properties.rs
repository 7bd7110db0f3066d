//! Properties that a server's serialiser lets slip out of its own machinery.
//!
//! They say nothing about Harness, yet drag hundreds of types behind them. Dropping them from the types loses nothing: a
//! field that a type does not know is kept and written back.

use serde_json::Value;

use crate::document::{Document, escape};
use crate::report::Report;

/// Name of the rule in the report.
pub const RULE: &str = "leaked_properties";

/// Which properties are leaks.
#[derive(Debug, Clone, Default)]
pub struct Leaks {
    /// By name.
    pub names: Vec<String>,
    /// By the end of the name.
    pub suffixes: Vec<String>,
}

/// Drops the properties from every schema.
pub fn apply(document: &mut Document, leaks: &Leaks, report: &mut Report) {
    document.schemas_visit_mut(&mut |pointer, schema| {
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
            return;
        };
        properties.retain(|name, _| {
            let leaks =
                leaks.names.contains(name) || leaks.suffixes.iter().any(|suffix| name.ends_with(suffix.as_str()));
            if leaks {
                report.hit(RULE, format!("{pointer}/properties/{}", escape(name)), name.clone());
            }
            !leaks
        });
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Leaks, RULE, apply};
    use crate::document::Document;
    use crate::report::Report;

    #[test]
    fn leaks_go_and_the_rest_stays() {
        let mut document = Document(json!({ "components": { "schemas": { "A": { "type": "object", "properties": {
            "name": { "type": "string" }, "parserForType": {}, "nameOrBuilder": {} } } } } }));
        let leaks = Leaks { names: vec!["parserForType".into()], suffixes: vec!["OrBuilder".into()] };
        let mut report = Report::default();
        apply(&mut document, &leaks, &mut report);
        let left = &document.0["components"]["schemas"]["A"]["properties"];
        assert_eq!(*left, json!({ "name": { "type": "string" } }));
        assert_eq!(report.count(RULE), 2);
    }
}
