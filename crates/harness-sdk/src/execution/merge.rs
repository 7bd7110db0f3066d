//! How saved input sets get into the inputs of a run.

use harness_sdk_core::operation::GitPart;
use harness_sdk_core::{Error, ErrorKind, GitOptions, Request};
use harness_sdk_pipelines::types::MergeInputSetRequest;

use super::execute::Execute;

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
