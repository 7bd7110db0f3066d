//! Approving and rejecting.

use harness_sdk_core::{Error, ErrorKind};
use harness_sdk_pipelines::types::{
    ApprovalInstanceResponseBody, ApprovalInstanceResponseType, ApprovalStatus, ApproverInput,
    HarnessApprovalActivityAction, HarnessApprovalActivityRequest,
};

use super::Execution;
use crate::Client;

impl Execution {
    /// The approvals that this execution waits for.
    ///
    /// # Errors
    /// As any call.
    pub async fn approvals(&self) -> Result<Vec<Approval>, Error> {
        let call = self.client.pipelines().get_approval_instances_by_execution_id().execution_id(&*self.id);
        let waiting = call.approval_status(ApprovalStatus::Waiting).send().await?.into_inner();
        // The filter is the server's; one that overlooks it must not make us answer what was answered.
        let pending = waiting.into_iter().filter(|instance| {
            instance.status.as_ref().is_none_or(|status| status.as_str() == ApprovalStatus::Waiting.as_str())
        });
        Ok(pending.map(|instance| Approval { client: self.client.clone(), instance }).collect())
    }
}

/// An approval that an execution waits for.
#[derive(Clone, Debug)]
pub struct Approval {
    client: Client,
    instance: ApprovalInstanceResponseBody,
}

impl Approval {
    /// Its identifier.
    pub fn id(&self) -> &str {
        self.instance.id.as_deref().unwrap_or_default()
    }

    /// All that the server tells of it: its kind, its deadline, who may approve.
    pub fn instance(&self) -> &ApprovalInstanceResponseBody {
        &self.instance
    }

    /// Approves it; a comment and inputs may be added before it is sent.
    pub fn approve(&self) -> Decision {
        self.decide(HarnessApprovalActivityAction::Approve)
    }

    /// Rejects it; a comment may be added before it is sent.
    pub fn reject(&self) -> Decision {
        self.decide(HarnessApprovalActivityAction::Reject)
    }

    fn decide(&self, action: HarnessApprovalActivityAction) -> Decision {
        Decision { approval: self.clone(), request: HarnessApprovalActivityRequest::new().action(action) }
    }
}

/// An answer to an approval that is being put together.
#[derive(Clone, Debug)]
#[must_use = "nothing is decided until it is sent"]
pub struct Decision {
    approval: Approval,
    request: HarnessApprovalActivityRequest,
}

impl Decision {
    /// A comment for people.
    pub fn comment(mut self, text: impl Into<String>) -> Decision {
        self.request.comments = Some(text.into());
        self
    }

    /// An input that the approval asks for.
    pub fn input(mut self, name: impl Into<String>, value: impl Into<String>) -> Decision {
        self.request.approver_inputs.push(ApproverInput::new().name(name.into()).value(value.into()));
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// As any call; an approval that another system decides, such as Jira, cannot be answered here.
    pub async fn send(self) -> Result<(), Error> {
        let Decision { approval, request } = self;
        let kind = approval.instance.r#type.clone();
        if let Some(kind) = kind.filter(|kind| *kind != ApprovalInstanceResponseType::HarnessApproval) {
            let what = format!("approval {} is a {kind}: it is decided in that system", approval.id());
            return Err(Error::custom(ErrorKind::Request, what));
        }
        let call = approval.client.pipelines().add_harness_approval_activity().approval_instance_id(approval.id());
        call.body(request).send().await.map(drop)
    }
}
