//! Drops demands for security schemes nobody defined.
//!
//! Credentials are the runtime's affair; what stays is read only to tell which operations need none, and a demand for
//! an unknown scheme would make such an operation look protected.

use serde_json::Value;

use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "security";

/// Removes undefined schemes from the document's and the operations' requirements.
pub fn apply(document: &mut Document, report: &mut Report) {
    let schemes = document.0.pointer("/components/securitySchemes").and_then(Value::as_object);
    let schemes: Vec<String> = schemes.map(|schemes| schemes.keys().cloned().collect()).unwrap_or_default();
    if let Some(root) = document.0.as_object_mut() {
        clean(root, &schemes, String::new, report);
    }
    document.operations_mut(|place, operation| clean(operation, &schemes, || place.pointer(), report));
}

fn clean(holder: &mut Object, schemes: &[String], pointer: impl Fn() -> String, report: &mut Report) {
    let Some(demands) = holder.get_mut("security").and_then(Value::as_array_mut) else {
        return;
    };
    let open = demands.is_empty();
    demands.retain(|demand| {
        let names = demand.as_object().map(|demand| demand.keys().collect::<Vec<_>>()).unwrap_or_default();
        let unknown = names.iter().find(|name| !schemes.contains(name));
        if let Some(name) = unknown {
            report.hit(
                RULE,
                format!("{}/security", pointer()),
                format!("`{name}` is not defined under /components/securitySchemes: dropped"),
            );
        }
        unknown.is_none()
    });
    if demands.is_empty() && !open {
        holder.remove("security");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, get, run_rule};

    #[test]
    fn undefined_schemes_go_and_openness_stays() {
        let text = |security: &str| {
            document(&format!(
                r#"{{"paths": {{"/x": {{"get": {{"security": {security}}}}}}}, "components": {{"securitySchemes": {{"key": {{}}}}}}}}"#,
            ))
        };
        let (one, report) = run_rule(apply, text(r#"[{"key": []}, {"basic": []}]"#));
        assert_eq!(get(&one)["security"], serde_json::json!([{"key": []}]));
        assert_eq!(report.count(RULE), 1);
        let (none, _) = run_rule(apply, text(r#"[{"basic": []}]"#));
        assert!(get(&none).get("security").is_none());
        let (open, report) = run_rule(apply, text("[]"));
        assert_eq!(get(&open)["security"], serde_json::json!([]));
        assert_eq!(report.count(RULE), 0);
    }
}
