//! A run of a pipeline, before it is started.

use std::fmt;

use harness_sdk_core::GitOptions;
use serde::Serialize;

use super::inputs::Inputs;
use crate::Client;

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
    pub(super) notes: Option<String>,
    pub(super) module: Option<String>,
    pub(super) notify_only_me: bool,
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
