//! JSON and YAML as trees. By ways that are compiled in the libraries, which are optimised in tests as well, and not here for
//! each type: every test program reads ten megabytes.

use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde_json::{Map, Value};

/// Reads JSON.
pub(super) fn json(text: &str) -> Result<Value, String> {
    text.parse().map_err(|fault: serde_json::Error| fault.to_string())
}

/// Reads one YAML document whose keys are text or numbers.
pub(super) fn yaml(text: &str) -> Result<Value, String> {
    let documents = Yaml::load_from_str(text).map_err(|fault| fault.to_string())?;
    let [document] = documents.as_slice() else { return Err(format!("{} documents", documents.len())) };
    value(document)
}

fn value(yaml: &Yaml<'_>) -> Result<Value, String> {
    Ok(match yaml {
        Yaml::Value(scalar) => self::scalar(scalar),
        Yaml::Sequence(items) => Value::Array(items.iter().map(value).collect::<Result<_, _>>()?),
        Yaml::Mapping(entries) => {
            let entry = |(key, inner): (&Yaml<'_>, &Yaml<'_>)| Ok((self::key(key)?, value(inner)?));
            Value::Object(entries.iter().map(entry).collect::<Result<Map<_, _>, String>>()?)
        }
        other => return Err(format!("{other:?} has no place in JSON")),
    })
}

fn key(yaml: &Yaml<'_>) -> Result<String, String> {
    match yaml {
        Yaml::Value(Scalar::String(text)) => Ok(text.to_string()),
        Yaml::Value(Scalar::Integer(number)) => Ok(number.to_string()),
        other => Err(format!("{other:?} is no key")),
    }
}

fn scalar(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(flag) => (*flag).into(),
        Scalar::Integer(number) => (*number).into(),
        Scalar::FloatingPoint(number) => number.into_inner().into(),
        Scalar::String(text) => Value::String(text.to_string()),
    }
}
