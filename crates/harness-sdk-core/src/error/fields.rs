//! Complaints about single fields, wherever in an error body they stand.
//!
//! Sources: the error schemas of the document; harness/harness-core's `YamlSchemaErrorWrapperDTO` (`metadata.schemaErrors`)
//! and `InputSetErrorWrapperDTOPMS` (`uuidToErrorResponseMap`, whose keys are random and name nothing); RFC 9457's
//! extension `errors`.

use super::message::FieldError;
use super::read::{any, clean, first_text, list, scalar, text};
use crate::model::{JsonObject, Value};

const FIELD_NAMES: &[&str] =
    &["fieldId", "field_name", "fieldName", "field", "pointer", "path", "parameter", "resourceType", "name"];
const FIELD_MESSAGES: &[&str] = &["error", "message", "errorMessage", "violation", "reason", "detail", "description"];
const FIELD_LISTS: &[&str] =
    &["errors", "violations", "rule_violations", "failedPermissionChecks", "fieldErrors", "invalid-params"];
const SOURCES: &[&str] = &["identifierOfErrorSource", "identifier_of_error_source"];
/// How deep the errors of input sets may lie inside each other.
const DEPTH: usize = 8;

/// Complaints about fields, violated rules and missing permissions.
pub(super) fn field_errors(members: &JsonObject) -> Vec<FieldError> {
    let mut fields = Vec::new();
    for list in FIELD_LISTS {
        match members.get(*list) {
            Some(Value::Array(items)) => fields.extend(items.iter().filter_map(field_error)),
            Some(Value::Object(by_name)) => by_name.iter().for_each(|(name, value)| named(&mut fields, name, value)),
            _ => {}
        }
    }
    input_set_errors(members, DEPTH, &mut fields);
    fields
}

/// Violations of the schema of a YAML document.
pub(super) fn schema_errors(members: &JsonObject) -> Vec<FieldError> {
    let places =
        [Some(members), object(members, "metadata"), object(members, "data"), object(members, "error_metadata")];
    let lists = places.into_iter().flatten();
    let lists = lists.flat_map(|place| [place.get("schemaErrors"), place.get("schema_errors")].into_iter().flatten());
    let items = lists.filter_map(Value::as_array).flatten();
    items
        .filter_map(|item| match item {
            Value::Object(error) => {
                let message = first_text(error, &["message", "messageWithFQN", "message_with_fqn"])?;
                let hint =
                    first_text(error, &["hintMessage", "hint_message"]).filter(|hint| !message.contains(hint.as_str()));
                let message = hint.map_or_else(|| message.clone(), |hint| format!("{message} ({hint})"));
                Some(FieldError { field: first_text(error, &["fqn"]), message, origin: None })
            }
            other => Some(FieldError { message: scalar(other)?, ..FieldError::default() }),
        })
        .collect()
}

/// `errors` by name: a text, a list of texts, or once more by name.
fn named(fields: &mut Vec<FieldError>, name: &str, value: &Value) {
    if let Value::Object(inner) = value
        && FIELD_MESSAGES.iter().all(|member| !inner.contains_key(*member))
        && inner.values().any(Value::is_string)
    {
        for (field, reason) in inner {
            let field = if field == name { field.clone() } else { format!("{name}.{field}") };
            fields.extend(any(reason).map(|message| FieldError { field: Some(field), message, origin: None }));
        }
        return;
    }
    let message = match value {
        Value::Object(inner) => first_text(inner, FIELD_MESSAGES).or_else(|| any(value)),
        Value::Null => None,
        other => any(other),
    };
    fields.extend(message.map(|message| FieldError { field: clean(name), message, origin: None }));
}

/// Why input sets do not fit their pipeline: below `errorResponse`, `inputSetErrorWrapper` and each of its map.
fn input_set_errors(members: &JsonObject, depth: usize, fields: &mut Vec<FieldError>) {
    if depth == 0 {
        return;
    }
    for name in [
        "data",
        "metadata",
        "error_metadata",
        "inputSetErrorWrapper",
        "input_set_error_wrapper",
        "errorResponse",
        "error_response",
        "error_details",
        "input_set_error_details",
    ] {
        if let Some(inner) = object(members, name) {
            if name.starts_with("error") || name.starts_with("input") {
                inner_errors(inner, fields);
            }
            input_set_errors(inner, depth - 1, fields);
        }
    }
    for name in ["uuidToErrorResponseMap", "uuid_to_error_response_map"] {
        for inner in object(members, name).into_iter().flat_map(JsonObject::values).filter_map(Value::as_object) {
            inner_errors(inner, fields);
            input_set_errors(inner, depth - 1, fields);
        }
    }
    for by_fqn in ["fqn_errors", "fqnErrors"].iter().filter_map(|name| members.get(*name)).flat_map(list) {
        let Some(by_fqn) = by_fqn.as_object() else { continue };
        let fqn = text(by_fqn, "fqn");
        let from = fields.len();
        inner_errors(by_fqn, fields);
        fields[from..].iter_mut().for_each(|error| error.field = fqn.clone().or(error.field.take()));
    }
    for name in ["invalidInputSetReferences", "invalid_inputset_references", "invalid_refs"] {
        invalid_references(members.get(name), fields);
    }
}

fn inner_errors(members: &JsonObject, fields: &mut Vec<FieldError>) {
    fields.extend(members.get("errors").and_then(Value::as_array).into_iter().flatten().filter_map(field_error));
}

/// Input sets that do not exist or are no longer valid: a list of identifiers, or their reasons by identifier.
fn invalid_references(references: Option<&Value>, fields: &mut Vec<FieldError>) {
    match references {
        Some(Value::Object(reasons)) => {
            fields.extend(reasons.iter().filter_map(|(set, reason)| {
                Some(FieldError { message: any(reason)?, origin: clean(set), field: None })
            }))
        }
        Some(Value::Array(sets)) => fields.extend(sets.iter().filter_map(|set| {
            let message = "the input set is not valid for the pipeline".to_owned();
            Some(FieldError { message, origin: Some(scalar(set)?), field: None })
        })),
        _ => {}
    }
}

fn field_error(item: &Value) -> Option<FieldError> {
    let Value::Object(members) = item else {
        return Some(FieldError { message: scalar(item)?, ..FieldError::default() });
    };
    let field = first_text(members, FIELD_NAMES);
    let message = first_text(members, FIELD_MESSAGES);
    let permission = || text(members, "permission").map(|name| format!("permission {name} is missing"));
    let message = message.or_else(permission).or_else(|| any(item))?;
    Some(FieldError { field, message, origin: first_text(members, SOURCES) })
}

fn object<'a>(members: &'a JsonObject, name: &str) -> Option<&'a JsonObject> {
    members.get(name)?.as_object()
}
