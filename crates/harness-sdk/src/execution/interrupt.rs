//! Stepping in: abort, interventions and inputs that a step waits for.

use harness_sdk_core::Error;
use harness_sdk_pipelines::types::HandleStageInterruptInterruptType;
use serde::Serialize;

use super::{Execution, Node};
use crate::yaml::Yaml;

/// What becomes of an execution or of a step that waits for an intervention; other words than the known ones are sent as
/// they are, such as `Retry`, `Ignore` or `MarkAsSuccess`.
pub type Interrupt = HandleStageInterruptInterruptType;

impl Execution {
    /// Aborts it. That takes a moment: [`wait`](Execution::wait) tells when it has ended.
    ///
    /// # Errors
    /// As any call.
    pub async fn abort(&self) -> Result<(), Error> {
        self.interrupt(Interrupt::AbortAll).await
    }

    /// Interrupts the whole execution.
    ///
    /// # Errors
    /// As any call.
    pub async fn interrupt(&self, what: impl Into<Interrupt>) -> Result<(), Error> {
        let call = self.client.pipelines().handle_interrupt().plan_execution_id(&*self.id);
        call.interrupt_type(what).send().await.map(drop)
    }

    /// Interrupts one stage or step, as to say what becomes of one that waits for an intervention.
    ///
    /// # Errors
    /// As any call.
    pub async fn intervene(&self, node: &Node, what: impl Into<Interrupt>) -> Result<(), Error> {
        let call = self.client.pipelines().handle_stage_interrupt().plan_execution_id(&*self.id);
        call.node_execution_id(&*node.id).interrupt_type(what).send().await.map(drop)
    }

    /// The inputs that a stage or step waits for, as YAML with a place for each; nothing when it waits for none.
    ///
    /// # Errors
    /// As any call.
    pub async fn awaited_inputs(&self, node: &Node) -> Result<Option<Yaml>, Error> {
        let call = self.client.pipelines().get_execution_input_template().node_execution_id(&*node.id);
        let template = call.send().await?.into_inner().data.and_then(|data| data.input_template);
        Ok(template.filter(|text| !text.trim().is_empty()).map(Yaml::from))
    }

    /// Gives the inputs that a stage or step waits for, as YAML text.
    ///
    /// # Errors
    /// As any call, and when the text is no YAML.
    pub async fn give_inputs_yaml(&self, node: &Node, yaml: impl Into<Yaml>) -> Result<(), Error> {
        let yaml: Yaml = yaml.into();
        yaml.parse::<serde::de::IgnoredAny>()?;
        let call = self.client.pipelines().submit_execution_input().node_execution_id(&*node.id);
        call.yaml(yaml.into_string()).send().await.map(drop)
    }

    /// Gives the inputs that a stage or step waits for, as any value that serde can write.
    ///
    /// # Errors
    /// As any call, and when the value has no form in YAML.
    pub async fn give_inputs<T: Serialize + Sync + ?Sized>(&self, node: &Node, value: &T) -> Result<(), Error> {
        let yaml = Yaml::of(value)?;
        self.give_inputs_yaml(node, yaml).await
    }
}
