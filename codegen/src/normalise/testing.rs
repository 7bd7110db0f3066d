//! Short documents for the tests of single rules.

use serde_json::Value;

use crate::{document::Document, report::Report};

/// A document from its JSON text.
pub(crate) fn document(text: &str) -> Document {
    Document(serde_json::from_str(text).unwrap())
}

/// A document whose only operation is `GET /x`.
pub(crate) fn operation(text: &str) -> Document {
    document(&format!(r#"{{"paths": {{"/x": {{"get": {text}}}}}}}"#))
}

/// A document with these named schemas and no operations.
pub(crate) fn schemas(text: &str) -> Document {
    document(&format!(r#"{{"components": {{"schemas": {text}}}}}"#))
}

/// A document whose only schema is called `X`.
pub(crate) fn schema(text: &str) -> Document {
    schemas(&format!(r#"{{"X": {text}}}"#))
}

/// What a rule makes of a document, and what it reports.
pub(crate) fn run_rule(rule: impl Fn(&mut Document, &mut Report), mut document: Document) -> (Document, Report) {
    let mut report = Report::default();
    rule(&mut document, &mut report);
    (document, report)
}

/// What a rule makes of the schema `X`, and how often it bit in all.
pub(crate) fn on_schema(rule: impl Fn(&mut Document, &mut Report), text: &str) -> (Value, usize) {
    let (mut document, report) = run_rule(rule, schema(text));
    let hits = report.rules().map(|(_, hits)| hits.len()).sum();
    (document.schemas_mut().remove("X").unwrap(), hits)
}

/// The only operation of a document made by [`operation`].
pub(crate) fn get(document: &Document) -> &Value {
    &document.0["paths"]["/x"]["get"]
}
