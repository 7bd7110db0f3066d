//! Which logs are read.

use harness_sdk_core::{Error, ErrorKind};

use crate::Client;

/// What is read.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) client: Client,
    pub(super) execution: String,
    pub(super) stage: Option<String>,
    pub(super) step: Option<String>,
}

/// The prefix of the logs' keys, which an execution mostly tells.
pub(super) fn known(target: &Target, prefix: Option<String>) -> Result<String, Error> {
    prefix.ok_or_else(|| {
        let what = format!("execution {} does not tell the prefix of its logs", target.execution);
        Error::custom(ErrorKind::Decode, what)
    })
}
