//! Running what failed once more.

use harness_sdk_core::model::{self, Model as _};
use harness_sdk_core::{Error, Request as _};
use harness_sdk_pipelines::types::{PlanExecution, PlanExecutionResponseEnvelope};
use serde::Serialize;

use super::Execution;
use super::inputs::Inputs;
use crate::yaml::Yaml;

impl Execution {
    /// A retry from the named stages on, by identifier; several are such that run side by side. The inputs are those of
    /// this execution, unless others are given.
    pub fn retry_from<S: Into<String>>(&self, stages: impl IntoIterator<Item = S>) -> Retry {
        Retry {
            execution: self.clone(),
            stages: stages.into_iter().map(Into::into).collect(),
            inputs: Inputs::default(),
            whole_group: None,
            notes: None,
        }
    }
}

/// A retry that is being put together.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until it is started"]
pub struct Retry {
    execution: Execution,
    stages: Vec<String>,
    inputs: Inputs,
    whole_group: Option<bool>,
    notes: Option<String>,
}

impl Retry {
    /// Other runtime inputs than those of the execution, as YAML text.
    pub fn inputs_yaml(mut self, text: impl Into<String>) -> Retry {
        self.inputs = Inputs::text(text);
        self
    }

    /// Other runtime inputs than those of the execution, as any value that serde can write.
    pub fn inputs<T: Serialize + ?Sized>(mut self, value: &T) -> Retry {
        self.inputs = Inputs::value(self.execution.pipeline().unwrap_or_default(), value);
        self
    }

    /// Whether all stages that run side by side with those named run again, or only those of them that failed.
    pub fn whole_group(mut self, all: bool) -> Retry {
        self.whole_group = Some(all);
        self
    }

    /// A note for people, shown beside the new execution.
    pub fn notes(mut self, text: impl Into<String>) -> Retry {
        self.notes = Some(text.into());
        self
    }

    /// Starts it, as an execution of its own.
    ///
    /// # Errors
    /// As any call.
    pub async fn start(self) -> Result<Execution, Error> {
        let Retry { execution, stages, .. } = &self;
        let pipeline = match execution.pipeline() {
            Some(pipeline) => pipeline.to_owned(),
            None => self.looked_up_pipeline().await?,
        };
        let inputs = match self.inputs.checked()? {
            Some(inputs) => inputs.into_string(),
            None => self.inputs_of_execution().await?,
        };
        let mut call = execution.client.pipelines().retry_pipeline().identifier(&*pipeline);
        if stages.is_empty() {
            call.call_mut().complain("no stage to retry from was named: give its identifier to .retry_from(..)");
        }
        call = call.plan_execution_id(execution.id()).retry_stages(stages.iter().cloned()).yaml(inputs);
        if let Some(all) = self.whole_group {
            call = call.run_all_stages(all);
        }
        if let Some(notes) = &self.notes {
            call = call.notes_for_pipeline_execution(&**notes);
        }
        let plan = plan_of(call.send().await?.into_inner());
        Execution::started(&execution.client, &pipeline, plan)
    }

    async fn looked_up_pipeline(&self) -> Result<String, Error> {
        let snapshot = self.execution.snapshot().await?;
        Ok(snapshot.summary().and_then(|summary| summary.pipeline_identifier.clone()).unwrap_or_default())
    }

    /// The inputs that the execution ran with: without them the retry would run with none.
    async fn inputs_of_execution(&self) -> Result<String, Error> {
        let call = self.execution.client.pipelines().get_inputset_yaml_v2().plan_execution_id(self.execution.id());
        let inputs = call.send().await?.into_inner().data.and_then(|data| data.input_set_yaml);
        Ok(Yaml::from(inputs.unwrap_or_default()).into_string())
    }
}

/// The platform answers in an envelope, as other starts do; the document it publishes has the answer bare.
fn plan_of(mut answer: PlanExecutionResponseEnvelope) -> Option<PlanExecution> {
    if let Some(data) = answer.data {
        return data.plan_execution;
    }
    model::from_value(&answer.extra_mut().remove("planExecution")?).ok()
}
