//! The version of OpenAPI.

use serde_json::Value;

use crate::defect::Defect;
use crate::load::kind_of;

/// What the document says about its version.
pub(super) enum Outcome {
    /// 3.0.x.
    Supported,
    /// Nothing that could be read; the other rules still apply.
    Missing(Defect),
    /// A version to which the other rules do not apply.
    Other(Defect),
}

pub(super) fn check(root: &Value) -> Outcome {
    if !root.is_object() {
        let message = format!("the document is {}, not an object", kind_of(root));
        let help = "pass an OpenAPI 3.0 document";
        return Outcome::Other(Defect::at_pointer("", message, help));
    }
    if let Some(version) = root.get("swagger") {
        let message = format!("this is a Swagger {} document", text_of(version));
        let help = "convert it to OpenAPI 3.0.3, for example with swagger2openapi";
        return Outcome::Other(Defect::at_pointer("/swagger", message, help));
    }
    let Some(version) = root.get("openapi") else {
        let message = "the document does not say which version of OpenAPI it follows";
        let help = "add `openapi: \"3.0.3\"` at the top";
        return Outcome::Missing(Defect::at_pointer("", message, help));
    };
    match version.as_str() {
        Some(text) if is_supported(text) => Outcome::Supported,
        Some(text) => {
            let message = format!("OpenAPI {text} is not supported");
            let help = "convert the document to OpenAPI 3.0.3";
            Outcome::Other(Defect::at_pointer("/openapi", message, help))
        }
        None => {
            let message = format!("the version is {}, not a string", kind_of(version));
            let help = "write `openapi: \"3.0.3\"`, with quotation marks";
            Outcome::Missing(Defect::at_pointer("/openapi", message, help))
        }
    }
}

fn is_supported(version: &str) -> bool {
    version
        .strip_prefix("3.0.")
        .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
