//! The runtime inputs of a run.

use harness_sdk_core::model::Value;
use harness_sdk_core::{Error, ErrorKind};
use serde::Serialize;

use crate::yaml::{Yaml, YamlError};

/// The key that inputs stand below.
const ROOT: &str = "pipeline";

/// The caller's own inputs: none, or YAML, or why there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Inputs(Option<Result<Yaml, YamlError>>);

impl Inputs {
    pub(super) fn text(text: impl Into<String>) -> Inputs {
        Inputs(Some(Ok(Yaml::from(text.into()))))
    }

    /// The value below `pipeline`, with the pipeline's identifier, unless it stands there already.
    pub(super) fn value<T: Serialize + ?Sized>(pipeline: &str, value: &T) -> Inputs {
        let yaml = serde_json::to_value(value).map_err(|fault| YamlError::plain(fault.to_string()));
        let yaml = yaml.and_then(|value| match value {
            Value::Object(members) if members.contains_key(ROOT) => Yaml::of(&members),
            Value::Object(mut members) => {
                members.entry("identifier").or_insert_with(|| pipeline.into());
                Yaml::wrap(ROOT, &members)
            }
            _ => Err(YamlError::plain("the inputs are no object")),
        });
        Inputs(Some(yaml))
    }

    /// The inputs, when there are any, and are YAML with `pipeline` at the top.
    pub(super) fn checked(&self) -> Result<Option<Yaml>, Error> {
        let Some(yaml) = &self.0 else { return Ok(None) };
        let yaml = yaml.clone().map_err(|fault| refused(&fault))?;
        if yaml.is_blank() {
            return Ok(None);
        }
        yaml.unwrap_from::<Value>(ROOT).map_err(|fault| refused(&fault))?;
        Ok(Some(yaml))
    }
}

fn refused(fault: &YamlError) -> Error {
    let what = format!("the runtime inputs cannot be sent: {fault}");
    Error::custom(ErrorKind::Request, what).caused_by(fault.clone())
}
