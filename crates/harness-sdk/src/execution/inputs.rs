//! The runtime inputs of a run, and how saved input sets get into them.

use harness_sdk_core::model::Value;
use harness_sdk_core::operation::GitPart;
use harness_sdk_core::{Error, ErrorKind, GitOptions, Request};
use harness_sdk_pipelines::types::MergeInputSetRequest;
use serde::Serialize;

use super::start::Execute;
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

/// What the server makes of the sets and the caller's own inputs, which count before the sets.
pub(super) async fn merged(run: &Execute, own: Option<String>) -> Result<String, Error> {
    let mut body = MergeInputSetRequest::new().input_set_references(run.sets.iter().cloned());
    if let Some(own) = own {
        body = body.last_yaml_to_merge(own);
    }
    if !run.stages.is_empty() {
        body = body.stage_identifiers(run.stages.iter().cloned());
    }
    let call = run.client.pipelines().merge_input_sets().pipeline_identifier(&*run.pipeline).body(body);
    let git = of_merge(&run.git).fitting(call.operation());
    let answer = call.with_git(&git).send().await.map_err(|error| unfit(run, error))?.into_inner();
    let merged = answer.data.unwrap_or_default();
    merged.pipeline_yaml.filter(|yaml| !yaml.trim().is_empty()).ok_or_else(|| {
        let what = format!("merging the input sets {} gave no inputs", listed(&run.sets));
        Error::custom(ErrorKind::Decode, what)
    })
}

/// The branch that the run reads the pipeline from is the pipeline's branch of the merge, too.
fn of_merge(git: &GitOptions) -> GitOptions {
    match git.get(GitPart::Branch) {
        Some(branch) if git.get(GitPart::PipelineBranch).is_none() => {
            git.clone().with(GitPart::PipelineBranch, branch.to_owned())
        }
        _ => git.clone(),
    }
}

/// The server's errors by field stay in the error, and in its text behind the first words.
fn unfit(run: &Execute, error: Error) -> Error {
    if error.kind() != ErrorKind::Failure {
        return error;
    }
    let mut sets: Vec<String> = error.field_errors().iter().filter_map(|field| field.origin.clone()).collect();
    sets.sort();
    sets.dedup();
    let named = if sets.is_empty() { &run.sets } else { &sets };
    let what = format!("the input sets {} do not fit pipeline `{}`; nothing was started", listed(named), run.pipeline);
    error.with_summary(what)
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
