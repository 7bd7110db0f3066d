//! Starting a pipeline.

use harness_sdk_core::{Error, Request};
use harness_sdk_pipelines::types::RunStageRequest;

use super::Execution;
use super::execute::Execute;
use super::merge::merged;
use crate::yaml::Yaml;

impl Execute {
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
