//! Starting a pipeline.

use std::fmt;

use harness_sdk_core::{Error, GitOptions, Request};
use harness_sdk_pipelines::types::RunStageRequest;
use serde::Serialize;

use super::Execution;
use super::inputs::{Inputs, merged};
use crate::Client;
use crate::yaml::Yaml;

/// A run of a pipeline that is being put together. Mistakes are kept and reported, all at once, by
/// [`start`](Execute::start).
#[derive(Clone)]
#[must_use = "nothing runs until it is started"]
pub struct Execute {
    pub(super) client: Client,
    pub(super) pipeline: String,
    pub(super) inputs: Inputs,
    pub(super) sets: Vec<String>,
    pub(super) stages: Vec<String>,
    pub(super) git: GitOptions,
    notes: Option<String>,
    module: Option<String>,
    notify_only_me: bool,
}

impl Execute {
    pub(super) fn new(client: &Client, pipeline: String) -> Execute {
        Execute {
            client: client.clone(),
            pipeline,
            inputs: Inputs::default(),
            sets: Vec::new(),
            stages: Vec::new(),
            git: GitOptions::new(),
            notes: None,
            module: None,
            notify_only_me: false,
        }
    }

    /// The runtime inputs as YAML text, `pipeline:` at the top. They are sent as they stand.
    pub fn inputs_yaml(mut self, text: impl Into<String>) -> Execute {
        self.inputs = Inputs::text(text);
        self
    }

    /// The runtime inputs as any value that serde can write: with `pipeline` at the top, or what stands below it.
    pub fn inputs<T: Serialize + ?Sized>(mut self, value: &T) -> Execute {
        self.inputs = Inputs::value(&self.pipeline, value);
        self
    }

    /// Saved input sets, by identifier; of two that give the same input the later one counts. With inputs of one's own
    /// beside them, the server merges all of it first, and the inputs count before the sets.
    pub fn input_sets<S: Into<String>>(mut self, identifiers: impl IntoIterator<Item = S>) -> Execute {
        self.sets = identifiers.into_iter().map(Into::into).collect();
        self
    }

    /// Runs these stages only, by identifier. The pipeline must allow it.
    pub fn stages<S: Into<String>>(mut self, identifiers: impl IntoIterator<Item = S>) -> Execute {
        self.stages = identifiers.into_iter().map(Into::into).collect();
        self
    }

    /// The branch that the pipeline is read from.
    pub fn branch(mut self, branch: impl Into<String>) -> Execute {
        self.git = self.git.with(harness_sdk_core::operation::GitPart::Branch, branch);
        self
    }

    /// Where the pipeline is read from, in place of what was said before.
    pub fn git(mut self, git: GitOptions) -> Execute {
        self.git = git;
        self
    }

    /// A note for people, shown beside the execution.
    pub fn notes(mut self, text: impl Into<String>) -> Execute {
        self.notes = Some(text.into());
        self
    }

    /// The product the execution is shown under, such as `cd` or `ci`.
    pub fn module_type(mut self, module: impl Into<String>) -> Execute {
        self.module = Some(module.into());
        self
    }

    /// Sends notifications to nobody but the user who starts it.
    pub fn notify_only_me(mut self) -> Execute {
        self.notify_only_me = true;
        self
    }

    /// Starts it. A start is never repeated unless nothing was done, for a pipeline would run twice.
    ///
    /// # Errors
    /// As any call; inputs that are no YAML, an input set that does not fit the pipeline, and a policy that denies the
    /// execution are errors too.
    pub async fn start(self) -> Result<Execution, Error> {
        let yaml = self.runtime_yaml().await?;
        if self.stages.is_empty() { self.start_whole(yaml).await } else { self.start_stages(yaml).await }
    }

    /// The inputs to send: the caller's own, or what the server made of them and the sets.
    async fn runtime_yaml(&self) -> Result<String, Error> {
        let own = self.inputs.checked()?;
        let with_sets = !self.sets.is_empty() && (own.is_some() || !self.stages.is_empty());
        if with_sets {
            return merged(self, own.map(Yaml::into_string)).await;
        }
        // Without a body the server overlooks the input sets: the empty text has to be sent.
        Ok(own.map(Yaml::into_string).unwrap_or_default())
    }

    async fn start_whole(&self, yaml: String) -> Result<Execution, Error> {
        let call = self.client.pipelines().execute_pipeline_with_input_set_yaml().identifier(&*self.pipeline);
        // Sets that were merged into the inputs are not named again.
        let call = match yaml.is_empty() && !self.sets.is_empty() {
            true => call.input_set_identifiers(self.sets.iter().cloned()),
            false => call,
        };
        let call = match self.notify_only_me {
            true => call.notify_only_user(true),
            false => call,
        };
        let mut call = call.yaml(yaml).with_git(&self.git);
        if let Some(notes) = &self.notes {
            call = call.notes_for_pipeline_execution(&**notes);
        }
        if let Some(module) = &self.module {
            call = call.module_type(&**module);
        }
        let plan = call.send().await?.into_inner().data.and_then(|data| data.plan_execution);
        Execution::started(&self.client, &self.pipeline, plan)
    }

    async fn start_stages(&self, yaml: String) -> Result<Execution, Error> {
        let mut body = RunStageRequest::new().stage_identifiers(self.stages.iter().cloned());
        if !yaml.is_empty() {
            body = body.runtime_input_yaml(yaml);
        }
        let mut call = self.client.pipelines().execute_pipeline_stages().identifier(&*self.pipeline).body(body);
        if let Some(notes) = &self.notes {
            call = call.notes_for_pipeline_execution(&**notes);
        }
        if let Some(module) = &self.module {
            call = call.module_type(&**module);
        }
        if self.notify_only_me {
            harness_sdk_core::Request::call_mut(&mut call)
                .complain("stages cannot be run with notifications to one user only: leave out .notify_only_me()");
        }
        let plan = call.with_git(&self.git).send().await?.into_inner().data.and_then(|data| data.plan_execution);
        Execution::started(&self.client, &self.pipeline, plan)
    }
}

impl fmt::Debug for Execute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Execute")
            .field("pipeline", &self.pipeline)
            .field("input_sets", &self.sets)
            .field("stages", &self.stages)
            .finish_non_exhaustive()
    }
}
