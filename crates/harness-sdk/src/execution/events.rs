//! What happened between two looks at an execution.

use std::collections::{BTreeMap, BTreeSet};

use harness_sdk_core::Error;

use super::finished::Finished;
use super::snapshot::{Node, Snapshot};
use super::status::{Outcome, Status, Waiting, is_ahead};

/// One step of an execution's progress.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The status of the execution as a whole is another than before.
    StatusChanged {
        /// The status before; nothing at the first look.
        from: Option<Status>,
        /// The status now.
        to: Status,
    },
    /// A stage began.
    StageStarted(Node),
    /// A stage ended, well or not: see [`Node::outcome`].
    StageEnded(Node),
    /// A step began.
    StepStarted(Node),
    /// A step ended, well or not: see [`Node::outcome`].
    StepEnded(Node),
    /// The execution stands still until a person acts. The node is missing when the server does not tell it.
    Waiting {
        /// Who is to act.
        on: Waiting,
        /// The step or stage that waits.
        node: Option<Node>,
    },
    /// A look at the execution failed; it is looked at again.
    LookFailed {
        /// What failed.
        error: Error,
        /// How many looks in a row have failed.
        in_a_row: u32,
    },
    /// The execution has ended. Nothing follows.
    Finished(Box<Finished>),
}

/// What has been told of an execution so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    status: Option<Status>,
    started: BTreeSet<String>,
    ended: BTreeSet<String>,
    /// The nodes that wait, by identity; an empty one stands for the execution as a whole.
    waiting: BTreeMap<String, Waiting>,
}

impl Told {
    /// What is new in a snapshot, in the order it is best told: the whole, then stages and steps as they began.
    pub(super) fn news(&mut self, now: &Snapshot) -> Vec<Event> {
        let mut news = Vec::new();
        if self.status.as_ref() != Some(&now.status) {
            news.push(Event::StatusChanged { from: self.status.replace(now.status.clone()), to: now.status.clone() });
        }
        self.starts(&now.stages, Event::StageStarted, &mut news);
        self.starts(&now.steps, Event::StepStarted, &mut news);
        self.ends(&now.steps, Event::StepEnded, &mut news);
        self.ends(&now.stages, Event::StageEnded, &mut news);
        self.waits(now, &mut news);
        news
    }

    fn starts(&mut self, nodes: &[Node], event: fn(Node) -> Event, news: &mut Vec<Event>) {
        // What is skipped never begins.
        let begun = |node: &&Node| !is_ahead(&node.status) && (node.outcome().is_none() || node.started.is_some());
        for node in nodes.iter().filter(begun) {
            if self.started.insert(node.id.clone()) {
                news.push(event(node.clone()));
            }
        }
    }

    fn ends(&mut self, nodes: &[Node], event: fn(Node) -> Event, news: &mut Vec<Event>) {
        for node in nodes.iter().filter(|node| node.outcome().is_some()) {
            if self.ended.insert(node.id.clone()) {
                news.push(event(node.clone()));
            }
        }
    }

    fn waits(&mut self, now: &Snapshot, news: &mut Vec<Event>) {
        let steps: Vec<(&Node, Waiting)> = now.steps.iter().filter_map(|node| Some((node, node.waiting()?))).collect();
        // A stage that waits for one of its steps adds nothing.
        let stages = now.stages.iter().filter_map(|node| Some((node, node.waiting()?)));
        let alone = stages.filter(|(stage, on)| {
            !steps.iter().any(|(step, of)| of == on && step.stage.as_deref() == Some(stage.identifier.as_str()))
        });
        let mut waiting = BTreeMap::new();
        for (node, on) in steps.iter().copied().chain(alone) {
            waiting.insert(node.id.clone(), on);
            if self.waiting.get(&node.id) != Some(&on) {
                news.push(Event::Waiting { on, node: Some(node.clone()) });
            }
        }
        if let Some(on) = super::status::waiting(&now.status).filter(|_| waiting.is_empty()) {
            waiting.insert(String::new(), on);
            if self.waiting.get("") != Some(&on) {
                news.push(Event::Waiting { on, node: None });
            }
        }
        self.waiting = waiting;
    }
}

impl Event {
    /// Whether nothing follows.
    pub fn is_last(&self) -> bool {
        matches!(self, Event::Finished(_))
    }

    /// What the execution, stage or step that ended came to.
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Event::StageEnded(node) | Event::StepEnded(node) => node.outcome(),
            Event::Finished(finished) => Some(finished.outcome()),
            _ => None,
        }
    }
}
